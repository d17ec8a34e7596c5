"""The beginning of a text that convenes: for whom it is; and texts whose first words are a place."""

from typing import cast

import pytest

from config.mechanism import Configuration
from sek_core.meetings import addressed
from sek_core.work.unit_of_work import UnitOfWork

ALL = {"Kitui", "Makueni", "Taita Taveta"}


class _Work:
    """The part of a unit of work that the reading needs."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration


def read(configuration: Configuration, words: str) -> addressed.Addressed | None:
    return addressed.read(cast(UnitOfWork, _Work(configuration)), words)


@pytest.mark.parametrize(
    ("words", "counties", "group", "rest"),
    [
        ("all 10 Dec 9am Machakos", ALL, "", "10 Dec 9am Machakos"),
        ("kaunti zote kesho saa tatu", ALL, "", "kesho saa tatu"),
        ("all counties, Machakos 10 Dec 9am", ALL, "", "Machakos 10 Dec 9am"),
        ("Kitui, Makueni 10 Dec 9am Wote", {"Kitui", "Makueni"}, "", "10 Dec 9am Wote"),
        ("in kitui and makueni counties on Friday 9am", {"Kitui", "Makueni"}, "", "on Friday 9am"),
        ("Kitui na Taita Taveta tarehe 10", {"Kitui", "Taita Taveta"}, "", "tarehe 10"),
        ("clt 10 Dec 9am", set(), "clt", "10 Dec 9am"),
        ("Kitui CLT, Town hall 10 Dec", {"Kitui"}, "CLT", "Town hall 10 Dec"),
        ("the water users group 10 Dec", set(), "water users group", "10 Dec"),
        ("Kitui kikundi cha mifugo kesho", {"Kitui"}, "kikundi cha mifugo", "kesho"),
        ("Kitui", {"Kitui"}, "", ""),
    ],
)
def test_for_whom(
    configuration: Configuration, words: str, counties: set[str], group: str, rest: str
) -> None:
    found = read(configuration, words)
    assert found is not None
    assert (set(found.counties), found.group, found.rest) == (counties, group, rest)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "10 Dec 9am all staff room",
        "all staff 10 Dec 9am",
        "Kitui County HQ 10 Dec 9am",
        "Makueni guest house 10 Dec 9am",
        "water group hall 10 Dec 9am",
        "clt office 10 Dec 9am",
        "3 Dec 9am Kitui, Makueni road",
    ],
)
def test_a_place_is_no_group(configuration: Configuration, words: str) -> None:
    assert read(configuration, words) is None
