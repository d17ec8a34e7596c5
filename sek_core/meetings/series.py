"""Series of meetings: laid out some months ahead by their rule, in each county where the series is awake."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select, update

from config.meetings import Rule, Series, parse_rule
from sek_core.meetings import convening, occurrences, states
from sek_core.reminders import schedule
from sek_core.roster.snapshot import Person
from sek_core.store import facts
from sek_core.store.base import among
from sek_core.store.meetings import COMING, Meeting, Reminder, SeriesChange
from sek_core.store.statements import changed_one, insert_missing
from sek_core.store.states import MeetingStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A series as it is held in a county: as configured, or as changed there by text."""

    series: Series
    county: str
    rule: Rule
    at: time
    venue: str

    @property
    def key(self) -> states.Key:
        """Key of the state of the series in this county."""
        return self.series.id, self.county


def due(work: UnitOfWork) -> list[str]:
    """Return the series (id and county, "monthly:Kitui") to be laid out: each once a day, and when its rule
    has changed. Series that were laid out and are now asleep or held no more come first.
    """
    wanted = {_fact(plan): _stamp(work, plan) for plan in awake(work)}
    done = facts.values_of(work.session, FACT)
    given_up = [name for name, stamp in done.items() if stamp and name not in wanted]
    missing = [name for name, stamp in wanted.items() if done.get(name) != stamp]
    return [name.removeprefix(FACT) for name in (*given_up, *missing)]


def lay_out(work: UnitOfWork, name: str) -> bool:
    """Lay out one series: enter its missing meetings; False if another clock was quicker."""
    plan = next((plan for plan in awake(work) if _fact(plan) == FACT + name), None)
    if plan is None:
        return _give_up(work, name)
    facts.begin(work.session, {_fact(plan): ""})
    if not facts.renew(work.session, _fact(plan), _stamp(work, plan)):
        return False
    _enter(work, plan)
    return True


def postpone(_work: UnitOfWork, _name: str) -> None:
    """Do nothing: the next tick tries again."""


def plans(work: UnitOfWork) -> list[PlannedMeeting]:
    """Return every series in each of its counties, as it is held now."""
    changes = {(row.series, row.county): row for row in work.session.scalars(select(SeriesChange))}
    counties = work.configuration.mechanism.counties
    return [
        plan
        for series in work.configuration.meetings.series
        for county in series.counties or counties
        if county in counties and (plan := _planned(series, county, changes.get((series.id, county))))
    ]


def awake(work: UnitOfWork) -> list[PlannedMeeting]:
    """Return the series that invite, in each of their counties."""
    there = states.awake(work)
    return [plan for plan in plans(work) if plan.key in there]


def of_county(work: UnitOfWork, county: str) -> PlannedMeeting | None:
    """Return the series that the people of a county change by text: the first one in the file for that
    county, even if it is off at present.
    """
    series = next(
        (s for s in work.configuration.meetings.series if not s.counties or county in s.counties), None
    )
    if series is None:
        return None
    return _held(series, county, work.session.get(SeriesChange, (series.id, county), populate_existing=True))


def change(
    work: UnitOfWork, series: Series, county: str, rule: Rule, at: time, venue: str, by: Person, address: str
) -> None:
    """Change how a series is held in a county, and wake it. Meetings already announced stay as they are."""
    values = {"rule": rule.written, "at": f"{at:%H:%M}", "venue": venue, "off": False}
    _write(work, series.id, county, by, values)
    detail = f"{series.id} {county}: {rule.written} {at:%H:%M}, {venue}"
    work.audit_log.add("", Event.SERIES_CHANGED, by.id, address, detail)
    states.wake(work, (series.id, county), by, address)


def end(work: UnitOfWork, plan: PlannedMeeting, by: Person, address: str) -> None:
    """End a series in a county, until it is changed there again."""
    values = {"rule": plan.rule.written, "at": f"{plan.at:%H:%M}", "venue": plan.venue, "off": True}
    _write(work, plan.series.id, plan.county, by, values)
    work.audit_log.add("", Event.SERIES_ENDED, by.id, address, f"{plan.series.id} {plan.county}")


def next_start(work: UnitOfWork, plan: PlannedMeeting) -> datetime | None:
    """Return the start of the next meeting of a series, or None."""
    starts = (_start(work, plan, each) for each in next_of(work, plan, _today(work)) if each.held)
    return next((at for at in starts if at > work.now), None)


def next_of(work: UnitOfWork, plan: PlannedMeeting, after: date) -> Iterator[occurrences.Occurrence]:
    """Return the occurrences of a series in the 13 months after a day."""
    country = work.configuration.mechanism.country
    series = plan.series
    last = after + 13 * MONTH
    return occurrences.occurrences(plan.rule, series.months, series.holiday, country, after, last)


FACT = "series:"


def _planned(series: Series, county: str, changed: SeriesChange | None) -> PlannedMeeting | None:
    return None if changed is not None and changed.off else _held(series, county, changed)


def _held(series: Series, county: str, changed: SeriesChange | None) -> PlannedMeeting:
    if changed is None:
        return PlannedMeeting(series, county, series.on, series.at, series.venue_in(county))
    hour, minute = map(int, changed.at.split(":"))
    return PlannedMeeting(series, county, parse_rule(changed.rule), time(hour, minute), changed.venue)


def _write(work: UnitOfWork, series_id: str, county: str, by: Person, values: dict[str, object]) -> None:
    row = {"series": series_id, "county": county, **values}
    row |= {"changed_by_id": by.id, "changed_at": work.now}
    insert_missing(work.session, SeriesChange, [row])
    mine = update(SeriesChange).where(SeriesChange.series == series_id, SeriesChange.county == county)
    changed_one(work.session, mine.values(**row))


def _fact(plan: PlannedMeeting) -> str:
    return f"{FACT}{plan.series.id}:{plan.county}"


def _stamp(work: UnitOfWork, plan: PlannedMeeting) -> str:
    """Return the mark of a series laid out today: the date, and a hash of how it is held."""
    how = repr((plan, work.configuration.meetings.ahead, work.configuration.meetings.plan_of(plan.series.id)))
    return f"{_today(work).isoformat()} {hashlib.sha256(how.encode()).hexdigest()[:16]}"


def _enter(work: UnitOfWork, plan: PlannedMeeting) -> None:
    """Enter a meeting for each month in which the rule gives one from now on. Planned meetings that are
    unchanged since they were laid out follow the rule; the others stay.
    """
    today = _today(work)
    given = {_month(each.day): each for each in _wanted(work, plan, today)}
    rows = _there(work, plan.series.id, plan.county, today)
    there = {_month(meeting.occurrence): meeting for meeting in rows if meeting.occurrence}
    for month, each in given.items():
        meeting = there.get(month)
        if meeting is None:
            _convene(work, plan, each)
        elif _is_loose(meeting):
            _follow(work, meeting, plan, each)
    for month, meeting in there.items():
        if month not in given and _is_loose(meeting):
            _drop(work, meeting)


def _give_up(work: UnitOfWork, name: str) -> bool:
    """Drop the meetings of a series no longer held there, except those changed or announced."""
    if not facts.renew(work.session, FACT + name, ""):
        return False
    series_id, _, county = name.partition(":")
    for meeting in _there(work, series_id, county, _today(work)):
        if _is_loose(meeting):
            _drop(work, meeting)
    return True


def _drop(work: UnitOfWork, meeting: Meeting) -> None:
    """Cancel a meeting without telling people, as no recipient has heard of it."""
    if _change(work, meeting, status=MeetingStatus.CANCELLED, occurrence=None):
        schedule.drop(work, meeting.ref)


def _today(work: UnitOfWork) -> date:
    return work.now.astimezone(work.configuration.mechanism.zone).date()


def _wanted(work: UnitOfWork, plan: PlannedMeeting, today: date) -> list[occurrences.Occurrence]:
    """Return the occurrences to lay out: of a series that is held once, the first one until one was held."""
    given = list(_given(work, plan, today))
    if not plan.series.once:
        return given
    held = select(Meeting.ref).where(
        Meeting.series == plan.series.id,
        Meeting.county == plan.county,
        Meeting.occurrence < today,
        among(Meeting.status, *COMING),
    )
    return [] if work.session.scalar(held.limit(1)) else given[:1]


def _given(work: UnitOfWork, plan: PlannedMeeting, today: date) -> Iterator[occurrences.Occurrence]:
    """Return the occurrences from now on, as far ahead as a series is laid out."""
    country, series = work.configuration.mechanism.country, plan.series
    last = _months_after(today, work.configuration.meetings.ahead)
    for each in occurrences.occurrences(plan.rule, series.months, series.holiday, country, today, last):
        if each.held is not None and _start(work, plan, each) > work.now:
            yield each


def _there(work: UnitOfWork, series_id: str, county: str, today: date) -> list[Meeting]:
    """Return the meetings of a series in a county from today on, called off or not."""
    query = select(Meeting).where(
        Meeting.series == series_id, Meeting.county == county, Meeting.occurrence >= today
    )
    return list(work.session.scalars(query.execution_options(populate_existing=True)))


def _is_loose(meeting: Meeting) -> bool:
    """Return True if the meeting is unchanged since it was laid out, and not yet announced."""
    return meeting.status == MeetingStatus.PLANNED and meeting.version == 1


def _start(work: UnitOfWork, plan: PlannedMeeting, each: occurrences.Occurrence) -> datetime:
    assert each.held is not None
    return occurrences.at(each.held, plan.at, work.configuration.mechanism.zone)


def _convene(work: UnitOfWork, plan: PlannedMeeting, each: occurrences.Occurrence) -> None:
    convening.convene(
        work,
        [plan.county],
        _start(work, plan, each),
        plan.venue,
        series=plan.series.id,
        occurrence=each.day,
        why=each.why,
    )


def _follow(work: UnitOfWork, meeting: Meeting, plan: PlannedMeeting, each: occurrences.Occurrence) -> None:
    """Move a meeting to where the rule puts it now, and plan its reminders again."""
    starts_at = _start(work, plan, each)
    if _change(work, meeting, starts_at=starts_at, venue=plan.venue, occurrence=each.day, why=each.why):
        work.session.refresh(meeting)
        work.session.execute(delete(Reminder).where(Reminder.about == meeting.ref))
        convening.plan_reminders(work, meeting)


def _change(work: UnitOfWork, meeting: Meeting, **values: object) -> bool:
    """Compare and set: change the meeting; False if it was moved or announced meanwhile."""
    loose = update(Meeting).where(
        Meeting.ref == meeting.ref, Meeting.status == MeetingStatus.PLANNED, Meeting.version == 1
    )
    return changed_one(work.session, loose.values(**values))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 28) if day.day > 28 else date(year, month + 1, day.day)
