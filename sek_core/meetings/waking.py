"""Waking of series: a series sleeps, inviting no one, until a coordinator confirms its meetings.

The lead is asked whether people are to be invited; without an answer in a working day the deputy, then a PoC,
then RLA. After that the weekly digest and `sek check` name the series until it is decided.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sek_core.meetings import guests, occurrences, series, states, texts
from sek_core.meetings.convening import HEADS
from sek_core.meetings.series import PlannedMeeting
from sek_core.messages.screens import Arg, Joined, Option, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import SeriesState
from sek_core.store.states import SeriesStanding
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork

ASKED = (*HEADS, Role.RLA)
"""Roles that are asked, one after the other."""

BEGINS, ENDS = time(8), time(17)
"""Hours of a working day between which people are asked."""

QUESTION = "convene"
"""Kind of the question: it is answered like the question whether to convene a meeting."""

ANSWERS = ("yes", "no")

SEGMENTS = 2

DAY = timedelta(days=1)


def due(work: UnitOfWork) -> list[str]:
    """Return the series (id and county, "monthly:Kitui") about which a coordinator is to be asked now, one
    per county at a time.
    """
    plans = series.plans(work)
    known = states.everywhere(work) if plans else {}
    new = [plan.key for plan in plans if plan.key not in known]
    if new:
        states.enter(work, new, _ask_from(work))
        return []  # with the next tick
    found: dict[str, str] = {}
    for plan in plans:
        row = known[plan.key]
        if row.state != SeriesStanding.ASLEEP or plan.county in found or not _at_work_now(work):
            continue
        if _since(work, row) > work.now:
            found[plan.county] = ""
        elif _next(work, row) is not None:
            found[plan.county] = ":".join(plan.key)
    return [name for name in found.values() if name and not _waits(work, known[_key(name)])]


def ask(work: UnitOfWork, name: str) -> bool:
    """Ask the next coordinator; False if the series was decided meanwhile, or another question is open with
    them.
    """
    row = states.find(work, _key(name))
    plan = _plan(work, _key(name))
    asked = _next(work, row) if row else None
    if row is None or plan is None or asked is None:
        return False
    role, person = asked
    # Lock the party before anything else, as a turn does.
    party = f"p{person.id}"
    work.conversations.load([party])
    busy = work.conversations.is_busy(party, work.now)
    if busy and work.now < _patience(work, row):
        return False
    screen = question(work, plan, digits=not busy)
    if screen is None or not states.record_asked(work, row, person, role):
        return False
    if not busy:
        until = work.now + work.configuration.mechanism.question_open
        language = work.people.language_of(person)
        draft = json.dumps(question_draft(plan))
        asked_now = Question(QUESTION, "", language, until.isoformat(), ANSWERS, draft=draft)
        screen = replace(screen, asked=work.conversations.ask(party, asked_now, work.now))
    work.outbox.tell(person, screen, "reminder")
    return True


def postpone(_work: UnitOfWork, _name: str) -> None:
    """Do nothing: the next tick tries again."""


def question_draft(plan: PlannedMeeting) -> dict[str, str]:
    """Return the content of the question, as it is stored with it."""
    return {"do": "wake", "series": plan.series.id, "county": plan.county}


def question(work: UnitOfWork, plan: PlannedMeeting, digits: bool = True) -> Screen | None:
    """Return the question "Invite 14 people from now on?", or None if no meeting is to come."""
    text = question_text(work, plan, digits)
    if text is None:
        return None
    options = tuple(Option(answer, Text(f"answer.{answer}")) for answer in ANSWERS) if digits else ()
    return Screen(text, options, max_segments=SEGMENTS)


def question_text(work: UnitOfWork, plan: PlannedMeeting, digits: bool = True) -> Text | None:
    """Return the text of the question without its options, or None if no meeting is to come."""
    at = series.next_start(work, plan)
    if at is None:
        return None
    day = at.astimezone(work.configuration.mechanism.zone).date()
    first = series.of_county(work, plan.county)
    args: dict[str, Arg] = {
        "title": title(work, plan),
        "rule": texts.rule(plan.rule),
        "hour": texts.clock(datetime.combine(day, plan.at)),
        "place": f", {plan.venue}" if plan.venue else "",
        "new": Text("digest.day", {"number": str(day.day), "month": Text(f"month.{day.month}")}),
        "other": Text("wake.other_day") if first is not None and first.key == plan.key else "",
        "how": "" if digits else Text("wake.by_word"),
    }
    people = guests.by_rule(work, plan.series.id, [plan.county], day)
    if plan.series.once:
        return Text("wake.ask_once", args | {"county": plan.county}, n=len(people))
    return Text("wake.ask", args, n=len(people))


def title(work: UnitOfWork, plan: PlannedMeeting) -> Joined:
    """Return "SEK meeting Kitui"."""
    return Joined((texts.name(work, plan.series.id), plan.county), " ")


def asleep(work: UnitOfWork, counties: Sequence[str]) -> list[PlannedMeeting]:
    """Return the series that do not invite in these counties, including declined ones."""
    awake = states.awake(work)
    return [plan for plan in series.plans(work) if plan.county in counties and plan.key not in awake]


def find(work: UnitOfWork, series_id: str, county: str) -> PlannedMeeting | None:
    """Return a series as it is held in a county, or None."""
    return _plan(work, (series_id, county))


def undecided(work: UnitOfWork) -> list[PlannedMeeting]:
    """Return the series that are undecided and about which there is no one left to ask."""
    known = states.everywhere(work)
    return [
        plan
        for plan in series.plans(work)
        if (row := known.get(plan.key)) is not None
        and row.state == SeriesStanding.ASLEEP
        and _since(work, row) <= work.now
        and _next(work, row) is None
    ]


def undecided_with_last_asked(work: UnitOfWork) -> list[tuple[PlannedMeeting, str]]:
    """Return the undecided series, each with the name of the person asked last, or empty."""
    known = states.everywhere(work)
    found: list[tuple[PlannedMeeting, str]] = []
    for plan in series.plans(work):
        row = known.get(plan.key)
        if row is None or row.state == SeriesStanding.ASLEEP:
            asked = row.asked_id if row else None
            found.append((plan, work.people.get(asked).name if asked is not None else ""))
    return found


def digest(work: UnitOfWork) -> Iterator[tuple[Person, Screen]]:
    """Return the weekly digest of undecided series, for the coordinators who can decide in their counties."""
    shares: dict[int, list[PlannedMeeting]] = {}
    for plan in undecided(work):
        held = [person for role in ASKED for _, person in work.people.holders(role, plan.county)]
        for person in work.people.with_cover(held):
            shares.setdefault(person.id, []).append(plan)
    for person_id, plans in shares.items():
        titles = Joined(tuple(title(work, plan) for plan in plans))
        yield work.people.get(person_id), Screen(Text("digest.asleep", {"titles": titles}), max_segments=None)


def wake_for_operator(work: UnitOfWork, counties: Sequence[str], address: str) -> list[PlannedMeeting]:
    """Wake the sleeping series of these counties for an operator, and return them."""
    return [plan for plan in asleep(work, counties) if states.wake(work, plan.key, None, address)]


def _plan(work: UnitOfWork, key: states.Key) -> PlannedMeeting | None:
    return next((plan for plan in series.plans(work) if plan.key == key), None)


def _key(name: str) -> states.Key:
    series_id, _, county = name.partition(":")
    return series_id, county


def _ask_from(work: UnitOfWork) -> datetime:
    """Return the time from which coordinators may be asked: now, or in a demonstration, whose first day stays
    quiet, the next morning.
    """
    if not work.core.demonstration:
        return work.now
    zone = work.configuration.mechanism.zone
    return datetime.combine(work.now.astimezone(zone).date() + DAY, BEGINS, zone)


def _at_work_now(work: UnitOfWork) -> bool:
    """Return True in the hours of a working day; in a demonstration every day is one."""
    here = work.now.astimezone(work.configuration.mechanism.zone)
    country = work.configuration.mechanism.country
    working = work.core.demonstration or occurrences.is_working(here.date(), country)
    return working and BEGINS <= here.time() < ENDS


def _since(work: UnitOfWork, row: SeriesState) -> datetime:
    """Return the time from which the next person is to be asked: a working day after the one before."""
    if row.asked_at is None:
        return row.ask_from or work.now
    mechanism = work.configuration.mechanism
    here = row.asked_at.astimezone(mechanism.zone)
    day = here.date() + DAY
    while not occurrences.is_working(day, mechanism.country):
        day += DAY
    return datetime.combine(day, here.time(), mechanism.zone)


def _next(work: UnitOfWork, row: SeriesState) -> tuple[str, Person] | None:
    """Return the next role and person to ask: of the next role with one, the first holder available, or their
    cover.
    """
    roles: Sequence[str] = ASKED
    if row.asked_role in roles:
        roles = roles[roles.index(row.asked_role) + 1 :]
    for role in roles:
        held = [person for _, person in work.people.holders(role, row.county)]
        for person in work.people.with_cover(held):
            if person.id != row.asked_id and work.people.reachable_at(person):
                return role, person
    return None


def _patience(work: UnitOfWork, row: SeriesState) -> datetime:
    """Return the time until which asking waits for another open question. After it the person is asked all
    the same, and answers by words.
    """
    return _since(work, row) + work.configuration.mechanism.report_hold


def _waits(work: UnitOfWork, row: SeriesState) -> bool:
    asked = _next(work, row)
    if asked is None or work.now >= _patience(work, row):
        return False
    return f"p{asked[1].id}" in work.conversations.busy(work.now)
