"""Closing of an incident: the outcome, who hears it, and the question whether it is solved."""

from sqlalchemy import true

from config.rights import Deed
from config.told import Telling
from sek_core.alerts import promises, routing
from sek_core.incidents import hearing
from sek_core.messages.screens import LONGEST, Screen, Text
from sek_core.response import confirming, following
from sek_core.response.following import Done
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def may_close(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Whether the person may close it. A right that counts only if they are asked is for what they hold."""
    by_role = work.rights.may(person, Deed.CLOSE, incident.counties, if_asked=False)
    if by_role or routing.is_addressed(work, incident, person):
        return True
    return incident.taken_by_id == person.id and work.rights.may(person, Deed.CLOSE, incident.counties)


def close(work: UnitOfWork, incident: Incident, person: Person, address: str, outcome: str) -> Done:
    """Close an incident (open or taken -> closed). All people involved get the outcome in full, and its
    reporters are asked whether it is solved.
    """
    if not may_close(work, incident, person):
        return Done("forbidden")
    # A holder who may close nothing else may have given it back meanwhile.
    by_role = work.rights.may(person, Deed.CLOSE, incident.counties, if_asked=False)
    by_role = by_role or routing.is_addressed(work, incident, person)
    still_theirs = true() if by_role else Incident.taken_by_id == person.id
    closed = following.change_if(
        work,
        incident,
        Incident.status.in_((IncidentStatus.OPEN, IncidentStatus.TAKEN)) & still_theirs,
        status=IncidentStatus.CLOSED,
        closed_by_id=person.id,
        closed_at=work.now,
        outcome=outcome,
        confirmed=None,
        confirm_until=None,
    )
    if not closed and incident.status in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
        return Done("forbidden")
    if not closed:
        return Done("already" if incident.status == IncidentStatus.CLOSED else "not_open")
    following.stop_waiting(work, incident)
    promises.end(work, incident)
    work.audit_log.add(incident.ref, Event.CLOSED, person.id, address, outcome)
    _tell(work, incident, person, outcome)
    return Done("done")


def correct(work: UnitOfWork, incident: Incident, person: Person, address: str, outcome: str) -> bool:
    """Correct what was done about an incident, for the person who closed it, and tell those who heard of the
    closing. Return False if it is open again, or another person closed it.
    """
    same = (Incident.status == IncidentStatus.CLOSED) & (Incident.closed_by_id == person.id)
    if not following.change_if(work, incident, same, outcome=outcome):
        return False
    work.audit_log.add(incident.ref, Event.CORRECTED, person.id, address, outcome)
    about = following.about_it(work, incident, person)
    screen = Screen(Text("closed.corrected", about), quote=outcome, max_segments=2)
    for each in hearing.who_hears(work, incident, Telling.CLOSED, [person.id]).now:
        work.outbox.tell(each, screen, "update", incident.ref)
    return True


def _tell(work: UnitOfWork, incident: Incident, closer: Person, outcome: str) -> None:
    """Ask the reporters, and tell the others who hear of closings: in full if they acted on it."""
    about = following.about_it(work, incident, closer)
    to_reporter = Screen(Text("closed.reporter", about), quote=outcome, max_segments=LONGEST)
    asked = confirming.ask(work, incident, closer, to_reporter)
    to_others = Screen(Text("closed.told", about), quote=outcome, max_segments=LONGEST)
    brief = Screen(Text("closed.told", about), quote=outcome, max_segments=2)
    hearers = hearing.who_hears(work, incident, Telling.CLOSED, [closer.id, *asked])
    for each in hearers.now:
        work.outbox.tell(each, to_others if each.id in hearers.acting else brief, "update", incident.ref)
    following.tell_caller(work, incident, Screen(Text("closed.caller", about), quote=outcome, max_segments=2))
    following.post_to_groups(work, incident, to_others)
