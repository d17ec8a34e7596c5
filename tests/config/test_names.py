"""Names: what a mechanism, its parts and its roles are called, in texts and in what people may say."""

import re
from pathlib import Path
from string import Formatter

import pytest

from config.faults import FaultsError
from config.mechanism import PACKAGED, Configuration, load_configuration
from config.names import ARGUMENTS
from tests.renamed import NAMES, old_names, renamed, write

LANGUAGES = ("en", "sw")


def own(folder: Path, names: str, was: str = "") -> Configuration:
    """Load a mechanism.yaml with these names, or without any."""
    packaged = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8")
    head, _, rest = packaged.partition("\nnames:\n")
    _, _, tail = rest.partition("\n\n")
    (folder / "mechanism.yaml").write_text(f"{head}\n{names}\n{tail}", encoding="utf-8")
    return load_configuration(folder)


def faults(folder: Path, names: str) -> list[str]:
    """Return the faults of such a file; its names begin in line `AT`."""
    with pytest.raises(FaultsError) as error:
        own(folder, names)
    return [str(fault) for fault in error.value.faults]


AT = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8").partition("\nnames:\n")[0].count("\n") + 2


class TestOtherNames:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_in_every_text_and_no_old_one_is_left(self, language: str) -> None:
        catalogue = renamed().texts[language]
        old = old_names()
        left = {}
        for key, forms in catalogue.forms.items():
            for form in forms:
                names = {name for _, name, _, _ in Formatter().parse(form) if name}
                said = form.format(**dict.fromkeys(names, "..."))
                if found := old.findall(said):
                    left[key] = found
        assert left == {}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_leave_no_argument_open(self, language: str) -> None:
        forms = [form for forms in renamed().texts[language].forms.values() for form in forms]
        assert not {name for form in forms for _, name, _, _ in Formatter().parse(form)} & ARGUMENTS

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_all_used(self, language: str) -> None:
        said = "\n".join(form for forms in renamed().texts[language].forms.values() for form in forms)
        said += "\n".join(series.name[language] for series in renamed().meetings.series)
        lost = [
            key
            for key, names in NAMES[language].items()
            if not any(name.lower() in said.lower() for name in names)
        ]
        assert lost == []

    def test_are_those_of_the_series_too(self) -> None:
        assert [series.name for series in renamed().meetings.series] == [
            {"en": "Zebra round", "sw": "Kikao cha Punda"},
            {"en": "Savanna table", "sw": "Meza ya Nyika"},
            {"en": "First link round", "sw": "Kikao cha kwanza"},
        ]


class TestTheDefaults:
    def test_count_for_a_file_without_names(self, tmp_path: Path, configuration: Configuration) -> None:
        loaded = own(tmp_path, "")
        assert loaded.names == configuration.names
        assert loaded.meetings == configuration.meetings
        assert loaded.texts["sw"].forms == configuration.texts["sw"].forms
        assert loaded.packaged_names == ()

    def test_have_the_short_name_of_the_mechanism(self, tmp_path: Path) -> None:
        text = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8")
        (tmp_path / "mechanism.yaml").write_text(text.replace("short_name: SEK", "short_name: TCG"))
        loaded = load_configuration(tmp_path)
        assert loaded.texts["en"].pattern("role.chair") == "TCG chair"
        assert loaded.meetings.series[0].name == {"en": "TCG meeting", "sw": "Mkutano wa TCG"}
        assert "TCG chair" in loaded.words.roles["chair"]["en"]

    def test_count_for_the_names_that_are_left_out(self, tmp_path: Path) -> None:
        loaded = own(tmp_path, "names:\n  en: {clt: Link Team}\n")
        english, swahili = loaded.texts["en"], loaded.texts["sw"]
        assert english.pattern("role.clt_lead") == "Link Team lead"
        assert english.pattern("role.rla") == "RLA"
        assert swahili.pattern("role.clt_lead") == "kiongozi wa CLT"
        [(first, without), (second, all_)] = loaded.packaged_names
        assert (first, second) == ("en", "sw")
        assert "clt" not in without and "secretariat" in without and "series.monthly" in without
        assert "clt" in all_

    def test_yield_to_a_name_in_the_file_of_meetings(self, tmp_path: Path) -> None:
        text = (PACKAGED / "meetings.yaml").read_text(encoding="utf-8")
        named = text.replace("  - id: monthly\n", '  - id: monthly\n    name: {en: "{mechanism} forum"}\n')
        (tmp_path / "meetings.yaml").write_text(named)
        assert load_configuration(tmp_path).meetings.series[0].name == {
            "en": "SEK forum",
            "sw": "Mkutano wa SEK",
        }

    def test_do_not_name_a_series_of_ones_own(self, tmp_path: Path) -> None:
        text = (PACKAGED / "meetings.yaml").read_text(encoding="utf-8")
        (tmp_path / "meetings.yaml").write_text(text.replace("id: monthly", "id: weekly"))
        with pytest.raises(FaultsError, match=r"series\.0\.id: weekly has no name; write one here or in"):
            load_configuration(tmp_path)


@pytest.mark.parametrize(
    ("names", "line", "said"),
    [
        ("  en:\n    clt_leed: X", 2, "names.en.clt_leed: no such setting here; correct its name"),
        ("  en:\n    clt:", 2, "names.en.clt: write one name, or [one, several]"),
        ("  en:\n    clt: ''", 2, "names.en.clt: write one name, or"),
        ("  en:\n    clt: [A, B, C]", 2, "names.en.clt: write one name, or"),
        ("  en:\n    lead: x\n    clt_lead: '{boss} lead'", 3, "names.en.clt_lead: {boss} cannot stand in"),
        ("  en:\n    clt: '{lead} team'", 2, "names.en.clt: {lead} cannot stand in this name; write it w"),
        ("  en:\n    clt_lead: '{clt lead'", 2, "names.en.clt_lead: '{clt lead': expected '}'"),
        ("  en: {}\n  fr:\n    clt: X", 2, "names.fr: there is no texts/fr.po"),
        ("  en:\n    series:\n      montly: X", 3, "names.en.series.montly: is no series of meetings.yaml"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, names: str, line: int, said: str) -> None:
    [fault] = faults(tmp_path, f"names:\n{names}\n")
    assert fault.startswith(f"mechanism.yaml:{AT + line}: {said}")


def test_the_names_are_understood_with_the_words_for_roles() -> None:
    words = renamed().words
    for language, names in NAMES.items():
        assert {"CLT", names["clt"][0], names["clt_lead"][0]} <= set(words.roles["clt_lead"][language])
        assert {names["lead"][0], names["county_lead"][0]} <= set(words.roles["county_lead"][language])
        assert {names["poc"][1], names["county_poc"][1]} <= set(words.audiences["county_poc"][language])
        assert names["partner"][1] in words.audiences["ip_focal"][language]
    assert "Hill Office" in words.roles["rla"]["en"]  # without the article of "the Hill Office"
    assert "Zebra elder" in words.roles["chair"]["en"]


def test_a_folder_may_hold_all_of_it(tmp_path: Path) -> None:
    write(tmp_path)
    assert re.search("Zebra", load_configuration(tmp_path).texts["en"].pattern("welcome"))
