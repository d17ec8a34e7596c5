"""Needs: what is needed most, as its reporter says: in the report itself, or asked for."""

from collections.abc import Iterable

from config.affected import PARTS
from config.mechanism import NEEDS
from config.terms import Need
from sek_core.incidents.model import AnyIncident
from sek_core.store.incidents import CONCERN
from sek_core.understanding.reader import Reading

GRAVE = ("severe", "extreme")
"""Severities whose reporter is asked what is needed."""

PEOPLE = ("households", "people", *PARTS, "deaths", "injured", "missing")
"""Numbers of people: a report with one is asked what is needed."""


def of_reading(reading: Reading) -> list[str] | None:
    """Return what a text asks for; None if it asks for nothing."""
    return in_order(reading.needs) or None


def in_order(needs: Iterable[str]) -> list[str]:
    """Return each need once, in the order of the vocabulary."""
    named = set(needs)
    return [need for need in NEEDS if need in named]


def with_more(incident: AnyIncident, more: Iterable[Need | str]) -> list[str]:
    """Return the needs of an incident and `more`."""
    return in_order([*(incident.needs or ()), *more])


def should_ask(incident: AnyIncident, reading: Reading) -> bool:
    """Return True if the reporter is asked what is needed: about people, or a grave shock, if the words name
    no need yet, and no one of the reporter's own is among the dead.
    """
    if incident.kind == CONCERN or incident.needs or reading.bereaved:
        return False
    return incident.severity in GRAVE or any(incident.affected.get(what) for what in PEOPLE)
