"""Reporting: from a whole text, or from part of one and the answers to questions about the rest."""

from dataclasses import replace

from config.mechanism import OTHER, SEVERITIES
from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import amend, need, repeated, same, unnamed
from handlers.incidents import place as place_dialogue
from handlers.incidents.kinds import (
    COUNTY,
    DEATHS,
    HAZARD,
    OF_MISSING,
    PLACE,
    PLACE_NAME,
    SAME,
    SEVERITY,
    WHAT,
)
from handlers.incidents.report_questions import (
    _county,
    _deaths,
    _guessed,
    _place_name,
    _receipt,
    _severity,
    _suggested_places,
    _told,
    _understood,
    _words,
    join_texts,
    of_event,
    of_other,
    with_draft,
)
from handlers.language.intents import Choose, Report, Say, Skip
from handlers.language.kinds import Kind
from sek_core.alerts import opening
from sek_core.incidents import duplicates, known_places, model, queries, receiving, wording
from sek_core.incidents.model import AnyIncident, Missing, NewIncident
from sek_core.messages.screens import Arg, HazardName, Option, Screen, Text
from sek_core.response import corrections, incomplete_reports
from sek_core.response.incomplete_reports import Addition
from sek_core.store.incidents import CONCERN, LIVE, Incident
from sek_core.store.states import IncidentStatus
from sek_core.triage import files_alone, kept_texts
from sek_core.understanding.reader import Reading
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event

SUGGESTED = 12
"""Number of hazards that are offered as buttons: the first in hazards.yaml."""


MOST_QUESTIONS = 2
"""Maximum number of questions about one report."""


def begin(turn: Turn, report: Report) -> Reply:
    """Handle a report, or the answer that names the hazard asked for."""
    reading, words = report.reading, report.words
    asked = turn.question if turn.kind.drafted else None
    if asked and asked.draft:
        whole, together = with_draft(turn, asked.draft, words, reading)
        if turn.asked(HAZARD) or (
            together.hazard == reading.hazard and not _is_another(turn, asked, reading)
        ):
            words, reading = whole, together
            kept_texts.settle(turn.work, asked.about)
    if (begun := turn.asked(HAZARD)) and begun.about:
        kept_texts.settle(turn.work, begun.about)
    if added := _same_plea(turn, reading, words):
        return added
    if again := repeated.sent_before(turn, words):
        return again
    if reading.hazard is None and reading.plea:
        return _receive(turn, words, reading, OTHER)
    if reading.hazard is None:
        return ask_hazard(turn, words)
    if _answers_with_its_hazard(turn, Say(words, reading)):
        return handle_report_answer(turn, Say(words, reading))
    return _receive(turn, words, reading, reading.hazard)


def _is_another(turn: Turn, asked: Question, reading: Reading) -> bool:
    """Return True for a whole report of another hazard than the doubtful text before it: "fire", then "flood
    Kyuso 30 households".
    """
    named = turn.work.core.reader.read(asked.draft, turn.counties).hazard
    return named not in (None, reading.hazard) and reading.place is not None


def _same_plea(turn: Turn, reading: Reading, words: str) -> Reply | None:
    """Add to the sender's earlier call for help: a second call soon after from the same place, or words that
    say what the call was about. Send a held report at once if its sender answers a question with a plea.
    """
    asked = turn.kind.of_report
    if not (reading.plea or asked) or turn.said_at is not None or not words.strip():
        return None
    if not reading.plea and turn.question is not None:
        # Most answers are about reports without a plea: load nothing into the transaction for these.
        about = duplicates.load_comparable_facts(turn.work, turn.question.about)
        if about is None or not about.plea:
            return None
    incident = queries.latest_of(turn.work, turn.sender)
    if incident is None:
        return None
    answers = asked and turn.question is not None and turn.question.about == incident.ref and reading.plea
    if not answers and (not incident.plea or not (reading.plea or incident.hazard == OTHER)):
        return None
    reading = known_places.locate(turn.work, words, reading, incident.counties)
    elsewhere = reading.place and incident.place and reading.place.name != incident.place
    county = not set(reading.counties) & set(incident.counties)
    other = reading.hazard and incident.hazard not in (OTHER, reading.hazard)
    if elsewhere or county or other:
        return None
    if incident.status == IncidentStatus.HELD:
        return _urgent_now(turn, incident, words, reading)
    return amend.add_words(turn, incident, words)


def _urgent_now(turn: Turn, incident: Incident, words: str, reading: Reading) -> Reply:
    """Send out a held report whose sender calls for help before answering all questions."""
    source = turn.source(words)
    corrections.amend(turn.work, incident, source, reading, correct=False)
    if not incomplete_reports.open_held(turn.work, incident):
        return amend.add_words(turn, incident, words)
    question = turn.question
    left = question.left if question else 0
    missing = model.missing_of(incident)
    return _send(turn, incident, missing, left)


def confirmed(turn: Turn, words: str, hazard: str | None = None) -> Reply:
    """Take a text in doubt as a report, since its sender confirmed it; of this hazard if they chose one."""
    reading = turn.work.core.reader.read(words, turn.counties)
    return _receive(turn, words, reading, hazard or reading.hazard or OTHER)


def receive_anew(turn: Turn, words: str, reading: Reading) -> Reply:
    """Take words as a report whose reading is known from an earlier one."""
    return _receive(turn, words, reading, reading.hazard or OTHER)


def _answers_with_its_hazard(turn: Turn, said: Say) -> bool:
    """ "Kyuso, the river flooded" to "Where?" about a flood is the answer, not a second flood."""
    question = turn.asked(PLACE, SEVERITY)
    incident = turn.incident(question.about) if question else None
    if incident is None or incident.hazard != said.reading.hazard:
        return False
    if incident.status not in LIVE:
        return False  # the event happens again
    reading = place_dialogue.with_known_place(turn, incident, said).reading
    same_place = incident.place is None or reading.place is None or reading.place.name == incident.place
    news = reading.place if turn.asked(PLACE) else reading.severity
    return same_place and news is not None


def ask_hazard(
    turn: Turn, draft: str, said: Arg = "", point: tuple[float, ...] = (), about: str = ""
) -> Reply:
    """What happened, and where? `said`: what was understood; `draft`, `point`: what is known so far; `about`:
    the reference of what was kept of it.
    """
    if not point and (asked := turn.asked(HAZARD)):
        point = asked.point
    hazards = [hazard for hazard in turn.work.configuration.hazards.values() if hazard.id != OTHER]
    language = turn.language
    offered = [(hazard, words[0]) for hazard in hazards if (words := hazard.keywords.get(language))]
    offered = offered[:SUGGESTED]
    ref = about or _kept_meanwhile(turn)
    turn.ask(HAZARD, ref, draft=draft, suggestions=tuple(word for _, word in offered), point=point)
    question = Text("ask.what" if point else "ask.hazard")
    text = Text("ask", {"said": said, "question": question}) if said else question
    labels = tuple(Option(word, Text("name", {"name": HazardName(hazard.id)})) for hazard, word in offered)
    return Reply(Screen(text, suggestions=labels))


def _kept_meanwhile(turn: Turn) -> str:
    """Keep a report that was only begun, for a coordinator to read if its sender does not go on."""
    if not turn.text.strip() or turn.parts.kept:
        return ""
    return meanwhile.keep(turn, "a report begun")


def _receive(turn: Turn, words: str, reading: Reading, hazard: str) -> Reply:
    work = turn.work
    source = turn.source(words)
    asked = turn.asked(HAZARD)
    # A number that may be of animals is told as a number of dead only when its sender has seen it so.
    dead = reading.affected.get("deaths", 0) if "deaths" in reading.doubtful else 0
    sure = {what: number for what, number in reading.affected.items() if what not in reading.doubtful}
    reading = unnamed.as_wished_before(turn, reading)
    told = replace(reading, affected=sure) if dead else reading
    incident = receiving.receive(work, source, told, hazard, asked.point if asked else ())
    return alert_or_ask(turn, incident, queries.choose_quoted_words(incident, words, reading), dead)


def alert_or_ask(turn: Turn, incident: NewIncident, words: str, dead: int = 0) -> Reply:
    """Alert on the incident, unless it is held for missing details; ask for those. `words` are quoted.

    `dead`: number of possible deaths, which is asked about first.
    """
    work = turn.work
    first: list[Missing] = ["deaths"] if dead else []
    missing = [*first, *model.missing_of(incident)]
    opened = (
        opening.alert(work, incident, turn.sender, words) if incident.status == IncidentStatus.OPEN else None
    )
    if turn.channel.has_files:
        files_alone.attach(work, turn.sender, incident.ref)
    if opened is None:
        return _ask(turn, incident, missing[0], MOST_QUESTIONS - 1, _understood(incident), dead)
    receipt = _receipt(turn, opened)
    if missing:
        return _ask(turn, incident, missing[0], MOST_QUESTIONS - 1, receipt, dead)
    if turn.kind.drafted:  # what was asked about an earlier text, which was no report yet
        turn.work.conversations.answered(turn.party)
    return _sent(turn, incident, receipt, turn.text)


def handle_report_answer(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """Handle an answer to a question about a report; ask the next question, or give the receipt."""
    question = turn.question
    assert question is not None
    if turn.asked(HAZARD):
        return _hazard_answered(turn, action)
    incident = turn.incident(question.about)
    if incident is None or incident.status in (IncidentStatus.CLOSED, IncidentStatus.CANCELLED):
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(Text("question.over", {"ref": question.about})), question.about)
    if turn.asked(SAME):
        assert not isinstance(action, Say)  # a question of two options takes nothing else
        joined_to = same.answered(turn, incident, action)
        return joined_to or _completed(turn, question, incident, Addition(), "")
    said = action.words if isinstance(action, Say) else ""
    if turn.asked(WHAT) and isinstance(action, Choose) and action.value != OTHER:
        said = turn.work.configuration.hazards[action.value].label.in_language(turn.language)
    if turn.asked(WHAT) and said:
        return amend.add_words(turn, incident, said)
    if turn.asked(PLACE, PLACE_NAME):
        return _placed(turn, question, incident, action)
    return _completed(turn, question, incident, _addition(turn, turn.kind, action, incident), said)


def _placed(turn: Turn, question: Question, incident: Incident, action: Choose | Skip | Say) -> Reply:
    """Take a place, or a name that its sender confirmed; ask about anything else, or leave it out."""
    if isinstance(action, Say):
        action = place_dialogue.with_known_place(turn, incident, action)
        if asked := place_dialogue.ask_about_unknown_place(turn, question, incident, action):
            return asked
    name = place_dialogue.name_of(question, action)
    if name and (known := place_dialogue.known_by_name(turn, incident, name)):
        action, name = known, None
    if name is None and turn.asked(PLACE_NAME) and isinstance(action, Choose):
        return place_dialogue.ask_place_again(turn, question, incident)
    if name:
        known_places.learn(turn.work, incident, name, turn.sender)
    addition = Addition(place=name) if name else _addition(turn, PLACE, action, incident)
    said = action.words if isinstance(action, Say) and not name else ""
    return _completed(turn, place_dialogue.as_place(question), incident, addition, said)


def go_on_with(turn: Turn, addition: Addition) -> Reply:
    """Handle an answer without words to a question about a report: a location."""
    question = turn.question
    incident = turn.incident(question.about) if question else None
    assert question is not None and incident is not None
    return _completed(turn, place_dialogue.as_place(question), incident, addition, "")


def _completed(turn: Turn, question: Question, incident: Incident, addition: Addition, said: str) -> Reply:
    asked: Missing = question.kind  # type: ignore[assignment]  # the other kinds went elsewhere
    if addition.says_something:
        held = incomplete_reports.complete(turn.work, incident, addition)
        turn.work.audit_log.add(incident.ref, Event.COMPLETED, turn.sender.id, turn.address.value, turn.text)
    else:
        held = incident.status == IncidentStatus.HELD
    more = _told_besides(turn, incident, addition, said)
    if more:  # no place, or more than was asked for: words that MORE shows
        source = turn.source(said)
        model.add_report(turn.work, incident, source, "words")
    rest = [what for what in model.missing_of(incident) if _ORDER.index(what) > _ORDER.index(asked)]
    if held:
        # An answer, too, can show that the alert may not wait.
        pressing = model.is_urgent(incident, turn.work.core.reader.read(turn.text, turn.counties))
        if rest and question.left > 0 and not pressing:
            return _ask(turn, incident, rest[0], question.left - 1, _understood(incident))
        if incomplete_reports.open_held(turn.work, incident):
            quoted = more if asked in ("deaths", "severity") else ""
            return _send(turn, incident, rest, question.left, quoted)
    return _updated(turn, incident, rest, question.left, addition.says_something)


_ORDER: tuple[Missing, ...] = tuple(OF_MISSING)


def _hazard_answered(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """Send words that name no known hazard as a report of another shock."""
    assert turn.question is not None
    draft = turn.question.draft
    if turn.question.about:
        kept_texts.settle(turn.work, turn.question.about)
    said = action.words if isinstance(action, Say) else ""
    words = join_texts(draft, said)
    if not words:
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(Text("report.dropped")))
    reading = turn.work.core.reader.read(words, turn.counties)
    return _receive(turn, words, reading, reading.hazard or OTHER)


def _addition(turn: Turn, kind: Kind, action: Choose | Skip | Say, incident: Incident) -> Addition:
    match action:
        case Skip():
            return Addition()
        case Choose(value) if kind == DEATHS:
            dead = int(turn.question.draft) if turn.question and value == "yes" else 0
            return Addition(affected={"deaths": dead} if dead else None)
        case Choose(value) if kind == COUNTY:
            return Addition(county=value)
        case Choose(value):
            return Addition(severity=_severity(value))
        case Say(_, reading):
            place = reading.place if place_dialogue.names_known_place(incident, reading) else None
            return Addition(
                county=_county(incident, place),
                place=place.name if place else None,
                ward_code=place.ward_code or None if place else None,
                severity=reading.severity,
                affected=reading.affected or None,
            )


def _told_besides(turn: Turn, incident: Incident, addition: Addition, said: str) -> str:
    """Return the words of an answer that tell more than the facts that it adds."""
    if not said or not addition.says_something:
        return said
    beyond = turn.work.core.reader.read(said, incident.counties).beyond
    return beyond if turn.work.core.reader.tells_more(beyond) else ""


def _send(turn: Turn, incident: Incident, rest: list[Missing], left: int, more: str = "") -> Reply:
    """End the hold and send the alert. If it left because it is urgent, go on with the questions. `more`:
    words of the last answer that it quotes too.
    """
    words = join_texts(_words(turn, incident), more)
    opened = opening.alert(turn.work, incident, turn.sender, words)
    receipt = _receipt(turn, opened)
    if rest and left > 0:
        return _ask(turn, incident, rest[0], left - 1, receipt)
    turn.work.conversations.answered(turn.party)
    return _sent(turn, incident, receipt, _told(turn, incident))


def go_on(turn: Turn, reply: Reply) -> Reply:
    """Send a held report which its reporter has made whole in other words than answers, such as FIX, or ask
    for what it lacks next; else leave the reply as it is.
    """
    incident = turn.incident(reply.about) if reply.about[:1] == "S" else None
    if incident is None or incident.status != IncidentStatus.HELD or turn.person is None:
        return reply
    asked = turn.work.conversations.question(turn.party, turn.work.now)
    if asked is None or asked.about != incident.ref or asked.kind not in _ORDER or asked.kind == "deaths":
        return reply
    missing = model.missing_of(incident)
    if asked.kind in missing:
        return reply
    if missing and asked.left > 0:
        return _ask(turn, incident, missing[0], asked.left - 1, _understood(incident))
    if missing or not incomplete_reports.open_held(turn.work, incident):
        return reply
    return _send(turn, incident, [], 0)


def _sent(turn: Turn, incident: AnyIncident, receipt: Arg, words: str) -> Reply:
    """Give the receipt, with no further question but what is needed most."""
    if asked := need.ask(turn, incident, words, receipt):
        return asked
    key = "concern.sent" if incident.kind == CONCERN else "report.sent"
    text = Text(key, {"receipt": receipt, "ref": incident.ref})
    actions = phrases.actions(incident.ref, "note", "status")
    return Reply(Screen(text, max_segments=None, actions=actions), incident.ref)


def _updated(turn: Turn, incident: Incident, rest: list[Missing], left: int, news: bool) -> Reply:
    """Send the answer as an update, because the alert left before it came."""
    if news:
        incomplete_reports.tell_update(turn.work, incident, turn.sender)
    key = "report.updated" if news else "report.unchanged"
    state = Text(key, {"ref": incident.ref, "summary": wording.summary(incident)})
    if rest and left > 0:
        return _ask(turn, incident, rest[0], left - 1, state)
    turn.work.conversations.answered(turn.party)
    if incident.status in LIVE and (asked := need.ask(turn, incident, _told(turn, incident), state)):
        return asked
    return Reply(Screen(state, max_segments=None), incident.ref)


def _ask(turn: Turn, incident: AnyIncident, what: Missing, left: int, said: Arg, dead: int = 0) -> Reply:
    """Ask the next question, behind what is understood so far."""
    name = place_dialogue.name_told(turn, incident) if what == "place" else ""
    if name:
        return place_dialogue.ask_about_name(turn, incident, name, left, said)
    choices: dict[Missing, tuple[str, ...]] = {
        "deaths": questions.YES_NO,
        "county": tuple(incident.counties),
        "place": (),
        "same": questions.SAME_NEW,
        "what": _guessed(turn, incident) if what == "what" else (),
        "severity": SEVERITIES,
    }
    suggestions = _suggested_places(turn, incident) if what == "place" else ()
    draft = str(dead) if what == "deaths" else ""
    kind = OF_MISSING[what]
    turn.ask(kind, incident.ref, choices=choices[what], left=left, suggestions=suggestions, draft=draft)
    question = of_other(turn, incident.same_as) if what == "same" else Text(f"ask.{what}")
    if what == "deaths":
        question = Text("ask.deaths", n=dead)
    text = Text("ask", {"said": said, "question": question})
    screen = Screen(
        text,
        questions.options(kind, choices[what]),
        skippable=True,
        max_segments=None,
        suggestions=questions.options_of_names(suggestions),
        hint=questions.hint(kind),
    )
    return Reply(screen, incident.ref)


_ANSWERED = questions.of_any(handle_report_answer)

QUESTIONS = (
    Asks(HAZARD, _ANSWERED, questions.by_its_kind, questions.end_question),
    *(
        Asks(kind, _ANSWERED, shown, questions.left_open)
        for kind, shown in (
            (DEATHS, _deaths),
            (COUNTY, questions.by_its_kind),
            (PLACE, questions.by_its_kind),
            (PLACE_NAME, _place_name),
            (SAME, lambda turn, asked: of_event(turn, asked.about)),
            (WHAT, questions.by_its_kind),
            (SEVERITY, questions.by_its_kind),
        )
    ),
)
