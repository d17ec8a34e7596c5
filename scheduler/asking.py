"""The questions that the program asks by itself: one row each. Of two for one person, the first is asked."""

from collections.abc import Sequence

from sek_core.asking import dispatch
from sek_core.asking.dispatch import Due, Regular
from sek_core.digests import quarterly
from sek_core.response import watched
from sek_core.work.unit_of_work import UnitOfWork

KINDS: tuple[Regular, ...] = (watched.OTHER_SHOCKS, watched.SHOCKS, quarterly.UPDATES)


def due(work: UnitOfWork) -> Sequence[Due]:
    """Return whom to ask what now."""
    return dispatch.due(work, KINDS)


def ask(work: UnitOfWork, who: Due) -> bool:
    """Ask one person; False if that is outdated, or another process was quicker."""
    return dispatch.ask(work, KINDS, who)
