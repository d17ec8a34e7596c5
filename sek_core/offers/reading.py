"""Reading of offers: what a text offers, and for which incident."""

from datetime import datetime, timedelta

from sqlalchemy import select

from sek_core.incidents import queries
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.incidents import Incident, Recipient
from sek_core.store.states import IncidentStatus
from sek_core.understanding.offering import Offering
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

LATELY = timedelta(days=14)
"""Time after an alert within which an offer that names neither place nor hazard is for its incident."""

OWN_SIDE = ("county", "kaunti", "office", "ofisi", "team", "timu")
"""Words besides the organisation and the county for the sender's own side: "the county has 50 bags"."""


def read(work: UnitOfWork, incident: Incident, words: str) -> tuple[Offering, str]:
    """Return what these words offer for an incident, and the place that they name, or empty."""
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    found = work.core.reader.read(words, incident.counties).place
    place = found.name if found else ""
    return work.core.offers.read(words, today, place), place


def names_thing(work: UnitOfWork, words: str) -> bool:
    """Return True if words name a thing that people bring, and tell of no distress and of no numbers of
    people.
    """
    if not work.core.offers.names_thing(words):
        return False
    reading = work.core.reader.read(words, ())
    harmed = reading.affected.keys() & {"deaths", "injured", "missing"}
    return not (reading.plea or reading.protection or harmed)


def offers_beside(work: UnitOfWork, person: Person, ref: str, words: str) -> bool:
    """Return True if words beside the reference of an incident are an offer: the person was told of it, and
    the words offer a thing, or, unless the person reported it, name just a thing.
    """
    if not names_thing(work, words) or not _was_told(work, person, ref):
        return False
    if work.core.offers.is_offer(words):
        return True
    incident = queries.find(work, ref)
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    if incident is None or not work.core.offers.is_plain_offer(words, today):
        return False
    return not _has_reported(work, person, incident)


def offered_in_own_words(work: UnitOfWork, person: Person, words: str) -> bool:
    """Return True if a text without OFFER and without a reference is an offer for an open incident of which
    the person was told: it has an offering phrase and a thing, or tells of nothing but a thing that the
    person has. The second does not count for an incident that the person reported.
    """
    if not names_thing(work, words):
        return False
    meant = incidents_meant(work, person, words)
    if work.core.offers.is_offer(words):
        return bool(meant)
    if not _has_thing(work, person, words):
        return False
    return any(not _has_reported(work, person, incident) for incident in meant)


def offers_more(work: UnitOfWork, person: Person, words: str) -> bool:
    """Return True if words offer a thing, by whatever phrase: an offer has just been read back."""
    if not names_thing(work, words):
        return False
    return work.core.offers.is_offer(words) or _has_thing(work, person, words)


def _has_reported(work: UnitOfWork, person: Person, incident: Incident) -> bool:
    return any(reporter.id == person.id for reporter in queries.reporters(work, incident))


def _has_thing(work: UnitOfWork, person: Person, words: str) -> bool:
    """Return True if words tell of nothing but a thing that the person has."""
    counties = tuple(work.people.counties(person, _counties(work)))
    reading = work.core.reader.read(words, counties)
    if reading.urgent or reading.severity:
        return False
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    own = {*forms_of(person.organisation), *OWN_SIDE}
    own.update(form for county in counties for form in forms_of(county))
    place = reading.place.name if reading.place else ""
    return work.core.offers.has_thing(words, today, place, own)


def incidents_meant(work: UnitOfWork, person: Person, words: str) -> list[Incident]:
    """Return the incidents for which a person may offer something without naming a reference: the one that is
    meant, or else all of which the person was told lately, newest first.
    """
    if (meant := incident_meant(work, person, words)) is not None:
        return [meant]
    return [incident for incident, at in _open_told(work, person) if at > work.now - LATELY]


def incident_meant(work: UnitOfWork, person: Person, words: str) -> Incident | None:
    """Return the open incident for which a person offers something without naming its reference.

    It is the one of whose place or hazard the words are, among those of which the person was told; or else
    the only one of which the person was told lately. None: it is unclear, or there is none.
    """
    told = _open_told(work, person)
    reading = work.core.reader.read(words, tuple(work.people.counties(person, _counties(work))))
    if reading.place is not None:
        name = reading.place.name
        at_place = [incident for incident, _ in told if name in (incident.place, incident.county)]
        if at_place:
            return at_place[0] if len(at_place) == 1 else _one_of(at_place, reading.hazard)
        if reading.place.kind != "county" and len(told) > 1:
            return None
    lately = [incident for incident, at in told if at > work.now - LATELY]
    return lately[0] if len(lately) == 1 else _one_of([incident for incident, _ in told], reading.hazard)


def _one_of(found: list[Incident], hazard: str | None) -> Incident | None:
    """Return the one of them that is of this hazard; None if there are none or several."""
    fitting = [incident for incident in found if incident.hazard == hazard]
    return fitting[0] if len(fitting) == 1 else None


def _counties(work: UnitOfWork) -> tuple[str, ...]:
    return tuple(work.configuration.mechanism.counties)


def _open_told(work: UnitOfWork, person: Person) -> list[tuple[Incident, datetime]]:
    work.flush()
    query = (
        select(Incident, Recipient.told_at)
        .join(Recipient, Recipient.incident_ref == Incident.ref)
        .where(
            Recipient.person_id == person.id,
            among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN),
        )
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return [(incident, at) for incident, at in work.session.execute(query)]


def _was_told(work: UnitOfWork, person: Person, ref: str) -> bool:
    work.flush()
    query = select(Recipient.told_at).where(Recipient.incident_ref == ref, Recipient.person_id == person.id)
    return work.session.scalar(query) is not None
