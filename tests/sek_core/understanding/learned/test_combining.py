"""What the rules and the learned heads make of a text together."""

from dataclasses import replace

import pytest

from config.sections import ReaderLimits
from sek_core.understanding.learned.combining import OFFERED, Act, Verdict, verdict_of
from sek_core.understanding.learned.headed import judged
from sek_core.understanding.learned.interface import Learned
from sek_core.understanding.reader import Reading
from tests.packaged import packaged

LIMITS = ReaderLimits()
LONG = " ".join(["word"] * 12)
KNOWN = ("flood", "landslide", "fire", "drought", "other")
SURE = Reading(hazard="flood")
DOUBTED = Reading(hazard="flood", doubts=("question",))
MANY = Reading(hazard="flood", doubts=("question", "maybe"))
SILENT = Reading()
PLEA = Reading(plea=True)
DEAD = Reading(hazard="flood", affected={"deaths": 3})


def learned(report: float, plea: float = 0.0, first: str = "flood") -> Learned:
    rest = [hazard for hazard in KNOWN if hazard != first]
    hazards = [first, "unknown", *rest]
    return Learned(report, plea, tuple((h, 0.9 - 0.1 * at) for at, h in enumerate(hazards)), ())


def chatting(report: float, ordinary: float) -> Learned:
    return replace(learned(report), telling=(("ordinary", ordinary),))


def decided(text: str, rules: Reading, seen: Learned) -> Verdict:
    verdict = verdict_of(text, rules, seen, LIMITS, KNOWN)
    assert verdict is not None
    return verdict


@pytest.mark.parametrize(
    ("rules", "report", "plea", "act"),
    [
        (SURE, 0.95, 0.0, "send"),
        (SURE, 0.5, 0.0, "ask"),
        (SURE, 0.12, 0.0, "ask"),
        (SURE, 0.01, 0.0, "keep"),
        (SURE, 0.01, 0.2, "ask"),
        (DEAD, 0.01, 0.0, "ask"),
        (DOUBTED, 0.95, 0.0, "ask"),
        (DOUBTED, 0.32, 0.0, "ask"),
        (DOUBTED, 0.1, 0.0, "keep"),
        (MANY, 0.32, 0.0, "keep"),
        (MANY, 0.9, 0.0, "ask"),
        (SILENT, 0.9, 0.0, "ask"),
        (SILENT, 0.1, 0.0, "keep"),
        (SILENT, 0.9, 0.9, "at once"),
        (SILENT, 0.2, 0.9, "ask"),
        (SILENT, 0.01, 0.9, "keep"),
        (PLEA, 0.9, 0.1, "at once"),
        (PLEA, 0.2, 0.1, "ask"),
        (PLEA, 0.01, 0.1, "keep"),
    ],
)
def test_acts(rules: Reading, report: float, plea: float, act: Act) -> None:
    assert decided(LONG, rules, learned(report, plea)).act == act


@pytest.mark.parametrize(
    ("rules", "report", "ordinary", "act"),
    [
        (SURE, 0.55, 0.6, "keep"),
        (SURE, 0.65, 0.6, "ask"),
        (SURE, 0.55, 0.4, "ask"),
        (SILENT, 0.55, 0.6, "keep"),
        (PLEA, 0.55, 0.6, "ask"),
        (DEAD, 0.55, 0.6, "ask"),
    ],
)
def test_ordinary_talk_is_kept_unless_it_pleads_or_counts_dead_people(
    rules: Reading, report: float, ordinary: float, act: Act
) -> None:
    assert decided(LONG, rules, chatting(report, ordinary)).act == act


KEYWORDS = Reading(hazard="flood", severity=3)
DRILL = Reading(hazard="flood", doubts=("drill",), drill=True)


@pytest.mark.parametrize(
    ("words", "rules", "report", "plea", "stands"),
    [
        (2, SILENT, 0.9, 0.9, True),
        (12, replace(SURE, nameless=True), 0.3, 0.0, True),
        (12, replace(DOUBTED, nameless=True), 0.05, 0.0, True),
        (12, replace(SILENT, nameless=True), 0.05, 0.0, False),
        (3, SILENT, 0.9, 0.1, True),
        (3, SILENT, 0.9, 0.9, False),
        (4, SILENT, 0.9, 0.1, False),
        (3, SURE, 0.01, 0.0, True),
        (4, SURE, 0.01, 0.0, False),
        (8, KEYWORDS, 0.01, 0.0, True),
        (9, KEYWORDS, 0.01, 0.0, False),
        (10, KEYWORDS, 0.2, 0.0, True),
        (11, KEYWORDS, 0.2, 0.0, False),
        (8, PLEA, 0.01, 0.0, True),
        (9, PLEA, 0.01, 0.0, False),
        (8, DOUBTED, 0.01, 0.0, True),
        (9, DOUBTED, 0.01, 0.0, False),
        (20, DRILL, 0.99, 0.99, True),
    ],
)
def test_the_rules_know_more_of_few_words(
    words: int, rules: Reading, report: float, plea: float, stands: bool
) -> None:
    text = " ".join(["word"] * words)
    assert (verdict_of(text, rules, learned(report, plea), LIMITS, KNOWN) is None) == stands


def test_a_hazard_that_the_heads_do_not_see_is_asked_about() -> None:
    seen = Learned(0.99, 0.0, (("fire", 0.9), ("drought", 0.5), ("other", 0.4), ("flood", 0.1)), ())
    verdict = decided(LONG, SURE, seen)
    assert verdict.act == "ask"
    assert verdict.options == ("flood", "fire", "drought", "other")


def test_only_known_hazards_are_offered() -> None:
    options = decided(LONG, SILENT, learned(0.9, first="fire")).options
    assert options[0] == "fire"
    assert len(options) == OFFERED
    assert "unknown" not in options


def test_the_hazard_of_the_rules_is_offered_first() -> None:
    options = decided(LONG, DOUBTED, learned(0.9, first="fire")).options
    assert options[:2] == ("flood", "fire")
    assert len(set(options)) == OFFERED


ABUSE = Learned(0.9, 0.1, (("protection", 0.85), ("other", 0.1)), ())


def judge(rules: Reading, seen: Learned) -> Reading:
    return judged(rules, LONG, seen, LIMITS, packaged().hazards)


def test_a_text_that_the_heads_take_for_abuse_is_one() -> None:
    assert judge(SILENT, ABUSE).protection


@pytest.mark.parametrize(
    ("rules", "seen"),
    [
        (SURE, ABUSE),
        (Reading(drill=True), ABUSE),
        (SILENT, replace(ABUSE, hazards=(("protection", 0.7), ("other", 0.1)))),
        (SILENT, replace(ABUSE, hazards=(("fire", 0.9), ("protection", 0.85)))),
        (SILENT, replace(ABUSE, report=0.3)),
    ],
)
def test_an_event_a_drill_and_a_guess_are_not(rules: Reading, seen: Learned) -> None:
    assert not judge(rules, seen).protection
