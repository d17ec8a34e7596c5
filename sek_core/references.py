"""References: S127 a shock, U5 a kept text. They count up, gaps are allowed, none is used twice."""

from typing import Literal

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from sek_core.store.incidents import Counter

Letter = Literal["S", "U"]


class References:
    """Gives out references. Take one late: its row stays locked until the transaction ends."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self, letter: Letter) -> str:
        """The next reference of this letter."""
        bump = (
            update(Counter)
            .where(Counter.letter == letter)
            .values(value=Counter.value + 1)
            .returning(Counter.value)
            .execution_options(synchronize_session=False)
        )
        number = self._session.execute(bump).scalar()
        if number is None:
            # The migration lays the rows down; this is for a letter that a later version brings.
            self._session.execute(insert(Counter).values(letter=letter, value=1))
            number = 1
        return f"{letter}{number}"
