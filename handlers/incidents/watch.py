"""How open shocks stand: the answers to what the program asks by itself, and the end of a shock."""

import json
from collections.abc import Mapping, Sequence

from config.terms import STANDINGS, Standing
from handlers.engine import questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents.kinds import OTHERS, OVER, WATCH
from handlers.language.intents import Choose, Command, Skip
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Option, Screen, Text
from sek_core.response import watched, watching
from sek_core.store.incidents import Incident
from sek_core.work.conversations import Question


def _answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Record how each shock stands; ask back whether those are over of which that is said."""
    question = turn.question
    assert question is not None
    if isinstance(action, Choose) and not action.value:
        return Reply(Screen(_again(turn, question), max_segments=2))
    told = _told(turn, question, action)
    turn.work.conversations.answered(turn.party)
    if not told:
        return Reply(Screen(Text("watch.left")))
    rest = action.rest if isinstance(action, Choose) else ""
    lines = [
        _record(turn, incident, standing, rest)
        for incident, standing in _incidents(turn, told)
        if standing != "over"
    ]
    over = [incident for incident, standing in _incidents(turn, told) if standing == "over"]
    if over:
        return _ask_whether_over(turn, over, lines, rest or turn.text.strip())
    if not lines:
        return Reply(Screen(Text("watch.closed", {"refs": Joined(tuple(told))})))
    text = Text("watch.thanks", {"lines": Joined(tuple(lines), " ")})
    return Reply(Screen(text, max_segments=None), next(iter(told)) if len(told) == 1 else "")


def _told(turn: Turn, question: Question, action: Choose | Skip) -> dict[str, Standing]:
    """Return the standing of each reference; a button tells only that of the single one."""
    if isinstance(action, Skip):
        return {question.draft.split()[0]: "over"} if turn.pressed is not None else {}
    pairs = [
        word.split(":") if ":" in word else [question.draft.split()[0], word] for word in action.value.split()
    ]
    named = {name: name for name in STANDINGS}
    return {ref: named[standing] for ref, standing in pairs if standing in named}


def _incidents(turn: Turn, told: Mapping[str, Standing]) -> list[tuple[Incident, Standing]]:
    return [(incident, told[incident.ref]) for incident in watching.find_all(turn.work, list(told))]


def _record(turn: Turn, incident: Incident, standing: Standing, rest: str) -> Text:
    """Record one standing, and return the line that says so."""
    affected = turn.work.core.reader.read(rest, incident.counties).affected if rest else {}
    result = watching.tell(turn.work, incident, turn.sender, turn.address.value, standing, affected)
    args: dict[str, Arg] = {"ref": incident.ref, "standing": Text(f"standing.{standing}")}
    if not result.told:
        return Text("watch.line", args)
    return Text("watch.line_told", args | {"summary": wording.summary(incident)}, n=result.told)


def _ask_whether_over(turn: Turn, over: Sequence[Incident], lines: Sequence[Text], words: str) -> Reply:
    refs = [incident.ref for incident in over]
    draft = json.dumps({"refs": refs, "words": words})
    turn.ask(OVER, refs[0] if len(refs) == 1 else "", choices=questions.YES_NO, draft=draft)
    said = Joined((*lines, _whether_over(refs)), " ")
    screen = Screen(
        Text("watch.thanks", {"lines": said}) if lines else _whether_over(refs),
        questions.options(OVER, questions.YES_NO),
        max_segments=None,
    )
    return Reply(screen, refs[0])


def _whether_over(refs: Sequence[str]) -> Text:
    return Text("ask.over", {"refs": Joined(tuple(refs))})


def _over_answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Close the shocks that are over; leave them open on a no."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    draft = json.loads(question.draft)
    refs = Joined(tuple(draft["refs"]))
    if not (isinstance(action, Choose) and action.value == "yes"):
        return Reply(Screen(Text("watch.stays", {"refs": refs})))
    ended = [
        incident.ref
        for incident in watching.find_all(turn.work, draft["refs"])
        if watching.end(turn.work, incident, turn.sender, turn.address.value, _outcome(turn, draft, action))
    ]
    if not ended:
        return Reply(Screen(Text("watch.closed", {"refs": refs})))
    return Reply(Screen(Text("watch.over", {"refs": Joined(tuple(ended))})), ended[0])


def _outcome(turn: Turn, draft: Mapping[str, str], action: Choose) -> str:
    """Return the reporter's own words, or, where they sent digits alone, that it is over."""
    for words in (action.rest, draft["words"]):
        if any(map(str.isalpha, words)) and not turn.lookup.exists(words.split()[0].upper()):
            return words
    voice = turn.work.core.wording.translator.localized(turn.language, turn.work.now)
    return voice.text(Text("watch.outcome"))


def _others_answered(turn: Turn, action: Choose | Skip) -> Reply | None:
    """Record that the others stand as before, or list what is open."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if not (isinstance(action, Choose) and action.value == "same"):
        return turn.registry.answer(turn, Command("list"))
    found = watching.find_all(turn.work, question.draft.split())
    for incident in found:
        watching.tell(turn.work, incident, turn.sender, turn.address.value, "same")
    return Reply(Screen(Text("watch.others_done", n=len(found))))


def _again(turn: Turn, question: Question) -> Text:
    number = len(question.draft.split())
    return Text("watch.count", {"number": number, "question": _shown(turn, question)})


def _shown(turn: Turn, question: Question) -> Text:
    found = watching.find_all(turn.work, question.draft.split())
    return watched.text_of(found) if found else Text("watch.closed", {"refs": question.draft})


def _options(question: Question) -> tuple[Option, ...]:
    return tuple(Option(name, Text(f"standing.{name}")) for name in question.choices)


QUESTIONS = (
    Asks(WATCH, questions.of_choice(_answered), _shown, questions.end_question, _options),
    Asks(
        OTHERS,
        questions.of_choice(_others_answered),
        lambda _turn, question: watched.others_text(len(question.draft.split())),
        questions.end_question,
        lambda _question: watched.others_options(),
    ),
    Asks(
        OVER,
        questions.of_choice(_over_answered),
        lambda _turn, question: _whether_over(json.loads(question.draft)["refs"]),
        questions.end_question,
    ),
)
