"""What people do with an incident once they were told: take it, give it back, note, close."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import ColumnElement, select, update

from sek_core import escalation, groups, incidents, phrasing
from sek_core.directory import Person
from sek_core.screens import Arg, Moment, Screen, Text
from sek_core.store.base import among
from sek_core.store.conditional import won
from sek_core.store.incidents import Incident, Recipient, Track

if TYPE_CHECKING:
    from sek_core.work import Work


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an attempt. `already`: somebody was there before, see the incident."""

    result: Literal["done", "already", "not_open", "not_yours", "forbidden"]


def may_act(work: "Work", incident: Incident, person: Person) -> bool:
    """Whether the person may take, give back and close this incident."""
    return work.people.may_take(person, incident.counties)


def may_see(work: "Work", incident: Incident, person: Person) -> bool:
    """Whether the person may ask about it: those told of it, its reporters, and, unless it is
    sensitive, everybody on the roster whose roles are for its county.
    """
    if may_act(work, incident, person):
        return True
    people = [*incidents.told(work, incident), *incidents.reporters(work, incident)]
    if any(other.id == person.id for other in people):
        return True
    covers = any(role.covers(county) for role in work.people.roles(person) for county in incident.counties)
    return covers and not incident.sensitive


def take(work: "Work", incident: Incident, person: Person, address: str, words: str = "") -> Done:
    """Open -> taken, by one person: of two, the second hears who was first. `words` came with it."""
    if not may_act(work, incident, person):
        return Done("forbidden")
    taken = _change(
        work,
        incident,
        Incident.status == "open",
        status="taken",
        taken_by_id=person.id,
        taken_at=work.now,
    )
    if not taken:
        return Done("already" if incident.status == "taken" else "not_open")
    audience = work.session.scalar(
        select(Recipient.audience).where(
            Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
        )
    )
    # Whoever takes it stops the climbing of every track; only the own one is acknowledged.
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref, Track.audience == (audience or _audience(work, person)))
        .values(acknowledged_by_id=person.id, acknowledged_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.chronicle.add(incident.ref, "taken", person.id, address, words)
    _tell_about(work, incident, person, "taken", "update")
    return Done("done")


def _audience(work: "Work", person: Person) -> str:
    """The track of somebody who was not alerted, but may take: by the role."""
    roles = {role.role for role in work.people.roles(person)}
    return "usaid" if "usaid" in roles else "rla" if "rla" in roles else "clt"


def release(work: "Work", incident: Incident, person: Person, address: str) -> Done:
    """Taken -> open again, by the one who took it; the waiting begins anew."""
    released = _change(
        work,
        incident,
        (Incident.status == "taken") & (Incident.taken_by_id == person.id),
        status="open",
        taken_by_id=None,
        taken_at=None,
    )
    if not released:
        return Done("not_yours" if incident.status == "taken" else "not_open")
    escalation.wait_again(work, incident)
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref, Track.acknowledged_by_id == person.id)
        .values(acknowledged_by_id=None, acknowledged_at=None)
        .execution_options(synchronize_session=False)
    )
    work.chronicle.add(incident.ref, "released", person.id, address)
    _tell_about(work, incident, person, "released", "update")
    return Done("done")


def note(work: "Work", incident: Incident, person: Person, address: str, words: str) -> int:
    """Add to its history; the others on it are told. Returns how many."""
    work.chronicle.add(incident.ref, "noted", person.id, address, words)
    screen = Screen(
        Text("noted.told", _about(work, incident, person)),
        quote=words,
        max_segments=incidents.ALERT_SEGMENTS,
        actions=phrasing.actions(incident.ref, "note", "more"),
    )
    people = _involved(work, incident, besides=person)
    for other in people:
        work.outbox.tell(other, screen, "update", incident.ref)
    return len(people)


def close(work: "Work", incident: Incident, person: Person, address: str, outcome: str) -> Done:
    """Open or taken -> closed. The reporter gets the outcome in full."""
    if not may_act(work, incident, person):
        return Done("forbidden")
    closed = _change(
        work,
        incident,
        Incident.status.in_(("open", "taken")),
        status="closed",
        closed_by_id=person.id,
        closed_at=work.now,
        outcome=outcome,
    )
    if not closed:
        return Done("already" if incident.status == "closed" else "not_open")
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )
    work.chronicle.add(incident.ref, "closed", person.id, address, outcome)
    screen = Screen(Text("closed.told", _about(work, incident, person)), quote=outcome, max_segments=None)
    for other in _involved(work, incident, besides=person):
        work.outbox.tell(other, screen, "update", incident.ref)
    post(work, incident, screen)
    return Done("done")


def waiting_for(work: "Work", person: Person) -> list[Incident]:
    """Open incidents that this person was asked to take and nobody took, the newest first."""
    return _theirs(work, person, Incident.status == "open")


def held_by(work: "Work", person: Person) -> list[Incident]:
    """Incidents that this person has taken, the newest first."""
    work.flush()
    query = (
        select(Incident)
        .where(Incident.status == "taken", Incident.taken_by_id == person.id)
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def known_to(work: "Work", person: Person) -> list[Incident]:
    """Incidents not yet closed that this person reported or was told of, the newest first."""
    mine = _theirs(work, person, among(Incident.status, "open", "taken"))
    query = (
        select(Incident)
        .where(Incident.reporter_id == person.id, Incident.status.in_(("held", "open", "taken")))
        .execution_options(populate_existing=True)
    )
    everything = {incident.ref: incident for incident in [*work.session.scalars(query), *mine]}
    return sorted(everything.values(), key=lambda incident: incident.reported_at, reverse=True)


def _theirs(work: "Work", person: Person, condition: ColumnElement[bool]) -> list[Incident]:
    work.flush()
    query = (
        select(Incident)
        .join(Recipient, Recipient.incident_ref == Incident.ref)
        .where(Recipient.person_id == person.id, Recipient.acts, condition)
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def _about(work: "Work", incident: Incident, person: Person) -> dict[str, Arg]:
    return {
        "ref": incident.ref,
        "incident": phrasing.short(incident),
        "who": phrasing.who(work, person, incident.counties),
        "time": Moment(work.now),
    }


def _tell_about(work: "Work", incident: Incident, person: Person, what: str, kind: Literal["update"]) -> None:
    """Tell the reporters, and everyone who was asked to act, once, what `person` has done."""
    about = _about(work, incident, person)
    to_reporter = Screen(Text(f"{what}.reporter", about), actions=phrasing.actions(incident.ref, "note"))
    # What was given back can be taken again.
    may = ("take", "note", "more") if what == "released" else ("note", "more")
    to_others = Screen(Text(f"{what}.told", about), actions=phrasing.actions(incident.ref, *may))
    reporters = {reporter.id for reporter in incidents.reporters(work, incident)}
    for other in _involved(work, incident, besides=person):
        work.outbox.tell(other, to_reporter if other.id in reporters else to_others, kind, incident.ref)
    post(work, incident, to_others)


def post(work: "Work", incident: Incident, screen: Screen) -> None:
    """The groups that got the alert hear how it goes on, so that nobody there runs for nothing."""
    if work.groups:
        for channel, address in groups.told(work, incident.ref):
            work.outbox.post(channel, address, screen, "update", incident.ref)


def holders(work: "Work", incident: Incident) -> list[Person]:
    """Whoever has taken it; those asked to, while nobody has."""
    if incident.taken_by_id is None:
        return incidents.told(work, incident, acting_only=True)
    return incidents.still_here(work, work.people.many([incident.taken_by_id]))


def tell_those_on(work: "Work", incident: Incident, screen: Screen, besides: Iterable[Person]) -> int:
    """Tell the reporters, those asked to act and whoever has taken it; returns how many."""
    left_out = {person.id for person in besides}
    people = [person for person in _involved(work, incident) if person.id not in left_out]
    for person in people:
        work.outbox.tell(person, screen, "update", incident.ref)
    return len(people)


def _involved(work: "Work", incident: Incident, besides: Person | None = None) -> list[Person]:
    """The reporters, those asked to act, and whoever has taken it; each once."""
    people: Iterable[Person] = [
        *incidents.reporters(work, incident),
        *incidents.told(work, incident, acting_only=True),
        *(work.people.many([incident.taken_by_id]) if incident.taken_by_id else []),
    ]
    others = {other.id: other for other in people if besides is None or other.id != besides.id}
    return incidents.still_here(work, others.values())


def _change(work: "Work", incident: Incident, condition: ColumnElement[bool], **values: object) -> bool:
    """One conditional UPDATE; whoever gets the row has done it. The incident is read again."""
    work.flush()
    mine = update(Incident).where(Incident.ref == incident.ref, condition)
    done = won(work.session, mine.values(**values))
    work.session.refresh(incident)
    return done
