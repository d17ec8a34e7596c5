"""The beginning of a turn: who sends, what is open with them, and what the text asks for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from config.rights import DEEDS, Deed
from handlers.announcements import answering
from handlers.dialogue import forms, speaking
from handlers.dialogue.registry import REGISTRY
from handlers.engine import buttons
from handlers.engine.buttons import Stale, Typed
from handlers.engine.turn import Lookup, Turn
from handlers.incidents import confirm
from handlers.language.grammar import Grammar
from handlers.language.intents import (
    RSVP,
    About,
    Choose,
    Command,
    Confirm,
    Context,
    Forwarded,
    Intent,
    LateDigit,
    Open,
    Report,
    Rsvp,
    Say,
    Skip,
    StillWaiting,
    Unclear,
)
from handlers.language.kinds import NOTHING_ASKED
from handlers.offers import context as offering
from handlers.triage import net
from sek_core.announcements import announcing, asking_text
from sek_core.deliveries import reports
from sek_core.inbox import names, queue
from sek_core.inbox.queue import Said
from sek_core.meetings import answers, regulars
from sek_core.messages.channel import Channels
from sek_core.messages.incoming import NOTHING, Parts, parts_of
from sek_core.roster.snapshot import Address, Person
from sek_core.store.inbox import InboxRow
from sek_core.tasks import assigning, many
from sek_core.triage import last_said
from sek_core.triage import net as kept_net
from sek_core.triage.last_said import Last
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import readable
from sek_core.work import conversations
from sek_core.work.conversations import Question, party_of
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as a channel parsed it. `text`: what is read of it; `whole`: all of it, as it is kept.
    `answerable`: its sender is a person, not a machine.
    """

    inbox_id: int
    channel: str
    sender: str
    text: str
    whole: str
    answerable: bool = True
    parts: Parts = NOTHING
    received_at: datetime | None = None
    sent_at: datetime | None = None


def inbound_of(row: InboxRow, channels: Channels) -> Inbound:
    """Return the message of an inbox row."""
    answerable = channels.of(row.channel).is_person(row.sender)
    parts = parts_of(row.parts)
    text = readable(row.text)
    return Inbound(
        row.id, row.channel, row.sender, text, row.text, answerable, parts, row.received_at, row.sent_at
    )


def begin(work: UnitOfWork, grammar: Grammar, inbound: Inbound, address: Address) -> Turn:
    """Make the turn: find the sender and the open question, and read the text."""
    work.people.heard_from(address)
    if inbound.text != inbound.whole:
        work.whole_texts[inbound.inbox_id] = inbound.whole
    person = address.person
    guest = None
    if person is not None and not work.people.roles(person):
        guest = person if regulars.is_guest(work, person) else None
        person = None
    party = party_of(address)
    mechanism = work.configuration.mechanism
    tap = inbound.parts.tap
    question = work.conversations.question(party, work.now)
    edited = inbound.parts.edited
    before = queue.said_before(work.session, address, inbound.parts, inbound.inbox_id) if edited else None
    if question and person and not tap:
        lasts = REGISTRY.kind(question).lasts
        if _is_past(work, person, party, question, inbound.text):
            work.conversations.answered(party)
            question = None
        elif lasts == "while_last" and not _is_last_said(work, person, party, question):
            question = None
    if question is None:
        asked = kept_net.asked_last(work, person) if person else None
        question = net.question_about(work, asked, person.language) if asked and person else None
        if question is None and person:
            question = answering.question_about(work, person)
    counties = tuple(work.people.counties(person, mechanism.counties)) if person else ()
    lookup = Lookup(work)
    context = Context(
        counties=counties,
        may_report=person is not None and work.rights.may(person, Deed.REPORT),
        opens=lambda name: person is not None and _opens(work, person, name, counties),
        question=question,
        kind=REGISTRY.kind(question),
        exists=lookup.exists,
        invited=lambda: _invited(work, person or guest, party),
        names_somebody=lambda words: (
            person is not None
            and (assigning.names_somebody(work, person, words) or many.read(work, person, words) is not None)
        ),
        names_audience=lambda words: person is not None and announcing.read(work, person, words) is not None,
        asks=lambda words: person is not None and asking_text.names_audience(work, person, words),
        asked_about=lambda: _about(lookup, question),
        waits_for=lambda ref: lookup.waits_for(person, ref),
        offers=lambda ref, words: offering.offers(work, person, ref, words),
        offers_alone=lambda words: offering.offers_alone(work, person, words),
        is_form=lambda verb, words: forms.is_form(work, person, verb, words),
        last=lambda: lookup.last_said(person) if person else Last(),
    )
    pressed = buttons.read_button(tap.data, party, question) if tap else None
    text = (
        pressed.words if isinstance(pressed, Typed) else grammar.without_keyword(inbound.text, context.kind)
    )
    match pressed:
        case Choose() | Skip() | Rsvp():
            intent = Intent(pressed)
        case Stale():
            intent = Intent(Unclear())
        case _ if _is_for_another(work, inbound):
            intent = Intent(Unclear())
        case _ if (answer := _changed_answer(grammar, text, context, before)) is not None:
            intent, question = answer
        case _:
            intent = grammar.read(text, context)
            if question and _answers(intent, text) and _was_sent_before(work, inbound, party):
                intent, context = Intent(Unclear()), replace(context, question=None, kind=NOTHING_ASKED)
            if context.kind.aside and not isinstance(intent.action, Choose | Skip):
                if context.kind.lasts == "only_last":
                    work.conversations.answered(party)
                question, context = None, replace(context, question=None, kind=NOTHING_ASKED)
                intent = grammar.read(text, context)
            if isinstance(intent.action, Say) and confirm.passes_by(context.kind, intent.action):
                afresh = replace(context, question=None, kind=NOTHING_ASKED)
                read = grammar.read(text, afresh)
                if not isinstance(read.action, Unclear | Confirm):
                    question, context, intent = None, afresh, read
            intent = _about_what_it_replies_to(work, lookup, inbound, intent, context.offers)
            if inbound.parts.forwarded is not None:
                intent = _without_orders(intent, work.core.reader.read(text, counties), text, question)
    if guest is not None and _answers_invitation(work, guest, intent):
        person = guest  # a guest can only answer; other texts go the way of a stranger's
    if inbound.parts.started:
        intent = Intent(intent.action)  # "/start" is Telegram's word, in whatever language
    language = (
        speaking.language_of_answer(work.people, intent, question, person, not text.strip())
        or inbound.parts.language
    )
    if language not in mechanism.languages:
        language = mechanism.languages[0]
    return Turn(
        work,
        inbound.inbox_id,
        text,
        address,
        person,
        party,
        question,
        intent,
        language,
        REGISTRY,
        lookup,
        inbound.parts,
        pressed,
        inbound.received_at if inbound.parts.kept else None,
        before,
    )


def _opens(work: UnitOfWork, person: Person, verb: str, counties: tuple[str, ...]) -> bool:
    """Return True if a person may use a command word in one of these counties."""
    deed = DEEDS.get(verb)
    return deed is None or work.rights.may(person, deed, counties)


def _invited(work: UnitOfWork, person: Person | None, party: str) -> Open:
    """Tell how the person may answer an invitation: a digit answers only the last question."""
    open_ = answers.open_to(work, person) if person else []
    if not open_:
        return "told" if person and answers.heard_of(work, person) else "none"
    asked_at = work.conversations.asked_at(party)
    return "digit" if asked_at is None or asked_at < open_[0].asked_at else "word"


def _answers_invitation(work: UnitOfWork, guest: Person, intent: Intent) -> bool:
    """Return True if a guest answers an invitation of theirs."""
    action = intent.action
    if isinstance(action, Rsvp) and action.ref is None:
        return True
    ref = action.ref if isinstance(action, Rsvp | Command) else None
    if isinstance(action, Command) and action.verb not in ("take", *RSVP):
        return False
    return ref is not None and ref[:1] == "M" and answers.invitation(work, ref, guest) is not None


def _changed_answer(
    grammar: Grammar, text: str, context: Context, before: Said | None
) -> tuple[Intent, Question] | None:
    """Return the changed answer to the question that the first version answered, and that question; None if
    it answered none, or the new words are no answer.
    """
    asked = before.read.get("question") if before is not None else None
    if not asked:
        return None
    question = conversations.question_of(asked)
    kind = REGISTRY.kind(question)
    intent = grammar.read(text, replace(context, question=question, kind=kind))
    return (intent, question) if isinstance(intent.action, Choose | Skip | Say) else None


def _is_for_another(work: UnitOfWork, inbound: Inbound) -> bool:
    """Return True if the command names another program: words like others, and no order to this one."""
    called = inbound.parts.called
    return bool(called) and names.is_another(work.session, inbound.channel, called, in_group=False)


def _without_orders(intent: Intent, reading: Reading, text: str, question: Question | None) -> Intent:
    """Leave out what a forwarded text would order or answer: its author wrote it to another recipient. What
    else it tells stays.
    """
    action = intent.action
    if isinstance(action, Say) and question and question.choices:
        return replace(intent, action=Unclear())
    if not isinstance(action, Command | Rsvp | Choose | Skip | LateDigit | StillWaiting):
        return intent
    if reading.sure or reading.plea:
        return replace(intent, action=Report(reading, text))
    tells = isinstance(action, Command) and action.ref is None and len(text.split()) > FEW
    return replace(intent, action=Unclear() if tells else Forwarded())


FEW = 5
"""Maximum number of words of an order without a reference; more words tell something."""


def _is_past(work: UnitOfWork, person: Person, party: str, question: Question, text: str) -> bool:
    """Return True if a digit would be the answer to something that was said after the question."""
    if REGISTRY.kind(question).lasts == "only_last":
        return last_said.asked_last(work, person) != buttons.question_prefix(party, question)
    return question.yields and len(text.strip()) == 1 and _invited(work, person, party) == "digit"


def _answers(intent: Intent, text: str) -> bool:
    """Return True for a digit, or one word that would be an answer."""
    said = text.strip().strip(".")
    words = len(said.split()) == 1 and isinstance(intent.action, Choose | Skip)
    return said.isdecimal() or words


def _was_sent_before(work: UnitOfWork, inbound: Inbound, party: str) -> bool:
    """Return True if a digit or a word was sent before the text to which the open question was the answer, or
    is the same text of the same time: the network delivered it late, or twice. The network's own times are
    compared, so that no clock need be right.
    """
    said = inbound.text.strip().strip(".")
    if inbound.sent_at is None or inbound.parts.tap:
        return False
    if not work.core.channels.of(inbound.channel).has_numbers:
        return False  # only SMS comes twice, or out of order
    before = queue.last_text(work.session, inbound.channel, inbound.sender, inbound.inbox_id)
    asked_at = work.conversations.asked_at(party)
    if before is None or before.sent_at is None or asked_at is None or asked_at < before.received_at:
        return False
    twice = inbound.sent_at == before.sent_at and said == before.text.strip().strip(".")
    return twice or inbound.sent_at < before.sent_at


def _is_last_said(work: UnitOfWork, person: Person, party: str, question: Question) -> bool:
    """Return True if the newest message asks this question of the clock, or if only answers came since."""
    prefix = buttons.question_prefix(party, question)
    return any(
        last_said.asked_last(work, person, besides_answers=besides) == prefix for besides in (False, True)
    )


def _about(lookup: Lookup, question: Question | None) -> About:
    """The incident that a question is about, as far as answers depend on it."""
    incident = lookup.incident(question.about) if question else None
    return About(incident.hazard, incident.place) if incident else About()


def _about_what_it_replies_to(
    work: UnitOfWork, lookup: Lookup, inbound: Inbound, intent: Intent, offers: Callable[[str, str], bool]
) -> Intent:
    """A reply to a message of ours about S127 is about S127: "ok", or words to be noted."""
    replied, action = inbound.parts.replies_to, intent.action
    if isinstance(action, Confirm) and action.reading.hazard is None:
        action = Unclear()  # only the heads take it for a report
    if replied is None or not isinstance(action, Command | Unclear | Rsvp):
        return intent
    ref = reports.find_reference_of_message(
        work, inbound.channel, inbound.parts.group or inbound.sender, replied
    )
    if not ref or not lookup.exists(ref):
        return intent
    if isinstance(action, Rsvp):
        return replace(intent, action=replace(action, ref=action.ref or ref)) if ref[0] == "M" else intent
    if isinstance(action, Unclear):
        said = "offer" if offers(ref, inbound.text) else "note"
        return replace(intent, action=Command(said, ref, inbound.text)) if inbound.text else intent
    verb = next(verb for verb in REGISTRY.verbs if verb.name == action.verb)
    return replace(intent, action=replace(action, ref=action.ref or ref)) if verb.reference else intent
