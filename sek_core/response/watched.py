"""What is asked about open shocks, and of whom: the three worst in one message, the others once a week."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select, update

from config.mechanism import SEVERITIES
from sek_core.alerts import watch
from sek_core.asking import budgets
from sek_core.asking.budgets import Budget
from sek_core.asking.dispatch import Asking, Regular
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Option, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording.phrases import EMPTY
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork

QUESTION, OTHERS = "watch", "watch_others"
"""Kinds of the questions."""

NAMED = 3
"""Maximum number of shocks in one message, and so of digits in its answer."""

MOST = 1000
"""Maximum number of shocks that are looked at together; the others follow when these are asked about."""

SHOWN = ("better", "same", "worse")
"""The options that have digits from 1. 0 means that it is over."""

STILL = ("households", "people", "livestock")
"""Numbers that are asked about once more, the first of them that is known."""

EXAMPLE = "2 3 1"
"""An answer about three shocks; its beginning is one about two."""

WEEK = timedelta(days=6, hours=12)
"""Time that must have passed since the last question about the others, whatever the week."""


def due(work: UnitOfWork) -> list[Incident]:
    """Return the open shocks that people are to be asked about now: the worst first, then those that were
    asked about longest ago.
    """
    work.flush()
    query = (
        select(Incident)
        .where(
            among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN),
            Incident.kind != CONCERN,
            Incident.watch_at <= work.now,
        )
        .order_by(Incident.watch_at, Incident.ref)
        .limit(MOST)
        .execution_options(populate_existing=True)
    )
    return sorted(work.session.scalars(query), key=_urgency)


def people(work: UnitOfWork) -> list[int]:
    """Return the ids of the people to ask. A shock of which neither reporter nor lead can be
    reached waits for another day.
    """
    found: dict[int, None] = {}
    unasked: list[str] = []
    for incident in due(work):
        asked = person_to_ask(work, incident)
        if asked is None:
            unasked.append(incident.ref)
        else:
            found[asked.id] = None
    _wait_a_day(work, unasked)
    return list(found)


def people_with_others(work: UnitOfWork) -> list[int]:
    """Return the ids of the people to ask about the shocks that the daily message has no room for."""
    found: dict[int, int] = {}
    for incident in due(work):
        if asked := person_to_ask(work, incident):
            found[asked.id] = found.get(asked.id, 0) + 1
    return [
        person_id for person_id, number in found.items() if number > NAMED and _had_a_turn(work, person_id)
    ]


def person_to_ask(work: UnitOfWork, incident: Incident) -> Person | None:
    """Return the reporter; if they are gone, absent or without an address, the county lead or who covers."""
    reporter = work.people.get(incident.reporter_id)
    here = bool(work.people.roles(reporter)) and work.people.away(reporter) is None
    if here and work.people.reachable_at(reporter):
        return reporter
    leads = [
        person for county in incident.counties for _, person in work.people.holders(Role.COUNTY_LEAD, county)
    ]
    return next((each for each in work.people.with_cover(leads) if work.people.reachable_at(each)), None)


def prepare(work: UnitOfWork, person: Person) -> Asking | None:
    """Return the question about the worst shocks that this person is to be asked about."""
    mine = _of(work, person)[:NAMED]
    if not mine:
        return None
    refs = tuple(incident.ref for incident in mine)
    only = mine[0] if len(mine) == 1 else None
    question = _question(work, person, QUESTION, refs, SHOWN if only else (), only.ref if only else "")
    return Asking(screen_of(mine), question, refs)


def prepare_others(work: UnitOfWork, person: Person) -> Asking | None:
    """Return the question whether all the shocks of this person stand as before."""
    refs = tuple(incident.ref for incident in _of(work, person))
    if len(refs) <= NAMED:
        return None
    return Asking(
        Screen(others_text(len(refs)), others_options(), max_segments=2),
        _question(work, person, OTHERS, refs, ("same", "list")),
        refs,
    )


def asked(work: UnitOfWork, person: Person, asking: Asking) -> None:
    """Record that these shocks were asked about, and let the person's others wait for another day."""
    for incident in _of(work, person):
        if incident.ref in asking.about:
            incident.watched_at, incident.watch_at = work.now, watch.first_time(work, incident)
        else:
            incident.watch_at = budgets.next_time(work, timedelta(days=1))


SHOCKS = Regular(QUESTION, (Budget.SHOCKS,), people, prepare, asked)
OTHER_SHOCKS = Regular(
    OTHERS, (Budget.SHOCKS, Budget.OTHER_SHOCKS), people_with_others, prepare_others, asked
)


def screen_of(incidents: Sequence[Incident]) -> Screen:
    """Return the question how these shocks stand now; about one, its numbers too."""
    if len(incidents) > 1:
        return Screen(text_of(incidents), max_segments=2)
    options = tuple(Option(name, Text(f"standing.{name}")) for name in SHOWN)
    return Screen(text_of(incidents), options, skippable=True, skip="standing.over", max_segments=2)


def text_of(incidents: Sequence[Incident]) -> Text:
    """Return the text of that question, without its options."""
    if len(incidents) == 1:
        only = incidents[0]
        args: dict[str, Arg] = {"ref": only.ref, "incident": wording.brief(only), "still": _still(only)}
        return Text("watch.one", args)
    shocks = tuple(Joined((incident.ref, wording.brief(incident)), " ") for incident in incidents)
    return Text("watch.some", {"shocks": Joined(shocks), "example": EXAMPLE[: 2 * len(incidents) - 1]})


def others_text(number: int) -> Text:
    """Return the question about the others, without its options."""
    return Text("watch.others", n=number)


def others_options() -> tuple[Option, ...]:
    """Return its options."""
    return (Option("same", Text("answer.yes")), Option("list", Text("watch.list")))


def _still(incident: Incident) -> Arg:
    number = next((what for what in STILL if incident.affected.get(what)), None)
    if number is None:
        return EMPTY
    return Text("watch.still", {"number": Text(f"affected.{number}", n=incident.affected[number])})


def _urgency(incident: Incident) -> tuple[int, float, str]:
    rank = SEVERITIES.index(incident.severity) if incident.severity in SEVERITIES else -1
    since = incident.watched_at or incident.opened_at
    return -rank, since.timestamp() if since else 0.0, incident.ref


def _of(work: UnitOfWork, person: Person) -> list[Incident]:
    return [
        incident
        for incident in due(work)
        if (asked := person_to_ask(work, incident)) is not None and asked.id == person.id
    ]


def _had_a_turn(work: UnitOfWork, person_id: int) -> bool:
    """Return True if the person was asked about the worst ones in the last week, and not about the others."""
    since = work.now - WEEK
    worst = budgets.last_asked(work, person_id, Budget.SHOCKS)
    others = budgets.last_asked(work, person_id, Budget.OTHER_SHOCKS)
    return worst is not None and worst > since and (others is None or others <= since)


def _wait_a_day(work: UnitOfWork, refs: Iterable[str]) -> None:
    for ref in refs:
        later = budgets.next_time(work, timedelta(days=1))
        mine = update(Incident).where(Incident.ref == ref).values(watch_at=later)
        work.session.execute(mine.execution_options(synchronize_session=False))


def _question(
    work: UnitOfWork,
    person: Person,
    kind: str,
    refs: Sequence[str],
    choices: tuple[str, ...],
    about: str = "",
) -> Question:
    until = work.now + work.configuration.mechanism.question_open
    language = work.people.language_of(person)
    return Question(
        kind, about, language, until.isoformat(), choices=choices, draft=" ".join(refs), yields=True
    )
