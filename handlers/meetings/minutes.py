"""MINUTES M12: giving the minutes of a meeting, in words or as a file; and reading them."""

from datetime import timedelta

from config.rights import Deed
from handlers.engine import questions, reading_back, refusals
from handlers.engine.disambiguation import CANDIDATES, unknown
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Answer, Choose, Command, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.meetings import decide
from sek_core.inbox import attachments as stored_files
from sek_core.meetings import answers, minutes, register, texts
from sek_core.messages.incoming import Attached
from sek_core.messages.screens import LONGEST, Arg, Joined, Screen, Text
from sek_core.roster.roles import Role
from sek_core.store.files import File
from sek_core.store.meetings import Meeting
from sek_core.store.states import FileStatus, MeetingStatus
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases
from sek_core.work.conversations import Question

FEW = 4
"""Minimum number of words of minutes, which go to every invitee."""

PLAINLY = 15
"""Number of words from which a text is surely minutes. Shorter texts without a word typical of minutes are
read back first, because they go to every invitee.
"""

LATER = frozenset(
    {"later", "tomorrow", "soon", "kesho", "baadaye", "nitatuma", "tutatuma", "monday", "jumatatu"}
)
"""Words of a promise to send the minutes later, in a text no longer than `PROMISE`."""

PROMISE = 12

MINUTES = Kind(minutes.QUESTION, takes="words", tells="minutes", weighed=True)
"""What are the minutes of a meeting?"""

SEND_MINUTES = Kind("send_minutes", "yes_or_no", takes="words", reads_back=MINUTES, labels="answer")
"""Are these words to be sent as minutes?"""

TOGETHER = timedelta(seconds=10)
"""Time within which photos count as sent together; each comes as a message of its own."""


def minutes_(turn: Turn, command: Command) -> Reply | None:
    """Give the minutes with the words, or show them without any."""
    if command.ref is None:
        return _without_reference(turn, command.rest)
    meeting = register.find(turn.work, command.ref)
    if meeting is None:
        return Reply(Screen(unknown(command.ref)))
    if not command.rest:
        return _show(turn, meeting)
    return _give(turn, meeting, command.rest)


def answered(turn: Turn, action: Say | Skip, *, sure_of: bool = False) -> Reply | None:
    """Handle the minutes that were asked for, or a skip. Read short ones back, unless the sender is sure."""
    assert turn.question is not None
    meeting = register.find(turn.work, turn.question.about)
    if meeting is None:
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(unknown(turn.question.about)))
    if isinstance(action, Skip):
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(Text("minutes.later", {"ref": meeting.ref})), meeting.ref)
    forms = forms_of(action.words)
    if len(forms) <= PROMISE and not LATER.isdisjoint(forms):
        return Reply(Screen(Text("minutes.later", {"ref": meeting.ref})), meeting.ref)
    if len(forms) < FEW and not sure_of:
        return Reply(questions.show_question_again(turn), meeting.ref)
    plainly = len(forms) >= PLAINLY or turn.work.core.reader.reads_as_minutes(action.words)
    may = turn.may(Deed.MINUTES, meeting.counties)
    if not plainly and not sure_of and may and minutes.readers(turn.work, meeting, turn.sender):
        return reading_back.ask(turn, SEND_MINUTES, meeting.ref, ask_to_send(turn, meeting), action.words)
    return _give(turn, meeting, action.words)


def sure_of_minutes(turn: Turn, action: Choose | Skip) -> Reply | None:
    """Handle yes or no to minutes that were read back; after a no, ask for the minutes again."""
    question = turn.question
    assert question is not None
    if isinstance(action, Choose) and action.value == "yes":
        words = turn.work.core.reader.read(question.draft, turn.counties)
        return answered(turn, Say(question.draft, words), sure_of=True)
    if isinstance(action, Choose):
        turn.ask(MINUTES, question.about)
        return Reply(
            Screen(Text("minutes.not_sent", {"ref": question.about}), skippable=True), question.about
        )
    return answered(turn, action)


def file_is_minutes(turn: Turn) -> bool:
    """Return True if the file with this message is minutes, by its words or as the answer to a question."""
    action = turn.intent.action
    if isinstance(action, Command):
        return action.verb == "minutes"
    return turn.asked(MINUTES, SEND_MINUTES) is not None and (
        isinstance(action, Say) or not turn.text.strip()
    )


def with_file(turn: Turn, attached: Attached) -> Reply | None:
    """Take a document or photo as the minutes, perhaps with words."""
    work, action = turn.work, turn.intent.action
    ref = action.ref if isinstance(action, Command) else turn.question.about if turn.question else None
    words = action.rest if isinstance(action, Command) else action.words if isinstance(action, Say) else ""
    wanted = [] if ref else minutes.meetings_without_minutes(work, turn.sender)
    meeting = register.find(work, ref) if ref else wanted[0] if len(wanted) == 1 else None
    stored_files.keep(work, turn.inbox_id, turn.address, attached, None)
    if meeting is None:
        return _which(turn, wanted) if wanted else Reply(Screen(Text("minutes.which_file")))
    file = stored_files.of_message(work, turn.inbox_id)
    if file is None or file.status == FileStatus.REFUSED:
        return _too_large(turn, meeting, attached, words)
    return _give(turn, meeting, words, file)


def answer_second_photo(turn: Turn) -> Reply | None:
    """Answer a second photo of those sent together with minutes: only one file goes with them."""
    found = minutes.last_of(turn.work, turn.sender, turn.work.now - TOGETHER)
    if found is None or turn.text.strip():
        return None
    return Reply(Screen(Text("minutes.one_file", {"ref": found.meeting_ref})), found.meeting_ref)


def _without_reference(turn: Turn, words: str) -> Reply | None:
    work = turn.work
    if not words:
        meeting = minutes.last(work, turn.sender, turn.counties)
        return _show(turn, meeting) if meeting else Reply(Screen(Text("minutes.nowhere")))
    if question := turn.asked(MINUTES, SEND_MINUTES):
        asked = register.find(work, question.about)
        if asked is not None:
            return _give(turn, asked, words)
    wanted = minutes.meetings_without_minutes(work, turn.sender)
    if len(wanted) == 1:
        return _give(turn, wanted[0], words)
    ref = refusals.keep(turn, "minutes of no meeting")
    return _which(turn, wanted, ref) if wanted else Reply(Screen(Text("minutes.which_file")), ref)


def _which(turn: Turn, wanted: list[Meeting], about: str = "") -> Reply:
    """Ask which meeting, with the exact reply for each."""
    lines = tuple(
        Text("minutes.line", {"ref": each.ref, "title": texts.title(turn.work, each)})
        for each in wanted[:CANDIDATES]
    )
    return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2), about)


def _give(
    turn: Turn, meeting: Meeting, words: str, file: File | None = None, besides: Arg = phrases.EMPTY
) -> Reply | None:
    work, ref = turn.work, meeting.ref
    if not turn.may(Deed.MINUTES, meeting.counties):
        return refusals.not_for_them(turn, Deed.MINUTES)
    if meeting.status == MeetingStatus.CANCELLED or work.now < meeting.starts_at:
        refusals.keep(turn, "minutes of no meeting")
        key = "minutes.off" if meeting.status == MeetingStatus.CANCELLED else "minutes.too_early"
        return Reply(Screen(Text(key, {"ref": ref, "when": texts.when(work, meeting.starts_at)})), ref)
    given = minutes.give(work, meeting, turn.sender, words, file, turn.address.value)
    if (question := turn.asked(MINUTES, SEND_MINUTES)) and question.about == ref:
        work.conversations.answered(turn.party)
    replaced: Arg = Text("minutes.replaced") if given.replaced else phrases.EMPTY
    state = Joined((replaced, besides, Text("minutes.tasks", {"ref": ref})), " ")
    args: dict[str, Arg] = {"ref": ref, "title": texts.title(work, meeting), "state": state}
    reply = Reply(Screen(Text("minutes.done", args, n=given.told), max_segments=2), ref)
    return decide.offer(turn, meeting, words, reply)


def _too_large(turn: Turn, meeting: Meeting, attached: Attached, words: str) -> Reply | None:
    """Give the words beside a file that is too large; without words, tell no reader of missing minutes."""
    size = max(1, round((attached.size or 0) / 1024 / 1024))
    most = turn.work.configuration.mechanism.file_megabytes
    what: dict[str, Arg] = {"file": Text(f"file.{attached.kind}"), "size": size, "most": most}
    if words:
        return _give(turn, meeting, words, besides=Text("minutes.without_file", what))
    return Reply(Screen(Text("minutes.too_large", what | {"ref": meeting.ref})), meeting.ref)


def _show(turn: Turn, meeting: Meeting) -> Reply:
    """Show the minutes in full, with their file; or say who is asked for them."""
    work, ref = turn.work, meeting.ref
    if not answers.is_for(work, ref, turn.sender):
        return Reply(Screen(Text("ref.forbidden", {"ref": ref})), ref)
    written = minutes.newest_minutes(work, meeting)
    if written is None:
        return Reply(_none_yet(turn, meeting), ref)
    file = minutes.file_of(work, written)
    shows = file is None or file.channel == turn.address.channel
    attachments = (stored_files.attachment(work, file),) if file else ()
    if attachments and not (written.text or shows or attachments[0].link):
        return Reply(Screen(minutes.shown(work, meeting, written, only_there=True)), ref)
    screen = Screen(minutes.shown(work, meeting, written), quote=written.text, max_segments=LONGEST)
    return Reply(screen, ref, attachments=attachments)


def _none_yet(turn: Turn, meeting: Meeting) -> Screen:
    work = turn.work
    args: dict[str, Arg] = {"ref": meeting.ref, "when": texts.when(work, meeting.starts_at)}
    if meeting.status == MeetingStatus.CANCELLED:
        return Screen(Text("minutes.off", args))
    if work.now < meeting.starts_at:
        return Screen(Text("minutes.too_early", args))
    if turn.may(Deed.MINUTES, meeting.counties):
        return Screen(Text("minutes.yours", args))
    person = minutes.person_to_ask(work, meeting)
    who: Arg = phrases.named(person) if person else phrases.role_of(work, Role.RLA)
    return Screen(Text("minutes.none", args | {"who": who}))


def _asked_for(turn: Turn, question: Question) -> Text:
    """Show "Minutes of M12 SEK meeting Kitui? ..." again."""
    meeting = register.find(turn.work, question.about)
    return minutes.question_for(turn.work, meeting) if meeting else _unknown(question)


def _sending(turn: Turn, question: Question) -> Text:
    """Show "Send this as the minutes of M7 to 6 people?" again."""
    meeting = register.find(turn.work, question.about)
    return ask_to_send(turn, meeting) if meeting else _unknown(question)


def _unknown(question: Question) -> Text:
    return unknown(question.about)


def ask_to_send(turn: Turn, meeting: Meeting) -> Text:
    """Return the question whether to send the minutes of this meeting."""
    told = len(minutes.readers(turn.work, meeting, turn.sender))
    return Text("ask.send_minutes", {"ref": meeting.ref}, n=told)


def _answered(turn: Turn, action: Answer, sure: bool) -> Reply | None:
    assert not isinstance(action, Choose)  # it offers none
    return answered(turn, action, sure_of=sure)


def _read_back(turn: Turn, action: Answer, sure: bool) -> Reply | None:
    """Handle yes, no, or better words in their place."""
    if isinstance(action, Say):
        return answered(turn, action, sure_of=sure)
    return sure_of_minutes(turn, action)


QUESTIONS = (
    Asks(MINUTES, _answered, _asked_for, questions.end_question),
    Asks(SEND_MINUTES, _read_back, _sending, questions.shown_again),
)
WORDS = (
    Verb(
        "minutes",
        ("MINUTES",),
        ("KUMBUKUMBU",),
        "text",
        "`MINUTES M12` shows the minutes of a meeting, alone those of the last one; `MINUTES M12` and the "
        "text, or on Telegram a file with these words, gives them to all who were invited and the CLT",
        "invitees and people with a role for the county; giving them: {rights}",
        reference=True,
        gives_way="to_sudden",
        meant_for="minutes",
        ends_asking=True,
    ),
)
COMMANDS = {("minutes", ""): minutes_, ("minutes", "M"): minutes_}
