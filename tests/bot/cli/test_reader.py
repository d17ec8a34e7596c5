"""`sek reader`: measuring and learning. Training is stubbed: the tests have no scikit-learn."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from bot import learning
from sek_core.examples.reading import is_held_back
from sek_core.store.database import Database
from sek_core.store.examples import ExampleRow
from sek_core.store.inbox import InboxRow
from sek_core.store.states import ExampleLabel, InboxStatus, LabelledBy
from sek_core.understanding.learned.engines import EMBEDDINGS, NGRAMS
from tests import weights
from tests.bot.cli.conftest import Shell

FLOOD = "mafuriko Voi, nyumba 25 zimebebwa na maji"
AT = datetime(2026, 11, 24, 7, 4, tzinfo=UTC)


class Stub:
    """A training that ends at once, with these files."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.rows: list[Mapping[str, Any]] = []

    def train(self) -> None:
        typer.echo("trained")

    def retrained(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
        self.rows = list(rows)
        return self.files

    def held_back(self) -> list[dict[str, Any]]:
        return [{"text": FLOOD, "from_county": "Taita Taveta", "hazard": ["flood"]}]


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Stub:
    stub = Stub(weights.mute())
    monkeypatch.setattr(learning, "load_training", lambda: stub)
    return stub


def labelled(url: str, texts: Iterable[tuple[str, str, str | None]]) -> None:
    """Put examples into the database: text, county, and the hazard of a report."""
    database = Database(url)
    with database.writing() as session:
        for number, (text, county, hazard) in enumerate(texts):
            row = InboxRow(
                channel="sms", kind="text", provider_id=str(number), lane="x", sender="+254300000001",
                text=text, payload={}, received_at=AT, status=InboxStatus.DONE,
            )  # fmt: skip
            session.add(row)
            session.flush()
            label = ExampleLabel.REPORT if hazard else ExampleLabel.NO_REPORT
            session.add(
                ExampleRow(
                    inbox_id=row.id, text=text, county=county, label=label, hazard=hazard,
                    decided_by=LabelledBy.COORDINATOR, created_at=AT,
                )
            )  # fmt: skip
    database.close()


def many(count: int) -> list[tuple[str, str, str | None]]:
    return [
        (f"flood Kyuso severe {number} houses", "Kitui", "flood")
        if number % 2
        else (f"see you at {number}", "", None)
        for number in range(count)
    ]


class TestEvaluate:
    def test_peoples_examples_by_month_and_county(self, empty: Shell, sqlite_url: str) -> None:
        labelled(
            sqlite_url,
            [
                (FLOOD, "Taita Taveta", "flood"),
                ("flood Kyuso severe", "Kitui", "drought"),
                ("see you tomorrow", "Kitui", None),
            ],
        )
        ended = empty("reader", "evaluate")
        assert ended.code == 0, ended.said
        said, header, *lines = ended.lines
        assert said == "texts are read by rules and n-grams, with the shipped weights"
        assert header.split() == ["reports", "sent", "asked", "kept", "hazard", *header.split()[5:]]
        counts = {line[:26].strip(): line[26:].split() for line in lines}
        assert counts["all"] == ["2", "2", "0", "0", "1", "of", "2", "1", "0", "0", "1"]
        assert counts["Taita Taveta"] == ["1", "1", "0", "0", "1", "of", "1", "0", "0", "0", "0"]
        assert {"2026-11", "Kitui"} <= set(counts)

    def test_without_examples_it_says_so(self, empty: Shell) -> None:
        ended = empty("reader", "evaluate")
        assert (ended.code, "no text was labelled yet" in ended.err) == (1, True)

    def test_a_file_by_language_kind_and_writer(self, sek: Shell) -> None:
        rows = [
            {"text": FLOOD, "from_county": "Taita Taveta", "kind": "report", "hazard": ["flood"],
             "lang": "sw", "writer": "a"},
            {"text": "see you tomorrow", "kind": "ordinary", "hazard": [], "lang": "en"},
            {"text": "a whale", "hazard": ["whales"]},
        ]  # fmt: skip
        Path("texts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        ended = sek("reader", "evaluate", "texts.jsonl")
        assert ended.code == 0, ended.said
        names = [line[:26].strip() for line in ended.lines[2:-1]]
        assert names == ["all", "kind ordinary", "kind report", "language en", "language sw", "writer a"]
        assert ended.lines[-1] == "not in hazards.yaml, so never right: whales"

    def test_a_line_that_is_none_is_named(self, sek: Shell) -> None:
        Path("texts.jsonl").write_text('{"text": "x"}\n[1]\n', encoding="utf-8")
        ended = sek("reader", "evaluate", "texts.jsonl")
        assert ended.code == 1
        assert ended.err.startswith("texts.jsonl:2: ")


class TestLearn:
    def test_few_examples_are_not_enough(self, empty: Shell, sqlite_url: str, training: Stub) -> None:
        labelled(sqlite_url, many(19))
        ended = empty("reader", "learn", "--yes")
        assert ended.code == 1
        assert "people have labelled 19 texts; learning begins with 20" in ended.err
        assert not Path("var/reader").exists()

    def test_shows_figures_and_changes_nothing_without_a_yes(
        self, empty: Shell, sqlite_url: str, training: Stub
    ) -> None:
        labelled(sqlite_url, many(40))
        ended = empty("reader", "learn", stdin="n\n")
        assert ended.code == 0, ended.said
        for name in ("texts of the repository", "people's texts"):
            for when in ("before", "after"):
                assert f"{name} that were not learned from, {when}" in ended.lines
        assert "nothing was changed" in ended.out
        assert not Path("var/reader").exists()

    def test_a_yes_puts_the_weights_where_processes_find_them(
        self, empty: Shell, sqlite_url: str, training: Stub
    ) -> None:
        labelled(sqlite_url, many(40))
        ended = empty("reader", "learn", stdin="y\n")
        assert ended.code == 0, ended.said
        assert Path("var/reader", NGRAMS.name).read_bytes() == training.files[NGRAMS.name]
        assert sorted(path.name for path in Path("var/reader").iterdir()) == ["examples.bin", "ngrams.bin"]
        assert "with the weights of var/reader" in empty("check").out
        explained = empty("understand", FLOOD, "--explain")
        assert "heads: report 0%" in explained.out
        assert "like" in explained.out

    def test_it_goes_to_the_folder_of_the_settings_without_a_question(
        self, empty: Shell, sqlite_url: str, training: Stub, tmp_path: Path
    ) -> None:
        labelled(sqlite_url, many(40))
        empty.set(SEK_READER_WEIGHTS=str(tmp_path / "ours"))
        assert empty("reader", "learn", "--yes").code == 0
        assert (tmp_path / "ours" / NGRAMS.name).exists()
        assert not Path("var/reader").exists()

    def test_a_fifth_is_not_learned_from(self, empty: Shell, sqlite_url: str, training: Stub) -> None:
        labelled(sqlite_url, many(100))
        assert empty("reader", "learn", "--yes").code == 0
        assert 70 <= len(training.rows) <= 90
        held = {text for text, *_ in many(100) if is_held_back(text)}
        assert held.isdisjoint(row["text"] for row in training.rows)
        assert len(held) + len(training.rows) == 100

    def test_weights_that_cannot_be_used_change_nothing(
        self, empty: Shell, sqlite_url: str, training: Stub
    ) -> None:
        labelled(sqlite_url, many(40))
        training.files[NGRAMS.name] = b"x"
        ended = empty("reader", "learn", "--yes")
        assert ended.code == 1
        assert "nothing was changed" in ended.err
        assert not Path("var/reader").exists()

    def test_a_folder_that_cannot_be_written_is_said(
        self, empty: Shell, sqlite_url: str, training: Stub
    ) -> None:
        labelled(sqlite_url, many(40))
        Path("var").write_text("a file", encoding="utf-8")
        ended = empty("reader", "learn", "--yes")
        assert ended.code == 1
        assert "the new weights could not be written: " in ended.err

    def test_without_scikit_learn_one_line_says_how_to_get_it(
        self, empty: Shell, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def missing(name: str) -> object:
            raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")

        monkeypatch.setattr(learning, "import_module", missing)
        labelled(sqlite_url, many(40))
        for words in (["reader", "train"], ["reader", "learn"]):
            ended = empty(*words)
            assert ended.code == 1
            [line] = ended.err.splitlines()
            assert line.startswith("sklearn is missing: ")
            assert "make train" in line


def test_train_trains(sek: Shell, training: Stub) -> None:
    assert sek("reader", "train").out == "trained\n"


def test_a_folder_without_training_is_said(
    sek: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(learning.bot, "__file__", str(tmp_path / "lib" / "bot" / "__init__.py"))
    ended = sek("reader", "train")
    assert ended.code == 1
    assert ended.err.startswith("there is no folder `training` here: ")


def test_an_earlier_trainings_embeddings_do_not_stay(tmp_path: Path) -> None:
    weights.put(tmp_path, {EMBEDDINGS.name: b"old"})
    learning.install(tmp_path, weights.mute())
    assert not (tmp_path / EMBEDDINGS.name).exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
