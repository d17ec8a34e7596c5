"""Closing of an incident: the outcome, who hears it, and the question whether it is solved."""

from config.rights import Deed
from sek_core.alerts import promises
from sek_core.incidents import recipients
from sek_core.messages.screens import Screen, Text
from sek_core.offers import changes as offers
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
    if not following.may(work, incident, person, Deed.CLOSE):
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
    """Ask the reporters, and tell the others who acted or follow it."""
    about = following.about_it(work, incident, closer)
    to_reporter = Screen(Text("closed.reporter", about), quote=outcome, max_segments=None)
    asked = confirming.ask(work, incident, closer, to_reporter)
    to_others = Screen(Text("closed.told", about), quote=outcome, max_segments=None)
    others = [each for each in following.involved(work, incident, besides=[closer]) if each.id not in asked]
    for other in others:
        work.outbox.tell(other, to_others, "update", incident.ref)
    following.tell_caller(work, incident, Screen(Text("closed.caller", about), quote=outcome, max_segments=2))
    following.post_to_groups(work, incident, to_others)
    brief = Screen(Text("closed.told", about), quote=outcome, max_segments=2)
    known = {closer.id, *asked, *(other.id for other in others)}
    for each in _also_at_once(work, incident):
        if each.id not in known:
            work.outbox.tell(each, brief, "update", incident.ref)


def _also_at_once(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return those who gave or offered help, and of a grave incident all who got the alert, each once."""
    givers = work.people.many(offer.person_id for offer in offers.of_incidents(work, [incident.ref]))
    grave = incident.severity in recipients.HEARD_AT_ONCE
    told = recipients.informed_only(work, incident) if grave else []
    return list({each.id: each for each in (*recipients.still_here(work, givers), *told)}.values())
