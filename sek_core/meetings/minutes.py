"""Minutes: a convener is asked for them the day after the meeting, and all invitees get them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from config.rights import Deed
from sek_core.deliveries import transitions
from sek_core.inbox import attachments
from sek_core.meetings import convening, register, texts
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster.roles import CLT, Role
from sek_core.roster.snapshot import Person
from sek_core.store.files import File
from sek_core.store.meetings import Invitation, Meeting, Minutes
from sek_core.store.states import MeetingStatus
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

QUESTION = "minutes"
"""The kind of the question that a convener is asked."""

LATE = timedelta(days=30)
"""Maximum age of a meeting whose minutes come without its reference."""

TOLD_SEGMENTS = 2


@dataclass(frozen=True, slots=True)
class MinutesGiven:
    """Minutes just stored. `told`: number of recipients. `replaced`: the meeting had minutes before."""

    told: int
    replaced: bool


def newest_minutes(work: UnitOfWork, meeting: Meeting) -> Minutes | None:
    """Return the newest minutes of a meeting, which count, or None."""
    work.flush()
    query = select(Minutes).where(Minutes.meeting_ref == meeting.ref).order_by(Minutes.id.desc()).limit(1)
    return work.session.scalar(query)


def file_of(work: UnitOfWork, written: Minutes) -> File | None:
    """Return the file of these minutes, or None."""
    return work.session.get(File, written.file_id) if written.file_id is not None else None


def last(work: UnitOfWork, person: Person, counties: Collection[str]) -> Meeting | None:
    """Return the last meeting with minutes in these counties or with an invitation of the person."""
    work.flush()
    invited = select(Invitation.meeting_ref).where(Invitation.person_id == person.id)
    query = (
        select(Meeting)
        .where(
            select(Minutes.id).where(Minutes.meeting_ref == Meeting.ref).exists(),
            register.in_counties(counties) | Meeting.ref.in_(invited),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def meetings_without_minutes(work: UnitOfWork, person: Person) -> list[Meeting]:
    """Return the recent meetings without minutes for which the person may give them, the last one first."""
    work.flush()
    query = (
        select(Meeting)
        .where(
            Meeting.status == MeetingStatus.CALLED,
            Meeting.starts_at <= work.now,
            Meeting.starts_at > work.now - LATE,
            ~select(Minutes.id).where(Minutes.meeting_ref == Meeting.ref).exists(),
        )
        .order_by(Meeting.starts_at.desc())
    )
    late = work.session.scalars(query)
    return [meeting for meeting in late if work.rights.may(person, Deed.MINUTES, meeting.counties)]


def last_of(work: UnitOfWork, person: Person, since: datetime) -> Minutes | None:
    """Return the last minutes with a file that a person has given since `since`."""
    work.flush()
    query = select(Minutes).where(
        Minutes.person_id == person.id, Minutes.created_at >= since, Minutes.file_id.is_not(None)
    )
    return work.session.scalar(query.order_by(Minutes.id.desc()).limit(1))


def person_to_ask(work: UnitOfWork, meeting: Meeting) -> Person | None:
    """Return the person who is asked for the minutes: the first of the county's conveners, or of a meeting
    of several counties or of a group the person who convened it; else RLA, which keeps all minutes. A cover
    replaces an absent person.
    """
    people = convening.heads(work, meeting)
    people += [person for _, person in work.people.holders(Role.RLA, meeting.county)]
    return next((person for person in work.people.with_cover(people) if work.people.roles(person)), None)


def parties(work: UnitOfWork, ref: str) -> list[str]:
    """Return the parties whose dialogue the request for minutes touches."""
    meeting = register.find(work, ref)
    person = person_to_ask(work, meeting) if meeting else None
    return [f"p{person.id}"] if person else []


def ask(work: UnitOfWork, ref: str, version: int) -> bool:
    """Ask for the minutes; False if that is outdated or there is no person to ask.

    If no other question is open, the person's next text or file is the answer; else only MINUTES and the
    reference.
    """
    meeting = register.find(work, ref)
    if (
        meeting is None
        or meeting.version != version
        or meeting.status != MeetingStatus.CALLED
        or newest_minutes(work, meeting)
    ):
        return False
    person = person_to_ask(work, meeting)
    if person is None:
        return False
    party, language = f"p{person.id}", work.people.language_of(person)
    key = "ask.minutes"
    if work.conversations.question(party, work.now) is not None:
        key = "ask.minutes_by_word"  # a text alone would answer the other question
    else:
        until = work.now + work.configuration.mechanism.question_open
        question = Question(QUESTION, ref, language, until.isoformat())
        work.conversations.ask(party, question, work.now)
    screen = Screen(question_for(work, meeting, key), max_segments=TOLD_SEGMENTS)
    work.outbox.tell(person, screen, "reminder", ref, version, while_open=True)
    return True


def question_for(work: UnitOfWork, meeting: Meeting, key: str = "ask.minutes") -> Text:
    """Return "Minutes of M12 SEK meeting Kitui? Send the text or a file ..."."""
    return Text(key, {"ref": meeting.ref, "title": texts.title(work, meeting)})


def give(
    work: UnitOfWork, meeting: Meeting, person: Person, words: str, file: File | None, address: str
) -> MinutesGiven:
    """Store the minutes, and send them to all invitees and the CLT of the county, except `person`."""
    replaced = newest_minutes(work, meeting) is not None
    row = {"meeting_ref": meeting.ref, "person_id": person.id, "text": words, "created_at": work.now}
    work.rows.add(Minutes, row | {"file_id": file.id if file else None})
    what = file.kind if file else ""
    work.audit_log.add(
        meeting.ref, Event.MINUTES_GIVEN, person.id, address, ": ".join(filter(None, (what, words)))
    )
    for asked_too in {person.id, *(other.id for other in filter(None, [person_to_ask(work, meeting)]))}:
        transitions.skip_superseded_messages(work, asked_too, "reminder", meeting.ref)
    screen = _told(work, meeting, person, words, file)
    people = readers(work, meeting, person)
    for each in people:
        work.outbox.tell(each, screen, "notice", meeting.ref)
    return MinutesGiven(len(people), replaced)


def shown(work: UnitOfWork, meeting: Meeting, written: Minutes, only_there: bool = False) -> Text:
    """Return the text that introduces minutes to a reader; the caller quotes their words. `only_there`: they
    are a file that the reader's channel cannot show.
    """
    args: dict[str, Arg] = {
        "ref": meeting.ref,
        "title": texts.title(work, meeting),
        "day": _day(work, meeting.starts_at),
        "who": phrases.named(work.people.get(written.person_id)),
    }
    if only_there:
        return Text("minutes.only_there", args)
    return Text("minutes.shown" if written.text else "minutes.shown_file", args)


def _told(work: UnitOfWork, meeting: Meeting, person: Person, words: str, file: File | None) -> Screen:
    args: dict[str, Arg] = {"ref": meeting.ref, "title": texts.title(work, meeting)}
    args["who"] = phrases.named(person)
    attachment = attachments.attachment(work, file) if file else None
    key = "minutes.told" if words else "minutes.told_file"
    return Screen(Text(key, args), quote=words, max_segments=TOLD_SEGMENTS, attachment=attachment)


def readers(work: UnitOfWork, meeting: Meeting, besides: Person) -> list[Person]:
    """Return the recipients of the minutes: the invitees and the CLT of its counties, without `besides`."""
    work.flush()
    query = select(Invitation.person_id).where(Invitation.meeting_ref == meeting.ref)
    invited: Sequence[Person] = work.people.many(work.session.scalars(query))
    clt = [
        person
        for county in meeting.counties
        for role in CLT
        for _, person in work.people.holders(role, county)
    ]
    everybody = {person.id: person for person in (*invited, *clt) if work.people.roles(person)}
    return [person for person in everybody.values() if person.id != besides.id]


def _day(work: UnitOfWork, at: datetime) -> Text:
    return phrases.day(at.astimezone(work.configuration.mechanism.zone).date())
