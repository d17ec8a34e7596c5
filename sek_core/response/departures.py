"""Departures: reopen the incidents of a holder whose role has ended, by an import of the roster or by its
last day.

The check runs whenever the roster has changed or a new day has begun, until nothing is left to do.
"""

from typing import cast

from sqlalchemy import select

from sek_core.alerts import opening, promises
from sek_core.alerts.routing import plan_route, way_of
from sek_core.incidents import queries, recipients, wording
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.response import following, handover
from sek_core.roster.snapshot import VERSION, Person
from sek_core.store import facts
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

LOOKED_AT = "holders_looked_at"
"""Name of the fact that holds the roster version and day of the last check without a finding."""


def due(work: UnitOfWork) -> list[str]:
    """Return the references of taken incidents whose holder may not take them any more.

    A fact of the database records the roster and day for which there were none.
    """
    looked_at, key = facts.value_of(work.session, LOOKED_AT), _key(work)
    if looked_at == key:
        return []
    taken = (
        select(Incident)
        .where(Incident.status == IncidentStatus.TAKEN)
        .execution_options(populate_existing=True)
    )
    left = [incident.ref for incident in work.session.scalars(taken) if not _is_held(work, incident)]
    if not left:
        facts.put(work.session, LOOKED_AT, key)
    return left


def open_one(work: UnitOfWork, ref: str) -> bool:
    """Reopen one of these incidents; False if another clock was quicker."""
    incident = queries.find(work, ref)
    if incident is None or incident.status != IncidentStatus.TAKEN or _is_held(work, incident):
        return False
    return open_again(work, incident, work.people.get(cast(int, incident.taken_by_id)))


def _is_held(work: UnitOfWork, incident: Incident) -> bool:
    holder = work.people.get(cast(int, incident.taken_by_id))
    return following.may_act(work, incident, holder)


def open_again(work: UnitOfWork, incident: Incident, holder: Person) -> bool:
    """Reopen an incident whose holder may not take it any more (taken -> open), and restart the waits. Tell
    the reporters and the acting recipients; send people new on the route the full alert. If another person
    stands beside the holder, it is theirs from now on.
    """
    if (other := handover.next_in_charge(work, incident)) is not None:
        return _leave_to(work, incident, holder, other)
    opened = following.change_if(
        work,
        incident,
        (Incident.status == IncidentStatus.TAKEN) & (Incident.taken_by_id == holder.id),
        status=IncidentStatus.OPEN,
        taken_by_id=None,
        taken_at=None,
    )
    if not opened:
        return False
    following.restart_tracks(work, incident)
    promises.end(work, incident)
    work.audit_log.add(incident.ref, Event.LEFT_BEHIND, holder.id)
    about: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": phrases.named(holder),
        "time": Moment(work.now),
    }
    actions = phrases.actions(incident.ref, "take", "note", "more")
    to_others = Screen(Text("left.told", about), actions=actions)
    to_reporter = Screen(Text("left.reporter", about), actions=phrases.actions(incident.ref, "note"))
    following.tell_reporters_and_others(
        work, incident, following.involved(work, incident, besides=[holder]), to_reporter, to_others
    )
    following.post_to_groups(work, incident, to_others)
    _alert_successors(work, incident)
    return True


def _leave_to(work: UnitOfWork, incident: Incident, holder: Person, other: Person) -> bool:
    """Give it to the person who stood beside the holder (taken -> taken); tell all who follow it."""
    given = following.change_if(
        work,
        incident,
        (Incident.status == IncidentStatus.TAKEN) & (Incident.taken_by_id == holder.id),
        taken_by_id=other.id,
        taken_at=work.now,
    )
    if not given:
        return False
    following.acknowledge(work, incident, other)
    promises.begin(work, incident, other)
    work.audit_log.add(incident.ref, Event.LEFT_BEHIND, holder.id)
    work.audit_log.add(incident.ref, Event.TAKEN, other.id)
    about = following.about_it(work, incident, other) | following.promised(work, incident)
    about["holder"] = phrases.named(holder)
    actions = phrases.actions(incident.ref, "note", "more")
    yours = Screen(Text("left.yours", about), max_segments=2, actions=actions)
    theirs = Screen(Text("left.beside", about), max_segments=2, actions=actions)
    for person in following.involved(work, incident, besides=[holder]):
        work.outbox.tell(person, yours if person.id == other.id else theirs, "update", incident.ref)
    following.post_to_groups(work, incident, theirs)
    return True


def _alert_successors(work: UnitOfWork, incident: Incident) -> None:
    """Alert the people whom the first steps of the route name today and who were never told."""
    reporter = work.people.get(incident.reporter_id)
    plan = plan_route(way_of(work, incident), incident.counties, reporter)
    known = {person.id for person in recipients.find_recipients(work, incident)}
    opening.alert_more(work, incident, reporter, plan, known)


def postpone(_work: UnitOfWork, _ref: str) -> None:
    """Do nothing: the next tick tries again. Each incident has its own transaction, so none blocks others."""


def _key(work: UnitOfWork) -> str:
    day = work.now.astimezone(work.configuration.mechanism.zone).date()
    return f"{facts.value_of(work.session, VERSION) or ''} {day.isoformat()}"
