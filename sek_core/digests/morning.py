"""Morning digest: open incidents, sent to their holders and to the people for whom they wait; and news since
the last one, for the people who hear it in the digest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from sek_core.alerts import promise_texts, promises
from sek_core.alerts.routing import may_take, told_at_last, way_of
from sek_core.digests import news, spent, waiting
from sek_core.digests.letters import Letter, send
from sek_core.digests.news import NEWS, Item, State
from sek_core.digests.waiting import Waiting
from sek_core.incidents import queries, recipients, wording
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.offers import supply
from sek_core.roster import organisations
from sek_core.roster.roles import CLT, Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident, Recipient, Track
from sek_core.store.states import IncidentStatus
from sek_core.timing.quiet_hours import first_not_quiet
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

MOST_LINES = 10
"""Maximum number of lines that fit into two segments."""

MINE: tuple[State, ...] = ("covered", "yours")

BESIDE = timedelta(minutes=30)
"""Time before the digest in which an alert or a nudge stands in for the line of its incident."""

GRAVE = ("extreme", "severe")
"""Severities of which these roles read each morning that no one has taken it, asked or not."""

WATCHFUL = (*CLT, Role.RLA, Role.USAID, Role.CHAIR)

SAID_AGAIN = (0, 3)
"""Weekdays on which a digest is sent that says nothing but what stood in it before: Monday and Thursday."""

_LIVE = among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN)


@dataclass(frozen=True, slots=True)
class Read:
    """The digests of a morning. `beside`: what waited, as they leave it out."""

    letters: Sequence[Letter]
    beside: Mapping[int, frozenset[str]]


def read(work: UnitOfWork, day: date) -> Read:
    """Return the incidents of each recipient, besides what waited for their digest; people without any get
    none.
    """
    beside = _told_with(waiting.of(work, locks=False))
    missing: dict[str, Arg] = {}
    letters: list[Letter] = []
    just_told = _just_told(work)
    for person, everything in items_for(work, day):
        told = beside.get(person.id, frozenset()) | just_told.get(person.id, set())
        items = _besides(everything, told)
        if not items or _stood_before(work, person, items, day):
            continue
        for item in items[:MOST_LINES]:
            if item.state != "ended" and item.incident.ref not in missing:
                missing[item.incident.ref] = supply.missing_of(work, item.incident)
        letters.append(Letter(person, _screen(work, person, items, missing)))
    return Read(letters, beside)


def tell(work: UnitOfWork, day: date, found: Read) -> None:
    """Send each recipient what waited for their digest, and their incidents."""
    spent.tell(work, day)
    waited = waiting.of(work)
    for each in waited:
        waiting.tell(work, each)
    if _told_with(waited) != found.beside:  # more came to wait in between
        found = read(work, day)
    send(work, day, found.letters)


def _told_with(waited: Sequence[Waiting]) -> dict[int, frozenset[str]]:
    return {each.person.id: frozenset(incident.ref for incident in each.incidents) for each in waited}


def _besides(items: Sequence[Item], told: Collection[str]) -> list[Item]:
    """Return the items without those of incidents that were told with what waited, or just before."""
    return [item for item in items if item.incident.ref not in told]


def _stood_before(work: UnitOfWork, person: Person, items: Sequence[Item], day: date) -> bool:
    """Return True for a digest that says only what the person has read twice, and what has not changed since.
    What is grave and taken by nobody is said each morning.
    """
    if day.weekday() in SAID_AGAIN:
        return False
    newest = None
    for item in items:
        incident = item.incident
        if item.state in NEWS or (item.state not in MINE and incident.severity in GRAVE):
            return False
        since = (incident.taken_at if item.state in MINE else None) or incident.opened_at
        newest = max(filter(None, (newest, since or incident.reported_at)))
    query = (
        select(Delivery.created_at)
        .where(Delivery.person_id == person.id, Delivery.kind == "digest")
        .order_by(Delivery.id.desc())
        .limit(2)
    )
    read = list(work.session.scalars(query))
    return newest is not None and len(read) == 2 and min(read) > newest


def _just_told(work: UnitOfWork) -> dict[int, set[str]]:
    """Return the incidents of which an alert or a nudge went to each person just before the digest: it says
    the same, and more.
    """
    work.flush()
    query = (
        select(Delivery.person_id, Delivery.about)
        .join(Incident, Incident.ref == Delivery.about)
        .where(_LIVE, among(Delivery.kind, "alert", "nudge"), Delivery.created_at > work.now - BESIDE)
        .where(Delivery.status != "failed")
    )
    told: dict[int, set[str]] = {}
    for person_id, ref in work.session.execute(query):
        if person_id is not None:
            told.setdefault(person_id, set()).add(ref)
    return told


def hour(work: UnitOfWork, day: date) -> datetime:
    """Return the time of the digest on a day: its hour, or the end of the quiet hours around it."""
    mechanism = work.configuration.mechanism
    return first_not_quiet(mechanism, datetime.combine(day, mechanism.morning_digest, mechanism.zone))


def items_for(work: UnitOfWork, day: date) -> list[tuple[Person, list[Item]]]:
    """Return for each person the incidents they hold, those that wait for them, those without a holder at
    the end of their route, and the news that they hear in the digest.

    A cover gets the incidents of an absent person.
    """
    found: dict[int, dict[tuple[str, str], Item]] = {}
    for person, item in _open(work):
        # The first item of an incident counts: covering for its holder comes before having been asked.
        found.setdefault(person.id, {}).setdefault((item.incident.ref, ""), item)
    start = hour(work, day - timedelta(days=1))
    for person, item in news.between(work, start, hour(work, day)):
        # Who has it is no news to a person who has it, or for whom it waits.
        what = item.state if item.state in ("promise", "escalated", "offer") else ""
        found.setdefault(person.id, {}).setdefault((item.incident.ref, what), item)
    return [
        (work.people.get(person_id), sorted(items.values(), key=lambda item: _place(item, start)))
        for person_id, items in sorted(found.items())
    ]


def _open(work: UnitOfWork) -> Iterator[tuple[Person, Item]]:
    """Return the people and their open incidents."""
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
            watchful = _watchful(work, incident)
            others = [*(alerted.person for alerted in last), *watchful]
            people += _besides_its_reporters(work, incident, others)
        for person in recipients.still_here(work, people):
            if may_take(work, incident, person):
                yield person, Item(incident, "exhausted" if over else "waits")


def _asked(work: UnitOfWork) -> dict[str, list[int]]:
    """Return the ids of the people who were asked to take each open incident."""
    query = (
        select(Recipient.incident_ref, Recipient.person_id)
        .join(Incident, Incident.ref == Recipient.incident_ref)
        .where(_LIVE, Incident.status == IncidentStatus.OPEN, Recipient.acts)
    )
    asked: dict[str, list[int]] = {}
    # Sorted here: the database would read all recipients that ever were in this order.
    for person_id, ref in sorted((person_id, ref) for ref, person_id in work.session.execute(query)):
        asked.setdefault(ref, []).append(person_id)
    return asked


def _climbing(work: UnitOfWork) -> set[str]:
    """Return the references of incidents with a track that has a further step due."""
    query = select(Track.incident_ref).where(Track.due_at.is_not(None))
    return set(work.session.scalars(query))


def _watchful(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return the people who read of a grave incident that no one has taken, though they were not asked."""
    if incident.sensitive or incident.severity not in GRAVE:
        return []
    apart = organisations.staff_of(work.people, incident.against or ())
    held = (work.people.holders(role, county) for role in WATCHFUL for county in incident.counties)
    return [person for each in held for _, person in each if person.id not in apart]


def _place(item: Item, start: datetime) -> tuple[int, float, int, int]:
    """Return the place of an item: what is extreme and untaken, what came since the last digest, what the
    reader has, news, and what has long been untaken. In each the newest comes first, as the last are cut.
    """
    incident = item.incident
    since = incident.opened_at or incident.reported_at
    if item.state == "exhausted" and incident.severity == "extreme":
        place = 0
    elif item.state in MINE:
        place = 2
    elif item.state in NEWS:
        place = 3
    else:
        place = 1 if since >= start else 4
    at = incident.closed_at if item.state == "ended" and incident.closed_at else since
    told = NEWS.index(item.state) if item.state in NEWS else 0
    return place, -at.timestamp(), -int(incident.ref[1:]), told


def _besides_its_reporters(work: UnitOfWork, incident: Incident, people: Iterable[Person]) -> list[Person]:
    reporters = {reporter.id for reporter in queries.reporters(work, incident)}
    return [person for person in people if person.id not in reporters]


def _screen(work: UnitOfWork, person: Person, items: Sequence[Item], missing: Mapping[str, Arg]) -> Screen:
    """Return the digest with as many lines as fit, and the number of the others. `missing`: what is missing
    of each incident, by reference.
    """
    for shown in range(min(len(items), MOST_LINES), 0, -1):
        screen = _shown(work, items, shown, missing)
        if work.outbox.sms_segments(screen, person) <= SEGMENTS:
            break
    return screen


def _shown(work: UnitOfWork, items: Sequence[Item], shown: int, missing: Mapping[str, Arg]) -> Screen:
    left = [item for item in items[shown:] if item.state not in NEWS]
    left_news = [item for item in items[shown:] if item.state in NEWS]
    lines: list[Arg] = [
        _line(work, item, missing.get(item.incident.ref, phrases.EMPTY)) for item in items[:shown]
    ]
    if left:
        lines.append(Text("digest.more", n=len(left)))
    if left_news:
        lines.append(Text("digest.more_ended" if _ended(left_news) else "digest.more_news", n=len(left_news)))
    still_open = sum(item.state not in NEWS for item in items)
    key = "digest.morning" if still_open else "digest.only_ended" if _ended(items) else "digest.only_news"
    text = Text(key, {"lines": Joined(tuple(lines), "\n")}, n=still_open or None)
    return Screen(text, max_segments=SEGMENTS, actions=phrases.actions("", "list"))


def _ended(items: Sequence[Item]) -> bool:
    return all(item.state == "ended" for item in items)


def _line(work: UnitOfWork, item: Item, missing: Arg) -> Text:
    incident = Joined((wording.short_with_needs(item.incident), missing))
    args: dict[str, Arg] = {"ref": item.incident.ref, "incident": incident}
    if item.state == "ended" and item.holder is not None:
        args |= {"name": item.holder.name, "outcome": promise_texts.cut(item.incident.outcome or "")}
    elif item.holder is not None and item.incident.taken_at is not None:
        args |= {"name": item.holder.name, "time": Moment(item.incident.taken_at)}
    if item.state == "promise" and (promise := promises.of(work, item.incident)) is not None:
        args["when"] = promise_texts.expected(work, promise)
    return Text(f"digest.{item.state}", args)
