"""CONCERN, ISSUE, NEED, GAP, IDEA: a matter for the CLT that is no shock."""

import json

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import report
from handlers.language.intents import Answer, Choose, Command, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.incidents import concerns
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster import organisations
from sek_core.triage import kept_texts
from sek_core.work.conversations import Question

CONCERN = Kind("concern", takes="words", tells="matter", weighed=True)
"""What is the concern?"""

TO_PARTNER = Kind("to_partner", labels="to_partner", skip="to_partner.none")
"""Does a concern go to the staff of the organisation that it names, or to RLA alone?"""

CHOICES = ("send", "rla")


def begin(turn: Turn, command: Command) -> Reply | None:
    """Raise a concern with the words behind the keyword; without any, ask for them."""
    if not turn.may(Deed.CONCERN):
        return refusals.not_for_them(turn, Deed.CONCERN)
    if not any(map(str.isalnum, command.rest)):
        turn.ask(CONCERN)
        return Reply(Screen(Text("ask.concern"), skippable=True))
    return _to_partner(turn, command.rest) or _raise(turn, command.rest)


def _to_partner(turn: Turn, words: str) -> Reply | None:
    """Read a concern back that is addressed to an organisation. Return None if it is addressed to none that
    has focal persons where it matters, or to the sender's own.
    """
    work = turn.work
    organisation, rest = organisations.addressed_in(work.people, words)
    if not any(map(str.isalnum, rest)) or organisation == turn.sender.organisation:
        return None
    counties = work.core.reader.read(rest, turn.counties).counties or turn.counties
    people = organisations.focal_persons_of(work.people, organisation, counties, turn.sender.id)
    if not people:
        return None
    names = [person.id for person in people]
    draft = json.dumps({"organisation": organisation, "words": rest, "people": names})
    turn.ask(TO_PARTNER, choices=CHOICES, draft=draft)
    return Reply(
        Screen(
            _question(turn, draft),
            questions.options(TO_PARTNER, CHOICES),
            skippable=True,
            skip=TO_PARTNER.skip,
            quote=rest,
            max_segments=2,
        )
    )


def _question(turn: Turn, draft: str) -> Text:
    return Text("ask.read_back", {"question": _to_whom(turn, draft)})


def _again(turn: Turn, asked: Question) -> Text:
    return _to_whom(turn, asked.draft)


def _to_whom(turn: Turn, draft: str) -> Text:
    """Return "This goes to FAO (Jane Mutua), with your name, and RLA sees it. Or to RLA only?"."""
    asked = json.loads(draft)
    names = Joined(tuple(person.name for person in turn.work.people.many(asked["people"])))
    shown = kept_texts.name_shown(turn.work, asked["words"])
    args: dict[str, Arg] = {"organisation": asked["organisation"], "names": names, "name_shown": shown}
    return Text("ask.to_partner", args)


def chosen(turn: Turn, action: Choose | Skip) -> Reply:
    """1: it goes to the organisation, and RLA sees it. 2: to RLA alone. 0: to nobody."""
    assert turn.question is not None
    draft = json.loads(turn.question.draft)
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Skip):
        return Reply(Screen(Text("concern.dropped")))
    organisation = draft["organisation"]
    if action.value == "send":
        return _raise(turn, draft["words"], to=organisation)
    return _raise(turn, draft["words"], apart=organisation)


def answered(turn: Turn, action: Answer) -> Reply:
    """The words that were asked for; or none after all."""
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Say):
        return _to_partner(turn, action.words) or _raise(turn, action.words)
    return Reply(Screen(Text("concern.dropped")))


def _raise(turn: Turn, words: str, *, to: str = "", apart: str = "") -> Reply:
    source = turn.source(words)
    return report.alert_or_ask(turn, concerns.receive(turn.work, source, to=to, apart=apart), words)


QUESTIONS = (
    Asks(CONCERN, questions.of_any(answered), questions.by_its_kind, questions.end_question),
    Asks(TO_PARTNER, questions.of_choice(chosen), _again, questions.end_question),
)
WORDS = (
    Verb(
        "concern",
        ("CONCERN", "ISSUE", "NEED", "GAP", "IDEA"),
        ("HOJA", "HITAJI", "WAZO"),
        "text",
        "an issue, need, gap or idea for the CLT (C14): followed as a shock is, in days; the bare word asks "
        "for it; `CONCERN FAO, the bowsers came empty` goes to that partner",
        "{rights}",
        yields=True,
        own_report=True,
        listed=15,
        labels=True,
    ),
)
COMMANDS = {("concern", ""): begin}
