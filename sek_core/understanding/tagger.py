"""The tagger: finds the known phrases in a text, their positions and meanings."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from config.gazetteer import Place
from config.mechanism import Configuration
from sek_core.understanding.lexicon import Lexicon
from sek_core.understanding.meanings import Mark, marks_of
from sek_core.understanding.place_names import names_of
from sek_core.understanding.sifting import (
    BESIDE,
    longest_names,
    phrases_by_kind,
    with_kids,
    without_several,
    without_things,
)
from sek_core.understanding.spelling import Speller
from sek_core.understanding.stems import persons_of, roots_of, written_root
from sek_core.understanding.tagged import Tagged
from sek_core.understanding.tokens import Word, fold, forms_of, plain, words_of

REMEMBERED = 10_000
"""Number of words whose keys are cached: people use the same few thousand again and again."""


LONG_ROOT = 5
"""Length, in letters, of a root that no other word has by chance."""


LONG_WORD = 7
"""Length, in letters, of a word with such a root that no other word is near."""


SHORT_ROOT = 4
"""Length, in letters, of an English root that is no Swahili root by chance."""


STATES = ("deaths", "injured", "missing")
"""What can happen to people."""


LONGEST = 40
"""Maximum length of a word, in letters. A longer one is unknown, and not cached."""


_AS_WRITTEN = BESIDE - {"part"}
"""Kinds whose short words are found only as they are written. Kinds of people are found like all units."""


_SENTENCE_ENDS = re.compile(r"[.!?;\n]")


_GLUED = re.compile(r"(?P<number>[0-9][0-9o]*)(?P<behind>[a-z]{2,})|(?P<before>[a-z]{2,})[0-9]+")


_DRAWN_OUT = re.compile(r"([a-z])\1\1+")


_CLIPPED = re.compile(r"w(?:me|li|na)[a-z]{3}|h(?:wa|ja)[a-z]{3}")
"""Swahili verbs whose person lacks its vowel: wmeumia, hwapumui, hjarudi."""


_CLAUSE_ENDS = re.compile(r"[,:()]|\s-\s")


_INNER_VOWEL = re.compile(r"(?<=[^aeiou])[aeiou](?=[^aeiou])")


_IN_BRACKETS = re.compile(r"\(\s*[0-9][0-9,.]*\s*\)")
"""Brackets around nothing but a number: "sixty (60) goats" is one clause."""


class Tagger:
    """The tagger of the configuration's phrases. Built once; threads may share it."""

    def __init__(self, configuration: Configuration) -> None:
        phrases = list(marks_of(configuration))
        marks = [
            (keys, mark)
            for phrase, mark in phrases
            for keys in (_forms(phrase) if mark.kind in _AS_WRITTEN else [_roots(phrase, mark)])
        ]
        mine, words = configuration.mechanism.counties, configuration.words
        names = [(forms_of(name), place) for place in configuration.places for name in _written(place)]
        self._marks: Lexicon[Mark] = Lexicon(marks)
        self._names: Lexicon[Place] = Lexicon(names)
        self._joining = frozenset(_single_words(words.joining.values()))
        self._roots = frozenset(root for roots, _ in marks for root in roots)
        self._forms = frozenset(form for forms, _ in names for form in forms)
        local = {form for forms, place in names if place.county in mine for form in forms}
        ordinary = _single_words(words.ordinary.values())
        polite = (
            form for spoken in words.courtesy.values() for phrase in spoken for form in forms_of(phrase)
        )
        self._ordinary = frozenset((*self._joining, *ordinary, *polite, *configuration.lookalikes))
        self._speller = Speller(
            {form for phrase, mark in phrases if _may_be_misspelt(phrase, mark) for form in forms_of(phrase)}
            | local
        )
        self._states = frozenset(
            fold(phrase)
            for phrase, mark in phrases
            if mark.kind == "affected" and mark.language == "sw" and mark.value in STATES
        )
        self._without_vowel = {short: word for word in self._states for short in _without_vowel(word)}
        self._units = frozenset(
            form
            for units in words.affected.values()
            for phrase in (phrase for spoken in units.values() for phrase in spoken)
            for form in forms_of(phrase)[:1]
        )
        self._units_alone = frozenset(
            _single_words(spoken for units in words.affected.values() for spoken in units.values())
        )
        self._of_animals = frozenset(
            hazard.id for hazard in configuration.hazards.values() if hazard.sectors[0] == "livestock"
        )
        self._keys = lru_cache(maxsize=REMEMBERED)(self._keys_of)

    def tag(self, text: str) -> Tagged:
        """Tag a text that went through `plain`."""
        words = [part for word in words_of(text) for part in self._unglued(word)]
        forms = [word.form for word in words]
        keys = [self._keys(form) if len(form) <= LONGEST else _UNKNOWN for form in forms]
        joining = {position for position, form in enumerate(forms) if form in self._joining}
        sentences, clauses = _borders(text, words)
        found = self._marks.find([key.roots for key in keys], joining)
        names = self._names.find([key.names for key in keys])
        return Tagged(
            text,
            words,
            forms,
            sentences,
            clauses,
            with_kids(
                without_things(without_several(phrases_by_kind(found, names), forms), forms, sentences),
                sentences,
                self._of_animals,
            ),
            longest_names(names, found),
            {position: key.corrected for position, key in enumerate(keys) if key.corrected},
            joining,
        )

    def _unglued(self, word: Word) -> tuple[Word, ...]:
        """Return a word, or the number and the unit that it joins: "600hhs", "3dead", "hh40"."""
        glued = _GLUED.fullmatch(word.form) if word.form[0].isdigit() or word.form[-1].isdigit() else None
        if glued is None or len(word.form) != word.end - word.start:
            return (word,)
        unit, border = (glued["behind"], glued.end("number")) if glued["behind"] else (glued["before"], 0)
        if unit not in self._units and not (glued["behind"] and self._misspelt_unit(unit)):
            return (word,)
        if glued["before"] and unit not in self._units_alone:
            return (word,)  # "under5" is no number of its own
        border = border or glued.end("before")
        middle = word.start + border
        return (
            Word(word.form[:border], word.start, middle),
            Word(word.form[border:], middle, word.end),
        )

    def _misspelt_unit(self, form: str) -> bool:
        """Return True for "7admited" and "4gals": a unit misspelt, or in its other number."""
        return len(form) > 2 and (self.corrected(form) in self._units or f"{form}s" in self._units)

    def corrected(self, form: str) -> str:
        """Return the known word for which an unknown folded word is taken; empty if there is none."""
        return self._keys_of(form).corrected

    def _keys_of(self, form: str) -> "_Keys":
        roots = roots_of(form)
        known = [root for root in roots if root in self._roots]
        if known or form in self._forms:
            return _Keys(tuple(known), (form,) if form in self._forms else (), "")
        if self._ordinary.intersection(roots):
            return _UNKNOWN
        for shorter in _shortened(form):
            if any(root in self._roots for root in roots_of(shorter)) or shorter in self._forms:
                return self._keys_of(shorter)._replace(corrected=shorter)
        corrected = self._without_vowel.get(form) or self._speller.correct(form)
        if corrected is None or (corrected in self._states and OSA.distance(form, corrected) > 1):
            return _UNKNOWN  # "ametukuka" is not ametutoka
        return _Keys(
            tuple(root for root in roots_of(corrected) if root in self._roots),
            (corrected,) if corrected in self._forms else (),
            corrected,
        )


class _Keys(NamedTuple):
    """Keys of a word in the vocabulary and in the gazetteer."""

    roots: tuple[str, ...]
    names: tuple[str, ...]
    corrected: str


_UNKNOWN = _Keys((), (), "")


def _shortened(form: str) -> Iterator[str]:
    """Yield a word without lengthened letters ("njaaaa" is njaa, "flooood" is flood), and a Swahili verb with
    the vowel that hasty people leave out of its person: wameumia for "wmeumia".
    """
    if _DRAWN_OUT.search(form):
        yield _DRAWN_OUT.sub(r"\1\1", form)
        yield _DRAWN_OUT.sub(r"\1", form)
    if _CLIPPED.match(form):
        yield f"{form[0]}a{form[1:]}" if form[0] == "w" else f"ha{form[1:]}"


def _without_vowel(word: str) -> Iterator[str]:
    """Yield a long word without one vowel between consonants: hawaonekni."""
    if len(word) >= LONG_WORD and word.isalpha():
        for match in _INNER_VOWEL.finditer(word):
            yield word[: match.start()] + word[match.end() :]


def _may_be_misspelt(phrase: str, mark: Mark) -> bool:
    """Return True if a phrase is also found misspelt. Of words that describe the whole text only a single
    English one ("traped") is: otherwise "defined" and "rates" would become other words. A Swahili verb for
    the hurt and the missing is not, nor a short one for the dead: too many others are near (ameungua,
    ameungana; wamefia, wamefika).
    """
    if mark.kind not in BESIDE:
        if mark.language != "sw" or mark.value not in ("injured", "missing", "deaths"):
            return True
        return mark.value == "deaths" and len(phrase) > LONG_WORD and " " not in phrase
    alone = mark.kind in ("plea", "abuse") and mark.value in ("distress", "told", "named")
    return alone and mark.language == "en" and len(phrase) >= LONG_WORD and " " not in phrase


def _forms(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the keys of a phrase that describes the whole text: its short words as written, but its first
    verb in all persons, so that no other word is taken for one of them.
    """
    forms = forms_of(phrase)
    roots = [written_root(form) for form in forms]
    own = [root if len(root) >= LONG_ROOT else form for root, form in zip(roots, forms, strict=True)]
    short = next((index for index, form in enumerate(forms) if len(persons_of(form)) > 1), None)
    if short is None or len(roots[short]) >= LONG_ROOT:
        yield tuple(own)
        return
    for person in persons_of(forms[short]):
        yield (*own[:short], person, *own[short + 1 :])


def _roots(phrase: str, mark: Mark) -> tuple[str, ...]:
    """Return the keys of any other phrase. "pigs" is kept as written, because imepiga has its root."""
    forms = forms_of(phrase)
    if mark.kind in ("affected", "part") and mark.language == "en":
        return tuple(
            root if len(root) >= SHORT_ROOT else form
            for root, form in ((written_root(form), form) for form in forms)
        )
    return tuple(written_root(form) for form in forms)


def _written(place: Place) -> Iterator[str]:
    """Yield the names of a place; "Emali/Mulala" is also one name."""
    return iter(dict.fromkeys(names_of(place)))


def _single_words(phrases: Iterable[Collection[str]]) -> Iterator[str]:
    return (fold(plain(word)) for words in phrases for word in words)


def _borders(text: str, words: Sequence[Word]) -> tuple[list[int], list[int]]:
    """Return the numbers of the sentence and the clause of each word, from 0."""
    if "(" in text:
        text = _IN_BRACKETS.sub(lambda bracket: " " * len(bracket[0]), text)
    sentences: list[int] = []
    clauses: list[int] = []
    sentence = clause = end = 0
    for word in words:
        gap = text[end : word.start]
        if sentences and gap != " ":
            if _SENTENCE_ENDS.search(gap):
                sentence, clause = sentence + 1, clause + 1
            elif _CLAUSE_ENDS.search(gap):
                clause += 1
        sentences.append(sentence)
        clauses.append(clause)
        end = word.end
    return sentences, clauses
