"""The check of the data: each invariant of the registry, one after another. It only reads."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from sek_core.integrity import contents, references, states
from sek_core.integrity.violations import Circumstances, Invariant, Violation

INVARIANTS: tuple[Invariant, ...] = (
    *contents.invariants(),
    *references.invariants(),
    *states.invariants(),
)
"""What must be true of the data. A new invariant is one more row of one of these modules, and one more row of
the test, which breaks it.
"""


def violations(session: Session, here: Circumstances) -> Iterator[Violation]:
    """Yield every row that breaks an invariant."""
    for invariant in INVARIANTS:
        yield from invariant.violations(session, here)
