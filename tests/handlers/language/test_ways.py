"""Commands, yes and no in other words; tables in both languages."""

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import OFFER, Action, Choose, Command, Context, Courtesy, Report, Rsvp, Unclear
from handlers.language.intents import Open as Invited
from sek_core.work.conversations import Question
from tests.packaged import packaged, reader_of

GRAMMAR = Grammar(packaged(), reader_of(packaged()), REGISTRY.verbs)

YES_NO = Question("confirm", "U1", "en", "2030-01-01T00:00:00+00:00", ("yes", "no"), draft="fire")


def read(
    text: str, question: Question | None = None, invited: Invited = "none", takes: bool = True
) -> Action:
    context = Context(
        ("Kitui",),
        True,
        lambda _name: takes,
        question,
        REGISTRY.kind(question),
        exists=lambda ref: ref in ("S1", "M1", "T1"),
        invited=lambda: invited,
    )
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    "text",
    [
        "okay s1",
        "Okay S1!",
        "O.K. S1",
        "OKS1",
        "oks1",
        "acknowledge s1",
        "Acknowledged S1",
        "s1 okay",
        "s1 taken",
        "S1: I take it",
        "I have taken S1",
        "Re S1: ok",
        "re: s1 okay",
        "ok for S1",
        "s1 - ok",
        "SEK OK S1",
        "taken s1 thanks",
        "nimechukua S1",
        "s1 nimeichukua",
        "sawasawa s1",
        "SAWAS1",
        "kuhusu S1: sawa",
    ],
)
def test_taking_in_other_words(text: str) -> None:
    action = read(text)
    assert isinstance(action, Command)
    assert (action.verb, action.ref) == ("take", "S1")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Okay", Command("take")),
        ("okay, I take it", Command("take")),
        ("taken", Command("take")),
        ("acknowledged, thanks", Command("take")),
        ("nimechukua", Command("take")),
        ("closed", Command("close")),
        ("closed s1 water was brought", Command("close", "S1", "water was brought")),
        ("s1 closed, water was brought", Command("close", "S1", "water was brought")),
        ("s1 closed by the police", Command("note", "S1", "closed by the police")),
        ("statuss s1", Command("status", "S1")),
        ("status of s1", Command("status", "S1")),
        ("what about s1", Command("status", "S1")),
        ("hali ya s1", Command("status", "S1")),
        ("cancle s1", Command("cancel", "S1")),
        ("finished t1", Command("done", "T1")),
        ("stop please", Command("stop")),
        ("Stop. Thank you", Command("stop")),
        ("please stop", Command("stop")),
        ("unsubscribe", Command("stop")),
        ("simamisha tafadhali", Command("stop")),
        ("what is open", Command("list")),
        ("orodha", Command("list")),
        ("withdraw my offer", Command("cancel", None, OFFER)),
        ("cancel offer", Command("cancel", None, OFFER)),
        ("sitaleta tena", Command("cancel", None, OFFER)),
        ("hatuwezi kuleta tena", Command("cancel", None, OFFER)),
        ("I am back", Command("back")),
        ("nimerudi kazini", Command("back")),
        ("the meeting is cancelled", Command("call_off")),
        ("mkutano umeghairiwa", Command("call_off")),
        ("I will be on leave until Friday, Jane covers", Command("away", None, "until Friday, Jane covers")),
        (
            "naenda likizo wiki ijayo, Meshack atanishikia",
            Command("away", None, "wiki ijayo, Meshack atanishikia"),
        ),
    ],
)
def test_commands_in_other_words(text: str, action: Action) -> None:
    assert read(text) == action


@pytest.mark.parametrize(
    "text",
    [
        "okay but when will you come",
        "we are okay now",
        "the road was taken by the flood water",
        "not taken",
        "closed roads everywhere in town",
        "stop the bus",
        "stop it",
        "taken to hospital",
        "I am away in Mutomo because of the flood",
        "on leave we saw 20 goats dead on Friday",
        "sitaleta chai kesho asubuhi kwa wote wale",
    ],
)
def test_words_of_a_sentence_are_no_command(text: str) -> None:
    action = read(text)
    assert not isinstance(action, Command) or action.verb not in ("take", "close", "stop", "cancel")


@pytest.mark.parametrize("text", ["s1 not taken", "s1 we are okay", "s1 was taken by the army"])
def test_other_words_beside_a_reference_stay_a_note(text: str) -> None:
    action = read(text)
    assert isinstance(action, Command)
    assert action.verb == "note"


def test_a_short_code_s_keyword_is_no_part_of_the_text() -> None:
    action = read("SEK flood Mutomo severe")
    assert isinstance(action, Report)
    assert action.words == "flood Mutomo severe"
    assert read("sek HELP") == Command("help")
    assert read("SEK") == Unclear()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("I will attend", "yes"),
        ("I'll be there", "yes"),
        ("Yeah", "yes"),
        ("y", "yes"),
        ("sure", "yes"),
        ("Confirmed", "yes"),
        ("No problem, I will come", "yes"),
        ("no problem", "yes"),
        ("see you there", "yes"),
        ("nitakuja", "yes"),
        ("Hakuna shida, nitakuja", "yes"),
        ("tutahudhuria", "yes"),
        ("ndio nitafika", "yes"),
        ("can't make it", "no"),
        ("Cant make it sorry", "no"),
        ("Apologies", "no"),
        ("I won't come", "no"),
        ("not able to attend", "no"),
        ("nope", "no"),
        ("yes but I can't make it", "no"),
        ("sitakuja", "no"),
        ("samahani, sitaweza", "no"),
        ("siwezi kufika", "no"),
        ("Samahani", "no"),
        ("no, Jane will come for us", "no"),
        ("I might come", "maybe"),
        ("I will try", "maybe"),
        ("nitajaribu", "maybe"),
        ("perhaps", "maybe"),
    ],
)
def test_an_invitation_is_answered_in_other_words(text: str, answer: str) -> None:
    action = read(text, invited="digit")
    assert isinstance(action, Rsvp)
    assert action.answer == answer


@pytest.mark.parametrize("text", ["I will attend", "sitakuja", "apologies", "y", "sure"])
def test_without_an_invitation_nothing_is_answered(text: str) -> None:
    assert not isinstance(read(text), Rsvp)


def test_a_thumb_is_an_ok_or_a_yes() -> None:
    assert read("\U0001f44d\U0001f3fe") == Command("take")
    assert read("\U0001f44d", YES_NO) == Choose("yes")
    assert read("\U0001f44e", YES_NO) == Choose("no")
    assert read("\U0001f44e", invited="digit") == Rsvp("no")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yeah", "yes"),
        ("sure", "yes"),
        ("ndio kabisa", "yes"),
        ("kweli", "yes"),
        ("1 yes", "yes"),
        ("one", "yes"),
        ("nope", "no"),
        ("no way", "no"),
        ("la", "no"),
        ("2 no", "no"),
        ("number 2", "no"),
        ("mbili", "no"),
    ],
)
def test_a_question_of_yes_or_no(text: str, answer: str) -> None:
    action = read(text, YES_NO)
    assert isinstance(action, Choose)
    assert action.value == answer


@pytest.mark.parametrize("text", ["1 no", "no problem", "asante"])
def test_what_answers_no_question(text: str) -> None:
    assert not isinstance(read(text, YES_NO), Choose)
    assert read("asante") == Courtesy()
