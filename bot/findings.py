"""The findings of `sek check`."""

from dataclasses import dataclass

SHORTEST_SECRET = 12
"""Minimum number of characters of a secret that guards a webhook."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `wrong`: an operator must fix it; otherwise it only informs."""

    text: str
    wrong: bool = True

    def __str__(self) -> str:
        return f"{'WRONG' if self.wrong else 'ok   '}  {self.text}"
