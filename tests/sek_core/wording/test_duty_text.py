"""The words behind DUTY: a name, a first and a last day, and nothing else."""

from datetime import date

import pytest

from sek_core.wording import duty_text

TODAY = date(2026, 11, 24)

D7, D13 = date(2026, 12, 7), date(2026, 12, 13)


@pytest.mark.parametrize(
    ("words", "name", "since", "until"),
    [
        ("Anne 7 Dec to 13 Dec", "Anne", D7, D13),
        ("Anne 7 to 13 Dec", "Anne", D7, D13),
        ("Anne 7-13 Dec", "Anne", D7, D13),
        ("Anne 7 Dec - 13 Dec.", "Anne", D7, D13),
        ("Anne, from Monday 7 Dec until Sunday 13 Dec", "Anne", D7, D13),
        ("anne mutua 7/12 to 13/12", "anne mutua", D7, D13),
        ("Anne 2026-12-07 to 2026-12-13", "Anne", D7, D13),
        ("Anne Mutua kuanzia 7 Desemba hadi 13 Desemba", "Anne Mutua", D7, D13),
        ("Anne tomorrow to Sunday", "Anne", date(2026, 11, 25), date(2026, 11, 29)),
        ("Anne today to tomorrow", "Anne", TODAY, date(2026, 11, 25)),
        ("Kitui CLT Member 7 Dec to 13 Dec", "Kitui CLT Member", D7, D13),
        ("Anne 28 Dec to 3 Jan", "Anne", date(2026, 12, 28), date(2027, 1, 3)),
        ("Anne 7 Dec to 7 Dec", "Anne", D7, D7),
        ("Anne 1 Nov to 7 Nov", "Anne", date(2026, 11, 1), date(2026, 11, 7)),
        ("Anne 20 Nov to 30 Nov", "Anne", date(2026, 11, 20), date(2026, 11, 30)),
        ("Anne 1 Nov 2025 to 7 Nov 2025", "Anne", date(2025, 11, 1), date(2025, 11, 7)),
    ],
)
def test_a_name_and_its_days(words: str, name: str, since: date, until: date) -> None:
    said = duty_text.read(words, TODAY)
    assert said is not None
    assert (said.name, said.since, said.until) == (name, since, until)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Kitui",
        "Anne",
        "Anne 7 Dec",
        "7 Dec to 13 Dec",
        "to Anne",
        "of care 7 Dec to 13 Dec and more",
        "free goods from the port came 7 Dec to all of us",
        "Anne 7 Dec to 13 Dec, flood in Kyuso",
        "Anne 7 households to 13 households",
        "the officers of the whole county are here 7 Dec to 13 Dec",
    ],
)
def test_no_other_words(words: str) -> None:
    assert duty_text.read(words, TODAY) is None
