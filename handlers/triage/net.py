"""The net, for both sides: the sender of a text that was not understood, and the coordinator who gets it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Answer, Choose, Command, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.meetings import rsvp
from handlers.triage import kept, pass_on
from sek_core.alerts import texts as alert_texts
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.response import following
from sek_core.store.states import KeptStatus
from sek_core.triage import beyond, kept_texts, net, net_answers, passing, protection
from sek_core.triage.kept_texts import KeptText
from sek_core.triage.net import Bundle, Lane
from sek_core.triage.net_answers import Coordinator
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import UnitOfWork

IS_REPORT = Kind("is_report", "yes_or_no", labels="pass")
"""Is what was not understood a report, to be passed to a coordinator?"""

NET = Kind("net", "yes_or_no", takes="words", weighed=True, to_sender=True, labels="answer")
"""What does a coordinator make of words that were not understood? It is never stored: it is open while the
message with these words is the last thing that was said to the coordinator.
"""

PROTECT = Kind("protect")
"""Does a focal person follow a report of abuse? Never stored either."""

TAKEN = ("OK", "SAWA", "ACK", "TAKE", "NIMEPOKEA")
"""Words by which a focal person takes a report of abuse."""


def not_understood(turn: Turn, reason: str = "not understood") -> Reply | None:
    """Keep the text, and pass it to a coordinator at the end of the hold. Ask the sender whether it is a
    report, at most once an hour; in between, say when a coordinator reads it.
    """
    work = turn.work
    ref = kept_texts.keep(work, turn.inbox_id, turn.address, reason, turn.text)
    explain = work.conversations.may_explain(turn.party, work.now, work.configuration.mechanism.help_silence)
    if turn.parts.kept or not any(map(str.isalpha, turn.text)):
        # A coordinator has read it already, or there is nothing to read.
        return _without_net(turn, ref) if explain or turn.question is not None else None
    if not turn.may(Deed.REPORT):
        return _of_an_observer(turn, ref) if explain else None
    at = net.schedule_for_coordinator(work, ref)
    if turn.question is not None and not turn.asked(IS_REPORT, NET):
        return Reply(questions.show_question_again(turn), ref)
    if work.conversations.may_ask_to_pass(turn.party, work.now, work.configuration.mechanism.net.ask_again):
        turn.ask(IS_REPORT, ref, choices=questions.YES_NO, draft=at.isoformat())
        text = Text("net.ask", {"time": Moment(at)})
        return Reply(Screen(text, questions.options(IS_REPORT, questions.YES_NO)), ref)
    answer = Text("net.kept", {"time": Moment(at)})
    if explain:
        return Reply(Screen(answer), ref)
    if waits := _what_waits(turn):
        return Reply(Screen(Text("with_more", {"said": answer, "more": waits}), max_segments=2), ref)
    return _silence_announced(turn, ref)


def _what_waits(turn: Turn) -> Arg:
    """Return the reply to the alert or invitation that waits for the sender, or nothing."""
    waiting = following.waiting_for(turn.work, turn.sender)
    for incident in waiting:
        if following.may_act(turn.work, incident, turn.sender):
            return Text("take.also", {"ref": incident.ref})
    return rsvp.still_open(turn)


def _silence_announced(turn: Turn, ref: str) -> Reply | None:
    """Say once that the program falls silent, until when, and whom to call."""
    work, silence = turn.work, turn.work.configuration.mechanism.help_silence
    if not work.conversations.may_announce_silence(turn.party, work.now, silence):
        return None
    args: dict[str, Arg] = {"time": Moment(work.now + silence), "numbers": phrases.numbers_to_call(work)}
    return Reply(Screen(Text("net.quiet", args), max_segments=2), ref)


def dismiss(turn: Turn, command: Command) -> Reply:
    """DISMISS U5: the text is no report, whoever got it; its sender hears so."""
    if command.ref is None:
        return Reply(Screen(Text("dismiss.which")))
    shown = kept.meant(turn, command, Deed.TRIAGE, "DISMISS")
    return shown if isinstance(shown, Reply) else _dismiss(turn, [shown])


def _without_net(turn: Turn, ref: str) -> Reply:
    if turn.question is not None:
        return Reply(questions.show_question_again(turn), ref)
    return Reply(Screen(Text("unclear")), ref)


def _of_an_observer(turn: Turn, ref: str) -> Reply | None:
    """Answer an observer, who may only read; still pass a text that tells of harm to RLA."""
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    if reading.hazard is None and not reading.plea:
        return Reply(Screen(Text("unclear")), ref)
    net.schedule_for_coordinator(turn.work, ref, after=timedelta())
    return refusals.kept(turn, Deed.REPORT, ref)


def handle_sender_answer(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle the sender's answer. Yes: pass the text on now. No: pass it to no coordinator."""
    work, asked = turn.work, turn.question
    assert asked is not None
    asked_at = work.conversations.asked_at(turn.party)
    work.conversations.answered(turn.party)
    shown = kept_texts.find(work, asked.about)
    assert shown is not None  # it was kept when the question was asked
    if isinstance(action, Choose):
        kept_texts.label_by_sender(work, asked.about, is_report=action.value == "yes")
    lane = net.lane_of(shown.kept)
    if isinstance(action, Choose) and action.value == "yes":
        if not net.make_texts_due_now(work, lane) and shown.kept.status != KeptStatus.OPEN:
            return Reply(Screen(Text("net.yes_late")), asked.about)
        return Reply(Screen(Text("net.yes", {"numbers": phrases.numbers_to_call(work)})), asked.about)
    if isinstance(action, Choose):
        return _settle_as_no_report(turn, lane, asked_at)
    return Reply(Screen(Text("net.kept", {"time": Moment(work.now)})), asked.about)


def _settle_as_no_report(turn: Turn, lane: Lane, asked_at: datetime | None) -> Reply:
    assert turn.question is not None
    net.settle_as_no_report(turn.work, lane, asked_at or turn.work.now)
    return Reply(Screen(Text("confirm.no")), turn.question.about)


def end_sender_question(turn: Turn) -> Reply:
    """Handle CANCEL of the question: nothing is passed on. It says nothing about the text."""
    asked = turn.question
    assert asked is not None
    asked_at = turn.work.conversations.asked_at(turn.party)
    turn.work.conversations.answered(turn.party)
    shown = kept_texts.find(turn.work, asked.about)
    assert shown is not None  # it was kept when the question was asked
    return _settle_as_no_report(turn, net.lane_of(shown.kept), asked_at)


def question_about(work: UnitOfWork, asked: net.Asked, language: str) -> Question:
    """Return the question that a coordinator, whose last message it was, may answer with a digit or words."""
    until = (work.now + work.configuration.mechanism.question_open).isoformat()
    if asked.abuse:
        return Question(PROTECT.name, asked.ref, language, until, TAKEN)
    fresh = work.now - asked.told_at <= net.WORDS_WITHIN
    return Question(NET.name, asked.ref, language, until, questions.YES_NO, left=int(fresh))


def handle_coordinator_decision(turn: Turn, action: Answer) -> Reply | None:
    """A coordinator's digit or words about the bundle that they got last."""
    assert turn.question is not None
    told = net.bundle(turn.work, turn.sender, turn.question.about)
    assert told is not None  # the question was made of it
    match action:
        case Choose("yes"):
            return _make(turn, told.texts)
        case Choose():
            return _dismiss(turn, told.texts)
        case Say(words):
            if not turn.question.left:
                return not_understood(turn)
            return _reply(turn, told.texts, words)
        case Skip():
            return Reply(Screen(Text("net.left", {"ref": told.ref})), told.ref)


def by_reference(turn: Turn, command: Command) -> Reply | None:
    """Handle the same by the reference of a kept text: "U5 1", "U5 2", "U5 where is that?"."""
    work, ref = turn.work, command.ref
    assert ref is not None
    if protection.is_one(work, ref):
        return take_abuse_report(turn, ref)
    shown = kept_texts.find(work, ref)
    if shown is None:
        return Reply(Screen(Text("ref.unknown", {"ref": ref})))
    if not kept_texts.may_settle(work, shown.kept, turn.sender):
        return refusals.refused(turn, Deed.TRIAGE, ref, elsewhere=True)
    if shown.kept.reason in (passing.PASSED, beyond.BEYOND):
        return pass_on.by_recipient(turn, shown, command)
    told = net.bundle(work, turn.sender, ref) or Bundle(ref, (shown,), work.now)
    said_ = command.rest.strip().strip(".!").lower()
    if said_ in ("1", "yes", "ndio", "ndiyo"):
        return _make(turn, told.texts)
    if said_ in ("2", "no", "hapana"):
        return _dismiss(turn, told.texts)
    return _reply(turn, told.texts, command.rest) if said_ else None


def take_abuse_report(turn: Turn, ref: str) -> Reply:
    """Let a focal person take a report of abuse. Its words are shown to no one, not even to the focal
    person.
    """
    if not kept_texts.has_words(turn.work, ref, turn.sender):
        return Reply(Screen(Text("protection.not_yours", {"ref": ref})), ref)
    done = protection.take(turn.work, ref, turn.sender, turn.address.value)
    return Reply(Screen(Text("protection.taken" if done else "protection.over", {"ref": ref})), ref)


def _by(turn: Turn) -> Coordinator:
    return Coordinator(turn.sender, turn.address.value)


def _make(turn: Turn, texts: Sequence[KeptText]) -> Reply:
    opened = net_answers.make_report(turn.work, texts, _by(turn), turn.inbox_id)
    if opened is None:
        return _over(turn, texts)
    args: dict[str, Arg] = {
        "ref": opened.incident.ref,
        "summary": wording.summary(opened.incident),
        "audience": alert_texts.audiences_of(turn.work, opened.plan),
        "sender": net.who_sent(turn.work, texts[-1]),
    }
    actions = phrases.actions(opened.incident.ref, "take", "note", "more")
    return Reply(Screen(Text("net.made", args), max_segments=2, actions=actions), opened.incident.ref)


def _dismiss(turn: Turn, texts: Sequence[KeptText]) -> Reply:
    if not net_answers.dismiss(turn.work, texts, _by(turn)):
        return _over(turn, texts)
    args: dict[str, Arg] = {"sender": net.who_sent(turn.work, texts[-1]), "ref": texts[-1].kept.ref}
    return Reply(Screen(Text("net.dismissed", args)), texts[-1].kept.ref)


def _reply(turn: Turn, texts: Sequence[KeptText], words: str) -> Reply:
    if not net_answers.reply(turn.work, texts, _by(turn), words):
        return _over(turn, texts)
    args: dict[str, Arg] = {"sender": net.who_sent(turn.work, texts[-1]), "ref": texts[-1].kept.ref}
    return Reply(Screen(Text("net.replied", args), quote=words), texts[-1].kept.ref)


def _over(turn: Turn, texts: Sequence[KeptText]) -> Reply:
    """Reply that another coordinator, or the sender, has decided before."""
    shown = kept_texts.find(turn.work, texts[-1].kept.ref)
    assert shown is not None
    return kept.reply_already_settled(turn, shown)


def _passing(_turn: Turn, question: Question) -> Text:
    """Return "Not understood, so a coordinator reads it at 23:31. Is it a report?"."""
    return Text("net.ask", {"time": Moment(datetime.fromisoformat(question.draft))})


def _taken(turn: Turn, _action: Answer, _sure: bool) -> Reply:
    assert turn.question is not None
    return take_abuse_report(turn, turn.question.about)


def _by_reference(turn: Turn, command: Command) -> Reply | None:
    return by_reference(turn, command) or kept.show(turn, command)


QUESTIONS = (
    Asks(
        IS_REPORT,
        questions.of_choice(handle_sender_answer),
        _passing,
        end_sender_question,
    ),
    # Both are never stored: only what a message to a coordinator lets them answer.
    Asks(NET, questions.of_any(handle_coordinator_decision), questions.by_its_kind, questions.left_open),
    Asks(PROTECT, _taken, questions.by_its_kind, questions.left_open),
)
WORDS = (
    Verb(
        "dismiss",
        ("DISMISS",),
        ("TUPA",),
        "bare",
        "`DISMISS U5`: the text is no report; its sender hears so",
        "the same as TRIAGE",
        reference=True,
    ),
)
COMMANDS = {("note", "U"): _by_reference, ("take", "U"): _by_reference, ("dismiss", ""): dismiss}
