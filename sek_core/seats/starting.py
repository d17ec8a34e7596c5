"""Roles and addresses that people get by text: they start once the secretariat and the county's leads have
heard of them, and could stop them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from config.rights import Deed
from sek_core.messages.screens import Screen
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import is_just
from sek_core.store.inbox import Kept
from sek_core.store.seats import RoleStart
from sek_core.store.statements import changed_one
from sek_core.store.states import StartStatus
from sek_core.work.unit_of_work import UnitOfWork


def starts_at(work: UnitOfWork) -> datetime | None:
    """Return when a role that is given now starts; None: at once."""
    wait = work.configuration.mechanism.role_by_text_starts_after
    return work.now + wait if wait else None


def schedule(work: UnitOfWork, at: datetime, by: Person, **of: object) -> None:
    """Let something start at a time. `of`: columns of `RoleStart` that say what."""
    row = {"role": "", **of, "by_id": by.id, "said_at": work.now, "starts_at": at}
    work.session.add(RoleStart(**row, status=StartStatus.WAITING))
    work.session.flush()


def of_kept(work: UnitOfWork, kept: Kept) -> RoleStart | None:
    """Return what was last said to start of the sender of a kept text."""
    same = (Kept.channel == kept.channel, Kept.sender == kept.sender)
    return _last(work, RoleStart.kept_ref.in_(select(Kept.ref).where(*same)))


def of_nomination(work: UnitOfWork, number: int) -> RoleStart | None:
    """Return what was said to start of a nomination."""
    return _last(work, RoleStart.nomination_id == number)


def find(work: UnitOfWork, start_id: int) -> RoleStart:
    """Return a row, freshly read."""
    return work.session.get_one(RoleStart, start_id, populate_existing=True)


def _last(work: UnitOfWork, condition: ColumnElement[bool]) -> RoleStart | None:
    work.flush()
    query = select(RoleStart).where(condition).order_by(RoleStart.id.desc()).limit(1)
    return work.session.scalar(query.execution_options(populate_existing=True))


def due(work: UnitOfWork, *, nominations: bool, most: int = 50) -> list[int]:
    """Return the ids of what starts now, of kept texts or of nominations."""
    of_them = RoleStart.nomination_id.is_not(None) if nominations else RoleStart.kept_ref.is_not(None)
    query = select(RoleStart.id).where(
        is_just(RoleStart.status, StartStatus.WAITING), RoleStart.starts_at <= work.now, of_them
    )
    return list(work.session.scalars(query.order_by(RoleStart.starts_at).limit(most)))


def settle(work: UnitOfWork, start_id: int, becomes: StartStatus, by: Person | None = None) -> bool:
    """Compare and set: start or stop it; return False if that was done before."""
    mine = update(RoleStart).where(RoleStart.id == start_id, RoleStart.status == StartStatus.WAITING)
    return changed_one(work.session, mine.values(status=becomes, stopped_by_id=by.id if by else None))


def may_stop(work: UnitOfWork, row: RoleStart, person: Person, counties: Sequence[str]) -> bool:
    """Return True for the person who said it, the one whose address it becomes, the secretariat, and who may
    vouch in one of these counties.
    """
    if person.id in (row.by_id, row.person_id):
        return True
    return any(role.role == Role.RLA for role in work.people.roles(person)) or work.rights.may(
        person, Deed.VOUCH, counties
    )


def tell(
    work: UnitOfWork, screen: Screen, counties: Sequence[str], besides: Sequence[int], about: str
) -> int:
    """Tell the secretariat and the leads of these counties; return how many were told."""
    leads = [person for county in counties for _, person in work.people.holders(Role.COUNTY_LEAD, county)]
    people = {each.id: each for each in work.people.with_cover([*work.people.anywhere(Role.RLA), *leads])}
    told = [each for each in people.values() if each.id not in besides]
    for person in told:
        work.outbox.tell(person, screen, "notice", about)
    return len(told)


def postpone(work: UnitOfWork, start_id: int) -> None:
    """Do nothing: the next tick tries again."""
