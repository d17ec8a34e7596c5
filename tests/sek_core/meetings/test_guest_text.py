"""Texts behind GUEST: the few forms that count, and all others, which do not."""

import pytest

from config.mechanism import Configuration
from sek_core.meetings import guest_text

NUMBER = "+254700000512"


@pytest.mark.parametrize(
    ("words", "does", "county", "series", "name"),
    [
        (
            f"Kitui county communication director {NUMBER}",
            "add",
            "Kitui",
            "",
            "county communication director",
        ),
        ("kitui, the chief: 0700 000 512", "add", "Kitui", "", "the chief"),
        (f"Kitui {NUMBER} the chief", "add", "Kitui", "", "the chief"),
        (f"Taita Taveta monthly the chief {NUMBER}", "add", "Taita Taveta", "monthly", "the chief"),
        (f"all the chief {NUMBER}", "add", None, "", "the chief"),
        ("Kitui", "list", "Kitui", "", ""),
        ("KITUI county", "list", "Kitui", "", ""),
        ("Kitui remove the chief", "remove", "Kitui", "", "the chief"),
        ("zote ondoa the chief", "remove", None, "", "the chief"),
    ],
)
def test_forms_that_count(
    configuration: Configuration, words: str, does: str, county: str | None, series: str, name: str
) -> None:
    said = guest_text.read(configuration, words)
    assert said is not None
    assert (said.does, said.county, said.series, said.name) == (does, county, series, name)
    assert said.number == (NUMBER if does == "add" else "")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "all",
        "house in Kyuso flooded",
        "house in Kyuso flooded, call 0700000512",
        "Kitui remove",
        "Kitui is coming on Friday",
        "Kitui 0700000512",
        "Kitui 40 households flooded 0700000512",
        "Kitui the chief 0700000512 and the deputy 0700000513",
        "Kitui the chief 0700000512 comes",
        "Kitui the chief 12",
        "of honour in Kitui 0700000512",
        "Nairobi the chief 0700000512",
    ],
)
def test_all_other_words_do_not_count(configuration: Configuration, words: str) -> None:
    assert guest_text.read(configuration, words) is None
