"""Vacant seats, told each month to the people who fill them, with the reply that does it."""

from collections.abc import Sequence
from datetime import date, timedelta

from config.mechanism import Mechanism
from sek_core.digests.letters import Letter
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.seats import nominating, owing, seat_text
from sek_core.seats.owing import Vacancy
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

STALE = timedelta(days=7)
"""Maximum delay, if the program was not running."""

APART = 31


def is_day(mechanism: Mechanism, day: date) -> bool:
    """Return True if vacant seats are told on this day."""
    return day.day == mechanism.seats_told_on


def read(work: UnitOfWork, _day: date) -> list[Letter]:
    """Return for each person the vacant seats that are theirs to fill."""
    theirs: dict[int, list[Vacancy]] = {}
    for vacancy in owing.vacancies(work):
        for person in vacancy.owed_by:
            theirs.setdefault(person.id, []).append(vacancy)
    return [
        Letter(person, screen(work, person, found), "reminder")
        for person, found in ((work.people.get(person_id), found) for person_id, found in theirs.items())
    ]


def screen(work: UnitOfWork, person: Person, found: Sequence[Vacancy]) -> Screen:
    """Return what is vacant, and the reply for the first seat."""
    first, language = found[0], work.people.language_of(person)
    appoints = first.role == Role.SECTOR_REP
    args: dict[str, Arg] = {
        "lines": Joined(tuple(_line(work, each) for each in found), "; "),
        "role": nominating.sector_name(work, work.configuration.sectors[0])
        if appoints
        else seat_text.word_of(work.configuration, language, first.role),
        "county": first.county,
    }
    return Screen(Text("owed.appoint" if appoints else "owed.nominate", args), max_segments=2)


def _line(work: UnitOfWork, vacancy: Vacancy) -> Text:
    args: dict[str, Arg] = {
        "role": phrases.role_of(work, vacancy.role),
        "county": vacancy.county,
        "number": len(owing.in_clt(work, vacancy.county)),
        "whole": work.configuration.mechanism.clt_seats,
    }
    return Text("owed.clt" if vacancy.role == Role.CLT_MEMBER else "owed.line", args)
