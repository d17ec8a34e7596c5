"""What reading costs: calls are counted, as time is another on each machine. Twice the text costs at most
twice the calls, whatever stands in it.
"""

import sys
from collections.abc import Callable
from datetime import date

import pytest

from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Context
from sek_core.understanding import dates, times
from sek_core.understanding.tokens import READ, READ_WORDS, words_of
from tests.packaged import packaged, reader_of

GRAMMAR = Grammar(packaged(), reader_of(packaged()), REGISTRY.verbs)
CONTEXT = Context(counties=("Kitui",), may_report=True, opens=lambda _verb: True)

TODAY = date(2026, 11, 24)
HOSTILE = (
    "1 ", "1234567890", "1/2/", "1:", "a-b-", "x\n", "a. ", ".,;!", "400 ", "14:30 ", "2pm ", "3 Dec ",
    "03/12/2026 ", "Thursday ", "every Thursday ", "next week ", "tomorrow to ", "Mutomo ", "Kwa ",
    "Mutomo, ", "Taita Taveta ", "flood ", "no flood ", "40 households ", "two hundred thousand ", "3 dead ",
    "5 km from Mutomo ", "ok ", "not ", "of ", "in ", "and ", "S1 ", "John Musyoka ", "+254300000001 ",
    "a@b.co ", "\u00e9", "xyzzy ", "a", "MUTOMO 400 2pm 3 Dec no flood, ",
)  # fmt: skip
COMMANDS = ("", "MEETING ", "TASK ")
TWICE = 2.3
"""Some work is done once in a text, or is cut short in the shorter one."""

EACH = 400
"""Most calls for each word that is read."""


def read(text: str) -> None:
    GRAMMAR.read(text, CONTEXT)
    dates.find(text, TODAY)
    times.find(text)


def calls(work: Callable[[str], object], text: str) -> int:
    """Count the calls of functions, of Python and of C."""
    count = 0

    def see(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("command", COMMANDS)
def test_no_text_costs_more_than_its_length(command: str) -> None:
    for unit in HOSTILE:
        half, whole = ((command + unit * READ)[:length] for length in (READ // 8, READ // 4))
        read(half + "!")  # what is loaded once is loaded; each text is read for the first time
        counted = calls(read, half), calls(read, whole)
        assert counted[1] <= TWICE * counted[0] + 2_000, (command, unit, counted)
        assert counted[1] <= EACH * READ_WORDS, (command, unit, counted)


def test_words_behind_the_last_that_is_read_are_not_split() -> None:
    assert len(words_of("1 " * 2_000)) == READ_WORDS
    assert len(words_of("word " * 700)) == 700
