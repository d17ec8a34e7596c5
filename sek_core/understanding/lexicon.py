"""A lexicon of known phrases, and the search for all of them in a text."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")

Find = tuple[int, int, tuple[Value, ...]]
"""A phrase in a text: words `start` to `end` (exclusive), and all its meanings."""

MOST_JOINING = 2
"""Maximum number of little words between two words of a phrase: "outbreak of the PPR"."""


@dataclass(slots=True)
class _Node(Generic[Value]):
    """A node of the tree: the words that may follow, and the meanings of a phrase that ends here."""

    following: dict[str, "_Node[Value]"] = field(default_factory=dict)
    values: tuple[Value, ...] = ()


class Lexicon(Generic[Value]):
    """A tree of phrases. Each word of a text is given by all the keys under which it may stand."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Value]]) -> None:
        self._first: _Node[Value] = _Node()
        for keys, value in entries:
            node = self._first
            for key in keys:
                node = node.following.setdefault(key, _Node())
            if node is not self._first and value not in node.values:
                node.values = (*node.values, value)

    def find(
        self, keys: Sequence[Sequence[str]], joining: Collection[int] = frozenset()
    ) -> list[Find[Value]]:
        """Return every phrase from left to right, including those inside others.

        `joining`: positions of little words, which may stand between two words of a phrase.
        """
        found: list[Find[Value]] = []
        first = self._first.following
        for start, own in enumerate(keys):
            for key in own:
                node = first.get(key)
                if node is not None:
                    self._follow(node, start, start + 1, keys, joining, found)
        return found

    def _follow(
        self,
        node: _Node[Value],
        start: int,
        end: int,
        keys: Sequence[Sequence[str]],
        joining: Collection[int],
        found: list[Find[Value]],
    ) -> None:
        """Follow the tree, to the depth of the longest phrase and never of the text."""
        if node.values:
            found.append((start, end, node.values))
        if not node.following:
            return
        for position in range(end, min(end + 1 + MOST_JOINING, len(keys))):
            for key in keys[position]:
                following = node.following.get(key)
                if following is not None:
                    self._follow(following, start, position + 1, keys, joining, found)
            if position not in joining:
                break
