"""A role ends, by an import of the roster or by its last day: what its holder had taken goes on.

Looked at whenever the roster is another one, or a new day has begun, until nothing is left to be done.
"""

from typing import cast

from sqlalchemy import select

from sek_core.alerts import follow_up, opening
from sek_core.alerts.routing import plan_route, way_of
from sek_core.incidents import queries, recipients, wording
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.response import following
from sek_core.roster.snapshot import VERSION, Person
from sek_core.store import facts
from sek_core.store.incidents import Incident
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

LOOKED_AT = "holders_looked_at"
"""The fact that says for which roster and day it was looked who holds nothing any more."""


def due(work: UnitOfWork) -> list[str]:
    """The references of what is taken by people who may not take it any more.

    A fact of the database says for which roster and day there was nothing of the kind.
    """
    looked_at, key = facts.value_of(work.session, LOOKED_AT), _key(work)
    if looked_at == key:
        return []
    taken = select(Incident).where(Incident.status == "taken").execution_options(populate_existing=True)
    left = [incident.ref for incident in work.session.scalars(taken) if not _is_held(work, incident)]
    if not left:
        facts.put(work.session, LOOKED_AT, key)
    return left


def open_one(work: UnitOfWork, ref: str) -> bool:
    """Open one of them again; False if another clock was quicker."""
    incident = queries.find(work, ref)
    if incident is None or incident.status != "taken" or _is_held(work, incident):
        return False
    return open_again(work, incident, work.people.get(cast(int, incident.taken_by_id)))


def _is_held(work: UnitOfWork, incident: Incident) -> bool:
    holder = work.people.get(cast(int, incident.taken_by_id))
    return following.may_act(work, incident, holder)


def open_again(work: UnitOfWork, incident: Incident, holder: Person) -> bool:
    """Taken -> open, as whoever took it may not take it any more; the waiting begins anew. The reporters
    and those who were asked hear of it; who is in the route since then gets the whole alert.
    """
    opened = following.change(
        work,
        incident,
        (Incident.status == "taken") & (Incident.taken_by_id == holder.id),
        status="open",
        taken_by_id=None,
        taken_at=None,
        follow_up_at=None,
    )
    if not opened:
        return False
    following.reschedule_for_severity(work, incident)
    follow_up.withdraw(work, incident, holder.id)
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
    following.tell(
        work, incident, following.involved(work, incident, besides=[holder]), to_reporter, to_others
    )
    following.post(work, incident, to_others)
    _alert_successors(work, incident)
    return True


def _alert_successors(work: UnitOfWork, incident: Incident) -> None:
    """Who stands in the first steps of its route today and was never told of it."""
    reporter = work.people.get(incident.reporter_id)
    plan = plan_route(way_of(work, incident), incident.counties, reporter)
    known = {person.id for person in recipients.told(work, incident)}
    opening.alert_more(work, incident, reporter, plan, known)


def postpone(_work: UnitOfWork, _ref: str) -> None:
    """It is tried again with the next tick; each has a transaction of its own, so none is held up."""


def _key(work: UnitOfWork) -> str:
    day = work.now.astimezone(work.configuration.mechanism.zone).date()
    return f"{facts.value_of(work.session, VERSION) or ''} {day.isoformat()}"
