"""Corrections in passing: what they change, and texts that are none."""

import pytest

from config.affected import AFFECTED, as_said
from config.mechanism import Configuration
from sek_core.understanding.reader import Reader
from tests.packaged import reader_of


@pytest.fixture(scope="module")
def reader(configuration: Configuration) -> Reader:
    return reader_of(configuration)


@pytest.mark.parametrize(
    ("text", "affected", "severity", "right"),
    [
        ("sorry 40 not 400", {"households": 400}, None, "40 households"),
        ("40 not 400", {"households": 400}, None, "40 households"),
        ("not 400 but 40", {"households": 400}, None, "40 households"),
        ("samahani 40 sio 400", {"households": 400}, None, "40 households"),
        ("I meant 40", {"households": 400}, None, "40 households"),
        ("sorry 5 not 3", {"deaths": 3, "houses": 40}, None, "5 dead"),
        ("sorry 40 not 400", {"households": 40}, None, None),  # as it is
        ("sorry 40 not 400", {}, None, None),
        ("sorry 7", {"deaths": 3, "houses": 40}, None, None),  # of which?
        ("40 400", {"households": 400}, None, None),
        ("sorry moderate not severe", {}, "severe", "moderate"),
        ("samahani kali sio kidogo", {}, "minor", "severe"),
        ("sorry, kali sio mbaya sana", {}, "severe", None),  # as it is
        ("severe", {}, "moderate", None),
        ("sorry I am late", {"households": 400}, "severe", None),
        ("", {"households": 400}, "severe", None),
    ],
)
def test_what_is_right(
    reader: Reader, text: str, affected: dict[str, int], severity: str | None, right: str | None
) -> None:
    assert reader.correction(text, affected, severity) == right


@pytest.mark.parametrize("what", AFFECTED)
def test_what_is_right_reads_as_such(reader: Reader, what: str) -> None:
    phrase = reader.correction("sorry 41 not 40", {what: 40}, None)
    assert phrase is not None
    assert as_said(reader.read(phrase, ["Kitui"]).affected) == {what: 41}


@pytest.mark.parametrize("severity", ["minor", "moderate", "severe", "extreme"])
def test_a_severity_reads_as_such(reader: Reader, severity: str, configuration: Configuration) -> None:
    other = "minor" if severity == "extreme" else "extreme"
    phrase = reader.correction(f"sorry {severity} not {other}", {}, other)
    assert phrase is not None
    assert reader.read(phrase, ["Kitui"]).severity == severity
