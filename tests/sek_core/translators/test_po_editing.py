"""A gettext file is changed only in the texts that were corrected."""

import pytest

from config.catalogues import load_texts
from config.mechanism import PACKAGED
from sek_core.translators.po_editing import edited, head_of

PO = """\
# Head.
msgid ""
msgstr ""
"Language: sw\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# About one.
msgid "one"
msgstr "moja"

msgid "long"
msgstr ""
"line "
"two"

msgid "count"
msgid_plural "count"
msgstr[0] "mtu {n}"
msgstr[1] "watu {n}"
"""


@pytest.mark.parametrize(
    ("corrections", "was", "becomes"),
    [
        ({}, "", ""),
        ({"one": ["mmoja"]}, 'msgstr "moja"', 'msgstr "mmoja"'),
        ({"one": ['a "b"\n\\']}, 'msgstr "moja"', 'msgstr "a \\"b\\"\\n\\\\"'),
        ({"long": ["x"]}, 'msgstr ""\n"line "\n"two"', 'msgstr "x"'),
        ({"count": ["m {n}", "w {n}"]}, '"mtu {n}"\nmsgstr[1] "watu {n}"', '"m {n}"\nmsgstr[1] "w {n}"'),
    ],
    ids=["nothing", "one", "quotes", "several lines", "plural"],
)
def test_only_corrected_texts_change(corrections: dict[str, list[str]], was: str, becomes: str) -> None:
    assert edited(PO, corrections) == PO.replace(was, becomes)


def test_new_texts_come_last() -> None:
    more = edited(PO, {"new": ["a"], "many": ["b", "c"]}).removeprefix(PO)
    assert more == (
        '\nmsgid "new"\nmsgstr "a"\n\nmsgid "many"\nmsgid_plural "many"\nmsgstr[0] "b"\nmsgstr[1] "c"\n'
    )


def test_the_head_alone_is_a_file_without_texts() -> None:
    assert head_of(PO) == PO.partition("\n\n")[0] + "\n"


@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_packaged_text_written_again_is_the_same_file(language: str) -> None:
    content = (PACKAGED / "texts" / f"{language}.po").read_text(encoding="utf-8")
    forms = load_texts(PACKAGED / "texts")[language].forms
    assert edited(content, forms) == content
