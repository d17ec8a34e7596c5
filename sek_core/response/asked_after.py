"""A reporter asks what becomes of their report: "is anyone coming?". Those asked to act hear so, once."""

from dataclasses import dataclass

from sek_core.incidents import recipients
from sek_core.messages.screens import Screen, Text
from sek_core.response import following
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work import acts
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked to act, and whether they hear now that the reporter asked (`now`), or did so before."""

    people: tuple[Person, ...]
    now: bool


def tell(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str) -> Asked:
    """Tell the holder, or those who were asked to act, that the reporter asks; only the first time
    since it was sent, or taken.
    """
    people = tuple(
        other for other in following.holder_or_acting_recipients(work, incident) if other.id != person.id
    )
    asked = recipients.still_here(work, people)
    since = incident.taken_at or incident.opened_at or incident.reported_at
    first = incident.status in (IncidentStatus.OPEN, IncidentStatus.TAKEN) and not acts.is_recorded(
        work, incident.ref, Event.ASKED_AFTER, since
    )
    if not (first and asked):
        return Asked(tuple(asked), now=False)
    work.audit_log.add(incident.ref, Event.ASKED_AFTER, person.id, address, words)
    key = "asked_after.holder" if incident.taken_by_id else "asked_after.told"
    may = ("note", "close") if incident.taken_by_id else ("take", "note", "more")
    screen = Screen(
        Text(key, following.about_it(work, incident, person)),
        quote=words,
        max_segments=2,
        actions=phrases.actions(incident.ref, *may),
    )
    for other in asked:
        work.outbox.tell(other, screen, "update", incident.ref)
    return Asked(tuple(asked), now=True)


def sent_again(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str) -> None:
    """Tell the holder that the reporter sent the same report again, once."""
    if incident.status != IncidentStatus.TAKEN or incident.taken_at is None:
        return
    if acts.is_recorded(work, incident.ref, Event.SENT_AGAIN, incident.taken_at):
        return
    work.audit_log.add(incident.ref, Event.SENT_AGAIN, person.id, address, words)
    text = Text("report.sent_again", following.about_it(work, incident, person))
    screen = Screen(text, max_segments=2, actions=phrases.actions(incident.ref, "note", "close"))
    people = following.holder_or_acting_recipients(work, incident)
    for other in recipients.still_here(work, tuple(each for each in people if each.id != person.id)):
        work.outbox.tell(other, screen, "update", incident.ref)
