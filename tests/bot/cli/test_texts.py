"""`sek texts`: the texts out to a native reader, and the corrections in again."""

from pathlib import Path

import pytest

from config.mechanism import PACKAGED
from sek_core.spreadsheets import reading, writing
from tests.bot.cli.conftest import Shell


@pytest.fixture
def own(sek: Shell) -> Shell:
    """`sek` with a folder of the mechanism's own, which has no texts yet."""
    Path("own").mkdir()
    sek.set(SEK_CONFIG_DIR="own")
    return sek


def corrected(name: str, **better: str) -> None:
    """Write corrections of texts, by key with underscores for points, into an exported file."""
    header, *rows = [list(row.cells) for row in reading.read_file(Path(name)).rows]
    rows = [row + [""] * (len(header) - len(row)) for row in rows]
    for row in rows:
        row[5] = better.get(row[1].replace(".", "_"), row[5])
    Path(name).write_bytes(writing.as_file([header, *rows], Path(name).suffix, ()))


class TestTexts:
    @pytest.mark.parametrize("name", ["texts.csv", "texts.xlsx"])
    def test_that_are_corrected_come_back_alone(self, own: Shell, name: str) -> None:
        assert own("texts", "export", name).out.startswith(f"{name}: ")
        corrected(name, ask_county="Kaunti ipi?", release_none="Huna lolote. ORODHA inaonyesha yaliyo wazi")
        ended = own("texts", "import", name)
        assert ended.code == 0
        assert "ask.county: Ni kaunti gani? -> Kaunti ipi?" in ended.lines
        written = Path("own/texts/sw.po").read_text(encoding="utf-8")
        assert written.count("msgid") == 3
        assert 'msgid "ask.county"\nmsgstr "Kaunti ipi?"' in written
        assert "Kaunti ipi?" in own("texts", "export").out

    def test_can_be_corrected_again(self, own: Shell) -> None:
        for words in ("Kaunti ipi?", "Ni ya kaunti ipi?"):
            own("texts", "export", "texts.csv")
            corrected("texts.csv", ask_county=words)
            assert own("texts", "import", "texts.csv").code == 0
        assert Path("own/texts/sw.po").read_text(encoding="utf-8").count("ask.county") == 1

    def test_are_only_looked_at_with_check(self, own: Shell) -> None:
        own("texts", "export", "texts.csv")
        corrected("texts.csv", ask_county="Kaunti ipi?")
        ended = own("texts", "import", "texts.csv", "--check")
        assert (ended.code, ended.err) == (0, "nothing was changed\n")
        assert not Path("own/texts").exists()

    def test_that_are_wrong_are_named_and_change_nothing(self, own: Shell) -> None:
        own("texts", "export", "texts.csv")
        corrected("texts.csv", ask_county="Kaunti ipi?", ask_confirm="Je, ni ripoti?")
        ended = own("texts", "import", "texts.csv")
        assert (ended.code, ended.out) == (1, "")
        [line] = ended.err.splitlines()
        assert line.endswith("ask.confirm: has lost {hazard}: keep it, spelt like that")
        assert not Path("own/texts").exists()

    def test_without_a_correction_say_so(self, own: Shell) -> None:
        own("texts", "export", "texts.csv")
        assert own("texts", "import", "texts.csv").err == "no text was corrected\n"

    def test_are_a_page_to_read(self, own: Shell) -> None:
        own("texts", "export", "texts.md")
        assert "| `ask.county` | For which county? | Ni kaunti gani? |" in Path("texts.md").read_text("utf-8")

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_of_another_language_are_refused(self, own: Shell, language: str) -> None:
        ended = own("texts", "export", "--language", language)
        assert (ended.code, ended.err) == (1, f"--language: '{language}' should be one of sw\n")

    def test_of_the_program_stay_as_they_are(self, own: Shell) -> None:
        before = (PACKAGED / "texts" / "sw.po").read_bytes()
        own("texts", "export", "texts.csv")
        corrected("texts.csv", ask_county="Kaunti ipi?")
        own("texts", "import", "texts.csv")
        assert (PACKAGED / "texts" / "sw.po").read_bytes() == before
