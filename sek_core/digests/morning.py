"""What stands open, told each morning to everybody who holds some of it, or whom it waits for."""

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
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

MOST_LINES = 10
"""No more of them fit into two segments."""

State = Literal["exhausted", "waits", "covered", "yours"]

STATES: tuple[State, ...] = ("exhausted", "waits", "covered", "yours")
"""What nobody has yet comes first: where there are many, the last ones are left out."""

_LIVE = among(Incident.status, "open", "taken")


@dataclass(frozen=True, slots=True)
class Item:
    """An incident that stands open for somebody; `holder`, where it is taken."""

    incident: Incident
    state: State
    holder: Person | None = None


def tell(work: UnitOfWork, _day: date) -> None:
    """Tell everybody what is open for them; nobody is told that nothing is."""
    for person, items in open_for(work):
        work.outbox.tell(person, _screen(work, person, items), "digest")


def open_for(work: UnitOfWork) -> list[tuple[Person, list[Item]]]:
    """By person what they have taken, what waits for them, and what nobody took at the end of its route.

    Who covers for somebody has it instead of them.
    """
    found: dict[int, dict[str, Item]] = {}
    for person, item in _items(work):
        # To have taken it for somebody who is away comes before having been asked.
        found.setdefault(person.id, {}).setdefault(item.incident.ref, item)
    order = {state: place for place, state in enumerate(STATES)}
    return [
        (work.people.get(person_id), sorted(items.values(), key=lambda item: order[item.state]))
        for person_id, items in sorted(found.items())
    ]


def _items(work: UnitOfWork) -> Iterator[tuple[Person, Item]]:
    """The oldest first."""
    query = select(Incident).where(_LIVE).order_by(Incident.opened_at)
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
    """Who was asked to take each of those that are open."""
    query = (
        select(Recipient.incident_ref, Recipient.person_id)
        .join(Incident, Incident.ref == Recipient.incident_ref)
        .where(_LIVE, Incident.status == "open", Recipient.acts)
        .order_by(Recipient.person_id)
    )
    asked: dict[str, list[int]] = {}
    for ref, person_id in work.session.execute(query):
        asked.setdefault(ref, []).append(person_id)
    return asked


def _climbing(work: UnitOfWork) -> set[str]:
    """Those on whose tracks somebody else will be asked yet."""
    query = select(Track.incident_ref).where(Track.due_at.is_not(None))
    return set(work.session.scalars(query))


def _besides_its_reporters(work: UnitOfWork, incident: Incident, people: Iterable[Person]) -> list[Person]:
    reporters = {reporter.id for reporter in queries.reporters(work, incident)}
    return [person for person in people if person.id not in reporters]


def _screen(work: UnitOfWork, person: Person, items: Sequence[Item]) -> Screen:
    """As many lines as fit, and how many more there are."""
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
    args: dict[str, Arg] = {"ref": item.incident.ref, "incident": wording.short(item.incident)}
    if item.holder is not None and item.incident.taken_at is not None:
        args |= {"name": item.holder.name, "time": Moment(item.incident.taken_at)}
    return Text(f"digest.{item.state}", args)
