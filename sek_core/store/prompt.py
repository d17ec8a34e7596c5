"""A connection to PostgreSQL that is answered soon, or is given up."""

from time import monotonic
from typing import Any, Self

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

STATEMENT_SECONDS = 8
"""The server ends a statement that takes longer, of which the longest of ours take milliseconds: what
it waits for, a lock most likely, is then somebody else's fault, and a webhook waits behind it.
"""

PATIENCE = 10.0
"""Seconds after which a server that has said nothing is given up: it would have ended the statement
itself by then. Nothing else ends such a wait while the machine in front of the server (a proxy, a
load balancer, a pooler) takes our packets: to TCP everything is well then.
"""

IDLE_SECONDS = 60
"""The server ends a transaction in which nothing is asked for so long: whoever holds it is frozen,
and holds locks that everybody else waits for.
"""


class PromptConnection(Connection[TupleRow]):
    """psycopg's connection with an end to every wait."""

    patience: float | None = PATIENCE

    @classmethod
    def connect(cls, *arguments: Any, **named: Any) -> Self:
        """Connect, and tell the server the limits. Not by libpq's `options`: PgBouncer refuses these."""
        connection = super().connect(*arguments, **named)
        connection.execute(
            f"SET statement_timeout = '{STATEMENT_SECONDS}s';"
            f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
        )
        connection.commit()
        return connection

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server. Raises OperationalError, with the connection closed, where it was given up."""
        limit = self.patience if timeout is None else timeout
        began = monotonic()
        try:
            return super().wait(gen, interval, limit)
        except OperationalError:
            if timeout is None and limit is not None and monotonic() - began >= limit:
                self.pgconn.finish()  # an answer may still come, to a question that nobody remembers
            raise
