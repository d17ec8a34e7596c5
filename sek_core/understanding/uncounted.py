"""Numbers that count nothing: measures, ages, places in a row, and numbers that were put right."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from sek_core.understanding.numbers import Number
from sek_core.understanding.tagged import Seen, Tagged

_THINGS = frozenset({"magari", "maduka", "malori", "mabasi", "vibanda", "vioski", "madarasa", "pikipiki"})
"""Things in Swahili, several, that no list of words has."""

_CLOCK_BEHIND, _CLOCK_BEFORE = re.compile(r":[0-9]"), re.compile(r"[0-9]:")
_AGED = re.compile(r"\b[MmFf]\s?/\s?$")
_RANGE = re.compile(r"\s?-\s?")

_IN_A_ROW = ("", "-", ".", "#")

HIGHEST = 12
"""Highest place in a row behind "ya" or "wa": "siku ya tatu". Higher numbers count: "wa 40"."""

JOINING = ("na", "and", "to")

THIS = ("hii", "hiyo", "ile", "iliyopita", "huu", "huo", "uliopita")
"""Words behind a time that say when, not how long."""

MOST_BETWEEN = 4
"""Maximum number of words between a number and the one that puts it right, or is its whole."""


def counts_nothing(tagged: Tagged, number: Number, starts: Collection[int]) -> bool:
    """Return True if a number is a measure, an age, a place in a row, or half of a range.

    `starts`: where the numbers of the text begin.
    """
    return (
        _measured(tagged, number)
        or _of_a_row(tagged, number)
        or _of_a_group(tagged, number)
        or _starts_range(tagged, number, starts)
        or _of_harmful(tagged, number)
    )


def pairs_of(tagged: Tagged, numbers: Sequence[Number]) -> tuple[dict[Number, Number], dict[Number, Number]]:
    """Return the numbers that put another right ("forty, sorry, thirty four"), with that one; and the parts
    of a whole ("14 of 39"), with the whole.
    """
    replaced: dict[Number, Number] = {}
    wholes: dict[Number, Number] = {}
    units = tagged.covered("affected", "loss", "about")
    restart, whole = tagged.covered("restart"), tagged.covered("whole")
    copulas = tagged.covered("copula")
    for one, other in pairwise(numbers):
        gap = range(one.end, other.start)
        if not gap and tagged.between(one.end - 1, other.start) == "/":
            wholes[one] = other  # "14/52 cows"
        if not 0 < len(gap) <= MOST_BETWEEN or tagged.sentences[one.start] != tagged.sentences[other.start]:
            continue
        last = other.start - 1
        while last in copulas or last in units:
            last -= 1  # "familia 30, samahani ni kama 13"
        if last in restart and last in gap and all(p in restart or p in units for p in range(one.end, last)):
            replaced[other] = one
        elif other.start - 1 in whole and all(p in whole or p in units for p in gap):
            wholes[one] = other
    return replaced, wholes


def _of_a_row(tagged: Tagged, number: Number) -> bool:
    """Return True if the number names one of a row: "siku ya tatu", "class 6"."""
    before = number.start
    if before in tagged.ending("ordinal") and tagged.between(before - 1, before).strip() in (
        "",
        "-",
        ".",
        "#",
    ):
        return True
    if before > 1 and tagged.forms[before - 1] in JOINING and before - 2 in tagged.ending("ordinal"):
        return True  # "class 4 and 5"
    linked = before in tagged.ending("link") and before not in {seen.end for seen in tagged.of("about")}
    agreeing = any(seen.start == before for seen in tagged.of("of_people"))
    glued = number.end < len(tagged.forms) and tagged.between(number.end - 1, number.end) == ""  # "ya 6hh"
    return linked and not agreeing and not glued and number.value <= HIGHEST


def _starts_range(tagged: Tagged, number: Number, starts: Collection[int]) -> bool:
    """Return True for the first number of a range: of "5-6 injured" the last counts."""
    return number.end in starts and _RANGE.fullmatch(tagged.between(number.end - 1, number.end)) is not None


def _of_harmful(tagged: Tagged, number: Number) -> bool:
    """Return True if the number counts who does harm: "ndovu sita wamevuka", "4 hyenas"."""
    before = tagged.ending("harmful").get(number.start)
    if before and _is_named_place(tagged, before.start):
        before = None
    behind = tagged.starting("harmful").get(number.end)
    near = (before and before.mark.language == "sw") or (behind and behind.mark.language == "en")
    unit = tagged.starting("affected").get(number.end)
    return bool(near) and (unit is None or unit.mark.value in ("deaths", "injured"))


def _is_named_place(tagged: Tagged, position: int) -> bool:
    """Return True if a word for an animal is written as a place: "accident Kiboko 3dead"."""
    named = any(name.start == position for name in tagged.names)
    return (
        named
        and position > 0
        and tagged.typed(position, position + 1)[0].isupper()
        and not tagged.text.isupper()
    )


def _of_a_group(tagged: Tagged, number: Number) -> bool:
    """Return True if the number is of a group whose members are counted: "4 members of 1 family" has one
    number.
    """
    before = number.start - 1
    if before < 1 or before not in tagged.joining:
        return False
    unit = tagged.ending("affected").get(before)
    behind = tagged.starting("affected").get(number.end)
    return bool(unit and behind and unit.mark.value == "people" and behind.mark.value == "households")


def _measured(tagged: Tagged, number: Number) -> bool:
    """Return True for 70%, 500/=, 10:30, 12 km, ksh 500, M/52: measures and ages, not counts."""
    behind, before = tagged.starting("measure"), tagged.ending("measure")
    if number.end in behind and tagged.between(number.end - 1, number.end).strip() == "":
        after = behind[number.end].end
        return after >= len(tagged.forms) or tagged.forms[after] not in THIS  # "tumezika themanini wiki hii"
    if number.start in before and tagged.between(number.start - 1, number.start).strip() in ("", "."):
        # "ksh 500", "siku tatu watu hawajala"; but "this year 40 goats"
        return before[number.start].mark.language == "sw" or number.end not in tagged.starting("affected")
    first, last = tagged.words[number.start].start, tagged.words[number.end - 1].end
    behind_it, before_it = tagged.text[last : last + 2], tagged.text[max(0, first - 2) : first]
    clock = _CLOCK_BEHIND.match(behind_it) or _CLOCK_BEFORE.match(before_it)
    aged = _AGED.search(tagged.text[max(0, first - 4) : first])
    return behind_it.lstrip().startswith(("%", "/=", "/-")) or clock is not None or aged is not None


def hurt_ones(tagged: Tagged, noun: str, state: Seen) -> bool:
    """Return True if an unknown English noun in front of the word for what happened can only be people: "two
    cooks received cuts". Not for the dead, who may be animals, nor "4 shops burnt".
    """
    harmful = {tagged.forms[seen.start] for seen in tagged.of("harmful")}
    return (
        state.mark.value in ("injured", "missing")
        and state.mark.language == "en"
        and state.start not in tagged.covered("only_counted")
        and noun.endswith("s")
        and noun not in harmful
    )


def things_before(tagged: Tagged, number: Number) -> bool:
    """Return True if a thing that burns or falls stands right before a number, which then counts no people:
    "maduka 5 yameungua".
    """
    before = number.start - 1
    if before < 0 or tagged.clauses[before] != tagged.clauses[number.start]:
        return False
    things = tagged.covered("thing", "lifeless") - tagged.covered("affected", "single", "group", "patient")
    return before in things or tagged.forms[before] in _THINGS
