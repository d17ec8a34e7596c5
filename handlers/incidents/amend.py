"""FIX, ADD and CANCEL, and texts without a verb: a correction in passing, or the next part of a report."""

from dataclasses import replace
from datetime import timedelta

from config.mechanism import OTHER
from config.rights import Deed, Guarded
from handlers.engine import proving, questions, reading_back
from handlers.engine.disambiguation import nothing_to, one_of
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import corrected, fewer_dead
from handlers.incidents.changing import latest_of_sender, say, unchanged
from handlers.incidents.kinds import ADD, FIX, WHAT
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import ANSWERS, Verb
from sek_core.incidents import model, wording
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.response import corrections
from sek_core.store.incidents import CONCERN, LIVE, Incident
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of
from sek_core.work.conversations import Question

WITHDRAW = Kind("withdraw", "yes_or_no", labels="answer")
"""Is a report to be withdrawn? Others act on it."""

PARTS = timedelta(minutes=2)
"""Time after a report within which a text without a verb belongs to it: phones send long ones in parts."""


_ANSWERS = frozenset(
    form.lower() for verb in ANSWERS if verb.shape == "option" for form in (*verb.en, *verb.sw)
) | {"no", "hapana"}


def fix(turn: Turn, command: Command) -> Reply:
    """FIX S127 text: what it says counts instead of what was said."""
    return _amend(turn, command, FIX)


def add(turn: Turn, command: Command) -> Reply:
    """ADD S127 text: what was missing."""
    return _amend(turn, command, ADD)


def handle_amendment_words(turn: Turn, said: str | None) -> Reply:
    """Handle the words that FIX or ADD asked for; None: change nothing."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None:
        return nothing_to(turn, Command(question.kind, question.about))
    if said is None:
        return unchanged(incident)
    if turn.asked(FIX):
        return _correct(turn, incident, said)
    return fewer_dead.ask(turn, incident, said) or say(turn, incident, said, newest=True)


def cancel(turn: Turn, command: Command) -> Reply:
    """Withdraw the sender's own report, within 24 hours: CANCEL S127. Without a reference, end an open
    question first, if there is one. If others act on the report, read the withdrawal back.
    """
    asked = turn.question
    if command.ref is None and (ended := _question_ended(turn)):
        return ended
    if command.ref is None and asked and turn.kind.of_report:
        command = replace(command, ref=asked.about)
    incident = _mine(turn, command, "CANCEL")
    if isinstance(incident, Reply):
        return incident
    if asked and asked.about == incident.ref:
        turn.work.conversations.answered(turn.party)
    age = turn.work.now - incident.reported_at
    if incident.status in LIVE and age <= corrections.WITHDRAWN_WITHIN:
        told = corrections.recipients_of_withdrawal(turn.work, incident, turn.sender)
        if told:
            reply = reading_back.ask(turn, WITHDRAW, incident.ref, ask_to_withdraw(turn, incident))
            fresh = age <= proving.FRESH
            return reply if fresh else proving.guard(turn, Guarded.CANCEL, reply, len(told))
    return _withdraw(turn, incident)


def sure_of_withdrawing(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle yes or no to "Withdraw S127? 6 people will be told"."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None:
        return nothing_to(turn, Command("cancel", question.about))
    if isinstance(action, Choose) and action.value == "yes":
        return _withdraw(turn, incident)
    return Reply(Screen(Text("withdrawn.not", {"ref": incident.ref})), incident.ref)


def _withdraw(turn: Turn, incident: Incident) -> Reply:
    was_held = incident.status == IncidentStatus.HELD
    done = corrections.withdraw(turn.work, incident, turn.sender, turn.address.value)
    if done == "over":
        return Reply(Screen(Text("state.not_open", {"ref": incident.ref})), incident.ref)
    how = "held" if done == "done" and was_held else done
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    told = (
        len(corrections.recipients_of_withdrawal(turn.work, incident, turn.sender)) if how == "done" else None
    )
    return Reply(Screen(Text(f"withdrawn.{how}", args, n=told), max_segments=2), incident.ref)


def read_as_sequel_of_report(turn: Turn) -> Reply | None:
    """Read a text that is nothing by itself as the sequel of the sender's last report; None if it is none."""
    if turn.question and not turn.kind.of_report:
        return None
    # A bare number is only ever the answer to a question.
    if not any(map(str.isalpha, turn.text)) or not turn.may(Deed.REPORT):
        return None
    return (
        _correction(turn)
        or _better_place(turn)
        or corrected.place(turn)
        or _second_thought(turn)
        or _part(turn)
    )


def _correction(turn: Turn) -> Reply | None:
    """Handle "sorry 40 not 400" after the sender's own report of the last 30 minutes."""
    incident = latest_of_sender(turn, model.RECENT)
    if incident is None:
        return None
    phrase = turn.work.core.reader.correction(turn.text, incident.affected, incident.severity)
    if phrase is None:
        return None
    return corrected.ask_to_change(turn, incident, phrase)


def handle_change_confirmation(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle yes or no to "Change S127: 400 to 40 households?"."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(question.about)
    if incident is None:
        return nothing_to(turn, Command("fix", question.about))
    if isinstance(action, Choose) and action.value == "yes":
        return say(turn, incident, question.draft, correct=True)
    return unchanged(incident)


def _second_thought(turn: Turn) -> Reply | None:
    """Tell the sender what to send after "That was a mistake"; send nothing to others."""
    incident = latest_of_sender(turn, model.RECENT)
    reader = turn.work.core.reader
    if incident is None or reader.read(turn.text, turn.counties).affected:
        return None
    if not reader.takes_back(turn.text):
        return None
    key = "note.second_thought_held" if incident.status == IncidentStatus.HELD else "note.second_thought"
    return Reply(Screen(Text(key, {"ref": incident.ref}), max_segments=2), incident.ref)


def _part(turn: Turn) -> Reply | None:
    """Join a text without a verb to the sender's own report of the last two minutes."""
    incident = latest_of_sender(turn, PARTS)
    asks = turn.work.core.reader.asks(turn.text)
    if incident is None or asks or _is_elsewhere(turn, incident) or _tries_a_command(turn):
        return None
    if len(words := forms_of(turn.text)) == 1 and words[0] in _ANSWERS:
        return None  # an answer to something else
    return say(turn, incident, turn.text, correct=False)


def _tries_a_command(turn: Turn) -> bool:
    """Return True for a command word that counts in one form only, in another: "QUIET", "DUTY Anne". It is
    not for those who were told of the report.
    """
    first = forms_of(turn.text)[:1]
    tried = any(
        first == forms_of(form)
        for verb in turn.registry.verbs
        if verb.exact or verb.name == "help"
        for form in (*verb.en, *verb.sw)
    )
    if not tried:
        return False
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    return reading.hazard is None and not reading.affected


def _is_elsewhere(turn: Turn, incident: Incident) -> bool:
    """Return True if a text names another place than the report before it, and so is of another event."""
    return is_elsewhere(turn, incident, turn.work.core.reader.read(turn.text, incident.counties))


def is_elsewhere(turn: Turn, incident: Incident, reading: Reading) -> bool:
    """Return True if words with this reading are of another place than the incident."""
    if reading.outside is not None or not set(reading.counties) & set(incident.counties):
        return True
    if reading.place is None or incident.place is None:
        return False
    nesting, name = turn.work.core.nesting, reading.place.name
    return not any(
        nesting.inside(county, name, incident.place) or nesting.inside(county, incident.place, name)
        for county in incident.counties
    )


BETTER_WITHIN = 6
"""Maximum number of words of a text that only corrects the place: "*kyuso. sio kyusyani"."""


def _better_place(turn: Turn) -> Reply | None:
    """Take a better place for the sender's own report of the last 30 minutes, and tell its recipients."""
    incident = latest_of_sender(turn, model.RECENT)
    if incident is None or incident.place is None or incident.kind == CONCERN:
        return None
    work = turn.work
    reading = work.core.reader.read(turn.text, turn.counties)
    place = reading.place
    forms = forms_of(turn.text)
    short = len(forms) <= BETTER_WITHIN and reading.hazard is None and not reading.affected
    if place is None or not short or place.name == incident.place or place.county not in incident.counties:
        return None
    listed = any(each.name == incident.place for each in work.configuration.places)
    corrects = turn.text.lstrip().startswith("*") or work.core.correcting.intersection(forms)
    if incident.status == IncidentStatus.HELD and not work.core.reader.tells_another(turn.text):
        corrects = True  # "it is at Mutomo", before anybody was told of Kyuso
    if listed and not corrects:
        return None
    return say(turn, incident, place.name, correct=True)


def _amend(turn: Turn, command: Command, kind: Kind) -> Reply:
    incident = _mine(turn, command, kind.name.upper())
    if isinstance(incident, Reply):
        return incident
    if not command.rest and incident.status in LIVE:
        turn.ask(kind, incident.ref)
        asked = Text(f"{kind.name}.empty", {"ref": incident.ref})
        return Reply(Screen(asked, skippable=True), incident.ref)
    if kind == FIX:
        return _correct(turn, incident, command.rest)
    return fewer_dead.ask(turn, incident, command.rest) or say(turn, incident, command.rest, newest=True)


def _correct(turn: Turn, incident: Incident, words: str) -> Reply:
    """Correct a report; ask first if the words name a place in another county, whose people were not told."""
    return corrected.to_other_county(turn, incident, words) or say(turn, incident, words, correct=True)


def _mine(turn: Turn, command: Command, word: str) -> Incident | Reply:
    """Return the sender's own report that the command is about, or the reply if there is none."""
    work = turn.work
    if command.ref is None:
        found = corrections.reported_by(work, turn.sender)
        if len(found) == 1:
            return found[0]
        return one_of(turn, word, found) if found else Reply(Screen(Text("amend.none")))
    incident = turn.incident(command.ref)
    if incident is None:
        return nothing_to(turn, command)
    if not corrections.has_reported(work, incident, turn.sender):
        return Reply(Screen(Text("amend.forbidden", {"ref": incident.ref})), incident.ref)
    return incident


def add_part(turn: Turn, incident: Incident, words: str, reading: Reading, *, correct: bool = False) -> Reply:
    """Add a part of the sender's own report that left before it came. `reading`: that of the whole."""
    return say(turn, incident, words, correct=correct, reading=reading)


def add_words(turn: Turn, incident: Incident, words: str) -> Reply:
    """What a reporter says besides of a call for help: what happened counts, and everyone told hears it. A
    slow hazard does not take the place of the call for help: "ni ukame" is no answer to people in danger.
    """
    if (asked := turn.asked(WHAT)) and asked.about == incident.ref:
        turn.work.conversations.answered(turn.party)
    reading = turn.work.core.reader.read(words, incident.counties)
    sudden = reading.hazard is not None and is_sudden(turn, reading.hazard)
    return say(
        turn,
        incident,
        words,
        correct=incident.hazard == OTHER and (sudden if incident.plea else reading.hazard is not None),
    )


def is_sudden(turn: Turn, hazard: str) -> bool:
    """Return True for a hazard that comes at once: it may take the place of a call for help."""
    return turn.work.configuration.hazards[hazard].onset == "sudden"


def _question_ended(turn: Turn) -> Reply | None:
    """End the open question, unless it is about a report of the sender's."""
    return turn.registry.questions[turn.question.kind].ended(turn) if turn.question else None


def _withdrawing(turn: Turn, question: Question) -> Text:
    """ "Withdraw S1 flood Kyuso? 6 people will be told"."""
    incident = turn.incident(question.about)
    if incident is None:
        return Text("ref.unknown", {"ref": question.about})
    return ask_to_withdraw(turn, incident)


def ask_to_withdraw(turn: Turn, incident: Incident) -> Text:
    """Return the question whether to withdraw this incident."""
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    return Text(
        "ask.withdraw", args, n=len(corrections.recipients_of_withdrawal(turn.work, incident, turn.sender))
    )


QUESTIONS = (
    Asks(FIX, questions.of_words(handle_amendment_words), questions.by_its_kind, questions.end_question),
    Asks(ADD, questions.of_words(handle_amendment_words), questions.by_its_kind, questions.end_question),
    Asks(
        corrected.CHANGE,
        questions.of_choice(handle_change_confirmation),
        lambda turn, asked: corrected.of_change(turn, asked.about, asked.draft),
        questions.end_question,
    ),
    Asks(WITHDRAW, questions.of_choice(sure_of_withdrawing), _withdrawing, questions.shown_again),
)
WORDS = (
    Verb(
        "fix",
        ("FIX",),
        ("SAHIHISHA",),
        "text",
        "corrects a report of mine: what it says counts instead of what I said; those who were "
        "told get one update, old and new",
        "its reporter",
        reference=True,
        own_report=True,
        listed=5,
    ),
    Verb(
        "add",
        ("ADD",),
        ("ONGEZA",),
        "text",
        "completes a report of mine, and my newer number replaces my older one; those who were told get what "
        "is new",
        "its reporter",
        reference=True,
        own_report=True,
        listed=6,
    ),
    Verb(
        "cancel",
        ("CANCEL",),
        ("GHAIRI",),
        "bare",
        "ends the open question; else takes an offer of mine back, or withdraws a report of mine, within 24 "
        "hours; read back with the number of people. Everyone who was told is told. A report that another "
        "person has made too stays open",
        "its reporter, the giver of the offer",
        reference=True,
        own_report=True,
        listed=7,
    ),
)
COMMANDS = {("fix", ""): fix, ("add", ""): add}
