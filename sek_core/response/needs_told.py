"""Needs that are named after the alert has left: those who act on it hear of them."""

from collections.abc import Sequence

from sqlalchemy import update

from sek_core.incidents import changes, needs, recipients, wording
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.statements import changed_one
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def add(work: UnitOfWork, incident: Incident, person: Person, address: str, named: Sequence[str]) -> bool:
    """Add needs to an incident, and tell the people who were asked to act and its holder; False if it is over
    or holds them already.
    """
    # Locked, so that of two answers neither overwrites the other's needs.
    work.session.refresh(incident, with_for_update=True)
    before, after = changes.facts(incident), needs.with_more(incident, named)
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status.in_(LIVE))
    if after == incident.needs or not changed_one(work.session, mine.values(needs=after)):
        return False
    work.session.refresh(incident)
    detail = changes.difference(before, changes.facts(incident))
    work.audit_log.add(incident.ref, Event.CHANGED, person.id, address, detail)
    text = Text(
        "need.told",
        {
            "ref": incident.ref,
            "incident": wording.short(incident),
            "needs": wording.needs_named(after),
            "who": wording.author(incident, person),
            "time": Moment(work.now),
        },
    )
    for other in recipients.acting(work, incident, besides=person):
        work.outbox.tell(other, Screen(text, max_segments=2), "update", incident.ref)
    return True
