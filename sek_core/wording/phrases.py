"""Wording of people, days and times in texts, the same in every dialogue."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sek_core.messages.screens import Action, Arg, Joined, Text, Translated
from sek_core.roster.roles import LEADS, OF_COUNTY, Role
from sek_core.roster.snapshot import Person
from sek_core.store.erasure import WORDS
from sek_core.work.unit_of_work import UnitOfWork

EMPTY = ""


def joined(*items: Arg) -> Joined:
    """Return the items with commas between them."""
    return Joined(items)


def both(items: Sequence[Arg]) -> Arg:
    """Return the items with "and" before the last one."""
    if len(items) == 1:
        return items[0]
    return Text("and", {"first": Joined(tuple(items[:-1])), "last": items[-1]})


def numbers_to_call(work: UnitOfWork) -> Arg:
    """Return "1199 or 999", the numbers that people in danger can call."""
    numbers = work.configuration.mechanism.emergency_numbers
    if len(numbers) < 2:
        return numbers[0] if numbers else EMPTY
    return Text("or", {"first": Joined(numbers[:-1]), "last": numbers[-1]})


def actions(ref: str, *names: str) -> tuple[Action, ...]:
    """Return buttons for these commands, about `ref` if the command takes one: take, note, more, close,
    release, status, report, list, help.
    """
    return tuple(Action(Text(f"button.{name}"), Text(f"say.{name}", {"ref": ref})) for name in names)


def lasting(time: timedelta) -> Joined:
    """Return "30 min", "4 h", "1 h 30 min" or "2 days 3 h": the largest unit and the next smaller one, or
    seconds for less than a minute.
    """
    seconds = max(int(time.total_seconds()), 0)
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = [("days", days), ("hours", hours), ("minutes", minutes)]
    first = next((place for place, (_, number) in enumerate(parts) if number), None)
    if first is None:
        return Joined((Text("lasting.seconds", n=seconds),))
    shown = [(what, number) for what, number in parts[first : first + 2] if number]
    return Joined(tuple(Text(f"lasting.{what}", n=number) for what, number in shown), " ")


def about(time: timedelta) -> Joined:
    """Return a time as people say it, for figures: a minute at least, and from 20 minutes on no single
    minutes: "12 min", "1 h 10 min", "4 h", "3 days".
    """
    minutes = max(round(time.total_seconds() / 60), 1)
    if minutes >= 2 * 24 * 60:
        return Joined((Text("lasting.days", n=round(minutes / (24 * 60))),))
    if minutes >= 4 * 60:
        return Joined((Text("lasting.hours", n=round(minutes / 60)),))
    return lasting(timedelta(minutes=minutes if minutes < 20 else 5 * round(minutes / 5)))


def who(work: UnitOfWork, person: Person, counties: Sequence[str]) -> Text:
    """Return the words for a person as others know them: by a role that only one person holds, or by name."""
    for role in work.people.roles(person):
        if role.role in (Role.CLT_LEAD, *LEADS):
            county = next((county for county in counties if role.covers(county)), None)
            if county:
                return Text("who.role", {"role": role_of(work, role.role), "county": county})
        if role.role == Role.CHAIR:
            return Text("who.wide", {"role": role_of(work, role.role)})
    return named(person)


def holder(work: UnitOfWork, person: Person, counties: Sequence[str]) -> Arg:
    """Return the person who has an incident: as `who`, but of a county's people their name and office."""
    roles = {role.role for role in work.people.roles(person)}
    if not roles or not roles <= OF_COUNTY:
        return who(work, person, counties)
    office = next(role.role for role in work.people.roles(person))
    return Text("who.office", {"name": person.name, "role": role_of(work, office)})


def briefly(work: UnitOfWork, person: Person) -> Arg:
    """Return "the county lead" for a lead or deputy, to readers who know the county; else the name."""
    lead = next((role for role in work.people.roles(person) if role.role in LEADS), None)
    if lead is None:
        return person.name
    return Text("who.wide", {"role": role_of(work, lead.role)})


def role_of(work: UnitOfWork, role: str) -> Text:
    """Return the name of a role."""
    return Text(f"role.{role}")


def named_as(work: UnitOfWork, name: str) -> Translated:
    """Return a name of mechanism.yaml, such as `mechanism` or `secretariat`, in each language."""
    names = work.configuration.names
    return Translated({language: names[language][name] for language in names})


def name_of(person: Person) -> Arg:
    """Return "Meshack Mulinge"; of a person who was erased, "a former member"."""
    return shown_name(person.name)


def shown_name(name: str) -> Arg:
    """Return the name that a row holds; in the place of one that was erased "a former member"."""
    return Text("who.former") if name.startswith(WORDS) else name


def named(person: Person) -> Text:
    """Return "Meshack Mulinge, KCDMS"; of a person who was erased, "a former member"."""
    if person.name.startswith(WORDS):
        return Text("who.former")
    if person.organisation:
        return Text("who.named", {"name": person.name, "organisation": person.organisation})
    return Text("who.name", {"name": person.name})


def day(at: date) -> Text:
    """Return "Sat 12 Dec"."""
    weekday, month = Text(f"weekday.{at.isoweekday()}"), Text(f"month.{at.month}")
    return Text("day", {"weekday": weekday, "number": str(at.day), "month": month})


def day_and_hour(work: UnitOfWork, at: datetime) -> Joined:
    """Return "Fri 4 Dec 17:00", in the mechanism's time."""
    here = at.astimezone(work.configuration.mechanism.zone)
    return Joined((day(here.date()), f"{here:%H:%M}"), " ")


def instead_of(work: UnitOfWork, person: Person, counties: Sequence[str], besides: int) -> Arg:
    """Return " (for Jane Mwende, away until Sat 12 Dec)" for each absent person of these counties whom
    `person` covers, or nothing. Leave out the person with the id `besides`, the author of the report.
    """
    absent = [
        Text("alert.instead", {"name": other.name, "day": day(absence.until)})
        for other in work.people.covering_for(person)
        if other.id != besides
        and (absence := work.people.away(other))
        and any(role.covers(c) for role in other.roles for c in counties)
    ]
    return Joined(tuple(absent), separator="")


def coordinators(work: UnitOfWork, people: Sequence[Person]) -> list[Arg]:
    """Return "RLA", "the Makueni county lead": the recipients as a stranger hears of them, each role once."""
    labels: dict[str, Arg] = {}
    for person in sorted(people, key=lambda each: not each.roles[0].county):
        role = next(iter(work.people.roles(person)))
        if role.county and role.role in (Role.CLT_LEAD, *LEADS):
            labels.setdefault(f"{role.county} lead", Text("stranger.coordinator", {"county": role.county}))
        else:
            labels.setdefault(role.role, role_of(work, role.role))
    return list(labels.values())
