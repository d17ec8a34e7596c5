"""What is told once a week, on Monday morning: each is due by a row that says which Monday was done.

A new database catches up nothing, and of several Mondays that were missed only the last is told.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from sek_core import vacancies
from sek_core.quiet import is_quiet
from sek_core.store.conditional import won
from sek_core.store.deliveries import Fact
from sek_core.store.upsert import insert_missing

if TYPE_CHECKING:
    from sek_core.work import Work

AT = time(8)

DIGESTS: "dict[str, Callable[[Work], None]]" = {"vacancies": vacancies.tell}
"""By name what tells it. The names stand in the database."""


def due(work: "Work") -> list[str]:
    """The names of those that are not told yet of the last Monday; none in quiet hours."""
    monday = _last(work).isoformat()
    found = select(Fact.name, Fact.value).where(Fact.name.in_([_fact(name) for name in DIGESTS]))
    done: dict[str, str] = {row.name: row.value for row in work.session.execute(found)}
    new = [name for name in DIGESTS if _fact(name) not in done]
    insert_missing(work.session, Fact, [{"name": _fact(name), "value": monday} for name in new])
    if is_quiet(work.configuration.mechanism, work.now):
        return []
    return [name for name in DIGESTS if done.get(_fact(name), monday) < monday]


def tell(work: "Work", name: str) -> bool:
    """Tell one of them; False if another clock was quicker."""
    monday = _last(work).isoformat()
    mine = update(Fact).where(Fact.name == _fact(name), Fact.value < monday)
    if not won(work.session, mine.values(value=monday)):
        return False
    DIGESTS[name](work)
    return True


def put_off(_work: "Work", _name: str) -> None:
    """It is tried again with the next tick."""


def _fact(name: str) -> str:
    return f"weekly:{name}"


def _last(work: "Work") -> date:
    """The last Monday whose hour has come."""
    zone = work.configuration.mechanism.zone
    here = work.now.astimezone(zone)
    monday = here.date() - timedelta(days=here.weekday())
    if here < datetime.combine(monday, AT, zone):
        monday -= timedelta(days=7)
    return monday
