"""Faults of the fake: refusals of the Bot API, failures that a test asks for, answers that never come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Silence = Literal["hang", "drop", "unreachable"]
"""hang: no answer ever comes. drop: the connection breaks. unreachable: no connection is made."""


class BadCallError(Exception):
    """A call that the Bot API refuses, with the answer's status, description and parameters."""

    def __init__(self, status: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the body of the answer."""
        parameters = {"parameters": dict(self.parameters)} if self.parameters else {}
        return {"ok": False, "error_code": self.status, "description": self.description, **parameters}


class SilenceError(Exception):
    """A call that gets no answer, and in which way."""

    def __init__(self, how: Silence) -> None:
        super().__init__(how)
        self.how = how


@dataclass(slots=True)
class Failure:
    """One future failure: of calls of `method` (or all) to `chat` (or any), `times` times.

    `done`: the call is carried out all the same, and only its answer is lost.
    """

    error: BadCallError | SilenceError
    method: str | None = None
    chat: int | None = None
    times: int = 1
    done: bool = False

    def is_for(self, method: str, chat: int | None) -> bool:
        """Return True if this failure applies to the call."""
        return self.times > 0 and self.method in {None, method} and self.chat in {None, chat}


@dataclass(slots=True)
class Failures:
    """Failures that tests asked for, first come first served."""

    asked_for: list[Failure] = field(default_factory=list)

    def next(self, method: str, chat: int | None) -> Failure | None:
        """Return the failure of this call, or None."""
        for failure in self.asked_for:
            if failure.is_for(method, chat):
                failure.times -= 1
                return failure
        return None
