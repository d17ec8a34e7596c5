"""Nudge: ask a holder who has long said nothing of their incident, outside quiet hours."""

from datetime import datetime
from typing import cast

from sqlalchemy import func, or_, select, update

from config.mechanism import Severity
from sek_core.deliveries import transitions
from sek_core.incidents import queries, wording
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.store.incidents import CONCERN, History, Incident
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.timing.clock import SKEW
from sek_core.timing.quiet_hours import is_quiet
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def next_at(work: UnitOfWork, incident: Incident) -> datetime:
    """Return the time at which the holder is nudged if nothing is noted from now on."""
    routes = work.configuration.routes
    if incident.kind == CONCERN:
        return work.now + routes.concern_follow_up
    return work.now + routes.follow(cast(Severity | None, incident.severity))


def restart_nudge_wait(work: UnitOfWork, incident: Incident) -> None:
    """Restart the wait for the nudge, as something was noted."""
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == IncidentStatus.TAKEN)
    changed_one(work.session, mine.values(follow_up_at=next_at(work, incident)))


def bring_nudge_forward(work: UnitOfWork, incident: Incident) -> None:
    """Bring the nudge forward for a higher severity: no later than if the wait began now."""
    due_at = next_at(work, incident)
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == IncidentStatus.TAKEN)
    changed_one(work.session, mine.where(Incident.follow_up_at > due_at).values(follow_up_at=due_at))


def withdraw_nudge(work: UnitOfWork, incident: Incident, holder_id: int | None) -> None:
    """Withdraw an unsent nudge from a person who is no longer the holder."""
    if holder_id is not None:
        work.flush()
        transitions.skip_superseded_messages(work, holder_id, "nudge", incident.ref)


def due(work: UnitOfWork, most: int = 50) -> list[str]:
    """Return the references of taken incidents whose nudge is due; none in quiet hours.

    A nudge further ahead than it can have been set is due too: the clock was put back.
    """
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    routes = work.configuration.routes
    impossible = work.now + max(*routes.follow_up.values(), routes.concern_follow_up) + SKEW
    query = (
        select(Incident.ref)
        .where(
            Incident.status == IncidentStatus.TAKEN,
            or_(Incident.follow_up_at <= work.now, Incident.follow_up_at > impossible),
        )
        .order_by(Incident.follow_up_at)
        .limit(most)
    )
    return list(work.session.scalars(query))


def nudge(work: UnitOfWork, ref: str) -> bool:
    """Nudge the holder; False if the incident was closed, noted or handed over meanwhile, or another clock
    was quicker.
    """
    incident = queries.find(work, ref)
    if incident is None or incident.status != IncidentStatus.TAKEN or ref not in due(work):
        return False
    mine = update(Incident).where(
        Incident.ref == ref,
        Incident.status == IncidentStatus.TAKEN,
        Incident.taken_by_id == incident.taken_by_id,
        Incident.follow_up_at == incident.follow_up_at,
    )
    if not changed_one(work.session, mine.values(follow_up_at=next_at(work, incident))):
        return False
    assert incident.taken_by_id is not None and incident.taken_at is not None
    holder = work.people.get(incident.taken_by_id)
    # An absent holder without a cover is asked all the same: there is no better recipient.
    asked = work.people.cover_of(holder) or holder
    args: dict[str, Arg] = {
        "ref": ref,
        "incident": wording.short(incident),
        "time": Moment(incident.taken_at),
    }
    if asked.id != holder.id:
        text = Text("nudge.cover", args | {"who": phrases.who(work, holder, incident.counties)})
    elif noted := _last_note(work, incident):
        text = Text("nudge.noted", args | {"noted": Moment(noted)})
    else:
        text = Text("nudge", args)
    actions = phrases.actions(ref, "note", "close", "release", "more")
    work.outbox.tell(asked, Screen(text, actions=actions), "nudge", ref)
    work.audit_log.add(ref, Event.NUDGED, incident.taken_by_id)
    return True


def postpone(work: UnitOfWork, ref: str) -> None:
    """Postpone a nudge that failed, so that it does not hold up the others."""
    incident = queries.find(work, ref)
    if incident is not None:
        restart_nudge_wait(work, incident)


def _last_note(work: UnitOfWork, incident: Incident) -> datetime | None:
    """Return the time of the last note since the incident was taken, or None."""
    query = select(func.max(History.at)).where(
        History.about == incident.ref, History.what == Event.NOTED, History.at >= incident.taken_at
    )
    return work.session.scalar(query)
