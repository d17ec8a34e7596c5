"""What the rules and the learned heads make of a text together."""

import pytest

from sek_core.understanding.learned.combining import OFFERED, SUGGESTED, Act, verdict_of
from sek_core.understanding.learned.interface import Learned
from sek_core.understanding.reader import Reading

KNOWN = ("flood", "landslide", "fire", "drought", "other")
SURE = Reading(hazard="flood")
DOUBTED = Reading(hazard="flood", doubts=("question",))
MANY = Reading(hazard="flood", doubts=("question", "maybe"))
SILENT = Reading()
PLEA = Reading(plea=True)


def learned(report: float, plea: float = 0.0, first: str = "flood") -> Learned:
    rest = [hazard for hazard in KNOWN if hazard != first]
    hazards = [first, "unknown", *rest]
    return Learned(report, plea, tuple((h, 0.9 - 0.1 * at) for at, h in enumerate(hazards)), ())


@pytest.mark.parametrize(
    ("rules", "report", "plea", "act"),
    [
        (SURE, 0.95, 0.0, "send"),
        (SURE, 0.5, 0.0, "ask"),
        (SURE, 0.01, 0.0, "ask"),
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
    assert verdict_of(rules, learned(report, plea), SUGGESTED, KNOWN).act == act


def test_a_hazard_that_the_heads_do_not_see_is_asked_about() -> None:
    seen = Learned(0.99, 0.0, (("fire", 0.9), ("drought", 0.5), ("other", 0.4), ("flood", 0.1)), ())
    verdict = verdict_of(SURE, seen, SUGGESTED, KNOWN)
    assert verdict.act == "ask"
    assert verdict.options == ("flood", "fire", "drought", "other")


def test_only_known_hazards_are_offered() -> None:
    options = verdict_of(SILENT, learned(0.9, first="fire"), SUGGESTED, KNOWN).options
    assert options[0] == "fire"
    assert len(options) == OFFERED
    assert "unknown" not in options


def test_the_hazard_of_the_rules_is_offered_first() -> None:
    options = verdict_of(DOUBTED, learned(0.9, first="fire"), SUGGESTED, KNOWN).options
    assert options[:2] == ("flood", "fire")
    assert len(set(options)) == OFFERED
