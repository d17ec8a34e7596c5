"""Words that label a text, such as CONCERN: their meaning, and when they yield to a shock."""

import pytest

from handlers.language.intents import Action, Command, Report, Say
from sek_core.work.conversations import Question
from tests.handlers.language.test_grammar import read

ASKED = Question("concern", "", "en", "2030-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CONCERN seed comes late", "seed comes late"),
        ("concern: Seed comes late!", "Seed comes late!"),
        ("Issue the road to Kyuso is closed", "the road to Kyuso is closed"),
        ("NEED teachers", "teachers"),
        ("gap - nobody works in Mutomo", "nobody works in Mutomo"),
        ("IDEA plant trees before the floods of April", "plant trees before the floods of April"),
        ("HOJA mbegu zimechelewa", "mbegu zimechelewa"),
        ("hitaji walimu", "walimu"),
        ("WAZO tupande miti", "tupande miti"),
        ("CONCERN", ""),
        ("issue ...", ""),
        ("CONCERN S127 is not solved", "S127 is not solved"),
        ("CONCERN drought at Mutomo severe, 400 households", "drought at Mutomo severe, 400 households"),
        ("NEED water at Kyuso for 400 households", "water at Kyuso for 400 households"),
        ("ISSUE no flood warnings reach us", "no flood warnings reach us"),
        ("concern there may be floods in April", "there may be floods in April"),
    ],
)
def test_a_concern(text: str, words: str) -> None:
    assert read(text) == Command("concern", None, words)


@pytest.mark.parametrize(
    "text",
    [
        "NEED boats, flood in Kyuso 3 dead",
        "CONCERN: flood at Kyuso, people on roofs",
        "Issue - fire in Mutomo market",
        "HITAJI mashua, mafuriko Kyuso wamekufa watu 3",
        "concern: drought, 3 dead at Mutomo",
        "INFO flood in Kyuso",
        "FAHAMISHA mafuriko Kyuso",
    ],
)
def test_a_shock_is_one_whatever_it_is_called(text: str) -> None:
    action = read(text)
    assert isinstance(action, Report), action
    assert action.words == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("INFO the governor comes on Friday", "the governor comes on Friday"),
        ("info: water is back at Kyuso", "water is back at Kyuso"),
        ("info flood training on Friday", "flood training on Friday"),
        ("FAHAMISHA gavana anakuja", "gavana anakuja"),
        ("info", ""),
    ],
)
def test_information(text: str, words: str) -> None:
    assert read(text) == Command("info", None, words)


@pytest.mark.parametrize(
    ("text", "takes", "action"),
    [
        ("TELL Kitui: come", True, Command("tell", None, "Kitui: come")),
        ("TELL Kitui: flood in Kyuso, 3 dead", True, Command("tell", None, "Kitui: flood in Kyuso, 3 dead")),
        ("TANGAZA Kitui: njooni", True, Command("tell", None, "Kitui: njooni")),
        ("TELL Kitui: come", False, Command("tell", None, "Kitui: come")),
        ("tell them flood in Kyuso, 3 dead", False, None),
    ],
)
def test_an_announcement(text: str, takes: bool, action: Action | None) -> None:
    said = read(text, takes=takes)
    assert said == action if action else isinstance(said, Report)


@pytest.mark.parametrize("text", ["concerned people live here", "needs", "ideas", "a concern"])
def test_whole_words_in_front_only(text: str) -> None:
    assert read(text) != Command("concern", None, text.partition(" ")[2])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("water shortage at Kyuso, 400 households", True),
        ("nobody listens", True),
        ("flood at Kyuso", False),
        ("3 dead of hunger at Kyuso", False),
    ],
)
def test_what_comes_when_the_concern_was_asked_for(text: str, said: bool) -> None:
    action: Action = read(text, ASKED)
    assert isinstance(action, Say if said else Report), action
