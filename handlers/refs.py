"""References: which there are, and what is said of one that there is not."""

from handlers import follow
from sek_core.meetings import register
from sek_core.tasks import tasks
from sek_core.work.unit_of_work import Work


def exists(work: Work, ref: str) -> bool:
    """Whether there is such an incident, concern, meeting or task."""
    if ref.startswith("M"):
        return register.find(work, ref) is not None
    if ref.startswith("T"):
        return tasks.find(work, ref) is not None
    return follow.exists(work, ref)
