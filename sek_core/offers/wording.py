"""Wording of offers in texts."""

from datetime import date

from sek_core.incidents import wording
from sek_core.incidents.hidden_names import is_unnamed
from sek_core.messages.screens import Arg, Text
from sek_core.store.incidents import Incident
from sek_core.store.offers import Offer
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork


def when(day: date | None, *, is_deadline: bool) -> Arg:
    """Return ", from Mon 30 Nov", ", by Sat 5 Dec", or nothing."""
    if day is None:
        return phrases.EMPTY
    return Text("offer.by" if is_deadline else "offer.from", {"day": phrases.day(day)})


def where(place: str) -> Arg:
    """Return " at Kyatune", or nothing."""
    return Text("offer.at", {"place": place}) if place else phrases.EMPTY


def facts(work: UnitOfWork, incident: Incident, offer: Offer) -> dict[str, Arg]:
    """Return the arguments of texts about an offer: `who` is its giver by name, `by` the organisation or
    else the giver.
    """
    giver = work.people.get(offer.person_id)
    hidden = is_unnamed(incident, giver.id)
    return {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "what": offer.what,
        "when": when(offer.day, is_deadline=offer.is_deadline),
        "place": where(offer.place),
        "who": wording.author(incident, giver),
        "by": Text("who.nameless") if hidden else offer.organisation or giver.name,
    }
