"""Concerns: issues, needs, gaps or ideas for the CLT, handled and followed as incidents.

A concern has its words, its county, and perhaps the sectors that route it to the CLT member in charge. The
program asks for nothing else.
"""

from sek_core.incidents import model, receiving
from sek_core.incidents.model import NewIncident, Source
from sek_core.messages.screens import QUOTE
from sek_core.roster import organisations
from sek_core.store.incidents import CONCERN, SUBJECT
from sek_core.store.states import IncidentStatus
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork


def receive(work: UnitOfWork, source: Source, *, to: str = "", apart: str = "") -> NewIncident:
    """Store a concern: ready for `incidents.alert`, or held if the reporter must still name the county.

    `to`: the organisation to whose focal persons it goes. `apart`: the organisation that it is about, whose
    staff do not hear of it.
    """
    counties = work.people.counties(source.reporter, work.configuration.mechanism.counties)
    reading = work.core.reader.read(source.text, counties)
    counties = list(reading.counties or counties or work.configuration.mechanism.counties)
    if to:  # where it has staff to read it
        there = [c for c in counties if organisations.focal_persons_of(work.people, to, [c])]
        counties = there or counties
    routes = work.configuration.routes
    complained_of = receiving.find_organisations_complained_of(work, source.text, reading) or ()
    against = {*complained_of, apart} - {"", to}
    concern = NewIncident(
        ref=work.references.next("C"),
        hazard="",
        counties=counties,
        place=reading.place.name if reading.place else None,
        ward_code=(reading.place.ward_code or None) if reading.place else None,
        severity=None,
        affected={},
        sensitive=bool(to or apart),  # others of the county do not read it
        route=routes.for_addressed(to).written if to else routes.for_apart().written if apart else "",
        status=IncidentStatus.HELD if len(counties) > 1 else IncidentStatus.OPEN,
        reporter_id=source.reporter.id,
        reported_at=source.said_at or work.now,
        forwarded=source.forwarded,
        held_until=work.now + work.configuration.mechanism.report_hold if len(counties) > 1 else None,
        county=model.county_of(counties),
        kind=CONCERN,
        sectors=sectors_of(work, source.text),
        subject=subject_of(source.text),
        nameless=reading.nameless,
        against=sorted(against) or None,
    )
    if concern.status == IncidentStatus.HELD:
        model.insert(work, concern)
    model.add_report(work, concern, source)
    return concern


def sectors_of(work: UnitOfWork, words: str) -> list[str]:
    """Return the sectors that the words name; if they name none, the sectors of the hazards in them."""
    named = {sector: None for found in work.core.sectors.find(forms_of(words)) for sector in found.values}
    if named:
        return list(named)
    reading = work.core.reader.read(words, ())
    hazards = [*([reading.hazard] if reading.hazard else []), *reading.denied]
    configured = work.configuration.hazards
    return list(dict.fromkeys(sector for hazard in hazards for sector in configured[hazard].sectors))


def subject_of(words: str) -> str:
    """Return the first words, cut between two words; lists name the concern by them."""
    said = " ".join(words.replace(QUOTE, "").replace("\x00", "").split())
    if len(said) <= SUBJECT:
        return said
    cut = said[: SUBJECT - 2]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[: SUBJECT - 3]).rstrip(",;:.-") + "..."
