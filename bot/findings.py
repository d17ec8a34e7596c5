"""What `sek check` has to say."""

from dataclasses import dataclass

SHORTEST_SECRET = 12
"""Characters of a secret that guards a webhook."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say. `wrong`: it must be mended; otherwise it is good to know."""

    text: str
    wrong: bool = True

    def __str__(self) -> str:
        return f"{'WRONG' if self.wrong else 'ok   '}  {self.text}"
