"""Reception of reports: held for their missing parts, or ready to be alerted."""

from collections.abc import Sequence
from dataclasses import replace

from sek_core.incidents import duplicates, known_places, needs
from sek_core.incidents.model import NewIncident, Source, add_report, county_of, insert, is_urgent, missing_of
from sek_core.messages.incoming import Point
from sek_core.roster import organisations
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.work.unit_of_work import UnitOfWork


def receive(
    work: UnitOfWork, source: Source, reading: Reading, hazard: str, point: Sequence[float] = ()
) -> NewIncident:
    """Store a report and its incident: held for its missing parts, or ready for `alert`.

    The incident is not held if the report is complete, says extreme, counts deaths, or is urgent. A report
    that may describe an event reported before is not complete: the program asks. `point` (latitude,
    longitude) is a location that the reporter shared; it counts if the text names no place.
    """
    configuration = work.configuration
    open_counties = reading.counties or configuration.mechanism.counties
    reading = known_places.locate(work, source.text, reading, open_counties)
    near = bool(point) and reading.place is None
    if near:
        located = work.core.geography.locate(Point(point[0], point[1]))
        here = (located.county,) if located.county else reading.counties
        reading = replace(reading, place=located.ward, counties=here)
    # A role for a county that is no longer configured must not silence its reporter.
    counties = list(reading.counties or configuration.mechanism.counties)
    incident = NewIncident(
        ref=work.references.next("S"),
        hazard=hazard,
        counties=counties,
        county=county_of(counties),
        place=reading.place.name if reading.place else None,
        ward_code=(reading.place.ward_code or None) if reading.place else None,
        severity=reading.severity,
        affected=dict(reading.affected),
        sensitive=configuration.hazards[hazard].sensitive,
        status=IncidentStatus.HELD,
        reporter_id=source.reporter.id,
        reported_at=source.said_at or work.now,
        held_until=work.now + configuration.mechanism.report_hold,
        latitude=point[0] if near else None,
        longitude=point[1] if near else None,
        plea=reading.plea,
        nameless=reading.nameless,
        against=find_organisations_complained_of(work, source.text, reading),
        needs=needs.of_reading(reading),
        forwarded=source.forwarded,
    )
    incident.same_as = duplicates.find_possible_duplicate(work, incident)
    if not missing_of(incident) or is_urgent(incident, reading):
        incident.status, incident.held_until = IncidentStatus.OPEN, None
    else:
        insert(work, incident)
    add_report(work, incident, source)
    return incident


def find_organisations_complained_of(work: UnitOfWork, text: str, reading: Reading) -> list[str] | None:
    """Return the organisations that a text complains of; None if it complains of none."""
    if not reading.complaint:
        return None
    return sorted(organisations.organisations_in(work.people, text)) or None
