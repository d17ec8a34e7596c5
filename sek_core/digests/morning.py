"""Morning digest: open incidents, sent to their holders and to the people for whom they wait."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select

from config.rights import Deed
from sek_core.alerts.routing import told_at_last, way_of
from sek_core.incidents import queries, recipients, wording
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import Incident, Recipient, Track
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

MOST_LINES = 10
"""Maximum number of lines that fit into two segments."""

State = Literal["exhausted", "waits", "covered", "yours"]

STATES: tuple[State, ...] = ("exhausted", "waits", "covered", "yours")
"""States in the order of the digest. Incidents without a holder come first, as the last ones may be cut."""

_LIVE = among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN)


@dataclass(frozen=True, slots=True)
class Item:
    """An incident that is open for a recipient. `holder`: the person who took it, or None."""

    incident: Incident
    state: State
    holder: Person | None = None


def tell(work: UnitOfWork, _day: date) -> None:
    """Send each recipient their open incidents; people without any get no digest."""
    for person, items in open_for(work):
        work.outbox.tell(person, _screen(work, person, items), "digest")


def open_for(work: UnitOfWork) -> list[tuple[Person, list[Item]]]:
    """Return for each person the incidents they hold, those that wait for them, and those without a holder at
    the end of their route.

    A cover gets the incidents of an absent person.
    """
    found: dict[int, dict[str, Item]] = {}
    for person, item in _items(work):
        # The first item of an incident counts: covering for its holder comes before having been asked.
        found.setdefault(person.id, {}).setdefault(item.incident.ref, item)
    order = {state: place for place, state in enumerate(STATES)}
    return [
        (work.people.get(person_id), sorted(items.values(), key=lambda item: order[item.state]))
        for person_id, items in sorted(found.items())
    ]


def _items(work: UnitOfWork) -> Iterator[tuple[Person, Item]]:
    """Return the people and their items, the oldest incident first."""
    query = select(Incident).where(_LIVE).order_by(Incident.opened_at, Incident.ref)
    live = work.session.scalars(query).all()
    asked, climbing = _asked(work), _climbing(work)
    for incident in live:
        if incident.taken_by_id is not None:
            holder = work.people.get(incident.taken_by_id)
            for person in recipients.still_here(work, [holder]):
                yield person, Item(incident, "yours" if person.id == holder.id else "covered", holder)
            continue
        people = [work.people.get(person_id) for person_id in asked.get(incident.ref, ())]
        over = incident.ref not in climbing
        if over:
            last = told_at_last(way_of(work, incident), incident.counties)
            people += _besides_its_reporters(work, incident, [alerted.person for alerted in last])
        for person in recipients.still_here(work, people):
            if work.rights.may(person, Deed.TAKE, incident.counties):
                yield person, Item(incident, "exhausted" if over else "waits")


def _asked(work: UnitOfWork) -> dict[str, list[int]]:
    """Return the ids of the people who were asked to take each open incident."""
    query = (
        select(Recipient.incident_ref, Recipient.person_id)
        .join(Incident, Incident.ref == Recipient.incident_ref)
        .where(_LIVE, Incident.status == IncidentStatus.OPEN, Recipient.acts)
        .order_by(Recipient.person_id)
    )
    asked: dict[str, list[int]] = {}
    for ref, person_id in work.session.execute(query):
        asked.setdefault(ref, []).append(person_id)
    return asked


def _climbing(work: UnitOfWork) -> set[str]:
    """Return the references of incidents with a track that has a further step due."""
    query = select(Track.incident_ref).where(Track.due_at.is_not(None))
    return set(work.session.scalars(query))


def _besides_its_reporters(work: UnitOfWork, incident: Incident, people: Iterable[Person]) -> list[Person]:
    reporters = {reporter.id for reporter in queries.reporters(work, incident)}
    return [person for person in people if person.id not in reporters]


def _screen(work: UnitOfWork, person: Person, items: Sequence[Item]) -> Screen:
    """Return the digest with as many lines as fit, and the number of the others."""
    lines = [_line(item) for item in items]
    for shown in range(min(len(lines), MOST_LINES), 0, -1):
        screen = _shown(lines, shown)
        if work.outbox.sms_segments(screen, person) <= SEGMENTS:
            break
    return screen


def _shown(lines: Sequence[Arg], shown: int) -> Screen:
    rest = len(lines) - shown
    more = (Text("digest.more", n=rest),) if rest else ()
    text = Text("digest.morning", {"lines": Joined((*lines[:shown], *more), "\n")}, n=len(lines))
    return Screen(text, max_segments=SEGMENTS, actions=phrases.actions("", "list"))


def _line(item: Item) -> Text:
    args: dict[str, Arg] = {"ref": item.incident.ref, "incident": wording.short_with_needs(item.incident)}
    if item.holder is not None and item.incident.taken_at is not None:
        args |= {"name": item.holder.name, "time": Moment(item.incident.taken_at)}
    return Text(f"digest.{item.state}", args)
