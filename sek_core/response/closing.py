"""Closing of an incident: the outcome, who hears it, and the question whether it is solved."""

from config.rights import Deed
from config.told import Telling
from sek_core.alerts import promises
from sek_core.incidents import hearing
from sek_core.messages.screens import Screen, Text
from sek_core.response import confirming, following
from sek_core.response.following import Done
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def close(work: UnitOfWork, incident: Incident, person: Person, address: str, outcome: str) -> Done:
    """Close an incident (open or taken -> closed). All people involved get the outcome in full, and its
    reporters are asked whether it is solved.
    """
    if not work.rights.may(person, Deed.CLOSE, incident.counties):
        return Done("forbidden")
    closed = following.change_if(
        work,
        incident,
        Incident.status.in_((IncidentStatus.OPEN, IncidentStatus.TAKEN)),
        status=IncidentStatus.CLOSED,
        closed_by_id=person.id,
        closed_at=work.now,
        outcome=outcome,
        confirmed=None,
        confirm_until=None,
    )
    if not closed:
        return Done("already" if incident.status == IncidentStatus.CLOSED else "not_open")
    following.stop_waiting(work, incident)
    promises.end(work, incident)
    work.audit_log.add(incident.ref, Event.CLOSED, person.id, address, outcome)
    _tell(work, incident, person, outcome)
    return Done("done")


def _tell(work: UnitOfWork, incident: Incident, closer: Person, outcome: str) -> None:
    """Ask the reporters, and tell the others who hear of closings: in full if they acted on it."""
    about = following.about_it(work, incident, closer)
    to_reporter = Screen(Text("closed.reporter", about), quote=outcome, max_segments=None)
    asked = confirming.ask(work, incident, closer, to_reporter)
    to_others = Screen(Text("closed.told", about), quote=outcome, max_segments=None)
    brief = Screen(Text("closed.told", about), quote=outcome, max_segments=2)
    hearers = hearing.who_hears(work, incident, Telling.CLOSED, [closer.id, *asked])
    for each in hearers.now:
        work.outbox.tell(each, to_others if each.id in hearers.acting else brief, "update", incident.ref)
    following.tell_caller(work, incident, Screen(Text("closed.caller", about), quote=outcome, max_segments=2))
    following.post_to_groups(work, incident, to_others)
