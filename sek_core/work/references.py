"""References: S127 a shock, C14 a concern, M12 a meeting, T9 a task, U5 a kept text, Q3 a question asked of
many. None is reused.

The reference of a kept text ends in random digits: strangers cause such texts, so they must not be able to
count which reference comes next.
"""

import secrets
from collections.abc import Callable
from typing import Literal

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from sek_core.store.incidents import Counter
from sek_core.store.statements import table_of

Letter = Literal["S", "C", "U", "M", "T", "Q"]

_COUNTERS = table_of(Counter)
_TAKE = (
    _COUNTERS.update()
    .where(_COUNTERS.c.letter == bindparam("of"))
    .values(value=_COUNTERS.c.value + 1)
    .returning(_COUNTERS.c.value)
)
_KEEP = _COUNTERS.update().where(_COUNTERS.c.letter == bindparam("of")).values(value=bindparam("last"))


def unguessable() -> str:
    """Return two random digits, to stand behind a number."""
    return f"{secrets.randbelow(100):02}"


def number_of(ref: str) -> int:
    """Return the number of a reference: 127 of S127. Of two with one letter, the lower is older."""
    return int(ref[1:])


class References:
    """Issuer of references.

    The first reference of a letter locks the letter's row until the transaction ends. So the next ones are
    counted in memory, and the last is written once.
    """

    def __init__(self, session: Session, suffix: Callable[[], str] = lambda: "") -> None:
        """`suffix`: draws the digits behind the number of a kept text."""
        self._session = session
        self._suffix = suffix
        self._last: dict[Letter, int] = {}
        self._written: dict[Letter, int] = {}

    def next(self, letter: Letter) -> str:
        """Return the next reference of this letter."""
        if letter in self._last:
            self._last[letter] += 1
        else:
            taken: int = self._session.execute(_TAKE, {"of": letter}).scalar_one()
            self._last[letter] = self._written[letter] = taken
        behind = self._suffix() if letter == "U" else ""
        return f"{letter}{self._last[letter]}{behind}"

    def flush(self) -> None:
        """Write the last number of each letter."""
        for letter, last in self._last.items():
            if last != self._written[letter]:
                self._session.execute(_KEEP, {"of": letter, "last": last})
                self._written[letter] = last
