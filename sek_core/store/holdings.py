"""What a column can hold of people: the vocabulary of `sek_core.store.classification`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Holds(StrEnum):
    """What a column holds of people.

    nothing: facts, states, times, references, ids. person: the id of a person. address: a number or a chat.
    name: the name or e-mail of a person, or of an organisation in the words of one. words: what a person
    wrote. composed: what the program wrote or got, which may name and quote anyone. token: the key of a
    private link.
    """

    NOTHING = "nothing"
    PERSON = "person"
    ADDRESS = "address"
    NAME = "name"
    WORDS = "words"
    COMPOSED = "composed"
    TOKEN = "token"  # noqa: S105  # the name of a kind, no secret


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words, and the column with the id of the person who wrote them. `of` is empty where only a
    query can tell whose they are: see `sek_core.privacy.erasing`.
    """

    column: str
    of: str = ""


@dataclass(frozen=True)
class Classified:
    """What the columns of one table hold, as lists of names with spaces between. `called`: what an operator
    reads of its rows. `whose`: the columns of `people` of which one makes the row the person's own; only
    rows of one's own are exported.
    """

    called: str
    nothing: str = ""
    people: str = ""
    whose: str = ""
    addresses: str = ""
    names: str = ""
    words: tuple[Words, ...] = ()
    composed: str = ""
    tokens: str = ""

    @cached_property
    def columns(self) -> Mapping[str, Holds]:
        """What each column holds."""
        return {column: holds for holds, columns in self._listed() for column in columns}

    @property
    def twice(self) -> set[str]:
        """Columns that are listed more than once."""
        every = [column for _, columns in self._listed() for column in columns]
        return {column for column in every if every.count(column) > 1}

    @property
    def naming(self) -> tuple[str, ...]:
        """Columns in which the name or the number of anyone may stand."""
        return tuple(
            column
            for column, holds in self.columns.items()
            if holds in (Holds.NAME, Holds.WORDS, Holds.COMPOSED)
        )

    def _listed(self) -> Iterator[tuple[Holds, list[str]]]:
        yield Holds.NOTHING, self.nothing.split()
        yield Holds.PERSON, self.people.split()
        yield Holds.ADDRESS, self.addresses.split()
        yield Holds.NAME, self.names.split()
        yield Holds.WORDS, [words.column for words in self.words]
        yield Holds.COMPOSED, self.composed.split()
        yield Holds.TOKEN, self.tokens.split()
