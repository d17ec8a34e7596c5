"""Reporters who asked not to be named, in exports: neither their names nor their addresses are shown."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from sek_core.incidents.hidden_names import hidden_of
from sek_core.store.incidents import Incident, ReportRow
from sek_core.store.people import AddressRow, PersonRow

NAMELESS = "(wants no name)"


class Unnamed:
    """What exports must not show, by the reference of the incident that it is about."""

    def __init__(self, session: Session) -> None:
        query = select(Incident).where(or_(Incident.nameless, Incident.hidden_ids.is_not(None)))
        self._people = {incident.ref: hidden_of(incident) for incident in session.scalars(query)}
        ids = sorted(set().union(*self._people.values())) if self._people else []
        said: dict[int, list[str]] = {one: [] for one in ids}
        for one in session.scalars(select(PersonRow).where(PersonRow.id.in_(ids))):
            both = f"{one.name}, {one.organisation}" if one.organisation else one.name
            said[one.id] += [both, one.name, *([one.email] if one.email else [])]
        values = select(AddressRow.person_id, AddressRow.value).where(AddressRow.person_id.in_(ids))
        for person_id, value in session.execute(values):
            if person_id is not None:
                said[person_id].append(value)
        self._said = said
        mine = select(ReportRow.inbox_id, ReportRow.incident_ref, ReportRow.person_id)
        rows = session.execute(mine.where(ReportRow.incident_ref.in_(list(self._people)))).all()
        self.inbox_ids = frozenset(
            inbox_id for inbox_id, ref, person_id in rows if person_id in self._people[ref]
        )
        """Ids of the texts that such reporters sent about these incidents."""

    def scrub(self, ref: str, value: Any) -> Any:
        """Return a value of an export about this incident without names and addresses of such reporters."""
        hidden = [word for one in self._people.get(ref, ()) for word in self._said.get(one, ())]
        return _without(value, hidden) if hidden else value


def _without(value: Any, hidden: list[str]) -> Any:
    match value:
        case str():
            for word in hidden:
                value = value.replace(word, NAMELESS)
            return value
        case dict():
            return {name: _without(part, hidden) for name, part in value.items()}
        case list():
            return [_without(part, hidden) for part in value]
        case _:
            return value
