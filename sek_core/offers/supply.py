"""Need and supply of an incident: what is asked for, what was offered and delivered, and what is missing."""

from collections.abc import Sequence

from config.hazards import Words
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Joined, Text, Translated
from sek_core.offers import changes
from sek_core.offers.changes import EXPECTED
from sek_core.store.incidents import Incident
from sek_core.store.offers import Offer
from sek_core.store.states import Arrival, OfferStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SHOWN = 3
"""Maximum number of offers that a line names one by one; of more it gives the number."""


def supply_line(work: UnitOfWork, incident: Incident) -> Text | None:
    """Return "water for 400 households: offered 2 bowsers; delivered 1 of 2", or None if nothing was offered.

    The need is what the reports ask for and the numbers that they tell. Where another part of the program
    knows an incident's needs, it takes the place of `need_of` and `wanted`.
    """
    offers = [each for each in changes.of_incidents(work, [incident.ref]) if counts(each)]
    if not offers:
        return None
    arrived = [each for each in offers if has_come(each)]
    missing = _missing(work, incident, offers)
    args: dict[str, Arg] = {
        "need": need_of(work, incident),
        "offered": _named(incident, offers),
        "delivered": Text("supply.delivered", {"what": _named(incident, arrived)})
        if arrived
        else Text("supply.none_delivered"),
        "missing": Text("supply.missing", {"what": Joined(missing)}) if missing else phrases.EMPTY,
    }
    return Text("supply.line", args)


def with_supply(work: UnitOfWork, incident: Incident, said: Arg) -> Arg:
    """Return what is said of an incident, with its supply behind it if anything was offered."""
    line = supply_line(work, incident)
    return said if line is None else Text("supply.beside", {"said": said, "supply": line})


def counts(offer: Offer) -> bool:
    """Return True if an offer is expected or delivered."""
    return offer.status in (*EXPECTED, OfferStatus.DELIVERED)


def has_come(offer: Offer) -> bool:
    """Return True if an offer was delivered, and the reporter did not say that nothing came."""
    return offer.status == OfferStatus.DELIVERED and offer.arrival != Arrival.NO


def need_of(work: UnitOfWork, incident: Incident) -> Arg:
    """Return "water for 400 households: ", or nothing if neither is known."""
    needs = tuple(Text(f"need.{need}") for need in incident.needs or ())
    people = wording.affected_of(incident.affected)
    if not needs and not people:
        return phrases.EMPTY
    key = "supply.need" if needs and people else "supply.need_alone"
    return Text(key, {"what": Joined(needs), "people": Joined(people)})


def wanted(work: UnitOfWork, incident: Incident) -> dict[str, int]:
    """Return how much the reports ask for, by supply: {"bowsers": 5}."""
    found: dict[str, int] = {}
    for report in queries.reports_of(work, incident):
        if work.core.reader.read(report.text, incident.counties).needs:
            found |= work.core.offers.quantities(report.text)
    return found


def _missing(work: UnitOfWork, incident: Incident, offers: Sequence[Offer]) -> tuple[Arg, ...]:
    """Return what is still missing of each supply of which both sides name a number."""
    asked = wanted(work, incident)
    given: dict[str, int] = {}
    for offer in offers:
        if offer.unit in asked and offer.amount:
            given[offer.unit] = given.get(offer.unit, 0) + offer.amount
    short = [(unit, asked[unit] - number) for unit, number in given.items() if asked[unit] > number]
    named = work.configuration.words.supplies
    return tuple(Joined((number, _first(named[unit])), " ") for unit, number in short)


def _first(words: Words) -> Translated:
    """Return the first word of each language: it names the thing in texts."""
    return Translated({language: phrases[0] for language, phrases in words.items() if phrases})


def _named(incident: Incident, offers: Sequence[Offer]) -> Arg:
    named = [_named_one(incident, offer) for offer in offers[:SHOWN]]
    if len(offers) > SHOWN:
        named.append(Text("list.others", n=len(offers) - SHOWN))
    return Joined(tuple(named))


def _named_one(incident: Incident, offer: Offer) -> Arg:
    hidden = incident.nameless and offer.person_id == incident.reporter_id
    if hidden or not offer.organisation:
        return offer.what
    return Text("supply.one", {"what": offer.what, "by": offer.organisation})
