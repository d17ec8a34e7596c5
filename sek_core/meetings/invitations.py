"""Invitations: every invitee is asked once for each version of a meeting, a silent one a second time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from sek_core.meetings import convening, guests, ics, register, regulars, states, texts
from sek_core.meetings.convening import new_row
from sek_core.messages.kinds import Kind
from sek_core.messages.screens import Action, Document, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import COMING, Invitation, Meeting
from sek_core.store.statements import changed_one
from sek_core.store.states import MeetingStatus
from sek_core.work.unit_of_work import UnitOfWork

ANSWERS = ("yes", "no", "maybe")


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """An invitation that waits because another question was open with the invitee."""

    ref: str
    person_id: int


def ask(work: UnitOfWork, ref: str, version: int) -> bool:
    """Ask all invitees about this version, and tell the listeners. False if the version is outdated or the
    series is asleep.
    """
    meeting = _current(work, ref, version)
    if meeting is None or _sleeps(work, meeting):
        return False
    changed_one(
        work.session,
        update(Meeting)
        .where(Meeting.ref == ref, Meeting.status == MeetingStatus.PLANNED)
        .values(status=MeetingStatus.CALLED),
    )
    there = _rows(work, ref)
    _enter(work, meeting, there)
    told = {row.told_start for row in there.values()} - {None}
    for was in (None, *sorted(filter(None, told))):
        behind = {i: row for i, row in there.items() if row.told_start == was and row.version < version}
        asked = [work.people.get(person_id) for person_id, row in behind.items() if not row.told]
        _put(work, meeting, asked, question(work, meeting, was), "change" if was else "invitation")
        listeners = [work.people.get(person_id) for person_id, row in behind.items() if row.told]
        _inform(work, meeting, listeners, was)
    return True


def ask_again(work: UnitOfWork, ref: str, version: int) -> bool:
    """Ask the silent invitees again, and those whom the rule has come to name since. False if the version is
    outdated.
    """
    meeting = _current(work, ref, version)
    if meeting is None:
        return False
    there = _rows(work, ref)
    silent = [
        work.people.get(person_id)
        for person_id, row in there.items()
        if row.answer is None and row.version == version and row.asked_at is not None
    ]
    new = set(there)
    _enter(work, meeting, there)
    newcomers = [work.people.get(i) for i, row in there.items() if i not in new and not row.told]
    listeners = [work.people.get(i) for i, row in there.items() if i not in new and row.told]
    busy = work.conversations.busy(work.now)
    for digits in (True, False):  # if another question is open, a digit answers that one
        those = [person for person in silent if (f"p{person.id}" not in busy) is digits]
        _put(work, meeting, those, question(work, meeting, again=True, digits=digits), "reminder")
    _put(work, meeting, newcomers, question(work, meeting), "invitation")
    _inform(work, meeting, listeners, None)
    return True


def nudge(work: UnitOfWork, meeting: Meeting) -> int | None:
    """Ask the silent again on request, at most once a day. Return how many were silent, or None if this was
    done today already.
    """
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    mine = update(Meeting).where(
        Meeting.ref == meeting.ref, (Meeting.nudged_on.is_(None)) | (Meeting.nudged_on != today)
    )
    if not changed_one(work.session, mine.values(nudged_on=today)):
        return None
    silent = sum(row.answer is None and row.asked_at is not None for row in _rows(work, meeting.ref).values())
    ask_again(work, meeting.ref, meeting.version)
    return silent


def waiting(work: UnitOfWork) -> list[WaitingInvitation]:
    """Return the waiting invitations that can be sent now: the other question was answered, or the wait for
    it is over.
    """
    rows = work.session.execute(
        select(Invitation.meeting_ref, Invitation.person_id, Invitation.ask_by).where(
            Invitation.ask_by.is_not(None)
        )
    ).all()
    if not rows:
        return []
    busy = work.conversations.busy(work.now)
    return [
        WaitingInvitation(row.meeting_ref, row.person_id)
        for row in rows
        if row.ask_by <= work.now or f"p{row.person_id}" not in busy
    ]


def ask_one(work: UnitOfWork, who: WaitingInvitation) -> bool:
    """Send one waiting invitation; False if it is outdated or another process was quicker.

    If the other question is still open, the invitee answers by words, as a digit answers that question.
    """
    work.conversations.load([f"p{who.person_id}"])
    meeting = register.locked(work, who.ref)
    mine = update(Invitation).where(
        Invitation.meeting_ref == who.ref,
        Invitation.person_id == who.person_id,
        Invitation.ask_by.is_not(None),
    )
    if (
        not changed_one(work.session, mine.values(ask_by=None))
        or meeting is None
        or meeting.status != MeetingStatus.CALLED
    ):
        return False
    person = work.people.get(who.person_id)
    row = _rows(work, who.ref)[who.person_id]
    if (
        row.version == meeting.version
        or work.now >= meeting.starts_at
        or not regulars.reachable(work, [person])
    ):
        return False
    busy = work.conversations.is_busy(f"p{person.id}", work.now)
    screen = question(work, meeting, row.told_start, digits=not busy)
    _tell(work, meeting, [person], screen, "change" if row.told_start else "invitation")
    return True


def postpone(_work: UnitOfWork, _who: WaitingInvitation) -> None:
    """Do nothing: the next tick tries again."""


def say_it_is_off(work: UnitOfWork, ref: str, version: int) -> bool:
    """Tell all people who heard of the meeting that it does not take place; False if that is outdated."""
    meeting = register.find(work, ref)
    if meeting is None or meeting.version != version or meeting.status != MeetingStatus.CANCELLED:
        return False
    asked = [work.people.get(i) for i, row in _rows(work, ref).items() if row.told_start is not None]
    screen = replace(texts.called_off_notice(work, meeting), document=calendar(work, meeting))
    for person in _on_roster(work, asked):
        work.outbox.tell(person, screen, "change", ref, version, while_open=True)
    return True


def remind(work: UnitOfWork, ref: str, version: int) -> bool:
    """Remind the people who come or may come, and the conveners, who also get the word of the room."""
    meeting = _current(work, ref, version)
    if meeting is None:
        return False
    heads = {person.id for person in heads_of(work, meeting)}
    args = texts.facts(work, meeting) | {"code": meeting.code}
    here = (Action(Text("button.here"), Text("say.here", {"ref": ref})),)
    plain = Screen(Text("meeting.come", args), max_segments=2, actions=here)
    with_word = Screen(Text("meeting.come_word", args), max_segments=2, actions=here)
    coming = [i for i, row in _rows(work, ref).items() if row.answer in ("yes", "maybe")]
    for person in _on_roster(work, map(work.people.get, dict.fromkeys([*coming, *heads]))):
        screen = with_word if person.id in heads else plain
        work.outbox.tell(person, screen, "reminder", ref, version, while_open=True)
    return True


def heads_of(work: UnitOfWork, meeting: Meeting) -> list[Person]:
    """Return the conveners who are on the roster today, a cover for each absent one."""
    return _on_roster(work, work.people.with_cover(convening.heads(work, meeting)))


def question(
    work: UnitOfWork, meeting: Meeting, was: datetime | None = None, again: bool = False, digits: bool = True
) -> Screen:
    """Return the question "Will you come?".

    `was`: the start that the invitees were told before; if it is the same, the venue has changed or the
    meeting was moved back. `digits`: 1, 2, 3 answer the question; otherwise words do.
    """
    args = texts.facts(work, meeting)
    key = "invite.again" if again else "invite"
    if was:
        key = "invite.moved" if was != meeting.starts_at else "invite.changed"
        args["was"] = texts.when(work, was)
    text = Text(key, args | {"how": "" if digits else Text("invite.by_word", {"ref": meeting.ref})})
    if not digits:
        actions = tuple(
            Action(Text(f"answer.{answer}"), Text(f"say.{answer}", {"ref": meeting.ref}))
            for answer in ANSWERS
        )
        return Screen(text, actions=actions, max_segments=2)
    options = tuple(Option(answer, Text(f"answer.{answer}")) for answer in ANSWERS)
    return Screen(text, options, asked=asked_of(meeting), max_segments=2, document=calendar(work, meeting))


def announcement(work: UnitOfWork, meeting: Meeting, was: datetime | None = None) -> Screen:
    """Return the notice for listeners: it expects no answer, but says how to give one."""
    args = texts.facts(work, meeting)
    key = "invite.told"
    if was:
        key = "invite.told_moved" if was != meeting.starts_at else "invite.told_changed"
        args["was"] = texts.when(work, was)
    yes = (Action(Text("answer.yes"), Text("say.yes", {"ref": meeting.ref})),)
    return Screen(Text(key, args), actions=yes, max_segments=2, document=calendar(work, meeting))


def calendar(work: UnitOfWork, meeting: Meeting) -> Document | None:
    """Return the meeting as a calendar file, or None if no channel shows files."""
    return ics.document(work, meeting) if work.core.channels.shows_documents else None


def asked_anew(work: UnitOfWork, meeting: Meeting, mine: Invitation) -> Screen:
    """Return the question or notice of the present version, as the reply to an answer about an older one.

    The invitation is recorded as sent, so it is not sent again.
    """
    was = mine.told_start
    if meeting.status == MeetingStatus.CALLED:
        values = {"version": meeting.version, "told_start": meeting.starts_at, "ask_by": None}
        asked = {} if mine.told else {"asked_at": work.now}
        _set(work, meeting, [mine.person_id], **values, **asked)
    return announcement(work, meeting, was) if mine.told else question(work, meeting, was)


def asked_of(meeting: Meeting) -> str:
    """Return the prefix of the buttons of a meeting's question: "m12:2"."""
    return f"{meeting.ref.lower()}:{meeting.version}"


def _current(work: UnitOfWork, ref: str, version: int) -> Meeting | None:
    meeting = register.find(work, ref)
    return meeting if meeting and meeting.version == version and meeting.status in COMING else None


def _sleeps(work: UnitOfWork, meeting: Meeting) -> bool:
    """Return True if the meeting is unchanged since it was laid out, and its series does not invite."""
    loose = meeting.series and meeting.status == MeetingStatus.PLANNED and meeting.version == 1
    return bool(loose) and (meeting.series, meeting.county) not in states.awake(work)


@dataclass(slots=True)
class _Row:
    """Columns of an invitation that this module needs."""

    version: int
    told_start: datetime | None
    asked_at: datetime | None
    answer: str | None
    told: bool


def _rows(work: UnitOfWork, ref: str) -> dict[int, _Row]:
    """Return the invitations of a meeting, by the id of the person."""
    work.flush()
    columns = (Invitation.person_id, Invitation.version, Invitation.told_start)
    said = (Invitation.asked_at, Invitation.answer, Invitation.told)
    query = select(*columns, *said).where(Invitation.meeting_ref == ref)
    return {row[0]: _Row(*row[1:]) for row in work.session.execute(query.order_by(Invitation.person_id))}


def _enter(work: UnitOfWork, meeting: Meeting, there: dict[int, _Row]) -> None:
    """Add the people whom the rule names and who are not on the list yet, as invitees or listeners."""
    which = (meeting.series, meeting.counties, register.day(work, meeting), meeting.whom)
    for told, people in ((False, guests.by_rule(work, *which)), (True, guests.told_by_rule(work, *which))):
        for person in people:
            if person.id not in there:
                there[person.id] = _Row(0, None, None, None, told)
                work.rows.add(Invitation, new_row(meeting.ref, person.id, told=told))
    work.flush()


def _inform(work: UnitOfWork, meeting: Meeting, people: Iterable[Person], was: datetime | None) -> None:
    """Tell the listeners, who are not asked."""
    told = _on_roster(work, people)
    screen = announcement(work, meeting, was)
    for person in told:
        work.outbox.tell(
            person, screen, "change" if was else "invitation", meeting.ref, meeting.version, while_open=True
        )
    values = {"version": meeting.version, "told_start": meeting.starts_at}
    _set(work, meeting, [person.id for person in told], **values)


def _put(work: UnitOfWork, meeting: Meeting, people: Iterable[Person], screen: Screen, kind: Kind) -> None:
    """Ask people now, or, if another question is open with them, once that is answered."""
    asked = _on_roster(work, people)
    if not asked:
        return
    busy = work.conversations.busy(work.now)
    later = [person for person in asked if f"p{person.id}" in busy] if kind != "reminder" else []
    if later:
        by = work.now + work.configuration.mechanism.report_hold
        _set(work, meeting, [person.id for person in later], ask_by=by)
        asked = [person for person in asked if f"p{person.id}" not in busy]
    _tell(work, meeting, asked, screen, kind)


def _tell(work: UnitOfWork, meeting: Meeting, people: Sequence[Person], screen: Screen, kind: Kind) -> None:
    for person in people:
        work.outbox.tell(person, screen, kind, meeting.ref, meeting.version, while_open=True)
    ids = [person.id for person in people]
    _set(
        work,
        meeting,
        ids,
        version=meeting.version,
        told_start=meeting.starts_at,
        asked_at=work.now,
        ask_by=None,
    )


PORTION = 500
"""Maximum number of ids in one statement: SQLite limits the number of parameters."""


def _set(work: UnitOfWork, meeting: Meeting, ids: Sequence[int], **values: object) -> None:
    """Update the invitations of these people."""
    work.flush()
    mine = update(Invitation).where(Invitation.meeting_ref == meeting.ref)
    for start in range(0, len(ids), PORTION):
        some = mine.where(Invitation.person_id.in_(ids[start : start + PORTION])).values(**values)
        work.session.execute(some.execution_options(synchronize_session=False))


def _on_roster(work: UnitOfWork, people: Iterable[Person]) -> list[Person]:
    return regulars.reachable(work, list(people))
