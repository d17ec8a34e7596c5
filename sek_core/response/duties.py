"""Duty weeks of a county's CLT: given by a word, read back, told, and reminded of the day before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from config.rights import Deed
from sek_core.alerts import duty
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster import name_matching
from sek_core.roster.roles import CLT, Role
from sek_core.roster.snapshot import Person
from sek_core.store.people import DutyRow
from sek_core.store.statements import changed_one
from sek_core.timing.quiet_hours import is_quiet
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases
from sek_core.wording.duty_text import DutyText
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

REMINDED_AT = time(17)
"""Time of the day before at which the member is reminded."""

POSTPONED_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the words of DUTY may mean: `people` of the CLT of `counties`. `elsewhere`: the counties of a
    person whom they mean, where the sender may not say it.
    """

    people: tuple[Person, ...]
    counties: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


def today(work: UnitOfWork) -> date:
    """Return the day to which the present night belongs, or today."""
    mechanism = work.configuration.mechanism
    if is_quiet(mechanism, work.now):
        return duty.night_of(work)
    return work.now.astimezone(mechanism.zone).date()


def meant(work: UnitOfWork, sender: Person, said: DutyText) -> Meant:
    """Find the members whom the words name: in the county that they name, or those where the sender may say
    it.
    """
    named = counties_in(work, said.name)
    mine = work.rights.counties(sender, Deed.DUTY)
    where = [county for county in mine if not named or county in named]
    people = _find(work, said.name, where) or _find(work, said.name, mine)
    if people:
        return Meant(people, tuple(where or mine))
    everywhere = work.configuration.mechanism.counties
    others = _find(work, said.name, [county for county in everywhere if county not in mine])
    theirs = {county for person in others for county in counties_of(work, person, everywhere)}
    return Meant((), tuple(where or mine), tuple(c for c in everywhere if c in theirs and c not in mine))


def counties_in(work: UnitOfWork, words: str) -> list[str]:
    """Return the counties that the words name."""
    said = set(forms_of(words))
    return [county for county in work.configuration.mechanism.counties if set(forms_of(county)) <= said]


def members(work: UnitOfWork, counties: Iterable[str]) -> list[Person]:
    """Return the CLT of these counties, each once."""
    counties = list(counties)
    held = (work.people.holders(role, county) for county in counties for role in CLT)
    return list({person.id: person for each in held for _, person in each}.values())


def counties_of(work: UnitOfWork, person: Person, among: Iterable[str]) -> list[str]:
    """Return those of these counties of whose CLT the person is."""
    roles = [role for role in work.people.roles(person) if role.role in CLT]
    return [county for county in among if any(role.covers(county) for role in roles)]


def replaced(work: UnitOfWork, person: Person, counties: Sequence[str], said: DutyText) -> list[Person]:
    """Return the others who have the duty on one of these days, until this word counts."""
    found: dict[int, Person] = {}
    days = (said.since + timedelta(days=n) for n in range((said.until - said.since).days + 1))
    for day in days:
        for county in counties:
            had = duty.named_for(work, county, day)
            if had is not None and had.id != person.id:
                found[had.id] = had
    return list(found.values())


def give(
    work: UnitOfWork, person: Person, counties: Sequence[str], said: DutyText, sender: Person, address: str
) -> list[Person]:
    """Record the duty, tell the member, those who had it before and the CLT lead; return who had it."""
    before = replaced(work, person, counties, said)
    at = datetime.combine(said.since - timedelta(days=1), REMINDED_AT, work.configuration.mechanism.zone)
    row = {
        "counties": list(counties),
        "person_id": person.id,
        "since": said.since,
        "until": said.until,
        "said_by_id": sender.id,
        "said_at": work.now,
        "remind_at": at if at > work.now else None,
    }
    work.rows.add(DutyRow, row)
    detail = f"{', '.join(counties)}, {said.since.isoformat()} to {said.until.isoformat()}"
    work.audit_log.add("", Event.ON_DUTY, person.id, address, f"{detail}, said by {sender.name}")
    args = about(person, counties, said.since, said.until) | {"who": sender.name}
    if person.id != sender.id:
        work.outbox.tell(person, Screen(Text("duty.yours", args), max_segments=2), "notice")
    others = [other for other in before if other.id != sender.id and work.people.roles(other)]
    for other in others:
        work.outbox.tell(other, Screen(Text("duty.instead", args), max_segments=2), "notice")
    known = {person.id, sender.id, *(other.id for other in others)}
    for lead in leads(work, counties):
        if lead.id not in known:
            work.outbox.tell(lead, Screen(Text("duty.lead", args), max_segments=2), "notice")
    return before


def leads(work: UnitOfWork, counties: Sequence[str]) -> list[Person]:
    """Return the CLT leads of these counties, or their covers."""
    held = (person for county in counties for _, person in work.people.holders(Role.CLT_LEAD, county))
    return work.people.with_cover({person.id: person for person in held}.values())


def about(person: Person, counties: Sequence[str], since: date, until: date) -> dict[str, Arg]:
    """Return the arguments of texts about a duty."""
    return {
        "name": person.name,
        "counties": Joined(tuple(counties)),
        "first": phrases.day(since),
        "last": phrases.day(until),
    }


def of_person(work: UnitOfWork, person: Person, since: date, until: date) -> list[DutyRow]:
    """Return the duties of a person on these days that no newer word has taken away whole."""
    mine = [row for row in duty.rows(work, since, until) if row.person_id == person.id]
    return [row for row in mine if counties_left(work, row)]


def counties_left(work: UnitOfWork, row: DutyRow) -> list[str]:
    """Return the counties for which a duty still counts on one of its days."""
    newer = [other for other in duty.rows(work, row.since, row.until) if other.id > row.id]
    days = [row.since + timedelta(days=n) for n in range((row.until - row.since).days + 1)]
    return [
        county
        for county in row.counties
        if any(
            not any(county in other.counties and other.since <= day <= other.until for other in newer)
            for day in days
        )
    ]


def tell_of_absence(work: UnitOfWork, person: Person, until: date) -> None:
    """Tell the CLT leads that a member on duty is away on some of those nights."""
    for row in of_person(work, person, today(work), until):
        counties = counties_left(work, row)
        screen = _nobody_has_it(person, counties, row)
        for lead in leads(work, counties):
            if lead.id != person.id:
                work.outbox.tell(lead, screen, "notice")


def due(work: UnitOfWork, most: int = 20) -> list[int]:
    """Return the ids of the duties of which the member is to be reminded; none in quiet hours."""
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    query = select(DutyRow.id).where(DutyRow.remind_at <= work.now)
    return list(work.session.scalars(query.order_by(DutyRow.remind_at, DutyRow.id).limit(most)))


def remind(work: UnitOfWork, duty_id: int) -> bool:
    """Remind the member of a duty; if they are away when it begins, tell the CLT leads instead. False if
    another process was quicker, or if there is nothing to tell any more.
    """
    row = work.session.get(DutyRow, duty_id, populate_existing=True)
    if row is None or row.remind_at is None:
        return False
    mine = update(DutyRow).where(DutyRow.id == duty_id, DutyRow.remind_at == row.remind_at)
    if not changed_one(work.session, mine.values(remind_at=None)):
        return False
    person = work.people.get(row.person_id)
    counties = counties_of(work, person, counties_left(work, row))
    if not counties or row.until < today(work):
        return False
    absence = work.people.away(person)
    if absence is not None and absence.until >= row.since:
        for lead in leads(work, counties):
            work.outbox.tell(lead, _nobody_has_it(person, counties, row), "notice")
        return True
    args = about(person, counties, row.since, row.until)
    work.outbox.tell(person, Screen(Text("duty.reminder", args), max_segments=2), "notice")
    return True


def postpone(work: UnitOfWork, duty_id: int) -> None:
    """Put off a reminder that could not be sent, so that it does not block the others."""
    mine = update(DutyRow).where(DutyRow.id == duty_id, DutyRow.remind_at.is_not(None))
    changed_one(work.session, mine.values(remind_at=work.now + POSTPONED_BY))


def _nobody_has_it(person: Person, counties: Sequence[str], row: DutyRow) -> Screen:
    args = about(person, counties, row.since, row.until)
    return Screen(Text("duty.away", args), max_segments=2)


def _find(work: UnitOfWork, name: str, counties: Sequence[str]) -> tuple[Person, ...]:
    """Return the members of these counties who are called so, with or without the names of counties."""
    among = members(work, counties)
    if called := tuple(person for person in among if forms_of(person.name) == forms_of(name)):
        return called  # a name may be made of the words for a role
    named = [form for county in counties_in(work, name) for form in forms_of(county)]
    short = " ".join(form for form in forms_of(name) if form not in named)
    for words in dict.fromkeys((name, short)):
        found = (
            name_matching.find(work.people, work.configuration, words, among, counties).people
            if words
            else ()
        )
        if found:
            return found
    return ()
