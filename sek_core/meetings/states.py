"""State of a series in a county: it sleeps, inviting no one, until a coordinator wakes it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, select, update

from sek_core.roster.snapshot import Person
from sek_core.store.meetings import SeriesState
from sek_core.store.statements import changed_one, insert_missing
from sek_core.store.states import SeriesStanding
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

Key = tuple[str, str]
"""Id of a series, and a county."""


def everywhere(work: UnitOfWork) -> dict[Key, SeriesState]:
    """Return all known states; a series without one is asleep."""
    query = select(SeriesState).execution_options(populate_existing=True)
    return {(row.series, row.county): row for row in work.session.scalars(query)}


def awake(work: UnitOfWork) -> set[Key]:
    """Return the keys of the series that invite."""
    query = select(SeriesState.series, SeriesState.county).where(SeriesState.state == SeriesStanding.AWAKE)
    return {(series, county) for series, county in work.session.execute(query)}


def find(work: UnitOfWork, key: Key) -> SeriesState | None:
    """Return the state of one series in a county, or None."""
    return work.session.get(SeriesState, key, populate_existing=True)


def enter(work: UnitOfWork, keys: Sequence[Key], ask_from: datetime) -> None:
    """Enter new series as asleep; coordinators are asked about them from `ask_from` on."""
    rows = [_row(key) | {"ask_from": ask_from} for key in keys]
    insert_missing(work.session, SeriesState, rows)


def wake(work: UnitOfWork, key: Key, by: Person | None, address: str) -> bool:
    """Let a series invite from now on; False if it did already."""
    insert_missing(work.session, SeriesState, [_row(key) | {"ask_from": work.now}])
    changed = update(SeriesState).where(*_is(key), SeriesState.state != SeriesStanding.AWAKE)
    return _decide(work, key, changed, SeriesStanding.AWAKE, by, address)


def decline(work: UnitOfWork, key: Key, by: Person | None, address: str) -> bool:
    """Leave a series asleep and stop asking about it; False if that was decided already."""
    insert_missing(work.session, SeriesState, [_row(key) | {"ask_from": work.now}])
    changed = update(SeriesState).where(*_is(key), SeriesState.state == SeriesStanding.ASLEEP)
    return _decide(work, key, changed, SeriesStanding.DECLINED, by, address)


def record_asked(work: UnitOfWork, row: SeriesState, person: Person, role: str) -> bool:
    """Record that a person is asked about the series now; False if it was decided, or another clock was
    quicker.
    """
    before = SeriesState.asked_at.is_(None) if row.asked_at is None else SeriesState.asked_at == row.asked_at
    mine = update(SeriesState).where(
        *_is((row.series, row.county)), SeriesState.state == SeriesStanding.ASLEEP, before
    )
    return changed_one(work.session, mine.values(asked_id=person.id, asked_role=role, asked_at=work.now))


def _decide(work: UnitOfWork, key: Key, changed: Update, state: str, by: Person | None, address: str) -> bool:
    values = {"state": state, "decided_by_id": by.id if by else None, "decided_at": work.now}
    if not changed_one(work.session, changed.values(**values)):
        return False
    work.audit_log.add("", Event(f"series {state}"), by.id if by else None, address, " ".join(key))
    return True


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    return SeriesState.series == key[0], SeriesState.county == key[1]


def _row(key: Key) -> dict[str, object]:
    return {"series": key[0], "county": key[1], "state": SeriesStanding.ASLEEP, "asked_role": ""}
