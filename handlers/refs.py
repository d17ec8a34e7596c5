"""References of every letter: whether there is such a one."""

from handlers import follow
from sek_core.meetings import register
from sek_core.work import Work


def exists(work: Work, ref: str) -> bool:
    """Whether something is called so."""
    if ref.startswith("M"):
        return register.find(work, ref) is not None
    return follow.exists(work, ref)
