"""A second OK: of a grave incident that the county has, a person of the CLT stands beside its holder."""

from sek_core.alerts import beside, escalation
from sek_core.alerts.texts import ALERT_SEGMENTS
from sek_core.messages.screens import Screen, Text
from sek_core.response import following
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def stand(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str = "") -> bool:
    """Record the OK of a person who is still asked, which ends the steps; the holder keeps the incident.
    Return False if it is not asked for, or no more.
    """
    if beside.is_of_county(work, incident, person):
        return False
    escalation.lock(work, incident.ref)
    if not beside.is_asked_for(work, incident):
        return False
    following.acknowledge(work, incident, person)
    work.audit_log.add(incident.ref, Event.STANDS_BESIDE, person.id, address, words)
    _tell(work, incident, person)
    return True


def _tell(work: UnitOfWork, incident: Incident, person: Person) -> None:
    """Tell the holder, the reporters, and all who were asked."""
    holder = work.people.get(incident.taken_by_id or 0)
    about = following.about_it(work, incident, person)
    about["holder"] = phrases.holder(work, holder, incident.counties)
    for other in following.involved(work, incident, besides=[person]):
        key = "beside.holder" if other.id == holder.id else "beside.told"
        actions = phrases.actions(incident.ref, "note", "more")
        screen = Screen(Text(key, about), max_segments=ALERT_SEGMENTS, actions=actions)
        work.outbox.tell(other, screen, "update", incident.ref)
