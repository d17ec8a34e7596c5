"""Tagged texts: a text with the known phrases in it, their positions and meanings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from config.gazetteer import Place
from sek_core.understanding.meanings import Mark, MarkKind
from sek_core.understanding.stems import is_of_us
from sek_core.understanding.tokens import Word


class Seen(NamedTuple):
    """A phrase of a text, words `start` to `end` (exclusive), with one of its meanings."""

    start: int
    end: int
    mark: Mark


class Named(NamedTuple):
    """A name in a text, words `start` to `end` (exclusive), and the places that bear it."""

    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Tagged:
    """One tagged text. `sentences`, `clauses`: for each word, the number of its sentence and clause.

    Neighbouring words are looked up by position, so that a long text costs no more per word.
    """

    text: str
    words: Sequence[Word]
    forms: Sequence[str]
    sentences: Sequence[int]
    clauses: Sequence[int]
    seen: Mapping[MarkKind, Sequence[Seen]]
    names: Sequence[Named]
    corrected: Mapping[int, str]
    joining: set[int]
    _known: dict[tuple[str, tuple[MarkKind, ...]], Any] = field(default_factory=dict)

    def of(self, *kinds: MarkKind) -> Sequence[Seen]:
        """Return the phrases of these kinds."""
        if len(kinds) == 1:
            return self.seen.get(kinds[0], ())
        return [seen for kind in kinds for seen in self.seen.get(kind, ())]

    def covered(self, *kinds: MarkKind) -> set[int]:
        """Return the positions of all words in phrases of these kinds."""
        key = ("covered", kinds)
        known: set[int] | None = self._known.get(key)
        if known is None:
            known = {p for kind in kinds for seen in self.seen.get(kind, ()) for p in range(seen[0], seen[1])}
            self._known[key] = known
        return known

    def starting(self, kind: MarkKind) -> Mapping[int, Seen]:
        """Return the longest phrase of this kind that starts at each position."""
        return self._by_edge("starting", kind, 0)

    def ending(self, kind: MarkKind) -> Mapping[int, Seen]:
        """Return the longest phrase of this kind that ends before each position."""
        return self._by_edge("ending", kind, 1)

    def _by_edge(self, name: str, kind: MarkKind, edge: int) -> Mapping[int, Seen]:
        all_seen = self.seen.get(kind)
        if not all_seen:
            return _NOTHING
        key = (name, (kind,))
        known: dict[int, Seen] | None = self._known.get(key)
        if known is None:
            ordered = sorted(all_seen, key=_length)
            known = {(seen.end if edge else seen.start): seen for seen in ordered}
            self._known[key] = known
        return known

    def between(self, left: int, right: int) -> str:
        """Return the characters between the words `left` and `right`."""
        return self.text[self.words[left].end : self.words[right].start]

    @property
    def first_person(self) -> set[int]:
        """Positions of Swahili verbs in the first person: tumekwama, sijala, wametuvamia."""
        key = ("first person", ())
        known: set[int] | None = self._known.get(key)
        if known is None:
            known = {position for position, form in enumerate(self.forms) if is_of_us(form)}
            self._known[key] = known
        return known

    @property
    def named(self) -> set[int]:
        """Positions of all words in names of places."""
        key = ("named", ())
        known: set[int] | None = self._known.get(key)
        if known is None:
            known = {position for name in self.names for position in range(name.start, name.end)}
            self._known[key] = known
        return known

    @property
    def explained(self) -> set[int]:
        """Positions of all words in phrases of any kind, and of joining words."""
        key = ("explained", ())
        known: set[int] | None = self._known.get(key)
        if known is None:
            known = self.covered(*self.seen) | self.joining
            self._known[key] = known
        return known

    def typed(self, start: int, end: int) -> str:
        """Return words `start` to `end` (exclusive) as typed."""
        return self.text[self.words[start].start : self.words[end - 1].end]


_NOTHING: Mapping[int, Seen] = {}


def _length(seen: Seen) -> int:
    return seen.end - seen.start
