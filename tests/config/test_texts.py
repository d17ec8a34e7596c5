"""The texts. What the program says, it finds; what can be found, it says."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from bot.channels import CHANNELS
from config.hazards import HazardFile
from config.mechanism import PACKAGED, ROLES, SEVERITIES, Configuration
from handlers.dialogue.registry import REGISTRY
from sek_core.messages.screens import HazardName, HazardSeverity, Text, Upper
from sek_core.messages.translation import Translator
from sek_core.monitoring.alarms import TOLD
from sek_core.monitoring.checks import KINDS as WATCHED
from tests.conftest import MovedClock

ROOT = PACKAGED.parent

KINDS = [row.kind for row in REGISTRY.questions.values()]
"""Kinds of questions."""


SOURCES = [
    path
    for folder in ("bot", "handlers", "scheduler", "sek_core", "console")
    for path in sorted((ROOT / folder).rglob("*.py"))
]

SUPPLIED = {"n", "quote"}
"""Arguments that every text may use without getting them from the call."""


def _texts_of(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Text"
            and node.args
        ):
            yield node


def _pattern(key: ast.expr) -> str | None:
    """Return the keys that an expression can stand for, as a regular expression; None if any."""
    match key:
        case ast.Constant(value=str() as name):
            return re.escape(name)
        case ast.JoinedStr(values=parts):
            return "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_]+"
                for part in parts
            )
        case ast.IfExp(body=body, orelse=orelse):
            return f"{_pattern(body)}|{_pattern(orelse)}"
    return None


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
TEXTS = [(path, call) for path, tree in TREES.items() for call in _texts_of(tree)]
SPOKEN = [
    pytest.param(pattern, id=f"{path.relative_to(ROOT)}:{call.lineno}")
    for path, call in TEXTS
    if (pattern := _pattern(call.args[0])) is not None
]


def _names(call: ast.Call) -> set[str] | None:
    """Return the arguments that a call gives its text, if the call names them literally."""
    if len(call.args) == 1:
        return set()
    arguments = call.args[1]
    if not isinstance(arguments, ast.Dict):
        return None
    names = {key.value for key in arguments.keys if isinstance(key, ast.Constant)}
    return names if len(names) == len(arguments.keys) else None


GIVEN = [
    pytest.param(call.args[0].value, names, id=f"{path.relative_to(ROOT)}:{call.lineno}")
    for path, call in TEXTS
    if isinstance(call.args[0], ast.Constant) and (names := _names(call)) is not None
]


def _arguments(configuration: Configuration, key: str) -> set[str]:
    forms = configuration.texts["en"].forms[key]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def texts_of_pages() -> tuple[set[str], tuple[str, ...]]:
    """Return the texts that pages and their templates name, and the beginnings of those that they put
    together.
    """
    folder = ROOT / "console"
    files = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    said = {each for file in files for each in re.findall(r"""["']([a-z_.{}]+)["']""", file.read_text())}
    begun = {each.partition("{")[0] for each in said if each.endswith(".") or "{" in each}
    return {f"console.{each}" for each in said}, tuple(f"console.{each}" for each in begun if each)


class TestTexts:
    def test_are_the_same_in_all_languages(self, configuration: Configuration) -> None:
        assert set(configuration.texts) >= set(configuration.mechanism.languages) == {"en", "sw"}
        english, swahili = configuration.texts["en"].forms, configuration.texts["sw"].forms
        assert set(english) == set(swahili)
        for key in english:
            assert len(english[key]) == len(swahili[key]), key

    @pytest.mark.parametrize("pattern", SPOKEN)
    def test_that_the_program_says_are_in_the_catalogue(
        self, configuration: Configuration, pattern: str
    ) -> None:
        asked = re.compile(pattern)
        assert any(asked.fullmatch(key) for key in configuration.texts["en"].forms), pattern

    def test_that_stand_in_the_catalogue_are_said(self, configuration: Configuration) -> None:
        literals = {
            node.value
            for tree in TREES.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        rights = configuration.rights.rights.values()
        literals |= {key for right in rights for key in (right.refused, right.elsewhere)}
        patterns = {_pattern(call.args[0]) for _, call in TEXTS if isinstance(call.args[0], ast.JoinedStr)}
        on_pages, begun = texts_of_pages()
        literals |= on_pages
        never = [
            key
            for key in configuration.texts["en"].forms
            if key not in literals
            and not any(re.fullmatch(str(pattern), key) for pattern in patterns)
            and not key.startswith(begun)
        ]
        assert never == []

    @pytest.mark.parametrize(
        "key",
        [
            *(f"role.{role}" for role in ROLES),
            *(f"severity.{severity}" for severity in SEVERITIES),
            *(f"month.{month}" for month in range(1, 13)),
            *(f"ask.{what}" for what in ("hazard", "county", "place", "severity", "outcome", "note")),
            *(f"list.{status}" for status in ("open", "taken")),
            *(key for channel in CHANNELS for key in channel.texts),
            *(f"watch.{kind}" for kind in WATCHED),
            *(f"alarm.{what}" for what in TOLD),
            *(f"either.{kind.name}" for kind in KINDS if kind.takes != "choices"),
            *(f"file.{kind}" for kind in ("photo", "voice", "video", "audio", "document")),
        ],
    )
    def test_with_a_name_that_is_made_up_are_there_for_each_case(
        self, configuration: Configuration, key: str
    ) -> None:
        assert key in configuration.texts["en"].forms

    def test_name_everything_that_can_be_counted(self, configuration: Configuration) -> None:
        for what in configuration.words.affected:
            assert len(configuration.texts["en"].forms[f"affected.{what}"]) == 2

    @pytest.mark.parametrize(("key", "given"), GIVEN)
    def test_get_every_argument_that_they_use_and_no_other(
        self, configuration: Configuration, key: str, given: set[str]
    ) -> None:
        assert _arguments(configuration, key) - SUPPLIED == given - SUPPLIED

    def test_name_only_words_that_the_grammar_knows(self, configuration: Configuration) -> None:
        """A text tells people to send NOTE, CLOSE, ...: words in capitals are commands or hazards."""
        known = {form for verb in REGISTRY.verbs for form in (*verb.en, *verb.sw)}
        for hazard in configuration.hazards.values():
            known |= set(f"{hazard.label.en} {hazard.label.sw}".upper().split())
        known |= {"SMS", "CLT", "USAID", "RLA", "SEK", "EN", "SW", "IP", "MB"}
        # Said aloud, and no commands: the words are ESCALATE, MOVE, CALL OFF.
        known |= {"ESCALATED", "IMEPANDISHWA", "NGAZI", "MOVED", "UMEHAMISHWA", "CALLED", "UMEFUTWA"}
        known |= {"CALL", "OFF", "HQ", "EVERY", "KILA", "LINK", "LMS", "FAO"} | {
            "CC",
            "BY",
        }  # of the commands, or examples
        unknown = {
            (language, key, word)
            for language, catalogue in configuration.texts.items()
            for key, forms in catalogue.forms.items()
            for form in forms
            for word in re.findall(r"\b[A-Z]{2,}\b", re.sub(r"\{.*?\}", "", form))
            if word not in known
        }
        assert unknown == set()


class TestSeverities:
    """In Swahili an adjective follows its noun and agrees with it."""

    def test_agree_with_every_label_in_swahili(self, configuration: Configuration) -> None:
        assert set(configuration.severities["sw"]) == set(configuration.hazards)

    @pytest.mark.parametrize(
        ("hazard", "severity", "said"),
        [
            ("flood", "severe", "MAFURIKO MAKALI"), ("drought", "severe", "UKAME MKALI"),
            ("malnutrition_hunger", "severe", "NJAA KALI"), ("fire", "extreme", "MOTO MBAYA SANA"),
            ("flood", "extreme", "MAFURIKO MABAYA SANA"),
            ("water_shortage", "severe", "UHABA WA MAJI MKUBWA"),
            ("flood", "moderate", "MAFURIKO YA WASTANI"), ("drought", "minor", "UKAME MDOGO"),
            ("earthquake", "severe", "TETEMEKO LA ARDHI KUBWA"),
            ("road_accident", "severe", "AJALI YA BARABARANI MBAYA"),
            ("market_closure", "severe", "SOKO LIMEFUNGWA HALI MBAYA"),
        ],
    )  # fmt: skip
    def test_are_said_with_the_hazard(
        self, configuration: Configuration, clock: MovedClock, hazard: str, severity: str, said: str
    ) -> None:
        what = {"hazard": HazardName(hazard, upper=True), "severity": Upper(HazardSeverity(hazard, severity))}
        for language, words in (("sw", said), ("en", f"{severity} {configuration.hazards[hazard].label.en}")):
            translator = Translator(configuration).localized(language, clock.now())
            assert translator.text(Text("headline.what", what)) == words.upper()

    def test_of_a_class_without_adjectives_are_refused(self, configuration: Configuration) -> None:
        drought = configuration.hazards["other"].model_copy(update={"agrees": {"sw": "xyz"}})
        with pytest.raises(ValueError, match="other: agrees: sw has no adjectives 'xyz'"):
            HazardFile(sectors=configuration.sectors, hazards=(drought,))
