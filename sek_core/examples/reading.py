"""Reading of the labelled examples, to learn from them or to measure by them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session

from sek_core.store.examples import ExampleRow
from sek_core.store.people import PersonRow
from sek_core.store.states import ExampleLabel
from sek_core.understanding.scrubbing import Scrubber

HELD_BACK = 5
"""One example in so many is not learned from, to measure by it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text with what people decided about it. `hazard`: None where no person chose one. `is_held_back`:
    it is not learned from.
    """

    text: str
    county: str
    label: ExampleLabel
    hazard: str | None
    created_at: datetime
    is_held_back: bool


def is_held_back(kept: str) -> bool:
    """Return True if a text, as it was kept, is not learned from. The words decide, so a text that comes
    again is on the same side.
    """
    return int.from_bytes(blake2b(kept.encode(), digest_size=4).digest()) % HELD_BACK == 0


def all_examples(session: Session, scrubber: Scrubber) -> list[Example]:
    """Return all examples in the order in which the messages came, without the names of people who have come
    to the roster since.
    """
    names = list(session.scalars(select(PersonRow.name).order_by(PersonRow.id)))
    rows = session.scalars(select(ExampleRow).order_by(ExampleRow.inbox_id))
    return [
        Example(
            scrubber.scrub(row.text, names),
            row.county,
            row.label,
            row.hazard,
            row.created_at,
            is_held_back(row.text),
        )
        for row in rows
    ]
