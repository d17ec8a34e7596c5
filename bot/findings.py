"""The findings of `sek check`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `wrong`: an operator must fix it; otherwise it only informs."""

    text: str
    wrong: bool = True

    def __str__(self) -> str:
        return f"{'WRONG' if self.wrong else 'ok   '}  {self.text}"
