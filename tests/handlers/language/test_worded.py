"""Answers with more words than an option has; tables in both languages."""

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import About, Action, Choose, Context, Report, Say, Skip
from sek_core.work.conversations import Question
from tests.packaged import packaged, reader_of

GRAMMAR = Grammar(packaged(), reader_of(packaged()), REGISTRY.verbs)

UNTIL = "2030-01-01T00:00:00+00:00"
SEVERITY = Question("severity", "S1", "en", UNTIL, ("minor", "moderate", "severe", "extreme"))
DEATHS = Question("deaths", "S1", "en", UNTIL, ("yes", "no"), draft="3")


def read(text: str, question: Question = SEVERITY, place: str = "Mutomo") -> Action:
    context = Context(
        ("Kitui",),
        True,
        lambda _name: True,
        question,
        REGISTRY.kind(question),
        asked_about=lambda: About("drought", place),
    )
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("very severe", "severe"),
        ("3 severe", "severe"),
        ("it is severe", "severe"),
        ("svere", "severe"),
        ("severe, the road is cut", "severe"),
        ("I think severe", "severe"),
        ("not so severe, moderate", "moderate"),
        ("3, the road is cut", "severe"),
        ("2 moderate", "moderate"),
        ("4 - extreme!", "extreme"),
        ("ni kali", "severe"),
        ("ni mbaya sana", "extreme"),
        ("3 kali", "severe"),
        ("ni kali, barabara imefungwa", "severe"),
        ("kabati 3. kauwi labda 1", "severe"),
        ("Kabati 1, Kauwi 4", "extreme"),
        ("Mutomo 2 Kauwi 4", "moderate"),
    ],
)
def test_how_bad_in_more_words(text: str, severity: str) -> None:
    action = read(text)
    assert isinstance(action, Say)
    assert action.reading.severity == severity
    assert action.reading.place is None


@pytest.mark.parametrize(
    "text", ["number 3", "it is 3", "three", "ni ya tatu", "tatu", "namba 3", "(3)", "no. 3"]
)
def test_how_bad_by_a_number(text: str) -> None:
    assert read(text) == Choose("severe")


def test_numbers_beside_the_severity_are_kept() -> None:
    action = read("severe, 30 households")
    assert isinstance(action, Say)
    assert (action.reading.severity, action.reading.affected) == ("severe", {"households": 30})
    action = read("3 households")
    assert isinstance(action, Say)
    assert (action.reading.severity, action.reading.affected) == (None, {"households": 3})


@pytest.mark.parametrize("question", [SEVERITY, DEATHS])
@pytest.mark.parametrize(
    "text", ["many, nobody counted", "so many", "ni wengi, nani amehesabu", "wengi sana", "hawajahesabiwa"]
)
def test_no_number_is_an_answer_whose_words_are_kept(text: str, question: Question) -> None:
    action = read(text, question)
    assert isinstance(action, Say)
    assert action.words == text
    assert action.reading.severity is None


@pytest.mark.parametrize("question", [SEVERITY, DEATHS])
@pytest.mark.parametrize("text", ["I don't know", "not sure", "sijui", "hatujui"])
def test_not_known_leaves_the_question_out(text: str, question: Question) -> None:
    assert read(text, question) == Skip()


@pytest.mark.parametrize("text", ["flood Kyuso severe", "severe flood", "people are trapped on the roof"])
def test_another_event_is_no_answer(text: str) -> None:
    assert isinstance(read(text), Report)


@pytest.mark.parametrize("text", ["severe in Kyuso", "is it severe?", "STATUS", "thank you"])
def test_what_answers_nothing(text: str) -> None:
    assert not isinstance(read(text), Say | Choose | Skip)
