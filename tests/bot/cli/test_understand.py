"""`sek understand`: what the program makes of a text."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.conftest import DROUGHT, Shell

UNDERSTOOD_KEYS = {
    "intent", "hazard", "county", "place", "severity", "affected", "reaches_person", "options",
}  # fmt: skip


class TestUnderstand:
    @pytest.mark.parametrize(
        ("words", "county", "understood"),
        [
            (
                "DROUGHT MUTOMO severe 400 households",
                "Kitui",
                {"intent": "report", "hazard": "drought", "county": "Kitui", "place": "Mutomo",
                 "severity": "severe", "affected": {"households": 400},
                 "reaches_person": True, "options": []},
            ),
            ("REPORT", "Kitui", {"intent": "start_report", "reaches_person": True, "options": []}),
            ("Asante sana", "Kitui", {"intent": "courtesy", "reaches_person": False, "options": []}),
            ("No flood here, all is well", "Kitui",
             {"intent": "denial", "reaches_person": False, "options": []}),
            ("the scouts sang", "Kitui", {"intent": "unclear", "reaches_person": True, "options": []}),
            ("watu wamekwama", "Kitui", {"intent": "report", "hazard": "other", "county": "Kitui",
                                         "reaches_person": True, "options": []}),
        ],
    )  # fmt: skip
    def test_prints_what_a_text_is_read_as(
        self, sek: Shell, words: str, county: str, understood: dict[str, Any]
    ) -> None:
        [read] = sek("understand", words, "--from-county", county).objects
        assert set(read) == UNDERSTOOD_KEYS
        assert {key: value for key, value in read.items() if value is not None} == understood

    def test_explains_itself_when_asked(self, sek: Shell) -> None:
        explained = sek("understand", DROUGHT, "--from-county", "Kitui", "--explain")
        assert explained.code == 0
        assert len(explained.out) > len(sek("understand", DROUGHT, "--from-county", "Kitui").out)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("fload Kyuso", "'fload': spelling flood"),
            ("flood Kyuso", "'flood': report flood (named), sure"),
            ("there is a fire", "'fire': report fire (faint), in doubt: faint"),
            ("no flood", "'flood': denied flood"),
            ("the flood meeting", "'flood': no report flood is talked of: 'meeting'"),
            ("watu wote wana njaa", "'wote': place not used ward Wote (Makueni), town Wote (Makueni)"),
            ("kaya 1,200 Kyuso", "'1,200': number 1200 households"),
        ],
    )
    def test_says_which_words_gave_what_and_why(self, sek: Shell, text: str, line: str) -> None:
        explained = sek("understand", text, "--from-county", "Kitui", "--explain")
        assert f"  {line}" in explained.lines

    def test_says_that_it_would_ask(self, sek: Shell) -> None:
        read = sek("understand", "there is a fire", "--from-county", "Kitui").objects[0]
        assert (read["intent"], read["hazard"], read["county"]) == ("confirm", "fire", "Kitui")

    def test_reads_lines_and_writes_a_line_for_each(self, sek: Shell) -> None:
        sent = [
            {"text": "mafuriko Voi", "from_county": "Taita Taveta"},
            {"text": "ukame", "from_county": "Kitui"},
            {"text": "🌊 \u0000", "from_county": "Makueni"},
        ]
        ended = sek("understand", "--jsonl", stdin="".join(f"{json.dumps(line)}\n" for line in sent))
        assert ended.code == 0
        assert [set(read) for read in ended.objects] == [UNDERSTOOD_KEYS] * 3
        assert [read["hazard"] for read in ended.objects[:2]] == ["flood", "drought"]
        assert ended.objects[0]["place"] == "Voi"

    @pytest.mark.parametrize("line", ["foo", "[]", "{}", '{"words": "flood"}', "null"])
    def test_names_a_line_that_it_cannot_read(self, sek: Shell, line: str) -> None:
        good = '{"text": "flood", "from_county": "Kitui"}\n'
        ended = sek("understand", "--jsonl", stdin=f"{good}{line}\n")
        assert ended.code == 1
        assert ended.err.startswith("standard input:2: ")
        assert len(ended.lines) == 1

    def test_names_a_county_that_it_does_not_know(self, sek: Shell) -> None:
        ended = sek("understand", "flood", "--from-county", "Atlantis")
        assert ended.code == 1
        assert "Atlantis" in ended.err
        assert "Makueni, Kitui, Taita Taveta" in ended.err

    def test_needs_a_text(self, sek: Shell) -> None:
        assert sek("understand").code == 1

    def test_does_nothing(self, sek: Shell) -> None:
        sek("understand", DROUGHT, "--from-county", "Kitui")
        assert list(Path.cwd().iterdir()) == []
