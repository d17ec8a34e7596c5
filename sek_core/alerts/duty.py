"""Who of a county's CLT is asked first at night, and the route of an incident that opens then."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from config.route import Route, RouteStep, RouteTrack, Target
from config.told import GRADES
from sek_core.incidents.model import AnyIncident
from sek_core.roster.roles import CLT, Role
from sek_core.roster.snapshot import Person
from sek_core.store.people import DutyRow
from sek_core.timing.quiet_hours import first_not_quiet, is_quiet
from sek_core.work.unit_of_work import UnitOfWork


def night_of(work: UnitOfWork) -> date:
    """Return the day to which this night belongs: after midnight the day before."""
    mechanism = work.configuration.mechanism
    here = work.now.astimezone(mechanism.zone)
    return here.date() - timedelta(days=1) if here.time() < mechanism.quiet_hours[1] else here.date()


def rows(work: UnitOfWork, since: date, until: date) -> list[DutyRow]:
    """Return the duties of some of these days, the newest word first."""
    query = select(DutyRow).where(DutyRow.until >= since, DutyRow.since <= until)
    return list(work.session.scalars(query.order_by(DutyRow.id.desc())))


def named_for(work: UnitOfWork, county: str, day: date) -> Person | None:
    """Return whose duty the night of this day is, here or away; None if nobody has it."""
    row = next((row for row in rows(work, day, day) if county in row.counties), None)
    return work.people.get(row.person_id) if row else None


def at_night(work: UnitOfWork, route: Route, incident: AnyIncident) -> Route:
    """Return the route of an incident that opens now. At night its tracks that need the CLT begin with the
    member on duty, of an extreme incident beside the CLT lead; the others follow after the wait of their
    first step, or in the morning.

    A member who is away is passed over, and so is one who holds no role of the CLT there any more.
    """
    if not is_quiet(work.configuration.mechanism, work.now):
        return route
    named = (named_for(work, county, night_of(work)) for county in incident.counties)
    ids = list(dict.fromkeys(person.id for person in named if person and not work.people.away(person)))
    if not ids or not any(_needs_the_clt(track) for track in route.tracks):
        return route
    morning = first_not_quiet(work.configuration.mechanism, work.now) - work.now
    tracks = tuple(
        _with_first(route, track, ids, incident.severity == "extreme", morning)
        if _needs_the_clt(track)
        else track
        for track in route.tracks
    )
    return route.with_tracks(tracks)


def _with_first(
    route: Route, track: RouteTrack, ids: Sequence[int], extreme: bool, morning: timedelta
) -> RouteTrack:
    """Return the track with the step of the members on duty before its others."""
    to = [Target(role=role, person=each) for each in ids for role in CLT]
    if extreme:
        to.append(Target(role=Role.CLT_LEAD))
    first = track.steps[0]
    waits = {grade: min(first.waits.get(grade, route.waits[grade]), morning) for grade in GRADES}
    return track.model_copy(update={"steps": (RouteStep(to=tuple(to), waits=waits), *track.steps)})


def _needs_the_clt(track: RouteTrack) -> bool:
    return track.acknowledge and any(target.role in CLT for step in track.steps for target in step.to)


def begins_at(work: UnitOfWork, day: date) -> datetime:
    """Return when the night of a day begins."""
    mechanism = work.configuration.mechanism
    return datetime.combine(day, mechanism.quiet_hours[0], mechanism.zone)
