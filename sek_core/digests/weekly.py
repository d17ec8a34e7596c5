"""Weekly digest, sent on Monday: each county's leads and CLT get the figures of theirs; RLA, USAID and
the chair get those of all counties.

It includes the vacancies: of all counties for the people who can fill them, of their own for the others.
Coordinators also get the series of meetings that are still asleep.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sek_core.digests import outcomes, statistics, vacancies, waiting
from sek_core.digests.letters import Letter, send
from sek_core.digests.statistics import CountyFigures, Week
from sek_core.incidents import wording
from sek_core.incidents.putting_off import WEEKLY
from sek_core.meetings import waking
from sek_core.messages.screens import Arg, Chart, Joined, Screen, Text
from sek_core.roster.roles import CLT, LEADS, Role
from sek_core.roster.snapshot import Person
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

MOST_REFERENCES = 20

EVERYWHERE = (Role.RLA, Role.USAID, Role.CHAIR)
"""Roles whose holders get the figures of all counties together."""


@dataclass(slots=True)
class _Share:
    """Counties of which a recipient gets the figures. `fills`: they also get all vacancies."""

    counties: set[str] = field(default_factory=set)
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The digests of a week: the figures of each recipient, and the series that are asleep."""

    figures: Sequence[tuple[Person, Sequence[Screen]]]
    asleep: Sequence[Letter]


def read(work: UnitOfWork, monday: date) -> Read:
    """Return the digests of the week before `monday`. If there is nothing to tell, there are none."""
    known = statistics.records(work, monday)
    vacant = vacancies.vacant(work)
    everything = vacancies.with_unowed(work, vacant)
    figures: list[tuple[Person, Sequence[Screen]]] = []
    for person, share in _shares(work):
        counties = [each for each in work.configuration.mechanism.counties if each in share.counties]
        theirs = everything if share.fills else {c: roles for c, roles in vacant.items() if c in counties}
        found = statistics.figures_of_counties(known, counties)
        screens = tuple(_screens(work, person, counties, found, theirs, fills=share.fills))
        figures.append((person, screens))
    return Read(figures, [Letter(person, screen) for person, screen in waking.digest(work)])


def tell(work: UnitOfWork, monday: date, found: Read) -> None:
    """Send the digests, each with what waited for it."""
    waits = {each.person.id: each for each in waiting.of(work, WEEKLY)}
    for person, screens in found.figures:
        first, *more = screens or (None,)
        if first and (mine := waits.get(person.id)) and (whole := waiting.behind(work, mine, first)):
            first = whole
            waiting.told(work, waits.pop(person.id), WEEKLY)
        send(work, monday, [Letter(person, screen) for screen in (first, *more) if screen])
    for each in waits.values():
        waiting.tell(work, each, WEEKLY)
    send(work, monday, found.asleep)


def _shares(work: UnitOfWork) -> list[tuple[Person, _Share]]:
    everywhere = work.configuration.mechanism.counties
    shares: dict[int, _Share] = {}
    for county in everywhere:
        holders = [person for role in (*LEADS, *CLT) for _, person in work.people.holders(role, county)]
        for person in work.people.with_cover(holders):
            shares.setdefault(person.id, _Share()).counties.add(county)
    wide = [person for role in EVERYWHERE for person in work.people.anywhere(role)]
    for person in work.people.with_cover(wide):
        shares.setdefault(person.id, _Share()).counties.update(everywhere)
    for person in vacancies.fillers(work):
        shares.setdefault(person.id, _Share()).fills = True
    return [(work.people.get(person_id), share) for person_id, share in shares.items()]


def _screens(
    work: UnitOfWork,
    person: Person,
    counties: Sequence[str],
    found: CountyFigures,
    vacant: dict[str, list[str]],
    *,
    fills: bool,
) -> Iterator[Screen]:
    """Return one screen if it is short enough, or else the figures and the vacancies apart."""
    if not found.anything:
        if fills and vacant:
            yield vacancies.screen(work, vacant)
        return
    # If the digest is of one county only, its name need not be repeated.
    named = vacancies.short_vacancies_text(
        work, vacant, named=len(counties) > 1 or list(vacant) != list(counties)
    )
    with_seats = [Joined((named, vacancies.clt_seats(work)), ". ")] if fills and vacant else []
    for lacking in (*with_seats, named):
        for screen in _from_longest(work, counties, found, lacking):
            if work.outbox.sms_segments(screen, person) <= SEGMENTS:
                yield screen
                return
    for screen in _from_longest(work, counties, found, phrases.EMPTY):
        if work.outbox.sms_segments(screen, person) <= SEGMENTS:
            break
    yield screen
    if fills and vacant:
        yield vacancies.screen(work, vacant)


def _from_longest(
    work: UnitOfWork, counties: Sequence[str], found: CountyFigures, vacant: Arg
) -> Iterator[Screen]:
    """Return the digest with the numbers of those affected, how soon help came, and all references of open
    incidents; then without the first two, and with fewer and fewer references, down to none.
    """
    chart = _chart(work, counties, found)
    most = min(len(found.open), MOST_REFERENCES) if len(counties) == 1 else 0
    affected = _affected(found)
    how_soon = _within(("digest.to_offer", found.to_offer), ("digest.to_deliver", found.to_deliver))
    forms = [(most, affected, how_soon)] if affected != phrases.EMPTY else []
    forms += [(most, phrases.EMPTY, how_soon)] if how_soon != phrases.EMPTY else []
    forms += [(shown, phrases.EMPTY, phrases.EMPTY) for shown in range(most, -1, -1)]
    for shown, numbers, helped in forms:
        optional = {"affected": numbers, "how_soon": helped, "vacant": vacant}
        args = _args(work, counties, found, shown) | optional
        yield Screen(
            Text("digest.week" if found.weeks[-1].anything else "digest.week_quiet", args),
            max_segments=SEGMENTS,
            actions=phrases.actions("", "list"),
            chart=chart,
        )


def _args(work: UnitOfWork, counties: Sequence[str], found: CountyFigures, shown: int) -> dict[str, Arg]:
    week = found.weeks[-1]
    return {
        "where": _where(work, counties),
        "week": _week(week),
        "opened": week.opened,
        "taken": week.taken,
        "closed": week.closed,
        "outcomes": _outcomes(work, counties, found),
        "medians": _within(("digest.to_take", found.to_take), ("digest.to_close", found.to_close)),
        "silent": _silent(found),
        "offers": _offers(found),
        "open": _open(counties, found, shown),
    }


def _where(work: UnitOfWork, counties: Sequence[str]) -> Arg:
    whole = len(counties) == len(work.configuration.mechanism.counties)
    return Joined((phrases.named_as(work, "mechanism"), "" if whole else ", ".join(counties)), " ")


def _week(week: Week) -> Text:
    """Return "16-22 Nov", "30 Nov-6 Dec"."""
    first, last = week.first, week.last
    args: dict[str, Arg] = {
        "first": str(first.day),
        "last": Text("digest.day", {"number": str(last.day), "month": Text(f"month.{last.month}")}),
    }
    if first.month != last.month:
        args["first"] = Text("digest.day", {"number": str(first.day), "month": Text(f"month.{first.month}")})
    return Text("digest.span", args)


def _within(*medians: tuple[str, timedelta | None]) -> Arg:
    """Return a sentence for each median that was measured, or nothing."""
    said = [Text(key, {"waited": phrases.about(time)}) for key, time in medians if time is not None]
    return Joined(tuple(said), "") if said else phrases.EMPTY


def _silent(found: CountyFigures) -> Arg:
    if not found.silent:
        return phrases.EMPTY
    return Text("digest.silent", {"exhausted": found.exhausted}, n=found.silent)


def _affected(found: CountyFigures) -> Arg:
    """Return " Affected: 400 households, 42 people." for all open incidents together, or nothing."""
    numbers = wording.affected_of(found.affected)
    return Text("digest.affected", {"numbers": Joined(numbers)}) if numbers else phrases.EMPTY


def _outcomes(work: UnitOfWork, counties: Sequence[str], found: CountyFigures) -> Arg:
    """Return ", 2 confirmed, 3 of 4 promises kept", of what there is."""
    until = datetime.combine(
        found.weeks[-1].last + timedelta(days=1), time(), work.configuration.mechanism.zone
    )
    kept, due = outcomes.kept_between(work.session, until - timedelta(weeks=1), until, counties)
    said: list[Arg] = [Text("digest.confirmed", n=found.confirmed)] if found.confirmed else []
    if due:
        said.append(Text("digest.kept", {"kept": kept}, n=due))
    return Joined(tuple(said), "")


def _offers(found: CountyFigures) -> Arg:
    if not (found.offered or found.delivered):
        return phrases.EMPTY
    return Text("digest.offers", {"delivered": found.delivered}, n=found.offered)


def _open(counties: Sequence[str], found: CountyFigures, shown: int) -> Arg:
    if not found.open:
        return Text("digest.nothing_open")
    parts: list[Arg]
    if len(counties) == 1:
        untaken_first = sorted(found.open, key=lambda each: each.taken)
        parts = [each.ref for each in untaken_first[:shown]]
        if shown and len(found.open) > shown:
            parts.append(Text("list.others", n=len(found.open) - shown))
    else:
        each_county = [(county, sum(county in o.counties for o in found.open)) for county in counties]
        parts = [f"{county} {number}" for county, number in each_county if number]
    which: Arg = Text("digest.which", {"lines": Joined(tuple(parts))}) if parts else phrases.EMPTY
    untaken = sum(not each.taken for each in found.open)
    return Text("digest.open", {"lines": which, "untaken": untaken}, n=len(found.open))


def _chart(work: UnitOfWork, counties: Sequence[str], found: CountyFigures) -> Chart:
    """Return the chart of the last weeks, without empty weeks before the first report."""
    weeks = list(found.weeks)
    while len(weeks) > 1 and not (weeks[0].opened or weeks[0].taken or weeks[0].closed):
        weeks.pop(0)
    return Chart(
        title=Text("chart.title", {"where": _where(work, counties)}),
        series=(Text("chart.opened"), Text("chart.taken"), Text("chart.closed")),
        groups=tuple((_week(week), (week.opened, week.taken, week.closed)) for week in weeks),
    )
