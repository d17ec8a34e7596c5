"""Log lines of what happens to incidents: what an operator wants to see go by, without words or names."""

from collections.abc import Mapping

import structlog
from sqlalchemy.orm import Session

from sek_core.work.audit import recorded_in
from sek_core.work.events import Event

log = structlog.get_logger(__name__)

LINES: Mapping[Event, str] = {
    Event.OPENED: "alert_sent",
    Event.TAKEN: "taken",
    Event.GIVEN: "given",
    Event.RELEASED: "given_back",
    Event.ESCALATED: "next_step_asked",
    Event.REPEATED: "asked_again",
    Event.EXHAUSTED: "nobody_took_it",
    Event.UNREACHABLE: "not_reached",
    Event.PROMISE_LATE: "news_late",
    Event.CLOSED: "closed",
    Event.NOT_SOLVED: "not_solved",
    Event.REOPENED: "opened_again",
    Event.WITHDRAWN: "withdrawn",
}
"""Name of the log line of each event that has one."""


def tell(session: Session) -> None:
    """Log what a transaction recorded, after its commit."""
    for event in recorded_in(session):
        name = LINES.get(event.what)
        if name is not None and event.about:
            who = {} if event.person_id is None else {"person": f"#{event.person_id}"}
            log.info(name, about=event.about, **who)
