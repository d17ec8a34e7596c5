"""A shared location: place of a shock, as an answer, an addition, or the beginning of a report."""

from config.gazetteer import Place
from config.rights import Deed
from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.incidents import report
from handlers.incidents.kinds import COUNTY, HAZARD, PLACE, PLACE_NAME
from sek_core.incidents import queries, wording
from sek_core.messages.incoming import Point
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import incomplete_reports
from sek_core.response.incomplete_reports import Addition
from sek_core.store.incidents import LIVE, Incident
from sek_core.triage import beyond
from sek_core.wording import phrases
from sek_core.work.events import Event


def handle_shared_location(turn: Turn, point: Point) -> Reply | None:
    """Handle a shared location. Return None if the sender may not report."""
    if not turn.may(Deed.REPORT):
        return None
    located = turn.work.core.geography.locate(point)
    if located.county not in turn.work.configuration.mechanism.counties:
        return _outside(turn, located.county or "")
    addition = _addition(located.county, located.ward, point)
    question = turn.asked(COUNTY, PLACE, PLACE_NAME)
    incident = _about(turn)
    if incident is None:
        return _begin(turn, located.county, located.ward, point)
    if question and question.about == incident.ref:
        return report.go_on_with(turn, addition)
    return _add(turn, incident, addition)


def _outside(turn: Turn, county: str) -> Reply:
    """Say that the place is outside, and whom to call."""
    work = turn.work
    mechanism = work.configuration.mechanism.short_name
    key = "location.outside" if county else "location.abroad"
    calls = beyond.named_for(work, county, turn.sender.id).calls
    numbers = phrases.joined(*(f"{row.name} {row.phone}" for row in calls))
    args: dict[str, Arg] = {
        "county": county,
        "mechanism": mechanism,
        "calls": numbers if calls else phrases.numbers_to_call(work),
    }
    return Reply(Screen(Text(key, args), max_segments=2))


def _addition(county: str, ward: Place | None, point: Point) -> Addition:
    return Addition(
        county=county,
        place=ward.name if ward else None,
        ward_code=ward.ward_code if ward else None,
        point=(point.latitude, point.longitude) if ward else None,
    )


def _about(turn: Turn) -> Incident | None:
    """The report that is being asked about, or the one that the sender has just sent."""
    if turn.asked(HAZARD):
        return None
    asked = turn.incident(turn.question.about) if turn.question and turn.kind.of_report else None
    if asked is not None and asked.status in LIVE:
        return asked
    return queries.latest_of(turn.work, turn.sender)


def _begin(turn: Turn, county: str, ward: Place | None, point: Point) -> Reply:
    """No report yet: what happened there?"""
    begun = turn.asked(HAZARD)
    near: Arg = Text("near", {"place": ward.name}) if ward else ""
    said = Text("location.heard", {"where": phrases.joined(near, county)})
    return report.ask_hazard(turn, begun.draft if begun else "", said, (point.latitude, point.longitude))


def _add(turn: Turn, incident: Incident, addition: Addition) -> Reply:
    """Add the location to a report that does not wait for a place."""
    held = incomplete_reports.complete(turn.work, incident, addition)
    turn.work.audit_log.add(incident.ref, Event.COMPLETED, turn.sender.id, turn.address.value, "location")
    if not held:
        incomplete_reports.tell_update(turn.work, incident, turn.sender)
    key = "report.understood" if held else "report.updated"
    state = Text(key, {"ref": incident.ref, "summary": wording.summary(incident)})
    if turn.question and turn.question.about == incident.ref:
        return Reply(questions.show_question_again(turn, state), incident.ref)
    return Reply(Screen(state, max_segments=None), incident.ref)
