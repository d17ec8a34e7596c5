"""ASK counts only before a group and a comma; else the text is read as if the word were not there."""

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Command, Confirm, Context, Report, Say, Unclear
from sek_core.work.conversations import Question
from tests.packaged import packaged, reader_of

CONFIGURATION = packaged()
GRAMMAR = Grammar(CONFIGURATION, reader_of(CONFIGURATION), REGISTRY.verbs)

NOTE = Question("note", "S1", "en", "2030-01-01T00:00:00+00:00")


def read(text: str, question: Question | None = None) -> Action:
    context = Context(
        ("Kitui",),
        True,
        lambda _name: True,
        question,
        REGISTRY.kind(question),
        exists=lambda ref: ref in ("S1", "Q3"),
        names_audience=lambda words: words.startswith("Kitui"),
        asks=lambda words: words.startswith("Kitui PoCs,"),
    )
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    "text",
    ["ASK Kitui PoCs, which boreholes are down?", "uliza Kitui PoCs, je kuna mafuriko Kyuso, wamekufa 3?"],
)
def test_a_question_to_many(text: str) -> None:
    action = read(text)
    assert isinstance(action, Command)
    assert (action.verb, action.ref) == ("ask", None)


@pytest.mark.parametrize(
    "text",
    [
        "ask flood in Kyuso severe 3 dead",
        "Ask for help, flood in Kyuso 3 dead",
        "ULIZA mafuriko Kyuso kali watu 3 wamekufa",
        "Ask Kitui people: flood at Mutomo, houses swept away",
        "update on Mutha conflict, waliokufa wamefika 4",
        "Q7 flood in Kyuso severe 3 dead",
        "Q3 flood in Kyuso, people are trapped on the roof, help us",
    ],
)
def test_a_report_stays_one(text: str) -> None:
    assert isinstance(read(text), Report | Confirm)


@pytest.mark.parametrize("text", ["ask the chief", "Asking for a friend", "uliza chifu kuhusu barabara"])
def test_words_without_a_group_are_no_command(text: str) -> None:
    assert isinstance(read(text), Unclear)


def test_the_word_belongs_to_words_that_were_asked_for() -> None:
    action = read("ask the chief about the store", NOTE)
    assert isinstance(action, Say)
    assert action.words == "ask the chief about the store"


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("Q3 the pump of Kyuso", "note", "the pump of Kyuso"),
        ("q3", "status", ""),
        ("CLOSE Q3", "close", ""),
        ("MORE q 3", "more", ""),
        ("Q3 yes", "yes", ""),
    ],
)
def test_words_beside_its_reference(text: str, verb: str, rest: str) -> None:
    assert read(text) == Command(verb, "Q3", rest)


def test_a_quarter_is_no_reference() -> None:
    assert not isinstance(read("Q4 budget is late"), Command)
