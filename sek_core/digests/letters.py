"""Letters: what a digest tells each person, read before the transaction that sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sek_core.messages.kinds import Kind
from sek_core.messages.screens import Screen
from sek_core.roster.snapshot import Person
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of a digest."""

    person: Person
    screen: Screen
    kind: Kind = "digest"


def send(work: UnitOfWork, _day: date, letters: Sequence[Letter]) -> None:
    """Send letters as they are."""
    for letter in letters:
        work.outbox.tell(letter.person, letter.screen, letter.kind)
