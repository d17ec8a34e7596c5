"""Output of `sek status`: the state of the program and of what it follows, at a glance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.channels import turned_on
from bot.cli.tables import age, lines, time_of
from config.mechanism import Configuration
from config.settings import Settings
from sek_core.inbox import queue
from sek_core.messages.translation import Translator
from sek_core.monitoring import presence
from sek_core.monitoring.checks import Watch, line
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import LIVE, Incident, Track
from sek_core.store.people import PersonRow
from sek_core.store.states import DeliveryStatus, InboxStatus, IncidentStatus, KeptStatus
from sek_core.timing.clock import SystemClock

MOST = 20
"""Maximum number of incidents that are named, and of people who have some."""

PARTS = ("worker", "clock")
"""Parts of the program that record when they were at work."""

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_LATEST = timedelta(hours=25)
"""For this long back messages are looked at: one that is tried for a day fails at the end of it."""


class _Open(NamedTuple):
    """An incident that is not over."""

    ref: str
    hazard: str
    place: str | None
    county: str
    severity: str | None
    status: IncidentStatus
    since: datetime
    holder: str | None


def report(
    session: Session, settings: Settings, configuration: Configuration, now: datetime
) -> Iterator[str]:
    """Yield the lines. `now`: the program's time."""
    mechanism, zone = configuration.mechanism, configuration.mechanism.zone
    ahead = now - SystemClock().now()
    moved = f", {age(ahead)} ahead of the real time" if ahead > timedelta(seconds=1) else ""
    yield f"{mechanism.short_name}, {time_of(now, zone)} ({mechanism.time_zone}{moved})"
    yield from _ails(session, settings, configuration, now)
    found = _open(session)
    yield ""
    yield from _by_county(found, mechanism.counties, now)
    yield from _without_holder(session, found, now)
    yield from _with_holders(found)
    yield ""
    yield from _waiting(session, now)
    yield ""
    yield from _heard(session, sorted(turned_on(settings)), now - ahead, now)
    yield ""
    yield from _messages(session, zone, now, mechanism.sms_currency)


def _ails(session: Session, settings: Settings, configuration: Configuration, now: datetime) -> Iterator[str]:
    """Yield what ails the program, in the words of its alarms."""
    clock = SystemClock()
    clock.ahead = now - clock.now()
    watch = Watch(configuration.mechanism, clock, frozenset(turned_on(settings)))
    language = configuration.mechanism.languages[0]
    localized = Translator(configuration).localized(language, now)
    problems = watch.health_problems(session)
    for each in problems:
        yield f"ALARM {localized.text(line(each.name, each.since, each.detail))}"
    if not problems:
        yield "nothing ails the program"


def _open(session: Session) -> list[_Open]:
    query = (
        select(Incident, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == Incident.taken_by_id)
        .where(Incident.status.in_(LIVE))
        .order_by(Incident.reported_at, Incident.ref)
    )
    return [
        _Open(
            one.ref,
            one.hazard or one.kind,
            one.place,
            " / ".join(one.counties),
            one.severity,
            one.status,
            one.opened_at or one.reported_at,
            name if one.status == IncidentStatus.TAKEN else None,
        )
        for one, name in session.execute(query)
    ]


def _by_county(found: Sequence[_Open], counties: Sequence[str], now: datetime) -> Iterator[str]:
    heading = ("OPEN NOW", "HELD", "NOBODY", "TAKEN", "UNDER 1 D", "1-7 D", "OLDER", "OLDEST")
    known = [*counties, *sorted({each.county for each in found} - set(counties))]

    def rows() -> Iterator[Sequence[str]]:
        for county in [*known, "all"]:
            mine = [each for each in found if county in (each.county, "all")]
            stands = Counter(each.status for each in mine)
            ages = [now - each.since for each in mine]
            yield (
                county,
                *(
                    str(stands[each])
                    for each in (IncidentStatus.HELD, IncidentStatus.OPEN, IncidentStatus.TAKEN)
                ),
                str(sum(each < _DAY for each in ages)),
                str(sum(_DAY <= each < _WEEK for each in ages)),
                str(sum(each >= _WEEK for each in ages)),
                age(max(ages)) if ages else "",
            )

    return lines(heading, rows())


def _without_holder(session: Session, found: Sequence[_Open], now: datetime) -> Iterator[str]:
    """Yield the incidents without a holder, the oldest first."""
    free = [each for each in found if each.status == IncidentStatus.OPEN]
    if not free:
        return
    steps = select(Track.incident_ref, func.max(Track.step)).where(
        Track.incident_ref.in_([each.ref for each in free]), Track.acknowledge
    )
    step = dict(session.execute(steps.group_by(Track.incident_ref)).all())
    yield ""

    def rows() -> Iterator[Sequence[str]]:
        for each in free[:MOST]:
            where = ", ".join(part for part in (each.place, each.county) if part)
            yield (
                each.ref,
                each.hazard,
                where,
                each.severity or "",
                age(now - each.since),
                str(step.get(each.ref, "")),
            )

    yield from lines(("NOBODY HAS", "HAZARD", "WHERE", "SEVERITY", "AGE", "STEP"), rows())
    yield from _more(len(free), "sek incidents --open")


def _with_holders(found: Sequence[_Open]) -> Iterator[str]:
    """Yield who has how many, most first."""
    held: dict[str, list[str]] = {}
    for each in found:
        if each.holder:
            held.setdefault(each.holder, []).append(each.ref)
    if not held:
        return
    yield ""
    most = sorted(held.items(), key=lambda item: -len(item[1]))
    rows = ((name, str(len(refs)), " ".join(refs[:MOST])) for name, refs in most[:MOST])
    yield from lines(("WHO HAS", "OPEN", "WHICH"), rows)
    yield from _more(len(most), "sek incidents --open")


def _more(count: int, command: str) -> Iterator[str]:
    if count > MOST:
        yield f"and {count - MOST} more: {command}"


def _waiting(session: Session, now: datetime) -> Iterator[str]:
    def first(query: Select[int, datetime]) -> tuple[int, datetime | None]:
        row = session.execute(query).one()
        return row[0], row[1]

    new = select(func.count(), func.min(InboxRow.received_at)).where(InboxRow.status == InboxStatus.NEW)
    kept = select(func.count(), func.min(Kept.created_at)).where(Kept.status == KeptStatus.OPEN)
    waits = [("texts to be handled", first(new)), ("texts for a coordinator (sek triage)", first(kept))]
    stands = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)
    sent = (
        select(Delivery.channel, Delivery.status, func.count(), func.min(Delivery.created_at))
        .where(Delivery.status.in_(stands))
        .group_by(Delivery.channel, Delivery.status)
        .order_by(Delivery.channel, Delivery.status)
    )
    found = session.execute(sent).all()
    waits += [(f"messages {status}, {channel}", (count, since)) for channel, status, count, since in found]
    if not found:
        waits.append(("messages to be sent", (0, None)))
    failed, unread = queue.count_failed(session)
    waits.append((f"texts that failed (sek inbox list --failed), {unread} unread", (failed, None)))
    rows = ((what, str(count), age(now - since) if since else "") for what, (count, since) in waits)
    return lines(("WAITING", "NOW", "OLDEST"), rows)


def _heard(session: Session, channels: Sequence[str], real: datetime, now: datetime) -> Iterator[str]:
    """Yield when the parts of the program and the gateways were last heard."""
    seen = presence.last_seen(session)

    def rows() -> Iterator[Sequence[str]]:
        for part in PARTS:
            yield part, age(real - seen[part]) + " ago" if part in seen else "never", ""
        for channel in channels:
            got = select(InboxRow.received_at).where(InboxRow.channel == channel, InboxRow.kind == queue.TEXT)
            reported = select(InboxRow.received_at).where(
                InboxRow.channel == channel, InboxRow.kind == queue.DELIVERY_REPORT
            )
            sent = select(Delivery.changed_at).where(
                Delivery.channel == channel,
                Delivery.status.in_((DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED)),
            )
            for what, query, column, clock in (
                ("a text came", got, InboxRow.id, now),
                ("it took a message", sent, Delivery.id, real),
                ("it reported a delivery", reported, InboxRow.id, now),
            ):
                at = session.scalar(query.order_by(column.desc()).limit(1))
                yield channel, age(clock - at) + " ago" if at else "never", what

    return lines(("LAST HEARD", "WHEN", "WHAT"), rows())


def _messages(session: Session, zone: ZoneInfo, now: datetime, currency: str) -> Iterator[str]:
    """Yield what failed within the hour, and what today cost."""
    real = datetime.now(UTC)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    failed: Counter[tuple[str, str]] = Counter()
    count, segments, cost = 0, 0, Decimal(0)
    newest = select(
        Delivery.created_at, Delivery.changed_at, Delivery.channel, Delivery.status,
        Delivery.error, Delivery.segments, Delivery.cost,
    ).order_by(Delivery.id.desc())  # fmt: skip
    for each in session.execute(newest.execution_options(yield_per=500)):
        if each.created_at < now - _LATEST:
            break
        if each.status == DeliveryStatus.FAILED and each.changed_at > real - timedelta(hours=1):
            failed[each.channel, each.error or "no reason given"] += 1
        if each.created_at >= midnight and each.cost is not None:
            count, segments, cost = count + 1, segments + each.segments, cost + each.cost
    if failed:
        rows = ((channel, str(times), why) for (channel, why), times in failed.most_common(MOST))
        yield from lines(("FAILED, LAST HOUR", "TIMES", "WHY"), rows)
    else:
        yield "no message failed within the hour"
    yield f"cost today: {currency} {cost:.2f} for {count} messages of {segments} segments"
