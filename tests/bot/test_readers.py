"""Whose weights a reader has: an installation's own where they are sound, else those that are shipped."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.metrics import READER_FAILURES
from bot.readers import make_reader, what_runs
from config.mechanism import Configuration
from sek_core.understanding.learned.engines import NGRAMS
from sek_core.understanding.learned.headed import HeadedReader
from tests import weights

FLOOD = "mafuriko Voi, nyumba 25 zimebebwa na maji"
SHIPPED = NGRAMS.read_bytes()


def failures() -> float:
    return READER_FAILURES._value.get()


def says(configuration: Configuration, folder: Path) -> float:
    """Return how probable it is to a reader of this folder that a flood is a report."""
    reader = make_reader(configuration, "ngrams", folder)
    assert isinstance(reader, HeadedReader)
    learned = reader.learned(FLOOD)
    assert learned is not None
    return learned.report


def test_without_a_folder_the_shipped_weights_read_and_nothing_is_wrong(
    configuration: Configuration, tmp_path: Path
) -> None:
    before = failures()
    assert says(configuration, tmp_path / "none") > 0.8
    assert says(configuration, tmp_path) > 0.8
    assert what_runs("ngrams", tmp_path) == ("rules and n-grams, with the shipped weights", False)
    assert failures() == before


def test_own_weights_read_where_they_are_sound(configuration: Configuration, tmp_path: Path) -> None:
    weights.put(tmp_path, weights.mute())
    assert says(configuration, tmp_path) < 0.01
    assert what_runs("ngrams", tmp_path) == (f"rules and n-grams, with the weights of {tmp_path}", False)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no file of learned weights"),
        (SHIPPED[:-1], "damaged"),
        (SHIPPED[:4] + b"\x09\x00" + SHIPPED[6:], "another version"),
        (weights.without_the_report(), "another version"),
    ],
    ids=["empty", "damaged", "version", "heads"],
)
def test_what_cannot_be_used_leaves_the_shipped_weights_and_is_said(
    configuration: Configuration, tmp_path: Path, data: bytes, why: str
) -> None:
    weights.put(tmp_path, {NGRAMS.name: data})
    before = failures()
    with capture_logs() as logged:
        assert says(configuration, tmp_path) > 0.8
    assert failures() == before + 1
    [line] = [line for line in logged if line["event"] == "reader_unavailable"]
    assert str(tmp_path) in line["reason"]
    assert why in line["reason"]
    said, wrong = what_runs("ngrams", tmp_path)
    assert wrong
    assert said.startswith(f"rules and n-grams, with the shipped weights, ngrams of {tmp_path}: ")


def test_a_folder_in_place_of_the_file_is_a_fault_too(configuration: Configuration, tmp_path: Path) -> None:
    (tmp_path / NGRAMS.name).mkdir()
    assert says(configuration, tmp_path) > 0.8
    assert what_runs("ngrams", tmp_path)[1]


def test_off_stays_off(tmp_path: Path) -> None:
    weights.put(tmp_path, {NGRAMS.name: b""})
    assert what_runs("off", tmp_path) == ("rules alone", False)
