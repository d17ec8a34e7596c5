"""What a person leaves behind who is forgotten: duties, questions and seats that others must know of."""

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from sek_core.messages.screens import Arg, Screen, Text
from sek_core.reminders import schedule
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Invitation, Meeting, RegularGuest, Task
from sek_core.store.offers import Offer
from sek_core.store.people import AbsenceRow, DutyRow, PersonRow
from sek_core.store.questions import AnnouncementReply, Inquiry, InquiryAnswer
from sek_core.store.seats import Nomination
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus, InquiryStatus, MeetingStatus, NominationStatus, TaskStatus
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


def hand_over(work: UnitOfWork, person: PersonRow, said: list[str]) -> None:
    """End what waits for the person, and tell who must know. An incident that they had taken is opened again
    by the clock, as of anyone whose role has ended (`sek_core.response.departures`). `said` gets a line for
    the operator about each.
    """
    session = work.session
    taken = (Incident.taken_by_id == person.id) & (Incident.status == IncidentStatus.TAKEN)
    for ref in session.scalars(select(Incident.ref).where(taken).order_by(Incident.ref)):
        said.append(f"{ref} was theirs: the clock gives it on, or opens it again, and tells who follows it")
    _tasks(work, person, said)
    _meetings(work, person, said)
    asks = (Inquiry.asker_id == person.id) & (Inquiry.status == InquiryStatus.OPEN)
    for ref in session.scalars(select(Inquiry.ref).where(asks).order_by(Inquiry.ref)):
        said.append(f"{ref} was their question: it is cancelled")
        work.audit_log.add(ref, Event.QUESTION_CANCELLED, person.id)
    ended = {"status": InquiryStatus.CANCELLED, "ended_at": work.now, "remind_at": None, "progress_at": None}
    changed_one(session, update(Inquiry).where(asks).values(**ended))
    _waits(session, person)
    changed_one(
        session,
        update(RegularGuest)
        .where(RegularGuest.person_id == person.id, RegularGuest.ended_at.is_(None))
        .values(ended_at=work.now),
    )
    changed_one(session, delete(AbsenceRow).where(AbsenceRow.person_id == person.id))
    changed_one(session, update(AbsenceRow).where(AbsenceRow.cover_id == person.id).values(cover_id=None))


def _waits(session: Session, person: PersonRow) -> None:
    """End the waits for an answer of the person, or for their words to be passed on."""
    for model, when in (
        (InquiryAnswer, "pass_at"), (AnnouncementReply, "pass_at"), (Offer, "due_at"), (Invitation, "ask_by"),
        (DutyRow, "remind_at"),
    ):  # fmt: skip
        mine = update(model).where(model.person_id == person.id)
        changed_one(session, mine.where(getattr(model, when).is_not(None)).values({when: None}))


def _tasks(work: UnitOfWork, person: PersonRow, said: list[str]) -> None:
    """Drop the person's open tasks, and tell who gave them."""
    mine = (Task.owner_id == person.id) & (Task.status == TaskStatus.OPEN)
    for task in work.session.scalars(select(Task).where(mine).order_by(Task.ref)):
        over = update(Task).where(Task.ref == task.ref, Task.status == TaskStatus.OPEN)
        values = {"status": TaskStatus.DROPPED, "done_at": work.now, "done_by_id": None}
        if not changed_one(work.session, over.values(**values)):
            continue
        schedule.drop(work, task.ref)
        work.audit_log.add(task.ref, Event.LEFT_BEHIND, person.id)
        if task.assigned_by_id == person.id:
            said.append(f"{task.ref} was their own task: it is dropped")
            continue
        said.append(f"{task.ref} was their task: it is dropped, and its giver is told")
        args: dict[str, Arg] = {"ref": task.ref, "task": task.text}
        giver = work.people.get(task.assigned_by_id)
        work.outbox.tell(giver, Screen(Text("left.task", args)), "notice", task.ref)


def _meetings(work: UnitOfWork, person: PersonRow, said: list[str]) -> None:
    coming = (Meeting.convener_id == person.id) & (Meeting.starts_at > work.now)
    called = coming & (Meeting.status != MeetingStatus.CANCELLED)
    for ref in work.session.scalars(select(Meeting.ref).where(called).order_by(Meeting.ref)):
        said.append(f"{ref} was called by them: it stays, without the venue; `sek meetings` shows it")


def drop_nominations(session: Session, whose: ColumnElement[bool]) -> None:
    """Drop nominations of the person that wait to be confirmed."""
    waits = whose & (Nomination.status == NominationStatus.OPEN)
    changed_one(session, update(Nomination).where(waits).values(status=NominationStatus.DROPPED))
