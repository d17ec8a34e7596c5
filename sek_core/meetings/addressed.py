"""Reading of the beginning of a text that convenes: "Kitui, Makueni 10 Dec", "all ...", "water group ..."."""

from collections.abc import Sequence
from dataclasses import dataclass

from sek_core.meetings import whom as groups
from sek_core.understanding import dates
from sek_core.understanding.tokens import Phrases, Word, plain, words_of
from sek_core.work.unit_of_work import UnitOfWork

ALL = frozenset({"all", "zote"})

COUNTY = frozenset({"county", "counties", "kaunti"})

GROUP, KIKUNDI = frozenset({"group"}), ("kikundi", "cha")

FILLING = frozenset({"and", "na", "the", "of", "for", "in", "ya", "wa", "za", "kwa"})

LONGEST_GROUP = 3
"""Maximum number of words in the name of a group."""

BEGINS_A_DAY = frozenset(
    {
        *dates.WEEKDAYS, *dates.MONTHS, "on", "at", "next", "this", "today", "tomorrow", "noon", "midday",
        "leo", "kesho", "tarehe", "siku", "saa", "mnamo",
    }
)  # fmt: skip
"""Words with which the day or time of a meeting begins, besides a number."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """For whom a meeting is, by the first words of a text. `group`: the name of a group as typed, or "clt",
    or empty. `rest`: the words behind.
    """

    counties: tuple[str, ...]
    group: str
    rest: str


def read(work: UnitOfWork, words: str) -> Addressed | None:
    """Return for whom a meeting is; None unless the words name several counties, all, a group, or one county,
    and the day, the time or a comma follows: "Kitui County HQ" and "water group hall" are places.
    """
    text = plain(words)
    known = work.configuration.mechanism.counties
    every = Phrases((county, county) for county in known)
    tokens = words_of(text)
    counties: dict[str, None] = {}
    group, at, used = "", 0, 0
    while at < len(tokens):
        if tokens[at].form in FILLING:
            at += 1
            continue
        found = every.find([token.form for token in tokens[at : at + 4]])
        if found and found[0].start == 0:
            counties |= dict.fromkeys(found[0].values)
            at += found[0].end
        elif tokens[at].form in ALL or (tokens[at].form in COUNTY and _form(tokens, at + 1) in ALL):
            counties |= dict.fromkeys(known)
            at += 1 if tokens[at].form in ALL else 2
        elif tokens[at].form in COUNTY and used:
            at += 1
        elif not group and (length := _group(tokens, at)):
            group = text[tokens[at].start : tokens[at + length - 1].end]
            at += length
        else:
            break
        used = at
    if not used or not _ends_there(text, tokens, used):
        return None
    rest = text[tokens[used].start :] if used < len(tokens) else ""
    return Addressed(tuple(counties), group, rest)


def _group(tokens: Sequence[Word], at: int) -> int:
    """Return the number of words that name a group here: "clt", "water users group", "kikundi cha maji"."""
    if tokens[at].form == groups.THE_CLT:
        return 1
    if (tokens[at].form, _form(tokens, at + 1)) == KIKUNDI:
        behind = tokens[at + 2 : at + 2 + LONGEST_GROUP]
        length = next((n for n, word in enumerate(behind) if _begins_a_day(word)), len(behind))
        return 2 + length if length else 0
    for length in range(1, LONGEST_GROUP + 1):
        if _begins_a_day(tokens[at + length - 1]) or at + length >= len(tokens):
            return 0
        if tokens[at + length].form in GROUP:
            return length + 1
    return 0


def _ends_there(text: str, tokens: Sequence[Word], used: int) -> bool:
    """Return True if the words for whom it is end at `used`: with the text, at a comma, or before a day."""
    if used == len(tokens):
        return True
    between = text[tokens[used - 1].end : tokens[used].start]
    return any(mark in between for mark in ",;:\n") or _begins_a_day(tokens[used])


def _begins_a_day(word: Word) -> bool:
    return word.form[0].isdigit() or word.form in BEGINS_A_DAY


def _form(tokens: Sequence[Word], at: int) -> str:
    return tokens[at].form if at < len(tokens) else ""
