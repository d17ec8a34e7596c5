"""Questions in words about what the program knows; tables in both languages."""

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Command, Confirm, Context, Report, Wonder
from handlers.language.usage import LINES
from tests.packaged import packaged, reader_of

GRAMMAR = Grammar(packaged(), reader_of(packaged()), REGISTRY.verbs)


def read(text: str) -> Action:
    context = Context(("Kitui",), True, lambda _name: True, names_audience=lambda _words: True)
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("when is the next meeting", "meetings"),
        ("Where is the meeting?", "meetings"),
        ("is there any meeting this month", "meetings"),
        ("please, which meetings are planned", "meetings"),
        ("mkutano ujao ni lini?", "meetings"),
        ("Mkutano uko wapi", "meetings"),
        ("nataka kujua kikao ni lini", "meetings"),
        ("what are my tasks", "mine"),
        ("show me my tasks", "mine"),
        ("kazi zangu ni zipi", "mine"),
        ("what is open in kitui", "open"),
        ("any open shocks?", "open"),
        ("matukio gani yako wazi", "open"),
    ],
)
def test_questions_about_a_subject(text: str, subject: str) -> None:
    assert read(text) == Wonder(subject)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("who is the clt lead for makueni?", "clt_lead"),
        ("who are the CLT members", "clt_member"),
        ("who's the county lead", "county_lead"),
        ("nani ni mwenyekiti wa SEK", "chair"),
        ("nani ni kiongozi wa CLT", "clt_lead"),
    ],
)
def test_questions_for_who_holds_a_role(text: str, role: str) -> None:
    assert read(text) == Wonder("who", role)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("how to close an incident", "close"),
        ("How do I hand over to someone else?", "give"),
        ("how do i add a new person", "vouch"),
        ("how can I correct my report", "fix"),
        ("how do I change the language", "language"),
        ("how do I cancel a meeting", "call_off"),
        ("nawezaje kuitisha mkutano", "meeting"),
        ("nifanyeje kuahirisha mkutano", "move"),
        ("nataka kujua jinsi ya kusaidia", "offer"),
    ],
)
def test_questions_how_to_do_a_thing(text: str, verb: str) -> None:
    assert read(text) == Wonder("how", verb)


@pytest.mark.parametrize("verb", sorted(packaged().words.deeds))
def test_each_deed_is_a_command_word_of_which_a_card_tells(verb: str) -> None:
    assert verb in {line.verb for line in LINES}


@pytest.mark.parametrize(
    "text",
    [
        "TELL Kitui leads, when is the meeting?",
        "who killed the goats in Kyuso",
        "where is the help, 40 households are displaced by flood in Kyuso",
        "how can I tell people there is no water in Kyuso 40 households",
        "the chair is broken",
        "MEETING 3 Dec 9am County HQ",
        "meeting went well",
        "what a flood in Kyuso",
    ],
)
def test_what_is_no_such_question(text: str) -> None:
    assert not isinstance(read(text), Wonder)


def test_a_question_that_tells_of_a_shock_is_a_report() -> None:
    assert isinstance(read("when will help come, flood in Kyuso, 40 households displaced"), Report | Confirm)


def test_a_command_in_other_words_stays_one() -> None:
    assert read("what is open") == Command("list")
