"""Proof that a text is its sender's own: a sender's number can be forged, but a forger reads no answer.

A question that needs a proof asks by SMS for the code that its message carries, and for a button in the
person's chat where the person has one. The table of rights says which words need it.

No number of wrong codes closes a word to its owner, for a forger could send them. The codes become longer.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from config.rights import Guarded
from handlers.engine import buttons, questions
from handlers.engine.questions import CHAT
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language import codes as written
from handlers.language.intents import Choose, Command, Intent, Skip
from handlers.language.kinds import Kind
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Address
from sek_core.work import codes
from sek_core.work.conversations import Question
from sek_core.work.events import Event

SEGMENTS = 3

DAY = timedelta(days=1)

FRESH = timedelta(minutes=10)
"""Time within which one's own report, offer, task, question or meeting is taken back without a code, as UNDO
takes back an act.
"""

SURE = Kind("sure", "yes_or_no", labels="answer")
"""Is a command to be done? Its sender must prove that it is theirs."""


def needed(turn: Turn, word: Guarded, people: int = 0) -> bool:
    """Return True if a word of this turn needs a proof. `people`: how many are told, or act on it."""
    if turn.proven or turn.channel.proves_sender:
        return False
    return turn.work.configuration.rights.needs_code(word, people)


def guard(turn: Turn, word: Guarded, reply: Reply, people: int = 0) -> Reply:
    """Return the answer that has just asked a question, so that its yes needs a proof if the word does."""
    work, party = turn.work, turn.party
    if turn.proven or not work.configuration.rights.needs_code(word, people):
        return reply
    if turn.channel.proves_sender:
        work.conversations.change(party, proof=CHAT)  # a forged yes by SMS must not answer it either
        return reply
    about = reply.about
    if (chat := _chat_of(turn)) is not None:
        return _ask_in_chat(turn, reply, chat)
    if not turn.channel.reads_codes:
        work.conversations.answered(party)
        return Reply(Screen(Text("code.elsewhere", {"lines": _elsewhere(turn)}), max_segments=2), about)
    return replace(reply, screen=_with_code(turn, reply.screen))


def first(turn: Turn, word: Guarded, command: Command, question: Text, people: int = 0) -> Reply | None:
    """Ask for a proof before a command that is not read back otherwise; None if it needs none. The yes does
    the command as if it had come with its proof.
    """
    if not needed(turn, word, people):
        return None
    about = command.ref or ""
    draft = json.dumps({"verb": command.verb, "ref": command.ref, "rest": command.rest})
    turn.ask(SURE, about, choices=questions.YES_NO, draft=draft)
    screen = Screen(question, questions.options(SURE, questions.YES_NO), max_segments=2)
    return guard(turn, word, Reply(screen, about), people)


def read(turn: Turn) -> Turn | Reply:
    """Read a code. Return the turn, with a proven yes if the code is right, or the answer to a wrong one."""
    question = turn.question
    if turn.person is None or turn.parts.tap:
        return turn
    if question is None or not question.proof:
        return Reply(Screen(Text("code.over"), max_segments=2)) if _is_over(turn) else turn
    if (code := written.read(turn.text, question.code_digits or codes.LENGTH)) is None:
        return turn
    # "4821" alone is in no language but that of its question.
    language = turn.language if any(map(str.isalpha, turn.text)) else question.language
    yes = replace(turn, intent=Intent(Choose("yes"), language), language=language, proven=True)
    if (
        turn.channel.proves_sender
    ):  # the code came by SMS, and is typed into the chat; any other number is no yes
        return yes if codes.opens(question.proof, code) else turn
    if question.proof == CHAT:
        return _to_be_proven(turn)
    if _is_late(turn, question):
        return _late(turn)
    if codes.opens(question.proof, code):
        codes.erase(turn.work, turn.sender.id)
        return yes
    return _wrong(turn, question)


def _is_over(turn: Turn) -> bool:
    """Return True for a code whose question is over, or a text of that form where no question is open."""
    seal = turn.work.conversations.last_seal(turn.party)
    read = {length: written.read(turn.text, length) for length in (codes.LENGTH, codes.LONG)}
    if any(code is not None and codes.opens(seal, code) for code in read.values()):
        return True
    return bool(seal) and turn.question is None and read[codes.LENGTH] is not None


def lacking(turn: Turn, action: object) -> Reply | None:
    """Return the answer to a yes without the proof that its question needs; None if nothing is lacking."""
    question = turn.question
    if question is None or not question.proof or turn.proven or turn.channel.proves_sender:
        return None
    return _to_be_proven(turn) if isinstance(action, Choose) and action.value == "yes" else None


def _to_be_proven(turn: Turn) -> Reply:
    """Answer a yes by SMS that proves nothing. Of a question in a chat it gets a code: the chat may have no
    network now, and only the person reads the answer.
    """
    question = turn.question
    assert question is not None
    if question.proof == CHAT and turn.channel.reads_codes:
        return Reply(_with_code(turn, Screen(_asked(turn, question))), question.about)
    if _is_late(turn, question):
        return _late(turn)
    key = "code.needed_in_chat" if question.proof == CHAT else "code.needed"
    return Reply(Screen(Text(key), max_segments=2), question.about)


def _late(turn: Turn) -> Reply:
    """Read a question back again with a fresh code: the one before counts no more."""
    question = turn.question
    assert question is not None
    late = Text("ask", {"said": Text("code.late"), "question": _asked(turn, question)})
    return Reply(_with_code(turn, Screen(late)), question.about)


def _asked(turn: Turn, question: Question) -> Text:
    return turn.registry.questions[question.kind].shown(turn, question)


def _is_late(turn: Turn, question: Question) -> bool:
    return bool(question.proof_until) and turn.work.now >= datetime.fromisoformat(question.proof_until)


def _with_code(turn: Turn, screen: Screen) -> Screen:
    """Draw a code for the open question, and return its screen with it instead of digits."""
    work = turn.work
    codes.erase(work, turn.sender.id)
    lasts = work.configuration.mechanism.codes.lasts
    length = codes.LONG if _guesses(turn) >= work.configuration.mechanism.codes.wrong_a_day else codes.LENGTH
    code = codes.draw(length)
    seal = codes.seal(code)
    until = (work.now + lasts).isoformat()
    work.conversations.change(turn.party, proof=seal, proof_until=until, code_digits=length)
    work.conversations.sealed(turn.party, seal)
    minutes = max(1, round(lasts.total_seconds() / 60))
    text = Text("code.ask", {"question": screen.text, "code": codes.masked(length)}, n=minutes)
    return replace(
        screen, text=text, options=(), skippable=False, suggestions=(), secret=code, max_segments=SEGMENTS
    )


def _ask_in_chat(turn: Turn, reply: Reply, chat: Address) -> Reply:
    """Put the question with its buttons into the person's chat. The answer by SMS only says so."""
    work, person = turn.work, turn.sender
    question = work.conversations.change(turn.party, proof=CHAT)
    asked = buttons.question_prefix(turn.party, question)
    screen = replace(reply.screen, asked=asked, max_segments=None)
    work.outbox.write_to(chat, screen, work.people.language_of(person), "answer", reply.about)
    where = Text(f"channel.{chat.channel}")
    return Reply(Screen(Text("code.in_chat", {"channel": where}), max_segments=2), reply.about)


def _chat_of(turn: Turn) -> Address | None:
    """Return the address of the sender that proves who writes, and works."""
    work, channels = turn.work, turn.work.core.channels
    return next(
        (
            each
            for each in work.people.reachable_at(turn.sender)
            if channels.of(each.channel).proves_sender and not work.people.is_dead(each)
        ),
        None,
    )


def _elsewhere(turn: Turn) -> Arg:
    """Return the channels by which a word can be proven: "SMS, Telegram"."""
    channels = turn.work.core.channels.on
    able = [each for each in channels if each.reads_codes or each.proves_sender]
    return Joined(tuple(Text(f"channel.{each.name}") for each in able))


def _guesses(turn: Turn) -> int:
    """Return how many wrong codes the person sent within a day."""
    return len(turn.work.conversations.wrong_codes(turn.party, turn.work.now - DAY))


def _wrong(turn: Turn, question: Question) -> Reply:
    """Count a wrong code. The last try ends the question, and the secretariat hears of it, unless it has
    heard enough today.
    """
    work, party = turn.work, turn.party
    limits = work.configuration.mechanism.codes
    heard = _guesses(turn) >= limits.wrong_a_day
    work.conversations.add_wrong_code(party, work.now, work.now - DAY, limits.wrong_a_day + limits.tries)
    work.audit_log.add(question.about, Event.WRONG_CODE, turn.sender.id, turn.address.value, question.kind)
    left = limits.tries - question.tries - 1
    if left > 0:
        work.conversations.change(party, tries=question.tries + 1)
        return Reply(Screen(Text("code.wrong", n=left), max_segments=2), question.about)
    work.conversations.answered(party)
    codes.erase(work, turn.sender.id)
    work.audit_log.add(question.about, Event.CODES_ENDED, turn.sender.id, turn.address.value, question.kind)
    if not heard:
        _tell_secretariat(turn, question)
    return Reply(Screen(Text("code.ended"), max_segments=2), question.about)


def _tell_secretariat(turn: Turn, question: Question) -> None:
    work = turn.work
    args: dict[str, Arg] = {"name": turn.sender.name, "number": turn.address.value}
    told = Screen(Text("code.told", args), max_segments=2)
    for person in work.people.with_cover(work.people.anywhere(Role.RLA)):
        if person.id != turn.sender.id:
            work.outbox.tell(person, told, "notice", question.about)


def _answered(turn: Turn, action: Choose | Skip) -> Reply | None:
    """Do the command on a proven yes."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose) or action.value != "yes":
        return Reply(Screen(Text("sure.dropped")), question.about)
    command = Command(**json.loads(question.draft))
    # Only a yes whose proof was seen comes here, so the command needs no other one.
    return turn.registry.answer(replace(turn, question=None, proven=True), command)


def _sure_shown(_turn: Turn, question: Question) -> Text:
    draft = json.loads(question.draft)
    words = " ".join(
        each for each in (draft["verb"].upper().replace("_", " "), draft["ref"], draft["rest"]) if each
    )
    return Text("sure.again", {"words": words})


QUESTIONS = (Asks(SURE, questions.of_choice(_answered), _sure_shown, questions.end_question),)
