"""Need and supply of an incident: what is asked for, what was offered and delivered, and what is missing."""

import re
from collections.abc import Mapping, Sequence

from config.hazards import Words
from sek_core.incidents import queries, wording
from sek_core.incidents.hidden_names import is_unnamed
from sek_core.messages.screens import Arg, Joined, Text, Translated
from sek_core.offers import changes
from sek_core.offers.changes import EXPECTED
from sek_core.store.incidents import Incident
from sek_core.store.offers import Offer
from sek_core.store.states import Arrival, OfferStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

_CLAUSES = re.compile(r"[,.;!]\s+")

SHOWN = 3
"""Maximum number of offers that a line names one by one; of more it gives the number."""


def supply_line(work: UnitOfWork, incident: Incident) -> Text | None:
    """Return "water (5 bowsers) for 400 households: offered 2 bowsers; nothing delivered yet; missing 3
    bowsers", or None if nothing was offered and the reports name no number of a thing.

    The need is what the reports ask for and the numbers that they tell. Where another part of the program
    knows an incident's needs, it takes the place of `need_of` and `wanted`.
    """
    offers = _that_count(work, incident)
    asked = wanted(work, incident)
    if not offers and not asked:
        return None
    if not offers:
        return Text("supply.none_offered", {"what": Joined(_numbered(work, asked))})
    arrived = [each for each in offers if has_come(each)]
    missing = _numbered(work, _short(asked, offers))
    args: dict[str, Arg] = {
        "need": need_of(work, incident, asked),
        "offered": _named(incident, offers),
        "delivered": Text("supply.delivered", {"what": _named(incident, arrived)})
        if arrived
        else Text("supply.none_delivered"),
        "missing": Text("supply.missing", {"what": Joined(missing)}) if missing else phrases.EMPTY,
    }
    return Text("supply.line", args)


def missing_of(work: UnitOfWork, incident: Incident) -> Arg:
    """Return "missing 3 bowsers", for digests, or nothing."""
    short = _numbered(work, _short(wanted(work, incident), _that_count(work, incident)))
    return Text("supply.short", {"what": Joined(short)}) if short else phrases.EMPTY


def offered(work: UnitOfWork, incident: Incident) -> Arg:
    """Return "2 bowsers (FAO), 200 tents (KRCS)", or nothing."""
    return _named(incident, offers) if (offers := _that_count(work, incident)) else phrases.EMPTY


def offered_of(work: UnitOfWork, incident: Incident) -> Arg:
    """Return "offered 2 bowsers (FAO)", for digests, or nothing."""
    offers = _that_count(work, incident)
    return Text("supply.offered", {"what": _named(incident, offers)}) if offers else phrases.EMPTY


def with_supply(work: UnitOfWork, incident: Incident, said: Arg) -> Arg:
    """Return what is said of an incident, with its supply behind it if there is anything to tell of it."""
    line = supply_line(work, incident)
    return said if line is None else Text("supply.beside", {"said": said, "supply": line})


def counts(offer: Offer) -> bool:
    """Return True if an offer is expected or delivered."""
    return offer.status in (*EXPECTED, OfferStatus.DELIVERED)


def has_come(offer: Offer) -> bool:
    """Return True if an offer was delivered, and the reporter did not say that nothing came."""
    return offer.status == OfferStatus.DELIVERED and offer.arrival != Arrival.NO


def need_of(work: UnitOfWork, incident: Incident, asked: Mapping[str, int]) -> Arg:
    """Return "water (5 bowsers) for 400 households: ", or nothing if none of it is known."""
    needs: Arg = Joined(tuple(Text(f"need.{need}") for need in incident.needs or ()))
    if asked:
        needs = Text("supply.counted", {"what": needs, "numbers": Joined(_numbered(work, asked))})
    people = wording.affected_of(incident.affected)
    if not incident.needs and not asked and not people:
        return phrases.EMPTY
    key = "supply.need" if (incident.needs or asked) and people else "supply.need_alone"
    return Text(key, {"what": needs if incident.needs or asked else phrases.EMPTY, "people": Joined(people)})


def wanted(work: UnitOfWork, incident: Incident) -> dict[str, int]:
    """Return how much the reports ask for, by supply: {"bowsers": 5}. The number stands in a clause that
    asks: "need rescue, 3 boats capsized" asks for no boats.
    """
    found: dict[str, int] = {}
    if not incident.needs:
        return found
    for report in queries.reports_of(work, incident):
        for clause in _CLAUSES.split(report.text):
            named = work.core.offers.quantities(clause)
            reading = work.core.reader.read(clause, incident.counties) if named else None
            if reading and reading.needs:
                # "Water 400 households": the households are counted.
                people = reading.affected.values()
                found |= {supply: number for supply, number in named.items() if number not in people}
    return found


def _that_count(work: UnitOfWork, incident: Incident) -> list[Offer]:
    return [each for each in changes.of_incidents(work, [incident.ref]) if counts(each)]


def _short(asked: Mapping[str, int], offers: Sequence[Offer]) -> dict[str, int]:
    """Return what is missing of each supply of which both sides name a number, or of which nothing at all was
    offered.
    """
    if not offers:
        return dict(asked)
    given: dict[str, int] = {}
    for offer in offers:
        if offer.unit in asked and offer.amount:
            given[offer.unit] = given.get(offer.unit, 0) + offer.amount
    return {unit: asked[unit] - number for unit, number in given.items() if asked[unit] > number}


def _numbered(work: UnitOfWork, numbers: Mapping[str, int]) -> tuple[Arg, ...]:
    """Return "3 bowsers" for each supply."""
    named = work.configuration.words.supplies
    return tuple(
        Text("supply.number", {"count": f"{number:,}", "unit": _first(named[unit])})
        for unit, number in numbers.items()
    )


def _first(words: Words) -> Translated:
    """Return the first word of each language: it names the thing in texts."""
    return Translated({language: phrases[0] for language, phrases in words.items() if phrases})


def _named(incident: Incident, offers: Sequence[Offer]) -> Arg:
    named = [_named_one(incident, offer) for offer in offers[:SHOWN]]
    if len(offers) > SHOWN:
        named.append(Text("list.others", n=len(offers) - SHOWN))
    return Joined(tuple(named))


def _named_one(incident: Incident, offer: Offer) -> Arg:
    hidden = is_unnamed(incident, offer.person_id)
    if hidden or not offer.organisation:
        return offer.what
    return Text("supply.one", {"what": offer.what, "by": offer.organisation})
