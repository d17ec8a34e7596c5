"""text -> Intent: tables, and properties of every text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import (
    Action,
    Choose,
    Command,
    Confirm,
    Context,
    Courtesy,
    Denial,
    Report,
    Say,
    Skip,
    Unclear,
)
from sek_core.work.conversations import Question
from tests.packaged import packaged, reader_of

CONFIGURATION = packaged()
GRAMMAR = Grammar(CONFIGURATION, reader_of(CONFIGURATION), REGISTRY.verbs)

SEVERITY = Question(
    "severity", "S1", "en", "2030-01-01T00:00:00+00:00", ("minor", "moderate", "severe", "extreme")
)
PLACE = Question("place", "S1", "en", "2030-01-01T00:00:00+00:00")
COUNTY = Question("county", "S1", "en", "2030-01-01T00:00:00+00:00", ("Makueni", "Kitui"))
CONFIRMED = Question("confirm", "U1", "en", "2030-01-01T00:00:00+00:00", ("yes", "no"), draft="fire")
OUTCOME = Question("outcome", "S1", "en", "2030-01-01T00:00:00+00:00")


def read(text: str, question: Question | None = None, takes: bool = True, reports: bool = True) -> Action:
    context = Context(
        ("Kitui",),
        reports,
        lambda _name: takes,
        question,
        REGISTRY.kind(question),
        exists=lambda ref: ref in ("S1", "S127"),
        names_audience=lambda words: takes and words.startswith("Kitui"),
    )
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("OK S127", "S127"),
        ("ok s 127", "S127"),
        ("ok #s127", "S127"),
        ("ok S-127", "S127"),
        ("ok s1O", "S10"),
        ("ok sO1", "S1"),
        ("ok 127s", "S127"),
        ("s127 ok", "S127"),
        ("please ok s127", "S127"),
        ("OK: S127!", "S127"),
        ("ok m12", "M12"),
        ("\u200bOK\u200b S127", "S127"),
    ],
)
def test_references_are_read_in_every_usual_form(text: str, ref: str) -> None:
    assert read(text) == Command("take", ref)


@pytest.mark.parametrize("text", ["ok 99s", "so", "to s", "mto", "so what", "cows 127", "ok 127"])
def test_what_only_looks_like_a_reference(text: str) -> None:
    action = read(text)
    assert not isinstance(action, Command) or action.ref is None


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("S127", Command("status", "S127")),
        ("S127 water has come", Command("note", "S127", "water has come")),
        ("note s127 Water, at last!", Command("note", "S127", "Water, at last!")),
        ("s127 close done & dusted", Command("close", "S127", "done & dusted")),
        ("FUNGA S1 maji yamefika", Command("close", "S1", "maji yamefika")),
        ("close water trucking", Command("close", None, "water trucking")),
        ("LANG sw", Command("language", None, "sw")),
        ("STOP", Command("stop")),
        ("Stop!", Command("stop")),
        ("simamisha", Command("stop")),
        ("ANZA", Command("start")),
        ("list", Command("list")),
        ("List please", Command("list")),
        ("HELP", Command("help")),
        ("ok thanks", Command("take")),
        ("asante sana", Courtesy()),
        ("Good morning", Courtesy()),
        ("no flood here", Denial(("flood",))),
        ("hakuna mafuriko", Denial(("flood",))),
        ("blue seven", Unclear()),
        ("stop that noise", Unclear()),
        ("start of something", Unclear()),
        ("listen to me", Unclear()),
        ("okay", Command("take")),
        ("", Unclear()),
    ],
)
def test_commands(text: str, action: Action) -> None:
    assert read(text) == action


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("flood", "flood"),
        ("SHOCK DROUGHT Mutomo", "drought"),
        ("ripoti mafuriko Kyuso", "flood"),
        ("STOP the elephants", "human_wildlife_conflict"),
        ("HELP flood in Kyuso", "flood"),
        ("ok flood in Kyuso now", "flood"),
        ("alert locusts", "desert_locust"),
        ("start fires in the forest fire", "wildfire"),
        ("HELP fire", "fire"),
    ],
)
def test_reports(text: str, hazard: str) -> None:
    action = read(text)
    assert isinstance(action, Report)
    assert action.reading.hazard == hazard


@pytest.mark.parametrize("text", ["there is a fire", "kuna moto", "is there flood in Kyuso?", "hungry"])
def test_what_may_be_a_report_is_asked_about(text: str) -> None:
    assert isinstance(read(text), Confirm)
    assert not isinstance(read(text, reports=False), Confirm)


@pytest.mark.parametrize("text", ["3 dead, fire?", "haraka moto", "SHOCK maybe fire", "fire in Kyuso"])
def test_what_is_pressing_or_said_to_be_one_is_not_asked_about(text: str) -> None:
    assert isinstance(read(text), Report)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("1", Choose("yes")),
        ("2", Choose("no")),
        ("yes", Choose("yes")),
        ("Ndio!", Choose("yes")),
        ("ndiyo tafadhali", Choose("yes")),
        ("hapana", Choose("no")),
        ("yes, at Kyuso", Choose("yes", "at Kyuso")),
        ("0", Skip()),
        ("3", Unclear()),
        ("asante", Courtesy()),
        ("list", Command("list")),
    ],
)
def test_answers_to_whether_it_is_a_report(text: str, action: Action) -> None:
    assert read(text, CONFIRMED) == action


def test_another_report_goes_before_no() -> None:
    assert isinstance(read("no, flood in Kyuso", CONFIRMED), Report)


def test_what_was_done_about_a_slow_hazard_is_no_new_one() -> None:
    assert isinstance(read("water trucking for 400 households", OUTCOME), Say)
    assert isinstance(read("flood in Kyuso", OUTCOME), Report)


def test_a_hazard_overrules_help() -> None:
    assert isinstance(read("help drought"), Report)
    assert isinstance(read("help with the flood"), Report)
    assert isinstance(read("HELP drought Mutomo severe"), Report)


def test_close_to_is_no_command_for_somebody_who_closes_nothing() -> None:
    action = read("Close to 40 houses flooded in Kyuso", takes=False)
    assert isinstance(action, Report)


@pytest.mark.parametrize("word", ["SHOCK", "report", "Stress.", "ALERT please", "taarifa"])
def test_a_bare_report_word_starts_the_questions(word: str) -> None:
    action = read(word)
    assert isinstance(action, Report)
    assert action.reading.hazard is None


@pytest.mark.parametrize(
    ("text", "question", "action"),
    [
        ("1", SEVERITY, Choose("minor")),
        ("4.", SEVERITY, Choose("extreme")),
        ("3 please", SEVERITY, Choose("severe")),
        ("asante, 2", SEVERITY, Choose("moderate")),
        ("severe", SEVERITY, Choose("severe")),
        ("mbaya sana", SEVERITY, Choose("extreme")),
        ("Kali", SEVERITY, Choose("severe")),
        ("0", SEVERITY, Skip()),
        ("skip", SEVERITY, Skip()),
        ("RUKA", PLACE, Skip()),
        ("0", PLACE, Skip()),
        ("o", PLACE, Skip()),
        ("2", COUNTY, Choose("Kitui")),
        ("kitui", COUNTY, Choose("Kitui")),
        ("5", SEVERITY, Unclear()),
        ("kesho", SEVERITY, Unclear()),
        ("thanks", SEVERITY, Courtesy()),
        ("1", None, Unclear()),
        ("list", SEVERITY, Command("list")),
        ("STOP", PLACE, Command("stop")),
        ("ok s127", SEVERITY, Command("take", "S127")),
    ],
)
def test_answers_to_the_open_question(text: str, question: Question | None, action: Action) -> None:
    assert read(text, question) == action


@pytest.mark.parametrize(
    ("text", "question"), [("Kwa Mutisya", PLACE), ("trucks were sent", OUTCOME), ("7", OUTCOME)]
)
def test_free_words_where_the_question_takes_them(text: str, question: Question) -> None:
    action = read(text, question)
    assert isinstance(action, Say)
    assert action.words == text


@pytest.mark.parametrize("text", ["HELP 1", "cancel s3", "STATUS of it"])
def test_a_command_or_a_reference_is_no_place(text: str) -> None:
    assert not isinstance(read(text, PLACE), Say)


def test_a_report_goes_before_free_words() -> None:
    assert isinstance(read("flood in Kyuso", PLACE), Report)


def test_an_observer_only_asks() -> None:
    assert read("flood in Kyuso", reports=False) == Unclear()


def test_each_word_stands_once() -> None:
    words = [word for verb in REGISTRY.verbs for word in (*verb.en, *verb.sw)]
    assert len(words) == len(set(words))


WORDS = [
    "flood", "mafuriko", "Kitui", "Mutomo", "ok", "s127", "s", "127", "no", "close", "note", "3",
    "400", "households", "nyumba", "asante", "severe", "kali", "STOP", "help", "lang", "sw", "0",
    "hakuna", "dead", "goats", "'", "/", "1,200", "2,", "skip", "\u200b", "\u2019", "Rong'e",
    "moto", "fire", "yes", "ndio", "meeting", "fload", "kisima", "kimekauka", "Wote", "wote", "simba",
    "elfu", "mbili", "2k", "1.5k", "about", "kama", "km", "price", "up", "?", "maybe", "over", "need",
    "food", "in", "huku", "Garissa", "town", "njaaaa", "!", "urgent", "wamekufa", "watu",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
QUESTIONS = st.sampled_from([None, SEVERITY, PLACE, COUNTY, OUTCOME, CONFIRMED])


@settings(deadline=None)  # the longest take long on a busy machine; benchmarks/ measures it
@given(TEXTS, QUESTIONS)
@example("s" * 10_000, None)
@example("1," * 5_000, None)
@example("\u202eflood\u0000 \U0001f30a", None)
@example("0" * 10_000, SEVERITY)
def test_no_text_raises_and_every_text_is_one_thing(text: str, question: Question | None) -> None:
    assert isinstance(read(text, question), Action)


@given(TEXTS.filter(lambda text: text.isascii()), QUESTIONS)
def test_case_and_invisible_characters_change_nothing(text: str, question: Question | None) -> None:
    plain = kind(read(text.lower(), question))
    assert kind(read(f"  {text.lower()} \u200b ", question)) == plain
    assert kind(read(text.upper(), question)) == plain


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.data())
def test_space_between_words_changes_nothing(words: list[str], data: st.DataObject) -> None:
    gap = st.sampled_from([" ", "  ", "\t", " \u200b", "\u200e ", " \u00ad", "\u00a0"])
    spaced = "".join(word + data.draw(gap) for word in words)
    assert kind(read(spaced)) == kind(read(" ".join(words)))


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([".", "!", "...", " !!", "\u2026"]))
def test_punctuation_at_the_end_changes_nothing(words: list[str], end: str) -> None:
    assert kind(read(" ".join(words) + end)) == kind(read(" ".join(words)))


def kind(action: Action) -> tuple[object, ...]:
    """Return an action without the words as typed."""
    match action:
        case Command(verb, ref, _):
            return ("command", verb, ref)
        case Choose(value):
            return ("choose", value)
        case Report(reading) | Confirm(reading):
            return (type(action).__name__, reading.hazard, reading.severity, tuple(reading.affected.items()))
        case _:
            return (type(action).__name__,)
