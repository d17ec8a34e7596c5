"""ESCALATE: the next step of an alert, because a person asks for it; beside the holder if there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from config.rights import Deed
from config.told import Telling
from sek_core.alerts import escalation, texts
from sek_core.alerts.routing import way_of
from sek_core.incidents import hearing, queries, recipients, wording
from sek_core.incidents.model import leaves_first
from sek_core.messages.screens import Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class EscalationResult:
    """Result of ESCALATE. `beside`: the incident stays with its holder, and `told` are asked beside them.
    `told`: the people asked now. `step`: the furthest step reached.
    """

    result: Literal["done", "beside", "last", "forbidden", "not_open"]
    told: tuple[Person, ...] = ()
    step: int = 0


def may_ask(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Whether the person may say ESCALATE: those with the right to in its county, and its reporters."""
    if work.rights.may(person, Deed.ESCALATE, incident.counties):
        return True
    return any(reporter.id == person.id for reporter in queries.reporters(work, incident))


def escalate(work: UnitOfWork, incident: Incident, person: Person, address: str) -> EscalationResult:
    """Take the next step now, on every track of the incident, as a person has asked."""
    if not may_ask(work, incident, person):
        return EscalationResult("forbidden")
    escalation.lock(work, incident.ref)
    if incident.status == IncidentStatus.TAKEN:
        return _ask_beside_holder(work, incident, person, address)
    if incident.status != IncidentStatus.OPEN:
        return EscalationResult("not_open")
    way = way_of(work, incident)
    told: list[Person] = []
    reached = 0
    for track in escalation.tracks_of(work, incident):
        plan = escalation.next_plan(work, incident, track, way)
        reached = max(reached, track.step)
        if plan is None:
            continue
        why = Text("escalated.asked", {"who": wording.name_actor(work, incident, person)})
        if escalation.climb(work, incident, track, plan, why, phrases.EMPTY, asker=person, address=address):
            told += [alerted.person for alerted in plan.alerted]
            reached = max(reached, plan.step)
    return EscalationResult("done" if told else "last", tuple(told), reached)


def _ask_beside_holder(work: UnitOfWork, incident: Incident, asker: Person, address: str) -> EscalationResult:
    """Tell the next step who has the incident and what was noted. It stays with its holder, who hears it; the
    people told now get every later update.
    """
    way = way_of(work, incident)
    told: dict[int, Person] = {}
    reached = 0
    for track in escalation.tracks_of(work, incident):
        plan = escalation.next_plan(work, incident, track, way)
        reached = max(reached, track.step)
        # A track that still waits for an OK beside the holder begins to wait at the new step.
        waits = {"due_at": plan.due_at, "asked_at": work.now, "repeated": 0} if plan and track.due_at else {}
        if plan is None or not escalation.change_track(
            work, track, IncidentStatus.TAKEN, step=plan.step, **waits
        ):
            continue
        reached = max(reached, plan.step)
        told |= {
            alerted.person.id: alerted.person for alerted in plan.alerted if alerted.person.id != asker.id
        }
        for alerted in plan.alerted:
            recipients.record_asked_to_act(work, incident, alerted.person, plan.audience, plan.step)
    if not told:
        return EscalationResult("last")
    screen = texts.beside_holder(work, incident, asker, queries.first_words(work, incident))
    for each in told.values():
        work.outbox.tell(each, screen, "alert", incident.ref, urgent=leaves_first(incident))
    people = tuple(told.values())
    _tell_of_help(work, incident, asker, people)
    detail = f"step {reached}: {len(told)} told, beside the holder"
    work.audit_log.add(incident.ref, Event.ESCALATED, asker.id, address, detail)
    return EscalationResult("beside", people, reached)


def _tell_of_help(work: UnitOfWork, incident: Incident, asker: Person, told: Sequence[Person]) -> None:
    """Tell the holder, and the others who hear of it, who was asked beside the holder."""
    assert incident.taken_by_id is not None
    holder = recipients.still_here(work, work.people.many([incident.taken_by_id]))
    to_holder = texts.help_for_holder(work, incident, asker, told)
    to_others = texts.help_for_others(work, incident, asker, told)
    known = [asker.id, *(each.id for each in told)]
    for person in hearing.who_hears(work, incident, Telling.ESCALATED, known).now:
        screen = to_holder if person in holder else to_others
        work.outbox.tell(person, screen, "update", incident.ref)
