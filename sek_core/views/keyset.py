"""Where a time begins in a table whose rows are written in the order of time."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def first_since(session: Session, row: Any, column: Any, at: datetime) -> int:
    """Return an id before which no row is of this time or later, by halving: no index of times is needed. A
    few rows behind it may be older.
    """
    low = session.scalar(select(func.min(row.id))) or 0
    high = (session.scalar(select(func.max(row.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        probe = select(row.id, column).where(row.id >= middle).order_by(row.id).limit(1)
        found = session.execute(probe).first()
        if found is None or found[1] >= at:
            high = middle
        else:
            low = found[0] + 1
    return low
