"""Reporting: from a text, or from half a text and the answers to what it left out."""

from dataclasses import replace

from config.mechanism import OTHER, SEVERITIES
from handlers.engine import questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import amend, same
from handlers.incidents import place as place_dialogue
from handlers.incidents.report_questions import (
    _county,
    _deaths,
    _place_name,
    _receipt,
    _severity,
    _suggested_places,
    _understood,
    _words,
    of_event,
    of_other,
)
from handlers.language.intents import CONFIRM, PLACE_NAME, SAME, Answer, Choose, Report, Say, Skip
from sek_core.alerts import opening
from sek_core.inbox import attachments
from sek_core.incidents import duplicates, model, queries, receiving, wording
from sek_core.incidents.model import AnyIncident, Missing, NewIncident, Source
from sek_core.messages.screens import Arg, HazardName, Option, Screen, Text
from sek_core.response import corrections, incomplete_reports
from sek_core.response.incomplete_reports import Addition
from sek_core.store.incidents import CONCERN, LIVE, Incident
from sek_core.triage import kept_texts, net
from sek_core.understanding.reader import Reading
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event

SUGGESTED = 12
"""So many hazards are offered as buttons: those that stand first in hazards.yaml."""


DRAFTED = frozenset({"hazard", CONFIRM})
"""Kinds of questions about a text that is no report yet: what comes next may make it one."""


MOST_QUESTIONS = 2
"""So many questions does one report get."""


def begin(turn: Turn, report: Report) -> Reply:
    """A report by itself, or the hazard that was asked for."""
    reading, words = report.reading, report.words
    if turn.question and turn.question.kind in DRAFTED and turn.question.draft:
        whole = joined(turn.question.draft, words)
        together = turn.work.core.reader.read(whole, turn.counties)
        if turn.question.kind == "hazard" or together.hazard == reading.hazard:
            words, reading = whole, together
            kept_texts.settle(turn.work, turn.question.about)
    if turn.question and turn.question.kind == "hazard" and turn.question.about:
        kept_texts.settle(turn.work, turn.question.about)
    if added := _same_plea(turn, reading, words):
        return added
    if reading.hazard is None and reading.plea:
        return _receive(turn, words, reading, OTHER)
    if reading.hazard is None:
        return ask_hazard(turn, words)
    if _answers_with_its_hazard(turn, reading):
        return go_on(turn, Say(words, reading))
    return _receive(turn, words, reading, reading.hazard)


def _same_plea(turn: Turn, reading: Reading, words: str) -> Reply | None:
    """A sender who calls for help again, soon after and from the same place, or who says what it is that they
    called for, adds to what was sent. A plea that answers a question about a report lets it go at once.
    """
    asked = turn.question is not None and turn.question.kind in questions.ABOUT_A_REPORT
    if not (reading.plea or asked) or turn.said_at is not None:
        return None
    if not reading.plea and turn.question is not None:
        # Most answers are of reports that are none: nothing is brought into the transaction for these.
        about = duplicates.known(turn.work, turn.question.about)
        if about is None or not about.plea:
            return None
    incident = queries.latest_of(turn.work, turn.sender)
    if incident is None:
        return None
    answers = asked and turn.question is not None and turn.question.about == incident.ref and reading.plea
    if not answers and (not incident.plea or not (reading.plea or incident.hazard == OTHER)):
        return None
    elsewhere = reading.place and incident.place and reading.place.name != incident.place
    county = not set(reading.counties) & set(incident.counties)
    other = reading.hazard and incident.hazard not in (OTHER, reading.hazard)
    if elsewhere or county or other:
        return None
    if incident.status == "held":
        return _urgent_now(turn, incident, words, reading)
    return amend.add_words(turn, incident, words)


def _urgent_now(turn: Turn, incident: Incident, words: str, reading: Reading) -> Reply:
    """Half a report that waits for answers, and its sender calls for help: it goes out now."""
    source = Source(turn.sender, turn.address.value, turn.inbox_id, words, turn.language)
    corrections.amend(turn.work, incident, source, reading, correct=False)
    if not incomplete_reports.open_held(turn.work, incident):
        return amend.add_words(turn, incident, words)
    question = turn.question
    left = question.left if question else 0
    missing = model.missing_of(incident)
    return _send(turn, incident, missing, left)


def joined(draft: str, words: str) -> str:
    """A text and what came after it."""
    return " ".join(part for part in (draft, words) if part)


def confirmed(turn: Turn, words: str) -> Reply:
    """What was in doubt is a report."""
    reading = turn.work.core.reader.read(words, turn.counties)
    return _receive(turn, words, reading, reading.hazard or OTHER)


def _answers_with_its_hazard(turn: Turn, reading: Reading) -> bool:
    """ "Kyuso, the river flooded" to "Where?" about a flood is the answer, not a second flood."""
    question = turn.question
    if question is None or question.kind not in ("place", "severity"):
        return False
    incident = queries.find(turn.work, question.about)
    if incident is None or incident.hazard != reading.hazard:
        return False
    if incident.status not in LIVE:
        return False  # it happens again
    same_place = incident.place is None or reading.place is None or reading.place.name == incident.place
    news = reading.place if question.kind == "place" else reading.severity
    return same_place and news is not None


def ask_hazard(turn: Turn, draft: str, said: Arg = "", point: tuple[float, ...] = ()) -> Reply:
    """What happened, and where? `said`: what was understood; `draft`, `point`: what is known so far."""
    if not point and turn.question and turn.question.kind == "hazard":
        point = turn.question.point
    hazards = [hazard for hazard in turn.work.configuration.hazards.values() if hazard.id != OTHER]
    language = turn.language
    offered = [(hazard, words[0]) for hazard in hazards if (words := hazard.keywords.get(language))]
    offered = offered[:SUGGESTED]
    ref = _kept_meanwhile(turn)
    turn.ask("hazard", ref, draft=draft, suggestions=tuple(word for _, word in offered), point=point)
    question = Text("ask.what" if point else "ask.hazard")
    text = Text("ask", {"said": said, "question": question}) if said else question
    labels = tuple(Option(word, Text("name", {"name": HazardName(hazard.id)})) for hazard, word in offered)
    return Reply(Screen(text, suggestions=labels))


def _kept_meanwhile(turn: Turn) -> str:
    """A report that was only begun: a coordinator reads it where its sender does not go on."""
    if not turn.text.strip() or turn.parts.kept:
        return ""
    ref = kept_texts.keep(turn.work, turn.inbox_id, turn.address, "a report begun", turn.text)
    net.enter(turn.work, ref)
    return ref


def _receive(turn: Turn, words: str, reading: Reading, hazard: str) -> Reply:
    work = turn.work
    source = Source(turn.sender, turn.address.value, turn.inbox_id, words, turn.language, turn.said_at)
    asked = turn.question if turn.question and turn.question.kind == "hazard" else None
    # A number that may be of animals is told as a number of dead only when its sender has seen it so.
    dead = reading.affected.get("deaths", 0) if "deaths" in reading.doubtful else 0
    sure = {what: number for what, number in reading.affected.items() if what not in reading.doubtful}
    told = replace(reading, affected=sure) if dead else reading
    incident = receiving.receive(work, source, told, hazard, asked.point if asked else ())
    return received(turn, incident, queries.quoted(incident, words, reading), dead)


def received(turn: Turn, incident: NewIncident, words: str, dead: int = 0) -> Reply:
    """It is alerted, unless it is held for what it leaves open; that is asked for. `words` are quoted.

    `dead`: so many may have died, which is asked first.
    """
    work = turn.work
    first: list[Missing] = ["deaths"] if dead else []
    missing = [*first, *model.missing_of(incident)]
    opened = opening.alert(work, incident, turn.sender, words) if incident.status == "open" else None
    if turn.channel.has_files:
        attachments.belong(work, turn.sender, incident.ref, work.now - model.RECENT)
    if opened is None:
        return _ask(turn, incident, missing[0], MOST_QUESTIONS - 1, _understood(incident), dead)
    receipt = _receipt(turn, opened)
    if missing:
        return _ask(turn, incident, missing[0], MOST_QUESTIONS - 1, receipt, dead)
    _forget_question(turn)
    return _sent(incident, receipt)


def go_on(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """An answer to a question about a report; then the next question, or the receipt."""
    question = turn.question
    assert question is not None
    if question.kind == "hazard":
        return _hazard_answered(turn, action)
    incident = queries.find(turn.work, question.about)
    if incident is None or incident.status in ("closed", "cancelled"):
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(Text("question.over", {"ref": question.about})), question.about)
    if question.kind == SAME:
        assert not isinstance(action, Say)  # a question of two options takes nothing else
        joined_to = same.answered(turn, incident, action)
        return joined_to or _completed(turn, question, incident, Addition(), "")
    said = action.words if isinstance(action, Say) else ""
    if question.kind == "what" and said:
        return amend.add_words(turn, incident, said)
    if question.kind in ("place", PLACE_NAME):
        return _placed(turn, question, incident, action)
    return _completed(turn, question, incident, _addition(turn, question.kind, action, incident), said)


def _placed(turn: Turn, question: Question, incident: Incident, action: Choose | Skip | Say) -> Reply:
    """A place, or a name that its sender has confirmed; anything else is asked about, or left out."""
    if isinstance(action, Say) and (asked := place_dialogue.doubtful(turn, question, incident, action)):
        return asked
    name = place_dialogue.name_of(question, action)
    if name is None and question.kind == PLACE_NAME and isinstance(action, Choose):
        return place_dialogue.refused(turn, question, incident)
    addition = Addition(place=name) if name else _addition(turn, "place", action, incident)
    said = action.words if isinstance(action, Say) and not name else ""
    return _completed(turn, place_dialogue.as_place(question), incident, addition, said)


def go_on_with(turn: Turn, addition: Addition) -> Reply:
    """The same, with an answer that came as no words: a location."""
    question = turn.question
    incident = queries.find(turn.work, question.about) if question else None
    assert question is not None and incident is not None
    return _completed(turn, question, incident, addition, "")


def _completed(turn: Turn, question: Question, incident: Incident, addition: Addition, said: str) -> Reply:
    asked: Missing = question.kind  # type: ignore[assignment]  # the other kinds went elsewhere
    if addition.says_something:
        held = incomplete_reports.complete(turn.work, incident, addition)
        turn.work.audit_log.add(incident.ref, Event.COMPLETED, turn.sender.id, turn.address.value, turn.text)
    else:
        held = incident.status == "held"
        if said:  # no place, but words that MORE shows
            source = Source(turn.sender, turn.address.value, turn.inbox_id, said, turn.language)
            model.add_report(turn.work, incident, source, "words")
    rest = [what for what in model.missing_of(incident) if _ORDER.index(what) > _ORDER.index(asked)]
    if held:
        # An answer, too, can say that the alert may not wait.
        pressing = model.is_urgent(incident, turn.work.core.reader.read(turn.text, turn.counties))
        if rest and question.left > 0 and not pressing:
            return _ask(turn, incident, rest[0], question.left - 1, _understood(incident))
        if incomplete_reports.open_held(turn.work, incident):
            return _send(turn, incident, rest, question.left)
    return _updated(turn, incident, rest, question.left, addition.says_something)


_ORDER: tuple[Missing, ...] = ("deaths", "county", "place", "same", "what", "severity")


def _hazard_answered(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """What happened, in words that name no hazard that we know: it goes out as another shock."""
    assert turn.question is not None
    draft = turn.question.draft
    if turn.question.about:
        kept_texts.settle(turn.work, turn.question.about)
    said = action.words if isinstance(action, Say) else ""
    words = joined(draft, said)
    if not words:
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(Text("report.dropped")))
    reading = turn.work.core.reader.read(words, turn.counties)
    return _receive(turn, words, reading, reading.hazard or OTHER)


def _addition(turn: Turn, kind: str, action: Choose | Skip | Say, incident: Incident) -> Addition:
    match action:
        case Skip():
            return Addition()
        case Choose(value) if kind == "deaths":
            dead = int(turn.question.draft) if turn.question and value == "yes" else 0
            return Addition(affected={"deaths": dead} if dead else None)
        case Choose(value) if kind == "county":
            return Addition(county=value)
        case Choose(value):
            return Addition(severity=_severity(value))
        case Say(_, reading):
            place = reading.place if place_dialogue.known(incident, reading) else None
            return Addition(
                county=_county(incident, place),
                place=place.name if place else None,
                ward_code=place.ward_code or None if place else None,
                severity=reading.severity,
                affected=reading.affected or None,
            )


def _send(turn: Turn, incident: Incident, rest: list[Missing], left: int) -> Reply:
    """The hold ends with this answer; where it ends because it is urgent, the questions go on."""
    opened = opening.alert(turn.work, incident, turn.sender, _words(turn, incident))
    receipt = _receipt(turn, opened)
    if rest and left > 0:
        return _ask(turn, incident, rest[0], left - 1, receipt)
    turn.work.conversations.answered(turn.party)
    return _sent(incident, receipt)


def _sent(incident: AnyIncident, receipt: Arg) -> Reply:
    """Nothing more is asked."""
    key = "concern.sent" if incident.kind == CONCERN else "report.sent"
    text = Text(key, {"receipt": receipt, "ref": incident.ref})
    actions = phrases.actions(incident.ref, "note", "status")
    return Reply(Screen(text, max_segments=None, actions=actions), incident.ref)


def _updated(turn: Turn, incident: Incident, rest: list[Missing], left: int, news: bool) -> Reply:
    """The alert has left before the answer came: the answer goes out as an update."""
    if news:
        incomplete_reports.tell_update(turn.work, incident, turn.sender)
    key = "report.updated" if news else "report.unchanged"
    state = Text(key, {"ref": incident.ref, "summary": wording.summary(incident)})
    if rest and left > 0:
        return _ask(turn, incident, rest[0], left - 1, state)
    turn.work.conversations.answered(turn.party)
    return Reply(Screen(state, max_segments=None), incident.ref)


def _ask(turn: Turn, incident: AnyIncident, what: Missing, left: int, said: Arg, dead: int = 0) -> Reply:
    """The next question, behind what is understood so far."""
    choices: dict[Missing, tuple[str, ...]] = {
        "deaths": questions.YES_NO,
        "county": tuple(incident.counties),
        "place": (),
        "same": questions.SAME_NEW,
        "what": (),
        "severity": SEVERITIES,
    }
    suggestions = _suggested_places(turn, incident) if what == "place" else ()
    draft = str(dead) if what == "deaths" else ""
    turn.ask(what, incident.ref, choices=choices[what], left=left, suggestions=suggestions, draft=draft)
    question = of_other(turn, incident.same_as) if what == "same" else Text(f"ask.{what}")
    if what == "deaths":
        question = Text("ask.deaths", n=dead)
    text = Text("ask", {"said": said, "question": question})
    screen = Screen(
        text,
        questions.options(what, choices[what]),
        skippable=True,
        max_segments=None,
        suggestions=questions.named(suggestions),
        hint=questions.hint(what),
    )
    return Reply(screen, incident.ref)


def _forget_question(turn: Turn) -> None:
    """A complete report answers what was asked about an earlier text that was none yet."""
    if turn.question and turn.question.kind in DRAFTED:
        turn.work.conversations.answered(turn.party)


def _gone_on(turn: Turn, action: Answer, _sure: bool) -> Reply:
    return go_on(turn, action)


QUESTIONS = (
    Asks("hazard", _gone_on, questions.by_its_kind, questions.ended),
    *(
        Asks(kind, _gone_on, shown, questions.left_open)
        for kind, shown in {
            "deaths": _deaths,
            "county": questions.by_its_kind,
            "place": questions.by_its_kind,
            PLACE_NAME: _place_name,
            SAME: lambda turn, asked: of_event(turn, asked.about),
            "what": questions.by_its_kind,
            "severity": questions.by_its_kind,
        }.items()
    ),
)
