"""Morning digest: open incidents, sent to their holders and to the people for whom they wait; and what was
closed since the last one, for the people who were informed of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import or_, select

from config.rights import Deed
from sek_core.alerts import promise_texts
from sek_core.alerts.routing import is_addressed, told_at_last, way_of
from sek_core.digests import statistics
from sek_core.incidents import queries, recipients, wording
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import Incident, Recipient, Track
from sek_core.store.states import IncidentStatus
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

MOST_LINES = 10
"""Maximum number of lines that fit into two segments."""

State = Literal["exhausted", "waits", "covered", "yours", "ended"]

STATES: tuple[State, ...] = ("exhausted", "waits", "covered", "yours", "ended")
"""States in the order of the digest. Incidents without a holder come first, as the last ones may be cut."""

_LIVE = among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN)


@dataclass(frozen=True, slots=True)
class Item:
    """An incident of a recipient. `holder`: the person who took it, or who closed it; None without one."""

    incident: Incident
    state: State
    holder: Person | None = None


def tell(work: UnitOfWork, day: date) -> None:
    """Send each recipient their incidents; people without any get no digest."""
    for person, items in items_for(work, day):
        work.outbox.tell(person, _screen(work, person, items), "digest")


def hour(work: UnitOfWork, day: date) -> datetime:
    """Return the time of the digest on a day: its hour, or the end of the quiet hours around it."""
    mechanism = work.configuration.mechanism
    return first_not_quiet(mechanism, datetime.combine(day, mechanism.morning_digest, mechanism.zone))


def items_for(work: UnitOfWork, day: date) -> list[tuple[Person, list[Item]]]:
    """Return for each person the incidents they hold, those that wait for them, those without a holder at
    the end of their route, and those of which they were informed and which were closed since the day before.

    A cover gets the incidents of an absent person.
    """
    found: dict[int, dict[str, Item]] = {}
    for person, item in (*_open(work), *_ended(work, day)):
        # The first item of an incident counts: covering for its holder comes before having been asked.
        found.setdefault(person.id, {}).setdefault(item.incident.ref, item)
    order = {state: place for place, state in enumerate(STATES)}
    return [
        (work.people.get(person_id), sorted(items.values(), key=lambda item: order[item.state]))
        for person_id, items in sorted(found.items())
    ]


def _open(work: UnitOfWork) -> Iterator[tuple[Person, Item]]:
    """Return the people and their open incidents, the oldest first."""
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
            if work.rights.may(person, Deed.TAKE, incident.counties) or is_addressed(work, incident, person):
                yield person, Item(incident, "exhausted" if over else "waits")


def _ended(work: UnitOfWork, day: date) -> Iterator[tuple[Person, Item]]:
    """Return the people who were only informed of what was closed between two digests, the oldest first. Of
    the severest they have heard at once; nothing sensitive stands in a digest.
    """
    start, severity = hour(work, day - timedelta(days=1)), Incident.severity
    events = statistics.happened_since(work, start)
    refs = {event.ref for event in events if event.what == Event.CLOSED}
    if not refs:
        return
    query = (
        select(Incident)
        .where(
            Incident.ref.in_(refs),
            Incident.status == IncidentStatus.CLOSED,
            Incident.closed_at >= start,
            Incident.closed_at < hour(work, day),
            or_(severity.is_(None), severity.not_in(recipients.HEARD_AT_ONCE)),
            Incident.sensitive.is_(False),
        )
        .order_by(Incident.closed_at, Incident.ref)
    )
    for incident in work.session.scalars(query).all():
        assert incident.closed_by_id is not None
        closer = work.people.get(incident.closed_by_id)
        for person in recipients.informed_only(work, incident):
            yield person, Item(incident, "ended", closer)


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
    for shown in range(min(len(items), MOST_LINES), 0, -1):
        screen = _shown(items, shown)
        if work.outbox.sms_segments(screen, person) <= SEGMENTS:
            break
    return screen


def _shown(items: Sequence[Item], shown: int) -> Screen:
    rest = [item.state == "ended" for item in items[shown:]]
    left_open, left_ended = rest.count(False), rest.count(True)
    lines: list[Arg] = [_line(item) for item in items[:shown]]
    if left_open:
        lines.append(Text("digest.more", n=left_open))
    if left_ended:
        lines.append(Text("digest.more_ended", n=left_ended))
    still_open = sum(item.state != "ended" for item in items)
    key = "digest.morning" if still_open else "digest.only_ended"
    text = Text(key, {"lines": Joined(tuple(lines), "\n")}, n=still_open or None)
    return Screen(text, max_segments=SEGMENTS, actions=phrases.actions("", "list"))


def _line(item: Item) -> Text:
    args: dict[str, Arg] = {"ref": item.incident.ref, "incident": wording.short_with_needs(item.incident)}
    if item.state == "ended" and item.holder is not None:
        args |= {"name": item.holder.name, "outcome": promise_texts.cut(item.incident.outcome or "")}
    elif item.holder is not None and item.incident.taken_at is not None:
        args |= {"name": item.holder.name, "time": Moment(item.incident.taken_at)}
    return Text(f"digest.{item.state}", args)
