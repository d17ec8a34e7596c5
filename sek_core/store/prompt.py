"""A connection to PostgreSQL that gives up on a server that does not answer soon."""

from time import monotonic
from typing import Any, Self

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

STATEMENT_SECONDS = 8
"""Time after which the server ends a statement. The program's longest take milliseconds, so such a statement
most likely waits for another process's lock, and a webhook waits behind it.
"""

PATIENCE = 10.0
"""Seconds after which the client gives up on a silent server, which would have ended the statement by then.
Nothing else ends such a wait while a machine in front of the server (a proxy, a load balancer, a pooler)
takes the packets: to TCP all is well then.
"""

IDLE_SECONDS = 60
"""Time after which the server ends an idle transaction. The process that holds it is frozen, and holds locks
that all others wait for.
"""


class PromptConnection(Connection[TupleRow]):
    """A psycopg connection that limits every wait."""

    patience: float | None = PATIENCE

    @classmethod
    def connect(cls, *arguments: Any, **named: Any) -> Self:
        """Connect, and set the limits. libpq's `options` cannot carry them, because PgBouncer refuses it."""
        connection = super().connect(*arguments, **named)
        connection.execute(
            f"SET statement_timeout = '{STATEMENT_SECONDS}s';"
            f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
        )
        connection.commit()
        return connection

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server. On giving up, close the connection and raise OperationalError."""
        limit = self.patience if timeout is None else timeout
        began = monotonic()
        try:
            return super().wait(gen, interval, limit)
        except OperationalError:
            if timeout is None and limit is not None and monotonic() - began >= limit:
                self.pgconn.finish()  # a late answer would meet the next question
            raise
