"""Words that are commands in one form only. In any other text they mean nothing."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from handlers.dialogue import forms
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Command, Confirm, Context, Report
from sek_core.roster.snapshot import Person
from sek_core.understanding.tokens import plain, words_of
from sek_core.work.unit_of_work import UnitOfWork
from tests.packaged import packaged, reader_of

CONFIGURATION = packaged()
GRAMMAR = Grammar(CONFIGURATION, reader_of(CONFIGURATION), REGISTRY.verbs)
ROOT = Path(__file__).parents[3]

WORK = SimpleNamespace(
    configuration=CONFIGURATION,
    core=SimpleNamespace(reader=reader_of(CONFIGURATION)),
    rights=SimpleNamespace(may=lambda *_: True),
)
ANYBODY = Person(1, "Asha", "", "en", "", ())


def is_form(verb: str, words: str) -> bool:
    """Return True for a form of the word, of a person who may use it."""
    return forms.is_form(cast(UnitOfWork, WORK), ANYBODY, verb, words)


def read(text: str) -> Action:
    return GRAMMAR.read(text, Context(("Kitui",), True, is_form=is_form)).action


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("UPDATE Kitui, KCDMS drills 3 boreholes in Mutomo against the drought", "update"),
        ("update taita taveta , the sand dam of Mwatate is finished", "update"),
        ("Sasisho Kitui, WFP inagawa chakula kwa kaya 900", "update"),
        ("BRIEF Kitui", "brief"),
        ("brief Taita Taveta.", "brief"),
        ("dondoo makueni", "brief"),
        ("NOMINATE Meshack Mulinge +254300000077 deputy Kitui", "nominate"),
        ("nominate M. Mulinge, 0712 345678, as deputy county lead of Kitui county", "nominate"),
        ("TEUA Jane Mutua 0712345678 naibu kiongozi wa kaunti ya Taita Taveta", "nominate"),
        ("NOMINATE Jane Mutua +254712345678 CLT member Makueni", "nominate"),
        ("NOMINATE Jane Mutua 12345 deputy Kitui", "nominate"),
        ("NOMINATE Jane Mutua 0712345678 king Kitui", "nominate"),
        ("NOMINATE 3 yes", "nominate"),
        ("teua 3 hapana", "nominate"),
        ("APPOINT Jane Mutua +254300000077 water Kitui", "appoint"),
        ("APPOINT Jane Mutua +254300000077 usalama wa chakula Kitui", "appoint"),
        ("CHAGUA Jane Mutua 0712345678 mwakilishi wa sekta ya maji Kitui", "appoint"),
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
        "NOMINATE flood in Kyuso severe",
        "NOMINATE Jane 0712345678 flood in Kyuso Kitui severe",
        "Nominate Jane 0712345678 deputy Kitui flood in Kyuso severe 3 dead",
        "APPOINT Jane, flood in Kyuso severe",
        "Teua mafuriko Kyuso kali",
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
        first = next(iter(words_of(plain(text))), None)
        if first is not None and first.form in exact:
            assert not is_form(exact[first.form], plain(text)[first.end :]), text
