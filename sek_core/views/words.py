"""Which messages and which lines of the history a reader may see, and what of their words."""

import re

from sqlalchemy import ColumnElement, String, and_, cast, exists, not_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident
from sek_core.views.visibility import visible
from sek_core.work.unit_of_work import UnitOfWork

_TOKEN = re.compile(r"(/(?:calendar|files|console/in)/)[A-Za-z0-9_-]{8,}")


def is_not_of_hidden(
    work: UnitOfWork, reader: Person, about: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Return the condition of rows that are about no incident which the reader may not see."""
    seen = visible(work, reader)
    if seen.compare(true()):
        return true()
    return not_(exists().where(Incident.ref == about, not_(seen)))


def of_messages(work: UnitOfWork, reader: Person) -> ColumnElement[bool]:
    """Return the condition of messages that a reader may see: nothing of an incident that is hidden from
    them, and no message that would name a reporter who asked not to be named.
    """
    mine = Delivery.person_id == reader.id
    named = _names_hidden(Delivery.about, Delivery.person_id)
    return and_(is_not_of_hidden(work, reader, Delivery.about), or_(mine, not_(named)))


def of_events(work: UnitOfWork, reader: Person) -> ColumnElement[bool]:
    """Return the condition of lines of the history that a reader may see, in the same way."""
    mine = and_(History.person_id.is_not(None), History.person_id == reader.id)
    named = _names_hidden(History.about, History.person_id)
    return and_(is_not_of_hidden(work, reader, History.about), or_(mine, not_(named)))


def _names_hidden(
    about: InstrumentedAttribute[str], person_id: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Return the condition of rows that show a reporter who asked not to be named beside their report. Of
    those whose reports joined it, their numbers are looked for in a list as it is written, so that a row too
    many may be left out.
    """
    first = and_(Incident.nameless, Incident.reporter_id == person_id)
    joined = cast(Incident.hidden_ids, String).contains(cast(person_id, String))
    return exists().where(Incident.ref == about, person_id.is_not(None), or_(first, joined))


def of(row: Delivery, reader: Person) -> str:
    """Return the words of a message for a reader. An answer that is about nothing is for its recipient alone:
    it may hold a link by which one signs in. Links that are keys open nothing here.
    """
    if row.person_id != reader.id and not row.about:
        return ""
    return without_keys(row.text)


def without_keys(text: str) -> str:
    """Return a text whose private links to calendars, files and pages open nothing."""
    return _TOKEN.sub(r"\1***", text)
