"""Order of the readings: a plea before questions, the menu for HELP alone, and the limits of an answer."""

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.intents import (
    About,
    AbuseReport,
    Action,
    Choose,
    Command,
    Context,
    Either,
    Report,
    Say,
    Skip,
)
from sek_core.work.conversations import Question
from tests.handlers.language.test_grammar import CONFIGURATION, GRAMMAR
from tests.packaged import reader_of

UNTIL = "2030-01-01T00:00:00+00:00"
NOTHING = About()
FREE = ("minutes", "outcome", "concern", "info", "place", "hazard", "note", "fix", "add", "give", "cover")
READER = reader_of(CONFIGURATION)


def read(
    text: str, kind: str = "", about: About = NOTHING, reports: bool = True, names: bool = False
) -> Action:
    question = Question(kind, "S1", "en", UNTIL) if kind else None
    context = Context(
        ("Kitui",),
        reports,
        lambda _name: True,
        question,
        REGISTRY.kind(question),
        exists=lambda ref: ref in ("S1", "M12", "T9"),
        invited=lambda: "digit",
        names_somebody=lambda _words: names,
        names_audience=lambda _words: names,
        asked_about=lambda: about,
    )
    return GRAMMAR.read(text, context).action


PLEAS = (
    "people are trapped in the water at Kibwezi",
    "watu wamekwama kwenye maji Kibwezi",
    "help us, the house fell on the children",
    "msaada, nyumba imeangukia watoto",
    "please help people are drowning at Thange",
    "wametuvamia tena huku Ngomeni",
)


@pytest.mark.parametrize("text", PLEAS)
@pytest.mark.parametrize("kind", ["", *FREE])
def test_no_question_swallows_a_plea(text: str, kind: str) -> None:
    assert isinstance(read(text, kind), Report)


@pytest.mark.parametrize("text", PLEAS)
@pytest.mark.parametrize(
    "word", ["OK", "NO,", "YES", "CLOSE", "DONE", "NOTE", "HELP", "MSAADA", "NEED", "M12", "NO M12"]
)
def test_no_word_in_front_swallows_a_plea(word: str, text: str) -> None:
    assert isinstance(read(f"{word} {text}"), Report)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("NOTE S1 people are trapped at Kibwezi", "note"),
        ("close s1 the people who were trapped are out", "close"),
        ("TELL Kitui: people are trapped, stay away from the river", "tell"),
        ("TASK Jane, look for the people who are trapped, Friday", "task"),
    ],
)
def test_what_is_sent_to_others_on_purpose_is_no_plea(text: str, verb: str) -> None:
    action = read(text, names=True)
    assert isinstance(action, Command) and action.verb == verb


@pytest.mark.parametrize("text", ["my neighbour raped a girl of 12 years", "mtoto amebakwa na jirani"])
@pytest.mark.parametrize("kind", ["", "minutes", "outcome", "place"])
def test_abuse_goes_before_all(text: str, kind: str) -> None:
    assert isinstance(read(text, kind), AbuseReport)


@pytest.mark.parametrize(
    "text",
    [
        "HELP",
        "help please",
        "Msaada",
        "menu",
        "help me",
        "how do I report?",
        "naripoti vipi?",
        "what can you do",
        "who are you",
        "Saidia!",
        "Hello, how does this work?",
    ],
)
def test_the_menu(text: str) -> None:
    assert read(text) == Command("help")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("HELP MEETING", "meeting"),
        ("help task please", "task"),
        ("help call off", "call off"),
        ("HELP 2", "2"),
        ("help meetings", "meetings"),
        ("msaada mikutano", "mikutano"),
    ],
)
def test_the_menu_of_a_topic(text: str, topic: str) -> None:
    assert read(text) == Command("help", None, topic)


@pytest.mark.parametrize(
    "text",
    [
        "help us",
        "msaada nyumba imeanguka",
        "Help people are drowning at Thange",
        "help me with the roster please",
        "HELP the road to Kyuso",
        "help with the minutes",
    ],
)
def test_help_and_more_is_no_menu(text: str) -> None:
    assert read(text) != Command("help")


FLOOD = About("flood", "Kyuso")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("minutes", "fire"),
        ("minutes", "the borehole may be dry"),
        ("outcome", "there is a fire now"),
        ("outcome", "flood in Kyuso"),
        ("outcome", "two were rescued but three people are still trapped"),
        ("concern", "there may be a fire"),
        ("info", "kuna moto"),
        ("place", "there is a fire too"),
        ("note", "there may be a fire too"),
    ],
)
def test_what_may_be_a_report_is_asked_about(kind: str, text: str) -> None:
    assert isinstance(read(text, kind, FLOOD), Either)
    assert not isinstance(read(text, kind, FLOOD, reports=False), Either)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("minutes", "Present: 14. Drought discussed, water trucking agreed"),
        ("minutes", "Tulijadili ukame, tukakubaliana maji yaletwe"),
        ("outcome", "food given to 40 flood households"),
        ("outcome", "two trapped people were rescued"),
        ("outcome", "chakula kimesambazwa kwa familia 40 za mafuriko"),
        ("outcome", "water trucking for 400 households"),
        ("outcome", "we visited the flood families"),
        ("concern", "water shortage at Kyuso, 400 households"),
        ("note", "the flood is rising"),
        ("outcome", "nothing"),
        ("outcome", "ok"),
        ("outcome", "Hakuna."),
    ],
)
def test_what_is_the_answer(kind: str, text: str) -> None:
    assert isinstance(read(text, kind, FLOOD), Say)


@pytest.mark.parametrize("text", ["flood in Mwingi severe 30 households", "cholera Kyuso 4 dead"])
def test_another_event_is_a_report_where_an_outcome_was_asked_for(text: str) -> None:
    assert isinstance(read(text, "outcome", FLOOD), Report)


@pytest.mark.parametrize("text", ["0", "skip", "ruka"])
def test_an_outcome_may_be_left_out(text: str) -> None:
    assert read(text, "outcome") == Skip()


@pytest.mark.parametrize(
    "text",
    [
        "taken to hospital 4 people Kyuso cholera",
        "Closed: Kyuso road, flood",
        "Stop please, people are fighting in Kyuso",
    ],
)
def test_reports_that_begin_like_words_of_ours(text: str) -> None:
    assert isinstance(read(text), Report)


def test_yes_to_whether_it_is_a_report_takes_a_plea_along() -> None:
    question = Question("confirm", "U1", "en", UNTIL, ("yes", "no"), draft="fire")
    context = Context(("Kitui",), True, lambda _name: True, question, REGISTRY.kind(question))
    said = GRAMMAR.read("yes, people are trapped at Kyuso", context).action
    assert said == Choose("yes", "people are trapped at Kyuso")
    assert isinstance(GRAMMAR.read("no, people are trapped at Kyuso", context).action, Report)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", "none"),
        ("0", "none"),
        ("nothing", "none"),
        ("Hakuna", "none"),
        ("ok thanks", "none"),
        ("Sawa", "none"),
        ("not yet", "none"),
        ("bado", "none"),
        ("will look into it", "promise"),
        ("tutaangalia", "promise"),
        ("on my way", "promise"),
        ("we are following up", "promise"),
        ("nitatuma mtu kesho", "promise"),
        ("food given, more will follow", "help"),
        ("watu wameokolewa", "help"),
        ("water trucking starts tomorrow, 3 bowsers", "help"),
        ("trucks were sent", "deed"),
        ("tumetembelea familia zote", "deed"),
        ("false alarm", "deed"),
        ("the road is open again", "deed"),
        ("pampu imewekwa upya", "deed"),
        ("the chief knows", "open"),
        ("flooded", "open"),
        ("wamekwama", "open"),
    ],
)
def test_what_a_text_says_that_was_done(text: str, outcome: str) -> None:
    assert READER.outcome(text) == outcome
