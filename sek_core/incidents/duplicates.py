"""Duplicate detection: which incident a new report may be about.

No report joins an incident silently: the program asks the reporter (`sek_core.response.merging` does what
they say). Until then the younger incident carries the older one's reference, and its alerts are marked with
it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    select,
    true,
    union,
    union_all,
    update,
)

from config.mechanism import OTHER
from sek_core.incidents.model import AnyIncident
from sek_core.store.base import among
from sek_core.store.incidents import CONCERN, LIVE, Incident, place_key
from sek_core.store.statements import changed_one, table_of
from sek_core.store.states import IncidentStatus
from sek_core.work.references import number_of
from sek_core.work.unit_of_work import UnitOfWork

_INCIDENTS = table_of(Incident)
_COLUMNS = tuple(
    _INCIDENTS.c[name]
    for name in (
        "ref",
        "hazard",
        "counties",
        "place",
        "latitude",
        "reported_at",
        "reporter_id",
        "nameless",
        "plea",
    )
)
_ONE = select(*_COLUMNS).where(_INCIDENTS.c.ref == bindparam("ref"))


@cache
def _newest_of_each(counties: int, hazards: int, places: int, anywhere: bool) -> Select[Any]:
    """Return the query for the newest older incident of each of so many counties, hazards and places, and, if
    `anywhere`, of each county and hazard.

    It takes one step in an index for each of them, however many incidents are live. The statement is built
    once: a flood brings many reports, and each needs this look-up.
    """
    county = _listed(counties, "county", "named")
    hazard, place = _listed(hazards, "hazard"), _listed(places, "place")
    of_county = county.join(hazard, true())
    newest = (
        select(_INCIDENTS.c.ref)
        .where(
            among(_INCIDENTS.c.status, *LIVE),
            _INCIDENTS.c.county == county.c.county,
            _INCIDENTS.c.hazard == hazard.c.hazard,
            _INCIDENTS.c.reported_at >= bindparam("since", type_=_INCIDENTS.c.reported_at.type),
            cast(_INCIDENTS.c.counties, String).contains(county.c.named),
            cast(func.substr(_INCIDENTS.c.ref, 2), Integer) < bindparam("number"),
        )
        .order_by(_INCIDENTS.c.reported_at.desc())
        .limit(1)
    )
    there = newest.where(place_key(_INCIDENTS.c.place) == place.c.place).correlate(county, hazard, place)
    found = select(there.scalar_subquery().label("ref")).select_from(of_county.join(place, true()))
    refs: Select[Any] | CompoundSelect[Any] = found
    if anywhere:
        of_all = newest.correlate(county, hazard)
        refs = union(found, select(of_all.scalar_subquery().label("ref")).select_from(of_county))
    # As a table of its own: PostgreSQL would compare every incident with it.
    few = refs.cte("few").prefix_with("MATERIALIZED")
    return select(*_COLUMNS).join_from(few, _INCIDENTS, _INCIDENTS.c.ref == few.c.ref)


def _listed(count: int, *columns: str) -> CTE:
    """Return the values of `count` rows: of the parameters place0, place1, ... of a column `place`."""
    rows = (
        select(*(bindparam(f"{column}{row}", type_=String).label(column) for column in columns))
        for row in range(count)
    )
    return union_all(*rows).cte(f"{columns[0]}_listed")


@dataclass(frozen=True, slots=True)
class Known:
    """Facts that tell whether an incident is the same event, and that name it in a question."""

    ref: str
    hazard: str
    counties: Sequence[str]
    place: str | None
    latitude: float | None
    reported_at: datetime
    reporter_id: int
    nameless: bool
    plea: bool


def find_possible_duplicate(work: UnitOfWork, incident: AnyIncident) -> str | None:
    """Find the incident that this one may duplicate: an older one that is not over, of the same hazard or of
    one that leads to it, at the same place or with one place inside the other.

    Reports get their references one after the other, even from two workers, and search only afterwards. So of
    two reports in the same second, the younger sees the older.
    """
    if incident.hazard == OTHER or incident.kind == CONCERN:
        return None
    found = [older for older in _candidates(work, incident) if _fits(work, older, incident)]
    return max(found, key=lambda older: _likeness(older, incident)).ref if found else None


def look_again(work: UnitOfWork, incident: Incident) -> None:
    """Search again for an incident that a held one may duplicate, now that more is known of it."""
    same_as = find_possible_duplicate(work, incident)
    if same_as == incident.same_as:
        return
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == IncidentStatus.HELD)
    changed_one(work.session, mine.values(same_as=same_as))
    work.session.refresh(incident)


def _candidates(work: UnitOfWork, incident: AnyIncident) -> Iterator[Known]:
    since = incident.reported_at - work.configuration.mechanism.same_event
    family = _family(work, incident)
    for row in work.rows.pending(Incident):
        if row["hazard"] in family and row["reported_at"] >= since:
            yield _known(row)
    # Where the county of an incident is still in doubt, its row has none; it names several.
    counties = [(alone, f'"{county}"') for county in incident.counties for alone in (county, "")]
    places = ["", *(_near(work, incident) if incident.place else ())]
    wanted: dict[str, object] = {"since": since, "number": number_of(incident.ref)}
    for number, (alone, named) in enumerate(counties):
        wanted |= {f"county{number}": alone, f"named{number}": named}
    wanted |= {f"hazard{number}": hazard for number, hazard in enumerate(family)}
    wanted |= {f"place{number}": place for number, place in enumerate(places)}
    query = _newest_of_each(len(counties), len(family), len(places), incident.place is None)
    for found in work.session.connection().execute(query, wanted):
        yield Known(*found)


def load_comparable_facts(work: UnitOfWork, ref: str) -> Known | None:
    """Return the comparable facts of an incident, also of one that is not inserted yet. It loads no object
    into the session.
    """
    for row in work.rows.pending(Incident):
        if row["ref"] == ref:
            return _known(row)
    found = work.session.connection().execute(_ONE, {"ref": ref}).first()
    return Known(*found) if found else None


def _known(row: Mapping[str, Any]) -> Known:
    return Known(*(row[column.name] for column in _COLUMNS))


def _family(work: UnitOfWork, incident: AnyIncident) -> list[str]:
    """Return the hazard and those that lead to it; only sensitive hazards for a sensitive incident, only
    others for another.
    """
    return [
        hazard.id
        for hazard in work.configuration.hazards.values()
        if (hazard.id == incident.hazard or incident.hazard in hazard.leads_to)
        and hazard.sensitive == incident.sensitive
    ]


def _near(work: UnitOfWork, incident: AnyIncident) -> set[str]:
    place = incident.place or ""
    return set().union(*(work.core.nesting.around(county, place) for county in incident.counties))


def _fits(work: UnitOfWork, older: Known, incident: AnyIncident) -> bool:
    if number_of(older.ref) >= number_of(incident.ref) or not set(older.counties) & set(incident.counties):
        return False
    return older.place is None or incident.place is None or older.place.casefold() in _near(work, incident)


def _likeness(older: Known, incident: AnyIncident) -> tuple[bool, bool, bool, datetime]:
    return (
        older.hazard == incident.hazard,
        older.place == incident.place,
        older.place is not None,
        older.reported_at,
    )
