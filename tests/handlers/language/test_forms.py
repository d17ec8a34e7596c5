"""Words that are commands in one form only. In any other text they mean nothing."""

import json
from pathlib import Path

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Command, Confirm, Context, Report
from sek_core.announcements import updates
from sek_core.understanding.tokens import plain, words_of
from tests.packaged import packaged, reader_of

CONFIGURATION = packaged()
GRAMMAR = Grammar(CONFIGURATION, reader_of(CONFIGURATION), REGISTRY.verbs)
ROOT = Path(__file__).parents[3]

FORMS = {
    "update": lambda words: updates.read(CONFIGURATION, words) is not None,
    "brief": lambda words: updates.county_alone(CONFIGURATION, words) is not None,
}


def read(text: str) -> Action:
    context = Context(("Kitui",), True, is_form=lambda verb, words: verb in FORMS and FORMS[verb](words))
    return GRAMMAR.read(text, context).action


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("UPDATE Kitui, KCDMS drills 3 boreholes in Mutomo against the drought", "update"),
        ("update taita taveta , the sand dam of Mwatate is finished", "update"),
        ("Sasisho Kitui, WFP inagawa chakula kwa kaya 900", "update"),
        ("BRIEF Kitui", "brief"),
        ("brief Taita Taveta.", "brief"),
        ("muhtasari makueni", "brief"),
    ],
)
def test_in_the_form_it_is_the_command(text: str, verb: str) -> None:
    action = read(text)
    assert isinstance(action, Command)
    assert action.verb == verb


@pytest.mark.parametrize(
    "text",
    [
        "update on Mutha conflict, waliokufa wamefika 4",
        "Update Kitui: flood in Kyuso severe",
        "UPDATE Kitui flood in Kyuso severe",
        "UPDATE Garissa, flood in Kyuso severe",
        "UPDATE Kitui, flood in Kyuso, 3 dead",
        "BRIEF Kitui flood in Kyuso severe",
        "Brief report of flood in Kyuso severe",
    ],
)
def test_any_other_text_is_read_as_it_was_before(text: str) -> None:
    action = read(text)
    assert isinstance(action, Report | Confirm)
    assert action == GRAMMAR.read(text, Context(("Kitui",), True)).action


@pytest.mark.parametrize(
    "text", ["UPDATE", "UPDATE Kitui", "UPDATE Kitui,", "UPDATE Kitui, !", "BRIEF", "BRIEF all"]
)
def test_half_a_form_is_no_command(text: str) -> None:
    assert not isinstance(read(text), Command)


def test_no_text_of_the_collections_is_of_a_form() -> None:
    files = [*(ROOT / "tests/texts").glob("*.jsonl"), *(ROOT / "training/texts").glob("*.jsonl")]
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line]
    texts = [line["text"] for line in lines if "text" in line]
    assert len(texts) > 1000
    exact = {
        word.lower(): verb.name for verb in REGISTRY.verbs if verb.exact for word in (*verb.en, *verb.sw)
    }
    for text in texts:
        first, *_ = [*words_of(plain(text)), None]
        verb = exact.get(first.form) if first else None
        if verb in FORMS:
            assert not FORMS[verb](plain(text)[first.end :]), text
