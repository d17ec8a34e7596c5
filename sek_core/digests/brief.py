"""The brief of a county: open shocks with what was offered, what is planned, the next meeting, promises kept
and late of both sides, and the seats of its CLT. It fits into two SMS.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sek_core.announcements import updates
from sek_core.digests import sides
from sek_core.incidents import queries, wording
from sek_core.meetings import register, texts
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.offers import supply
from sek_core.roster.roles import CLT
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.questions import CountyUpdate
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

MOST_SHOCKS = 4

LEAST_PLAN = 60
"""Minimum number of letters of the plan that the shocks leave room for."""

PERIOD = timedelta(days=91)
"""Time of which the promises are counted."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief tells of a county, besides the seats. `meeting`, `promises`: empty if there is none."""

    county: str
    shocks: tuple[Incident, ...]
    plan: CountyUpdate | None
    meeting: Arg
    promises: Arg

    @property
    def anything(self) -> bool:
        """True if there is anything to tell."""
        return bool(self.shocks or self.plan or self.meeting or self.promises)


def of(work: UnitOfWork, county: str, sees: Callable[[Incident], bool]) -> Brief:
    """Return what there is to tell of a county. `sees`: whether its reader may see an incident."""
    found = queries.find_open_incidents(work, [county])
    shocks = tuple(each for each in found if each.kind != CONCERN and sees(each))
    plan = updates.newest(work, county)
    return Brief(county, shocks, plan, _meeting(work, county), _promises(work, county))


def screen(work: UnitOfWork, told: Brief, person: Person, language: str = "") -> Screen:
    """Return a brief for a person. `language`: that of the text, where it is not the person's."""
    args: dict[str, Arg] = {
        "county": told.county,
        "plan": _plan(work, told.plan),
        "meeting": told.meeting,
        "promises": told.promises,
        "clt_seats": _seats(work, told.county),
    }
    said = " ".join(told.plan.text.split()) if told.plan else ""
    for shown in _shown(work, told.shocks):
        brief = Screen(
            Text("brief", args | {"shocks": shown}),
            quote=said,
            max_segments=SEGMENTS,
            actions=phrases.actions("", "list"),
        )
        least = Screen(brief.text, quote=said[:LEAST_PLAN], max_segments=None)
        if work.outbox.sms_segments(least, person, language) <= SEGMENTS:
            break
    return brief


def clt_filled(work: UnitOfWork, county: str) -> int:
    """Return how many people are in the CLT of a county, its lead among them."""
    return len({person.id for role in CLT for _, person in work.people.holders(role, county)})


def _shown(work: UnitOfWork, shocks: Sequence[Incident]) -> Iterator[Text]:
    """Return the shocks with their offers; then without them; then fewer and fewer, down to their number."""
    if not shocks:
        yield Text("brief.no_shock")
        return
    most = min(len(shocks), MOST_SHOCKS)
    lines = [_with_offers(work, incident) for incident in shocks[:most]]
    plain = [_short(incident) for incident in shocks[:most]]
    for shown, named in ((most, lines), *((number, plain) for number in range(most, 0, -1))):
        listed: list[Arg] = list(named[:shown])
        if len(shocks) > shown:
            listed.append(Text("list.others", n=len(shocks) - shown))
        yield Text("brief.shocks", {"lines": Joined(tuple(listed), "; ")}, n=len(shocks))
    yield Text("brief.only_number", n=len(shocks))


def _with_offers(work: UnitOfWork, incident: Incident) -> Arg:
    """Return "S1 drought Mutomo: 2 bowsers (FAO)", or that nothing was offered."""
    offers = supply.offered(work, incident)
    args: dict[str, Arg] = {"incident": _short(incident), "offered": offers}
    return Text("brief.offered", args) if offers else Text("brief.nothing_offered", args)


def _short(incident: Incident) -> Arg:
    return Joined((incident.ref, wording.brief(incident)), " ")


def _plan(work: UnitOfWork, plan: CountyUpdate | None) -> Text:
    if plan is None:
        return Text("brief.no_plan")
    day = plan.created_at.astimezone(work.configuration.mechanism.zone).date()
    return Text("brief.plan", {"day": phrases.day(day)})


def _meeting(work: UnitOfWork, county: str) -> Arg:
    coming = (each for each in register.coming(work, [county], since=work.now) if not each.whom)
    meeting = next(coming, None)
    return Text("brief.meeting", texts.facts(work, meeting)) if meeting else phrases.EMPTY


def _promises(work: UnitOfWork, county: str) -> Arg:
    start = work.now - PERIOD
    found = sides.since(work, county, start)
    if not found.anything:
        return phrases.EMPTY
    args: dict[str, Arg] = {
        "day": phrases.day(start.astimezone(work.configuration.mechanism.zone).date()),
        "first": _side(found.mechanism),
        "last": _side(found.county),
    }
    return Text("brief.promises", args)


def _side(side: sides.Side) -> Text:
    return Text("brief.side", {"kept": side.kept, "late": side.late})


def _seats(work: UnitOfWork, county: str) -> Text:
    args: dict[str, Arg] = {
        "number": clt_filled(work, county),
        "whole": work.configuration.mechanism.clt_seats,
    }
    return Text("brief.seats", args)
