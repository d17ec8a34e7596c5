"""Words that are too long for one message, page by page: MORE S1, then MORE S1 2, until all is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.engine.turn import Turn
from handlers.language.intents import Command
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.wording.phrases import EMPTY
from sek_core.work.outbox import END

SIZES = (3000, 1200, 450, 200)
"""Numbers of letters of a page. The first with which the message shows all of it counts: the room depends on
the channel and the script.
"""

LAST = 200
"""Number of the last page that can be asked for: a text of any length is kept, and none is worth more."""

_NUMBER = re.compile(r"\D{0,12}?(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its words, its number, and whether another one follows."""

    words: str
    number: int
    goes_on: bool


def number_of(command: Command) -> int:
    """Return the page that MORE S1 2 asks for; 1 if it names none."""
    found = _NUMBER.match(command.rest.strip())
    return max(int(found[1]), 1) if found else 1


def page(turn: Turn, words: str, number: int, shown: Callable[[Page], Screen]) -> Page | None:
    """Return one page of these words; None if they have fewer. `shown`: returns the message with a page."""
    rest = words.replace(END, " ").strip()
    for each in range(1, min(number, LAST) + 1):
        here = _beginning(turn, rest, each, shown)
        rest = rest[len(here) :].strip()
        if each == number and (here or number == 1):
            return Page(here, each, goes_on=bool(rest))
        if not rest:
            break
    return None


def next_page(ref: str, page: Page) -> Arg:
    """Return " Next: MORE S1 2", or nothing behind the last page."""
    return Text("more.next", {"ref": ref, "number": page.number + 1}) if page.goes_on else EMPTY


def over(ref: str) -> Screen:
    """Return the answer to a page behind the last one."""
    return Screen(Text("more.over", {"ref": ref}))


def _beginning(turn: Turn, words: str, number: int, shown: Callable[[Page], Screen]) -> str:
    """Return as many of the first words as one message shows."""
    here = words
    for size in (len(words), *SIZES):
        if size > len(words) or (size == len(words) and size > SIZES[0]):
            continue
        here = _whole_words(words, size)
        screen = shown(Page(here, number, goes_on=True))
        if turn.work.outbox.shows_whole(turn.address, screen, turn.language):
            return here
    return here


def _whole_words(words: str, size: int) -> str:
    """Return the first words within so many letters; a word that is longer is divided."""
    if len(words) <= size:
        return words
    cut = words[: size + 1].rfind(" ")
    return words[:cut] if cut > size // 2 else words[:size]
