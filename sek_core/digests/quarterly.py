"""Each quarter: the lead of each CLT is asked what is done and planned in the county, and some days later the
county's officials and points of contact get the brief.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from config.mechanism import Mechanism
from sek_core.announcements import updates
from sek_core.asking import budgets
from sek_core.asking.budgets import Budget
from sek_core.asking.dispatch import Asking, Regular
from sek_core.digests import brief
from sek_core.digests.letters import Letter
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store import facts
from sek_core.store.incidents import Incident
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

STALE = timedelta(days=14)
"""Maximum delay of a brief, if the program was not running."""

APART = 366
"""Most days from one brief to the next: `months` may name one month."""

_ASKED = "update_asked:"
"""Beginning of the fact for each county: the last day of asking that was done or passed over."""


def is_day(mechanism: Mechanism, day: date, number: int) -> bool:
    """Return True if `day` has this number, in a month of `quarterly`."""
    return day.day == number and day.month in mechanism.quarterly.months


def read(work: UnitOfWork, _day: date) -> list[Letter]:
    """Return each county's brief for its officials and points of contact, if there is anything to tell."""
    found = (
        (county, brief.of(work, county, _open_to_all)) for county in work.configuration.mechanism.counties
    )
    return [
        Letter(person, brief.screen(work, told, person))
        for county, told in found
        if told.anything
        for person in updates.readers(work, county)
    ]


def _open_to_all(incident: Incident) -> bool:
    """Return False for what is sensitive: it never stands in a digest."""
    return not incident.sensitive


def brief_day(work: UnitOfWork) -> date:
    """Return the day of the next brief, today's included."""
    mechanism, day = work.configuration.mechanism, budgets.today(work)
    while not is_day(mechanism, day, mechanism.quarterly.brief_on):
        day += timedelta(days=1)
    return day


def _asking_day(work: UnitOfWork) -> date:
    """Return the last day of asking, today's included."""
    mechanism, day = work.configuration.mechanism, budgets.today(work)
    while not is_day(mechanism, day, mechanism.quarterly.ask_on):
        day -= timedelta(days=1)
    return day


def _counties_to_ask(work: UnitOfWork) -> list[str]:
    """Return the counties whose CLT lead is to be asked now. A county that is new is not asked about the
    present quarter.
    """
    day, today = _asking_day(work), budgets.today(work)
    counties = work.configuration.mechanism.counties
    known = facts.values_of(work.session, _ASKED)
    new = [county for county in counties if _ASKED + county not in known]
    if new:
        facts.begin(work.session, {_ASKED + county: day.isoformat() for county in new})
    if today >= day.replace(day=work.configuration.mechanism.quarterly.brief_on):
        return []
    return [each for each in counties if known.get(_ASKED + each, day.isoformat()) < day.isoformat()]


def _leads(work: UnitOfWork, county: str) -> list[Person]:
    """Return the lead of the CLT of a county, the first of several, or their cover."""
    held = [person for _, person in work.people.holders(Role.CLT_LEAD, county)]
    return work.people.with_cover(held)[:1]


def _people(work: UnitOfWork) -> Sequence[int]:
    return [person.id for county in _counties_to_ask(work) for person in _leads(work, county)]


def _county_of(work: UnitOfWork, person: Person) -> str | None:
    """Return the first county about which the person is to be asked now."""
    for county in _counties_to_ask(work):
        if any(each.id == person.id for each in _leads(work, county)):
            return county
    return None


def _prepare(work: UnitOfWork, person: Person) -> Asking | None:
    county = _county_of(work, person)
    if county is None:
        return None
    args: dict[str, Arg] = {"county": county, "day": phrases.day(brief_day(work))}
    return Asking(Screen(Text("update.ask", args), max_segments=2), None)


def _asked(work: UnitOfWork, person: Person, _asking: Asking) -> None:
    """Record that the county was asked about; of two clocks only the one that filled the budget is here."""
    county = _county_of(work, person)
    if county is not None:
        facts.put(work.session, _ASKED + county, _asking_day(work).isoformat())


UPDATES = Regular("update", (Budget.REST,), _people, _prepare, _asked)
