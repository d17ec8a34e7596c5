"""Conditional updates. A change of state is one conditional statement: the caller whose statement changes the
row has made it.
"""

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm import Session


def changed_one(session: Session, statement: Update | Delete) -> bool:
    """Compare and set: run the statement, return True if it changed a row. It does not refresh the session's
    objects.
    """
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount > 0
