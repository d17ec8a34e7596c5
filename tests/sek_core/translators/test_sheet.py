"""The texts go out to a native reader as a table, and come back with corrections."""

import zlib

import pytest

from config.catalogues import Catalogue, load_texts
from config.faults import FaultsError
from config.mechanism import PACKAGED
from sek_core.spreadsheets import reading, writing
from sek_core.spreadsheets.table import tidy
from sek_core.translators import sheet
from sek_core.translators.groups import REST, group_of

WORDS = {"SAWA", "ORODHA"}
COUNT = ("{n} nyingine", "{n} nyingine")


def catalogue(language: str, **forms: tuple[str, ...]) -> Catalogue:
    return Catalogue(language, {key.replace("_", "."): value for key, value in forms.items()}, bool)


EN = catalogue(
    "en",
    alert_act=("{ref} by {who}. Reply OK {ref}",),
    more_n=("{n} more", "{n} more"),
    alert_facts=(" {facts}.",),
    button_take=("Take it",),
)
SW = catalogue(
    "sw",
    alert_act=("{ref} na {who}. Jibu SAWA {ref}",),
    more_n=COUNT,
    alert_facts=(" {facts}.",),
    button_take=("Ichukue",),
)


def given_back(**better: str) -> list[list[str]]:
    """Return the table with these corrections."""
    table = [list(row) for row in sheet.rows(EN, SW)]
    for row in table[1:]:
        row[5] = better.get(f"{row[1]} {row[2]}".strip().replace(".", "_").replace(" ", "_"), "")
    return table


def corrections(table: list[list[str]], suffix: str = ".csv") -> sheet.Corrections:
    content = writing.as_file(table, suffix, sheet.WIDTHS)
    return sheet.corrections(reading.read(content, "texts"), "texts", EN, SW, WORDS)


def fault(table: list[list[str]]) -> str:
    with pytest.raises(FaultsError) as error:
        corrections(table)
    [only] = error.value.faults
    return str(only)


@pytest.mark.parametrize("suffix", writing.SUFFIXES)
class TestCorrections:
    def test_are_none_where_nothing_was_written(self, suffix: str) -> None:
        assert corrections(given_back(), suffix) == {}

    def test_are_taken_with_the_spaces_that_the_text_has(self, suffix: str) -> None:
        found = corrections(
            given_back(alert_act="{who}: {ref}, jibu SAWA {ref}", alert_facts="{facts}!"), suffix
        )
        assert found == {"alert.act": ("{who}: {ref}, jibu SAWA {ref}",), "alert.facts": (" {facts}!",)}

    def test_of_one_form_leave_the_other(self, suffix: str) -> None:
        assert corrections(given_back(more_n_many="na {n}"), suffix) == {"more.n": (COUNT[0], "na {n}")}

    def test_written_over_the_text_count(self, suffix: str) -> None:
        table = given_back()
        table[1][4] = "Naishughulikia" if table[1][1] == "button.take" else table[1][4] + "!"
        assert list(corrections(table, suffix)) == [table[1][1]]


class TestFaults:
    @pytest.mark.parametrize(
        ("better", "said"),
        [
            ({"alert_act": "{ref}. SAWA {ref}"}, "alert.act: has lost {who}: keep it, spelt like that"),
            (
                {"alert_act": "{ref} {who} {whom}"},
                "alert.act: has {whom}, which nothing fills in; the arguments are: {ref}, {who}",
            ),
            ({"alert_act": "{ref {who}"}, "alert.act: "),
            ({"alert_act": "{ref} {who} }"}, "alert.act: Single '}' encountered in format string: a brace"),
            ({"alert_act": "{ref:5} {who}"}, "alert.act: {ref:} is no name of an argument"),
            ({"alert_act": "{ref} {who} JIBU"}, "alert.act: JIBU is no word that the program knows"),
            (
                {"alert_act": "{ref} {who} " + "x" * 160},
                "alert.act: is too long for a phone: about 178 letters, 160",
            ),
            (
                {"button_take": "x" * 25},
                "button.take: is too long for a phone: about 25 letters, 24 are the most",
            ),
            ({"more_n_one": "nyingine", "more_n_many": "nyingine"}, "more.n: has lost {n}"),
        ],
    )
    def test_name_the_line_and_what_would_be_right(self, better: dict[str, str], said: str) -> None:
        table = given_back(**better)
        line = next(number for number, row in enumerate(table, 1) if row[5] and number > 1)
        assert fault(table).startswith(f"texts:{line}: {said}")

    def test_names_of_the_mechanism_may_come_and_go(self) -> None:
        assert list(corrections(given_back(alert_act="{ref} {who} {clt} {Secretariat}"))) == ["alert.act"]

    def test_are_all_named_at_once(self) -> None:
        with pytest.raises(FaultsError) as error:
            corrections(given_back(alert_act="x", button_take="y" * 30))
        assert len(error.value.faults) == 2

    def test_a_text_that_the_program_changed_meanwhile_is_not_overwritten(self) -> None:
        table = given_back(button_take="Chukua")
        row = next(row for row in table if row[1] == "button.take")
        row[4], row[7] = "Shika", f"{zlib.crc32(b'Shika'):08x}"
        assert "button.take: was changed since the export, and is now: Ichukue" in fault(table)

    def test_a_text_that_is_gone_is_named(self) -> None:
        table = given_back(button_take="Chukua")
        next(row for row in table if row[1] == "button.take")[1] = "button.gone"
        assert "button.gone: there is no such text any more" in fault(table)

    def test_a_file_of_another_kind_is_refused(self) -> None:
        with pytest.raises(FaultsError, match="texts:1: the column better is missing"):
            corrections([["text", "sw"], ["a", "b"]])


class TestPackagedTexts:
    """All texts of the program, as a reader gets them."""

    def test_come_back_as_they_went(self) -> None:
        texts = load_texts(PACKAGED / "texts")
        content = writing.as_workbook(sheet.rows(texts["en"], texts["sw"]), sheet.WIDTHS)
        table = reading.read(content, "texts")
        assert len(table.rows) > 1000
        assert sheet.corrections(table, "texts", texts["en"], texts["sw"], set()) == {}

    def test_lose_nothing_but_the_spaces_around_them_in_a_table(self) -> None:
        for catalogue in load_texts(PACKAGED / "texts").values():
            for forms in catalogue.forms.values():
                assert [tidy(form) for form in forms] == [form.strip() for form in forms]

    def test_stand_in_groups(self) -> None:
        keys = load_texts(PACKAGED / "texts")["sw"].forms
        assert sum(group_of(key) == REST for key in keys) < len(keys) / 10

    def test_are_all_on_the_page(self) -> None:
        texts = load_texts(PACKAGED / "texts")
        page = sheet.page(texts["en"], texts["sw"])
        assert [key for key in texts["sw"].forms if f"| `{key}`" not in page] == []


def test_the_page_for_a_native_reader_holds_the_texts_of_today() -> None:
    """`sek texts export docs/swahili-review.md` writes it anew when a text has changed."""
    found = load_texts(PACKAGED / "texts")
    page = (PACKAGED.parent / "docs" / "swahili-review.md").read_text(encoding="utf-8")
    assert page == sheet.page(found["en"], found["sw"])
