"""One turn of a dialogue: one message comes in, exactly one answer goes out.

The channels do not know the dialogues, and this module does not know the channels.
"""

from collections.abc import Mapping
from dataclasses import replace

from config.gazetteer import Place
from handlers.announcements import answering
from handlers.dialogue import changed, either, explaining, files, wondering
from handlers.dialogue.beginning import Inbound, begin
from handlers.dialogue.machines import Echoing
from handlers.dialogue.registry import REGISTRY
from handlers.engine import buttons, proving
from handlers.engine.buttons import Stale
from handlers.engine.turn import Reply, Turn
from handlers.incidents import (
    confirm,
    corrected,
    escalate,
    location,
    news,
    outside,
    report,
    two_events,
)
from handlers.language.grammar import Grammar
from handlers.language.intents import (
    RSVP,
    AbuseReport,
    Action,
    Choose,
    Command,
    Confirm,
    Courtesy,
    Denial,
    Either,
    Forwarded,
    LateDigit,
    Report,
    Rsvp,
    Say,
    Skip,
    StillWaiting,
    Unclear,
    Wonder,
)
from handlers.meetings import attend, minutes, rsvp
from handlers.people import enrol, groups, topics
from handlers.triage import not_understood, protect, vouched
from sek_core.inbox import attachments as stored_files
from sek_core.inbox import names
from sek_core.messages.incoming import Attached
from sek_core.messages.screens import HazardName, Joined, Screen, Text
from sek_core.triage import strangers
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import plain, words_of
from sek_core.work.unit_of_work import UnitOfWork

BEGIN_AN_ANSWER = frozenset(
    form.lower()
    for verb in REGISTRY.verbs
    if verb.name in (*RSVP, "take", "here")
    for form in (*verb.en, *verb.sw)
)
"""Words that begin an answer to an invitation, but may also begin a report."""


def take_turn(work: UnitOfWork, grammar: Grammar, inbound: Inbound) -> None:
    """Understand a message, do what it asks, and queue the one answer to it."""
    called, in_group = inbound.parts.called, inbound.parts.group
    if in_group and called and names.is_another(work.session, inbound.channel, called, in_group=True):
        return  # a command for another program of the group
    address = work.people.sender(inbound.channel, inbound.sender)
    if not inbound.answerable:
        not_understood.keep_machine_text(work, inbound.inbox_id, address)
        return
    turn = begin(work, grammar, inbound, address)
    echoing = Echoing(turn, inbound.received_at)
    if echoing.silent:
        echoing.keep_silent()
        return
    events = len(work.audit_log.events)
    reply = echoing.last_answer() if echoing.is_loop else _reply(turn)
    echoing.answered(reply)
    changed.keep_reading(turn, events)
    if inbound.parts.tap and reply is None:
        reply = Reply(Screen(Text("tap.nothing")), brief=True)
    if inbound.parts.kept:
        vouched.tell_voucher_outcome(turn, reply)
    if reply is None or reply.silent:
        return
    _give(turn, reply)


def _reply(turn: Turn) -> Reply | None:
    """Return the answer, or None if the sender gets none for a while or needs none."""
    came = turn.parts
    silent = turn.person is None and turn.work.people.is_blocked(turn.address)
    if silent and not came.contact:
        _blocked(turn)
        return None
    if came.tap and groups.is_choice(came.tap):
        return groups.chosen(turn, came.tap)
    if came.group and came.public:
        # A command in a public group is obeyed in the private chat alone, and the group gets no more alerts.
        groups.became_public(turn)
    if came.started and came.group:
        topics.choose(turn)
        return None
    if came.started:
        return enrol.start(turn)
    if came.contact:
        return enrol.contact(turn, came.contact)
    if turn.person is None:
        return _stranger(turn)
    if turn.pressed == Stale():
        return Reply(Screen(Text("tap.stale")), brief=True)
    proven = proving.read(turn)
    if isinstance(proven, Reply):
        return proven
    if came.edited:
        return changed.handle(proven, _usually)
    return _usually(proven)


def _usually(turn: Turn) -> Reply | None:
    """Answer a message of a person on the roster as one that was just written."""
    came = turn.parts
    if came.point and (answer := location.handle_shared_location(turn, came.point)):
        return answer
    if came.attached:
        return _with_file(turn, came.attached)
    reply = _act(turn, turn.intent.action)
    return report.go_on(turn, reply) if reply is not None else None


def _blocked(turn: Turn) -> None:
    """Keep a text of a blocked stranger unanswered, but obey STOP and START."""
    action = turn.intent.action
    if isinstance(action, Command) and action.verb in ("stop", "start"):
        turn.registry.answer(turn, action)
    elif not (turn.parts.tap or turn.parts.group or turn.parts.started):
        not_understood.blocked_sender(turn)


def _stranger(turn: Turn) -> Reply | None:
    """Keep and pass on a text of a sender who is not on the roster, except from buttons and groups."""
    action, album = turn.intent.action, turn.parts.album
    if turn.parts.tap:
        return Reply(Screen(Text("tap.stranger")), brief=True)
    if turn.parts.group:
        return None
    if isinstance(action, Command) and action.verb in ("stop", "start"):
        return turn.registry.answer(turn, action)
    if album and not turn.text and not_understood.is_later_photo(turn, album):
        return None
    if turn.work.core.reader.read(turn.text, ()).protection:
        return protect.received(turn)
    return protect.add_to_abuse_report(turn) or not_understood.unknown_sender(turn)


def _with_file(turn: Turn, attached: Attached) -> Reply | None:
    """Handle the words beside a file; keep a file without words with its report."""
    if minutes.file_is_minutes(turn):
        return minutes.with_file(turn, attached)
    if attend.is_list(turn):
        return attend.with_file(turn, attached)
    if not turn.text.strip():
        return files.received(turn, attached)
    reply = _act(turn, turn.intent.action)
    ref = reply.about if reply and turn.incident(reply.about) else None
    if turn.changed is not None and stored_files.give_again(turn.work, turn.changed.first_id, ref):
        return reply
    album = turn.parts.album
    stored_files.keep(turn.work, turn.inbox_id, turn.address, attached, ref, album=album)
    if album and ref is not None:
        stored_files.attach_album_to_incident(turn.work, turn.sender, album, ref)
    return reply


def _act(turn: Turn, action: Action) -> Reply | None:
    if (both := answering.may_be_both(turn, action)) is not None:
        reading = turn.work.core.reader.read(turn.text, turn.counties)
        return either.ask(replace(turn, question=both), Either(turn.text.strip(), reading))
    if (said := explaining.before_all(turn, action)) is not None:
        return said
    match action:
        case Rsvp():
            return rsvp.answered(turn, action)
        case LateDigit():
            return rsvp.ask_for_answer_by_word(turn)
        case Command():
            return turn.registry.answer(turn, _of_the_standing_one(turn, action))
        case Report(Reading(outside=Place())) | Confirm(Reading(outside=Place())) if asked := outside.ask(
            turn, action
        ):
            return asked
        case Report(reading) | Confirm(reading) if changed := corrected.report(turn, reading):
            return changed
        case Report() | Denial() | Confirm(Reading(hazard=str())) if told := news.of_own_shock(turn):
            return told
        case Report() if two := two_events.begin(turn, action):
            return two
        case Report(reading, words):
            begun = outside.with_those_beyond(turn, report.begin(turn, action), reading)
            return _with_what_is_open(turn, begun, words)
        case Confirm() if turn.parts.kept and turn.question:
            # Among texts that are handled together, the report's own question is the one to answer.
            return not_understood.not_understood(turn)
        case Confirm(reading):
            return explaining.what_may_be_a_report(turn, reading) or confirm.ask(turn, action)
        case Choose() | Skip() | Say():
            return _answered(turn, action)
        case Either() if turn.parts.kept:
            return not_understood.not_understood(turn)
        case Either():
            return either.ask(turn, action)
        case AbuseReport():
            return protect.received(turn)
        case StillWaiting(ref):
            return escalate.offer(turn, ref)
        case Wonder():
            return wondering.answer(turn, action)
        case Denial(hazards):
            names = Joined(tuple(HazardName(hazard) for hazard in dict.fromkeys(hazards)))
            return Reply(Screen(Text("denial", {"hazards": names})))
        case Forwarded():
            return Reply(Screen(Text("forwarded.no_order"), max_segments=2))
        case Courtesy():
            return Reply(Screen(Text("courtesy")))
        case Unclear():
            return explaining.what_is_unclear(turn) or _with_hint(turn, not_understood.not_understood(turn))


def _with_what_is_open(turn: Turn, reply: Reply, words: str) -> Reply:
    """Remind of the invitation after "Yes, flood in Kyuso" was read as a report: the yes may have been for
    it.
    """
    first = words_of(plain(words))[:1]
    if not first or first[0].form not in BEGIN_AN_ANSWER or not (more := rsvp.still_open(turn)):
        return reply
    screen = replace(reply.screen, text=Text("with_more", {"said": reply.screen.text, "more": more}))
    return replace(reply, screen=screen)


def _with_hint(turn: Turn, reply: Reply | None) -> Reply | None:
    """Show in front of "Not understood" how to answer the last message, if it was a task or an invitation."""
    if reply is None or turn.question is not None or turn.parts.kept:
        return reply
    last = turn.lookup.last_said(turn.sender) if turn.person is not None else None
    if last is None or last.what not in ("task", "invitation"):
        return reply
    hint = Text("hint.task" if last.what == "task" else "hint.invitation", {"ref": last.ref})
    text = Text("ask", {"said": hint, "question": reply.screen.text})
    return replace(reply, screen=replace(reply.screen, text=text))


def _answered(turn: Turn, action: Choose | Skip | Say) -> Reply | None:
    """Pass an answer to the dialogue that asked."""
    assert turn.question is not None  # the grammar reads an answer only where a question is open
    if (unproven := proving.lacking(turn, action)) is not None:
        return unproven
    answered = turn.registry.questions[turn.question.kind].answered(turn, action, False)
    return report.begin(turn, answered) if isinstance(answered, Report) else answered


def _of_the_standing_one(turn: Turn, command: Command) -> Command:
    """Return a command about a merged incident as one about the incident that stands; STATUS tells which."""
    if command.verb == "status" or turn.incident(command.ref) is None:
        return command
    return replace(command, ref=turn.lookup.resolve_merged(command.ref or ""))


def _give(turn: Turn, reply: Reply) -> None:
    """Queue the answer, and behind it its attachments, as far as the channel can show them."""
    outbox, language = turn.work.outbox, reply.language or turn.language
    screen = _with_question(turn, reply.screen)
    if turn.person is None and not strangers.may_answer(turn.work, turn.address, screen, language):
        return  # unknown numbers have had all answers of this hour; the text is kept
    outbox.answer(turn.address, screen, language, reply.about, _aim(turn, reply), leads=reply.leads)
    for number, attachment in enumerate(reply.attachments, start=1):
        if attachment.channel == turn.address.channel or attachment.link:
            what = Text(f"file.{attachment.kind}")
            caption = Text("file.caption", {"ref": reply.about, "file": what, "number": number})
            outbox.answer(turn.address, Screen(caption, attachment=attachment), language, reply.about)


def _with_question(turn: Turn, screen: Screen) -> Screen:
    """Tie the screen's buttons to the question that is open now."""
    if screen.asked or not (screen.options or screen.suggestions or screen.skippable):
        return screen
    question = turn.work.conversations.question(turn.party, turn.work.now)
    return replace(screen, asked=buttons.question_prefix(turn.party, question)) if question else screen


def _aim(turn: Turn, reply: Reply) -> Mapping[str, object] | None:
    """Return where to show the answer to a pressed button: in place of its question, or behind it. In a
    group, only the person who pressed it sees the answer, with the same words beside the button.
    """
    tap, group = turn.parts.tap, turn.parts.group
    if tap is None:
        return None
    aim: dict[str, object] = {"callback": tap.callback}
    if reply.brief:
        aim |= {"toast": True, "alert": True, "only_toast": True}
        if turn.pressed == Stale() and tap.message and not group:
            aim["strip"] = tap.message
    elif group:
        aim["toast"] = True
    elif tap.message and not tap.data.startswith(buttons.SAYS):
        aim["edit"] = tap.message
    return aim
