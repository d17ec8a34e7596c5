"""ASK a group a question: read back and sent once. Q3 shows what they answered; CLOSE Q3 ends it."""

from dataclasses import replace
from datetime import datetime

from config.rights import Deed, Guarded
from handlers.announcements import answering, reading_back
from handlers.engine import proving, questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.announcements import asking_text, clock, inquiries, tables
from sek_core.announcements.announcing import PlannedAnnouncement
from sek_core.announcements.asking_text import Asked
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.store.questions import Inquiry
from sek_core.store.states import InquiryStatus
from sek_core.wording import phrases

ASK_MANY = Kind("ask_many", "yes_or_no", labels="answer", skip="answer.no")
"""Is a question to be sent to many?"""

TELL_RESULT = Kind(clock.TELL_ALL, "yes_or_no", labels="answer", skip="answer.no", lasts="while_last")
"""Is the result of a question to be told to all who answered it?"""

SEND = (Option("yes", Text("inquiry.send")),)

TELL_ALL = (Option("yes", Text("inquiry.tell_all")),)


def ask(turn: Turn, command: Command) -> Reply | None:
    """Read back whom a question goes to, how many they are, and until when they may answer."""
    if not turn.may(Deed.TELL):
        return refusals.not_for_them(turn, Deed.TELL)
    if not command.rest:
        return Reply(Screen(Text("inquiry.howto"), max_segments=2))
    asked = asking_text.read(turn.work, turn.sender, command.rest)
    if asked is None:
        return Reply(Screen(Text("inquiry.howto"), max_segments=2))
    if asked.wrong:
        return Reply(_wrong(turn, asked))
    planned = inquiries.plan(turn.work, turn.sender, asked)
    if not planned.people:
        who = reading_back.audience_label(turn, asked.audience)
        return Reply(Screen(Text("tell.no_recipient", {"audience": who})))
    return _ask(turn, asked, planned, _draft(asked, command.rest))


def _ask(turn: Turn, asked: Asked, planned: PlannedAnnouncement, draft: str) -> Reply:
    turn.ask(ASK_MANY, choices=questions.YES_NO, draft=draft)
    reply = Reply(_read_back(turn, asked, planned))
    return proving.guard(turn, Guarded.ASK, reply, reading_back.reached(planned))


def _draft(asked: Asked, words: str) -> str:
    """Return what is kept of a question until the yes: its end as it was read back, and the words."""
    return f"{asked.ends_at.isoformat()}|{words}"


def _drafted(turn: Turn, draft: str) -> Asked | None:
    """Return the question that was read back: "tomorrow" is the day that it was then."""
    until, _, words = draft.partition("|")
    ends_at = datetime.fromisoformat(until)
    asked = asking_text.read(turn.work, turn.sender, words)
    if asked is None or asked.wrong or ends_at - turn.work.now < asking_text.LEAST:
        return None
    return replace(asked, ends_at=ends_at)


def _wrong(turn: Turn, asked: Asked) -> Screen:
    """Say why a question cannot be asked, and how it can."""
    args: dict[str, Arg] = {
        "audience": reading_back.audience_label(turn, asked.audience),
        "words": asked.said,
        "day": phrases.day(asked.day) if asked.day else phrases.EMPTY,
    }
    return Screen(Text(f"inquiry.wrong.{asked.wrong}", args), max_segments=2)


def _args(turn: Turn, asked: Asked, planned: PlannedAnnouncement) -> dict[str, Arg]:
    choices = " / ".join(asked.choices)
    return reading_back.args_of(turn, asked.audience, planned) | {
        "day": phrases.day_and_hour(turn.work, asked.ends_at),
        "choices": Text("inquiry.choices", {"choices": choices}) if choices else phrases.EMPTY,
    }


def _read_back(turn: Turn, asked: Asked, planned: PlannedAnnouncement) -> Screen:
    text = Text("inquiry.read_back", _args(turn, asked, planned), n=reading_back.reached(planned))
    return Screen(text, SEND, skippable=True, skip=ASK_MANY.skip, quote=asked.question, max_segments=2)


def _answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Send on a plain yes; read it back again after "yes, but ..."; drop it else."""
    work, question = turn.work, turn.question
    assert question is not None
    work.conversations.answered(turn.party)
    asked = _drafted(turn, question.draft)
    yes = isinstance(action, Choose) and action.value == "yes"
    if asked is None or not yes or not turn.may(Deed.TELL):
        return Reply(Screen(Text("inquiry.dropped")))
    if isinstance(action, Choose) and action.rest:
        return _ask(turn, asked, inquiries.plan(work, turn.sender, asked), question.draft)
    inquiry, planned = inquiries.ask(work, turn.sender, turn.address.value, asked)
    args = _args(turn, asked, planned) | {"ref": inquiry.ref}
    return Reply(
        Screen(Text("inquiry.sent", args, n=reading_back.reached(planned)), max_segments=2), inquiry.ref
    )


def handle_question_command(turn: Turn, command: Command) -> Reply | None:
    """Handle a question's reference: an answer of a person who was asked, or what its asker wants of it."""
    ref = command.ref or ""
    inquiry = inquiries.find(turn.work, ref)
    if inquiry is None:
        return Reply(Screen(Text("ref.unknown", {"ref": ref})))
    asker = inquiries.is_asker(turn.work, inquiry, turn.sender)
    mine = inquiries.answer_of(turn.work, ref, turn.sender)
    words = answering.words_behind(turn.text, ref)
    asks_to_see = command.verb in ("status", "more") or (asker and command.verb in ("close", "cancel"))
    if mine is not None and words and not asks_to_see:
        return answering.answer(turn, inquiry, words)
    if not asker:
        if mine is None:
            return Reply(Screen(Text("inquiry.not_asked", {"ref": ref})), ref)
        return answering.show(turn, inquiry, mine)
    if command.verb in ("close", "cancel"):
        return _end(turn, inquiry, cancelled=command.verb == "cancel")
    if command.verb in ("note", "yes", "no", "maybe") and words:
        return Reply(Screen(Text("inquiry.yours", {"ref": ref}), max_segments=2), ref)
    whole = command.verb == "more" or turn.channel.is_roomy
    screen = tables.table(turn.work, inquiry, turn.sender, whole=whole)
    return Reply(screen, ref)


def _end(turn: Turn, inquiry: Inquiry, *, cancelled: bool) -> Reply:
    """End a question now. CLOSE shows the table; CANCEL only says that it is over."""
    work, ref = turn.work, inquiry.ref
    fresh = work.now - inquiry.created_at <= proving.FRESH
    if cancelled and inquiry.status == InquiryStatus.OPEN and not fresh:
        asked = len(tables.answers(work, ref).rows)
        sure = Text("inquiry.sure_cancel", {"ref": ref}, n=asked)
        if first := proving.first(turn, Guarded.CANCEL, Command("cancel", ref), sure, asked):
            return first
    how = InquiryStatus.CANCELLED if cancelled else InquiryStatus.ENDED
    if not inquiries.end(work, inquiry, how, turn.sender, turn.address.value):
        return Reply(tables.table(work, inquiry, turn.sender), ref)
    found = tables.answers(work, ref)
    if cancelled:
        args: dict[str, Arg] = {"ref": ref, "number": len(found.answered)}
        return Reply(Screen(Text("inquiry.cancelled", args), max_segments=2), ref)
    screen = tables.table(work, inquiry, turn.sender)
    if not found.answered:
        return Reply(screen, ref)
    turn.ask(TELL_RESULT, ref, choices=questions.YES_NO)
    return Reply(clock.with_offer(screen, inquiry, digits=True), ref)


def _result_answered(turn: Turn, action: Choose | Skip) -> Reply:
    assert turn.question is not None
    ref = turn.question.about
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Choose) and action.value == "yes":
        return tell_result(turn, ref)
    return Reply(Screen(Text("inquiry.not_told", {"ref": ref})), ref)


def tell_result(turn: Turn, ref: str) -> Reply:
    """Tell the result to all who answered, once."""
    inquiry = inquiries.find(turn.work, ref)
    if inquiry is None:
        return Reply(Screen(Text("ref.unknown", {"ref": ref})))
    if not inquiries.is_asker(turn.work, inquiry, turn.sender):
        return Reply(Screen(Text("inquiry.not_asked", {"ref": ref})), ref)
    if inquiry.status == InquiryStatus.OPEN:
        return Reply(Screen(Text("inquiry.still_open", {"ref": ref})), ref)
    number = len(tables.answers(turn.work, ref).answered)
    sure = Text("inquiry.sure_tell", {"ref": ref}, n=number)
    if inquiry.told_at is None and (
        first := proving.first(turn, Guarded.TELL, Command("tell", None, ref), sure, number)
    ):
        return first
    told = clock.tell_result(turn.work, inquiry, turn.sender, turn.address.value)
    if told is None:
        return Reply(Screen(Text("inquiry.told_before", {"ref": ref})), ref)
    return Reply(Screen(Text("inquiry.told", {"ref": ref}, n=len(told))), ref)


def _shown(turn: Turn, draft: str) -> Text:
    asked = _drafted(turn, draft)
    if asked is None:
        return Text("inquiry.dropped")
    planned = inquiries.plan(turn.work, turn.sender, asked)
    return Text("inquiry.read_back_again", _args(turn, asked, planned), n=reading_back.reached(planned))


QUESTIONS = (
    Asks(
        ASK_MANY,
        questions.of_choice(_answered),
        lambda turn, asked: _shown(turn, asked.draft),
        questions.end_question,
        lambda _question: SEND,
    ),
    Asks(
        TELL_RESULT,
        questions.of_choice(_result_answered),
        questions.by_its_kind,
        questions.end_question,
        lambda _question: TELL_ALL,
    ),
)
WORDS = (
    Verb(
        "ask",
        ("ASK",),
        ("ULIZA",),
        "text",
        "`ASK Kitui PoCs, which boreholes are down?, Friday`: a question to a county, a role or a group, "
        "read back first; `ASK Kitui PoCs, is the road open? 1 yes 2 no` with numbered answers. Q3 shows "
        "what they answered, CLOSE Q3 ends it",
        "the same as TELL",
        meant_for="audience",
        ends_asking=True,
        only_to_many=True,
    ),
)
COMMANDS = {("ask", ""): ask}
