"""References: what each of them names. A turn looks an incident up once."""

from sek_core.incidents import queries
from sek_core.meetings import register
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.tasks import tasks
from sek_core.triage import last_said
from sek_core.triage.last_said import Last
from sek_core.work.unit_of_work import UnitOfWork


class Lookup:
    """Look references up for one turn. Functions of the core that change an incident refresh its object."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._found: dict[str, Incident] = {}
        self._last: Last | None = None

    def incident(self, ref: str) -> Incident | None:
        """Return the incident or concern of that reference; None if there is none."""
        if ref[:1] not in ("S", "C"):
            return None
        found = self._found.get(ref) or queries.find(self._work, ref)
        if found is not None:
            self._found[ref] = found
        return found

    def exists(self, ref: str) -> bool:
        """Return whether there is such an incident, concern, meeting or task."""
        if ref.startswith("M"):
            return register.find(self._work, ref) is not None
        if ref.startswith("T"):
            return tasks.find(self._work, ref) is not None
        return self.incident(ref) is not None

    def last_said(self, person: Person) -> Last:
        """Return what was said last to the sender of the turn."""
        if self._last is None:
            self._last = last_said.find_last_message(self._work, person, self.incident)
        return self._last

    def resolve_merged(self, ref: str) -> str:
        """Return the reference of the incident that one was joined to as the same event, or its own."""
        incident = self.incident(ref)
        while incident is not None and incident.status == IncidentStatus.CANCELLED and incident.same_as:
            ref = incident.same_as
            incident = self.incident(ref)
        return ref
