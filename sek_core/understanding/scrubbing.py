"""Scrubbing: a text without the names and numbers of persons. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from config.mechanism import ROLES, Configuration
from sek_core.understanding.tokens import fold, forms_of, plain

MARK = "_"
"""What stands in place of a name or a number. It is no word of any language, so the heads learn nothing of
it.
"""

MOST_NAMES = 3
"""Number of names that may follow a title: "Mzee Patrick Kioko Mburu"."""

_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{3,}")
_NUMBERS = re.compile(
    r"""
    # +254 712 345 678, O712-345-678
    (?<![^\W_])(?:\+\s?\d|00\d|254|[0oO][17])(?:[\s./()-]{0,2}(?:\d|[oO](?=[\doO]))){7,}
    | (?<!\d)[17]\d\d[\s.-]\d{3}[\s.-]\d{3}(?!\d)                          # 712 345 678
    | \d{6,}                                                               # a number, an ID card
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TITLES = frozenset({"mr", "mrs", "ms", "mzee", "mama", "baba", "chief", "bwana", "bi", "dr"})
"""Titles after which a word that the vocabulary does not know is a name even without a capital letter."""


_SHORT = 3
"""Length of a title that a full stop abbreviates: behind "Mr." the sentence goes on, behind "chief." not."""


class _Word(NamedTuple):
    written: str
    form: str
    start: int
    end: int


class Scrubber:
    """Takes names and numbers of persons out of texts. Built once; threads may share it."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def scrub(self, text: str, names: Iterable[str]) -> str:
        """Return the text with a mark in place of addresses, of telephone numbers and other runs of six
        digits, of each word of `names` (of the roster), and of the names after a title.
        """
        text = _NUMBERS.sub(MARK, _ADDRESS.sub(MARK, plain(text)))
        words = [
            _Word(found[0], _bare(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)
        ]
        persons = {form for name in names for form in self._of_name(name)} | self._common_names
        shouted = text.isupper()
        marked = {
            at
            for at, word in enumerate(words)
            if word.form in persons and (word.form not in self._common_names or not word.written.islower())
        }
        marked.update(
            at for title in range(len(words)) for at in self._after_title(text, words, title, shouted)
        )
        return _replaced(text, [words[at] for at in sorted(marked)])

    def _of_name(self, name: str) -> Iterator[str]:
        """Yield the words of a roster's name. A role that stands for a name ("Kitui CLT Lead for Livestock")
        gives only words that the vocabulary does not know.
        """
        found = _WORD.findall(plain(name))
        forms = [_bare(word) for word in found if not word.islower()] or [_bare(word) for word in found]
        is_role = not self._of_roles.isdisjoint(forms)
        for form in forms:
            known = form in self._of_roles or (is_role and form in self._vocabulary)
            if len(form) > 1 and not known:
                yield form

    def _after_title(self, text: str, words: list[_Word], title: int, shouted: bool) -> Iterator[int]:
        """Yield the places of the names after the title at this place, if there is one."""
        form = words[title].form
        if form not in self._titles:
            return
        for count, at in enumerate(range(title + 1, min(title + 1 + MOST_NAMES, len(words)))):
            between = text[words[at - 1].end : words[at].start]
            if between.strip() not in ("", MARK, "." if count == 0 and len(form) <= _SHORT else ""):
                return
            word = words[at]
            if word.form in self._titles:  # "Chief Mzee Kioko": the second title has its own names
                return
            known = word.form in self._vocabulary
            if shouted or not word.written[0].isupper():
                if count == 0 and form in _TITLES and not known:
                    yield at
                return
            if count and known:
                return
            yield at

    @cached_property
    def _titles(self) -> frozenset[str]:
        spoken = [forms_of(title) for titles in self._configuration.words.titles.values() for title in titles]
        # "My wife Kalondu", but not "the late": whatever is late would lose its name.
        return _TITLES | {forms[-1] for forms in spoken if len(forms) == 1 or forms[0] == "my"}

    @cached_property
    def _of_roles(self) -> frozenset[str]:
        roles = (
            phrase for languages in self._configuration.words.roles.values() for phrase in _texts(languages)
        )
        labels = (
            catalogue.pattern(f"role.{role}")
            for catalogue in self._configuration.texts.values()
            for role in ROLES
        )
        mechanism = self._configuration.mechanism
        known = (
            *roles,
            *labels,
            *mechanism.counties,
            mechanism.short_name,
            *(name for names in self._configuration.names.values() for name in names.values()),
            *(r.replace("_", " ") for r in ROLES),
        )
        return frozenset(form for phrase in known for form in forms_of(phrase))

    @cached_property
    def _common_names(self) -> frozenset[str]:
        """Names of people that the vocabulary knows, to take them for no other word. They are names where
        they are not written small: some are words of a language too.
        """
        return frozenset(map(fold, self._configuration.words.ordinary.get("kam", ())))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        words = self._configuration.words.model_dump(exclude={"ordinary", "titles"})
        hazards = [hazard.model_dump() for hazard in self._configuration.hazards.values()]
        return frozenset(form for phrase in _texts([words, hazards]) for form in forms_of(phrase))


def _bare(word: str) -> str:
    """Return the compared form of a word without the English possessive."""
    return fold(word).removesuffix("'s")


def _texts(found: object) -> Iterator[str]:
    """Yield all texts in lists and mappings."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from _texts(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _texts(value)


def _replaced(text: str, words: list[_Word]) -> str:
    """Return the text with one mark in place of each of these words; of neighbours, one for all."""
    parts: list[str] = []
    end = 0
    for word in words:
        between = text[end : word.start]
        if not parts or between.strip():
            parts += [between, MARK]
        end = word.end
    return "".join([*parts, text[end:]])
