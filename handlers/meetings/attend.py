"""HERE on the day; PRESENT and ABSENT afterwards, by a convener."""

from dataclasses import replace

from config.rights import Deed
from handlers.engine import disambiguation, refusals
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.meetings import attendees
from sek_core.inbox import attachments as stored_files
from sek_core.meetings import attendance, attendee_list, invitees, register, sheet, texts, walk_ins
from sek_core.meetings.attendee_list import Attendees
from sek_core.messages.incoming import Attached
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.store.meetings import Meeting
from sek_core.store.states import MeetingStatus
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

NO_WORD = frozenset({"already", "present", "thanks", "tayari", "nimefika", "asante", "ukumbini", "mkutanoni"})
"""Words behind HERE that are not meant as the word of the room."""


def here(turn: Turn, command: Command) -> Reply:
    """Record the sender as present: HERE, perhaps with the word that the convener says in the room."""
    work = turn.work
    words = forms_of(command.rest)
    on = attendance.now_on(work, turn.sender)
    if command.ref is not None:
        meeting = register.find(work, command.ref)
        if meeting is None:
            return disambiguation.nothing_to(turn, command)
        return _here(turn, meeting, words)
    spoken_of = [meeting for meeting in on if attendance.is_word(meeting, words)] or on
    if not spoken_of:
        counts = work.configuration.meetings.here
        times = {"before": phrases.lasting(counts.before), "after": phrases.lasting(counts.after)}
        return Reply(Screen(Text("here.none", times)))
    if len(spoken_of) > 1:
        return disambiguation.one_meeting(turn, "HERE", spoken_of, command.rest)
    return _here(turn, spoken_of[0], words)


def present(turn: Turn, command: Command) -> Reply:
    """Record an invitee as present: PRESENT M12 LMS."""
    return _correct(turn, command, Deed.PRESENT, True)


def is_list(turn: Turn) -> bool:
    """Return True if the file with this message is said to be a list of those who came: PRESENT M12."""
    action = turn.intent.action
    return isinstance(action, Command) and action.verb == "present"


def with_file(turn: Turn, attached: Attached) -> Reply:
    """Keep a photo of the list with the meeting; names beside it are recorded too."""
    action = turn.intent.action
    assert isinstance(action, Command)
    meeting = _meeting(turn, action, Deed.PRESENT)
    if isinstance(meeting, Reply):
        stored_files.keep(turn.work, turn.inbox_id, turn.address, attached, None)
        return meeting
    kept = attendees.with_file(turn, meeting, attached)
    return _say_who(turn, meeting, action.rest, Deed.PRESENT.value, True) if action.rest else kept


def absent(turn: Turn, command: Command) -> Reply:
    """Record an invitee as absent: ABSENT M12 KIM."""
    return _correct(turn, command, Deed.ABSENT, False)


def _here(turn: Turn, meeting: Meeting, words: tuple[str, ...]) -> Reply:
    work, ref = turn.work, meeting.ref
    args = texts.facts(work, meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        return Reply(texts.called_off_reply(turn.work, meeting), ref)
    if not attendance.counts_now(work, meeting):
        key = "here.early" if work.now < meeting.starts_at else "here.late"
        return Reply(Screen(Text(key, args), max_segments=2), ref)
    right = attendance.is_word(meeting, words)
    if not right and (work.configuration.meetings.here.word or _looks_like_one(words, meeting)):
        return Reply(Screen(Text("here.word", args)), ref)
    proof: attendance.Proof = "word" if right else "said"
    new = attendance.record_presence(work, meeting, turn.sender, proof, turn.address.value)
    return Reply(Screen(Text("here.done" if new else "here.already", args)), ref)


def _looks_like_one(words: tuple[str, ...], meeting: Meeting) -> bool:
    """Return True if the words may be a mistyped word of the meeting, or another one."""
    return len(words) == 1 and words[0].lower() not in NO_WORD and len(words[0]) >= len(meeting.code) - 1


def _correct(turn: Turn, command: Command, deed: Deed, was_there: bool) -> Reply:
    meeting = _meeting(turn, command, deed)
    if isinstance(meeting, Reply):
        return meeting
    return _say_who(turn, meeting, command.rest, deed.value, was_there)


def _meeting(turn: Turn, command: Command, deed: Deed) -> Meeting | Reply:
    """Return the meeting whose attendance is corrected, or a reply: not theirs, or too early."""
    work, word = turn.work, deed.value
    if command.ref is None:
        held = attendance.now_on(work, turn.sender)
        if len(held) != 1:
            return Reply(Screen(Text("present.which", {"word": word})))
        meeting = held[0]
    else:
        found = register.find(work, command.ref)
        if found is None:
            return disambiguation.nothing_to(turn, command)
        meeting = found
    args = texts.facts(work, meeting) | {"word": word}
    if not turn.may(deed, meeting.counties):
        return refusals.refused(turn, deed, meeting.ref, args)
    if meeting.status == MeetingStatus.CANCELLED:
        return Reply(texts.called_off_reply(turn.work, meeting), meeting.ref)
    if work.now < meeting.starts_at - work.configuration.meetings.here.before:
        return Reply(Screen(Text("present.early", args), max_segments=2), meeting.ref)
    return meeting


def _say_who(turn: Turn, meeting: Meeting, words: str, word: str, was_there: bool) -> Reply:
    work, ref = turn.work, meeting.ref
    if was_there and attendee_list.is_several(words):
        return attendees.record(turn, meeting, attendee_list.read(work, meeting, words))
    if not was_there and walk_ins.remove(work, meeting, words, turn.sender, turn.address.value):
        return Reply(Screen(Text("absent.walk_in", {"ref": ref, "name": words})), ref)
    among = invitees.invited(work, meeting)
    named = invitees.read(work, words, meeting.counties, among)
    if named.unclear and not named.candidates and was_there:  # a person who came without an invitation
        named = invitees.read(work, words, meeting.counties)
    if (
        named.unclear
        and (several := attendee_list.names_of(work, meeting, words, titled=was_there)) is not None
    ):
        return _some_of(turn, meeting, *several, word, was_there)
    if named.unclear and was_there and attendee_list.has_title(words):
        return attendees.record(turn, meeting, attendee_list.read(work, meeting, words))
    if named.candidates:
        lines = tuple(
            f"{word} {ref} {person.name}" for person in named.candidates[: disambiguation.CANDIDATES]
        )
        return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2), ref)
    args: dict[str, Arg] = {"ref": ref, "name": named.unclear, "word": word}
    if named.unclear:
        key = "present.unknown" if was_there else "absent.unknown"
        return Reply(Screen(Text(key, args), max_segments=2), ref)
    if not named.people:
        return Reply(Screen(Text("present.who", args)), ref)
    attendance.correct(work, meeting, named.people, was_there, turn.sender, turn.address.value)
    names = Joined(tuple(person.name for person in named.people))
    key = "present.done" if was_there else "absent.done"
    document = sheet.document(work, meeting)
    return Reply(Screen(Text(key, args | {"who": names}), max_segments=2, document=document), ref)


def _some_of(
    turn: Turn, meeting: Meeting, known: Attendees, left: tuple[str, ...], word: str, was_there: bool
) -> Reply:
    """Record the people of several names that are known, and ask about or name the others."""
    work, ref = turn.work, meeting.ref
    if was_there:
        others = attendee_list.read(work, meeting, "\n".join(left))
        return attendees.record(turn, meeting, replace(others, people=(*known.people, *others.people)))
    attendance.correct(work, meeting, known.people, False, turn.sender, turn.address.value)
    who = Joined(tuple(person.name for person in known.people))
    lines = (
        Text("absent.done", {"ref": ref, "who": who}),
        Text("attendees.unclear", {"names": Joined(left), "ref": ref, "word": word}),
    )
    document = sheet.document(work, meeting)
    return Reply(Screen(attendees.joined(lines), max_segments=None, document=document), ref)


WORDS = (
    Verb(
        "here",
        ("HERE",),
        ("NIPO",),
        "text",
        "I am at the meeting, from half an hour before until two hours after its start; perhaps with the "
        "word that is told in the room",
        "everyone on the roster",
        reference=True,
        yields=True,
        gives_way="to_report",
    ),
    Verb(
        "present",
        ("PRESENT",),
        ("AMEHUDHURIA",),
        "text",
        "`PRESENT M12 LMS`: they came, though they did not say so; `PRESENT M12 Jane Mutua, county "
        "communication director` records a person who was not invited, with a title; a pasted list, one name "
        "a line, is matched with the roster; a photo with these words is kept",
        "{rights}",
        reference=True,
        gives_way="to_report",
        tells_who_came=True,
    ),
    Verb(
        "absent",
        ("ABSENT",),
        ("HAKUHUDHURIA",),
        "text",
        "`ABSENT M12 KIM`: they did not come",
        "{rights}",
        reference=True,
        gives_way="to_report",
        tells_who_came=True,
    ),
)
COMMANDS = {
    ("here", ""): here,
    ("here", "M"): here,
    ("present", ""): present,
    ("present", "M"): present,
    ("absent", ""): absent,
    ("absent", "M"): absent,
}
