"""A change of state is one conditional statement: whoever gets the row has made the change."""

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm import Session


def changed_one(session: Session, statement: Update | Delete) -> bool:
    """Run it; whether it found its row. Objects of the session are not brought up to date."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount > 0
