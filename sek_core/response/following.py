"""What people do with an incident once they were told: take it, give it back, note, close."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, not_, or_, select, update

from config.rights import Deed
from sek_core.alerts import escalation, follow_up
from sek_core.alerts import texts as alert_texts
from sek_core.deliveries import group_chats
from sek_core.incidents import queries, recipients, wording
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.base import among
from sek_core.store.conditional import changed_one
from sek_core.store.incidents import Incident, Recipient, Track
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an attempt. `already`: somebody was there before, see the incident."""

    result: Literal["done", "already", "not_open", "not_yours", "forbidden"]


def may_act(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Whether the person may take this incident."""
    return work.rights.may(person, Deed.TAKE, incident.counties)


def may_see(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Whether the person may ask about it: those told of it, its reporters, and, unless it is
    sensitive, everybody on the roster whose roles are for its county.
    """
    if may_act(work, incident, person):
        return True
    if recipients.was_told(work, incident, person):
        return True
    if any(other.id == person.id for other in queries.reporters(work, incident)):
        return True
    covers = any(role.covers(county) for role in work.people.roles(person) for county in incident.counties)
    return covers and not incident.sensitive


def take(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str = "") -> Done:
    """Open -> taken, by one person: of two, the second hears who was first. `words` came with it."""
    if not may_act(work, incident, person):
        return Done("forbidden")
    taken = change(
        work,
        incident,
        Incident.status == "open",
        status="taken",
        taken_by_id=person.id,
        taken_at=work.now,
        follow_up_at=follow_up.next_at(work, incident),
    )
    if not taken:
        return Done("already" if incident.status == "taken" else "not_open")
    acknowledge(work, incident, person)
    work.audit_log.add(incident.ref, Event.TAKEN, person.id, address, words)
    _tell_about(work, incident, person, "taken")
    return Done("done")


def acknowledge(work: UnitOfWork, incident: Incident, person: Person) -> None:
    """Whoever has it stops the climbing of every track; only the own one is acknowledged, in each of
    the person's counties: the others keep what they have.
    """
    stop_waiting(work, incident)
    counties = [c for c in incident.counties if work.rights.may(person, Deed.TAKE, [c])]
    work.session.execute(
        update(Track)
        .where(
            Track.incident_ref == incident.ref,
            Track.audience == audience_of(work, incident, person),
            # Of an audience that nobody must acknowledge there is one track, whatever the counties.
            or_(not_(Track.acknowledge), Track.county.in_(counties)),
        )
        .values(acknowledged_by_id=person.id, acknowledged_at=work.now)
        .execution_options(synchronize_session=False)
    )


def stop_waiting(work: UnitOfWork, incident: Incident) -> None:
    """No step of any track is due any more."""
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )


def reschedule_for_severity(work: UnitOfWork, incident: Incident) -> None:
    """It is open again: nobody has acknowledged it, and each track waits anew at the step it has reached."""
    escalation.restart_waits(work, incident)
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref, Track.acknowledged_by_id.is_not(None))
        .values(acknowledged_by_id=None, acknowledged_at=None)
        .execution_options(synchronize_session=False)
    )


def audience_of(work: UnitOfWork, incident: Incident, person: Person) -> str:
    """As whom somebody has an incident: as they were alerted; who was not, by the role."""
    audience = work.session.scalar(
        select(Recipient.audience).where(
            Recipient.incident_ref == incident.ref, Recipient.person_id == person.id
        )
    )
    if audience:
        return audience
    roles = {role.role for role in work.people.roles(person)}
    return "usaid" if Role.USAID in roles else "rla" if Role.RLA in roles else "clt"


def release(work: UnitOfWork, incident: Incident, person: Person, address: str) -> Done:
    """Taken -> open again, by the one who took it; the waiting begins anew."""
    released = change(
        work,
        incident,
        (Incident.status == "taken") & (Incident.taken_by_id == person.id),
        status="open",
        taken_by_id=None,
        taken_at=None,
        follow_up_at=None,
    )
    if not released:
        return Done("not_yours" if incident.status == "taken" else "not_open")
    reschedule_for_severity(work, incident)
    follow_up.withdraw(work, incident, person.id)
    work.audit_log.add(incident.ref, Event.RELEASED, person.id, address)
    _tell_about(work, incident, person, "released")
    return Done("done")


def note(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str) -> int:
    """Add to its history; the others on it are told. Returns how many."""
    work.audit_log.add(incident.ref, Event.NOTED, person.id, address, words)
    follow_up.put_forward(work, incident)
    screen = Screen(
        Text("noted.told", about_it(work, incident, person)),
        quote=words,
        max_segments=alert_texts.ALERT_SEGMENTS,
        actions=phrases.actions(incident.ref, "note", "more"),
    )
    people = involved(work, incident, besides=[person])
    for other in people:
        work.outbox.tell(other, screen, "update", incident.ref)
    return len(people)


def close(work: UnitOfWork, incident: Incident, person: Person, address: str, outcome: str) -> Done:
    """Open or taken -> closed. The reporter gets the outcome in full."""
    if not work.rights.may(person, Deed.CLOSE, incident.counties):
        return Done("forbidden")
    closed = change(
        work,
        incident,
        Incident.status.in_(("open", "taken")),
        status="closed",
        closed_by_id=person.id,
        closed_at=work.now,
        outcome=outcome,
        follow_up_at=None,
    )
    if not closed:
        return Done("already" if incident.status == "closed" else "not_open")
    stop_waiting(work, incident)
    follow_up.withdraw(work, incident, incident.taken_by_id)
    work.audit_log.add(incident.ref, Event.CLOSED, person.id, address, outcome)
    about = about_it(work, incident, person)
    to_others = Screen(Text("closed.told", about), quote=outcome, max_segments=None)
    to_reporter = Screen(
        Text("closed.reporter", about),
        quote=outcome,
        max_segments=None,
        actions=phrases.actions(incident.ref, "reopen"),
    )
    tell(work, incident, involved(work, incident, besides=[person]), to_reporter, to_others)
    tell_caller(work, incident, Screen(Text("closed.caller", about), quote=outcome, max_segments=2))
    post(work, incident, to_others)
    return Done("done")


def waiting_for(work: UnitOfWork, person: Person) -> list[Incident]:
    """Open incidents that this person was asked to take and nobody took, the newest first."""
    return _theirs(work, person, Incident.status == "open")


def held_by(work: UnitOfWork, person: Person) -> list[Incident]:
    """Incidents that this person has taken, the newest first."""
    work.flush()
    query = (
        select(Incident)
        .where(Incident.status == "taken", Incident.taken_by_id == person.id)
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def known_to(work: UnitOfWork, person: Person) -> list[Incident]:
    """Incidents not yet closed that this person reported or was told of, the newest first."""
    mine = _theirs(work, person, among(Incident.status, "open", "taken"))
    query = (
        select(Incident)
        .where(Incident.reporter_id == person.id, Incident.status.in_(("held", "open", "taken")))
        .execution_options(populate_existing=True)
    )
    everything = {incident.ref: incident for incident in [*work.session.scalars(query), *mine]}
    return sorted(everything.values(), key=lambda incident: incident.reported_at, reverse=True)


def _theirs(work: UnitOfWork, person: Person, condition: ColumnElement[bool]) -> list[Incident]:
    work.flush()
    query = (
        select(Incident)
        .join(Recipient, Recipient.incident_ref == Incident.ref)
        .where(Recipient.person_id == person.id, Recipient.acts, condition)
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def about_it(work: UnitOfWork, incident: Incident, person: Person) -> dict[str, Arg]:
    """What a text about something that `person` has done may name."""
    return {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": wording.doer(work, incident, person),
        "time": Moment(work.now),
    }


def _tell_about(work: UnitOfWork, incident: Incident, person: Person, what: str) -> None:
    """Tell the reporters, and everyone who was asked to act, once, what `person` has done."""
    about = about_it(work, incident, person)
    to_reporter = Screen(Text(f"{what}.reporter", about), actions=phrases.actions(incident.ref, "note"))
    # What was given back can be taken again.
    may = ("take", "note", "more") if what == "released" else ("note", "more")
    to_others = Screen(Text(f"{what}.told", about), actions=phrases.actions(incident.ref, *may))
    tell(work, incident, involved(work, incident, besides=[person]), to_reporter, to_others)
    if what == "taken":
        tell_caller(work, incident, Screen(Text("taken.caller", about)))
    post(work, incident, to_others)


def tell(
    work: UnitOfWork, incident: Incident, people: Iterable[Person], to_reporter: Screen, to_others: Screen
) -> None:
    """Tell each of these people, those who reported it as reporters."""
    reporters = {reporter.id for reporter in queries.reporters(work, incident)}
    for other in people:
        work.outbox.tell(other, to_reporter if other.id in reporters else to_others, "update", incident.ref)


def tell_caller(work: UnitOfWork, incident: Incident, screen: Screen) -> None:
    """Write to the stranger of whose text the incident was made; nothing where there is none."""
    if incident.caller:
        channel, _, value = incident.caller.partition(":")
        language = work.configuration.mechanism.languages[0]
        work.outbox.write_to(work.people.sender(channel, value), screen, language, "update", incident.ref)


def post(work: UnitOfWork, incident: Incident, screen: Screen) -> None:
    """The groups that got the alert hear how it goes on, so that nobody there runs for nothing."""
    if work.groups:
        for channel, address in group_chats.told(work, incident.ref):
            work.outbox.post(channel, address, screen, "update", incident.ref)


def holders(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Whoever has taken it; those asked to, while nobody has."""
    if incident.taken_by_id is None:
        return recipients.told(work, incident, acting_only=True)
    return recipients.still_here(work, work.people.many([incident.taken_by_id]))


def tell_those_on(work: UnitOfWork, incident: Incident, screen: Screen, besides: Iterable[Person]) -> int:
    """Tell the reporters, those asked to act and whoever has taken it; returns how many."""
    people = involved(work, incident, besides=list(besides))
    for person in people:
        work.outbox.tell(person, screen, "update", incident.ref)
    return len(people)


def involved(
    work: UnitOfWork, incident: Incident, besides: Collection[Person], also: Iterable[int | None] = ()
) -> list[Person]:
    """The reporters, those asked to act, whoever has taken it, and `also` those of these ids; each once.

    For who is away who covers; but reporters always hear themselves: nobody else may open it again.
    """
    ids = [person_id for person_id in (incident.taken_by_id, *also) if person_id is not None]
    reporters = [each for each in queries.reporters(work, incident) if work.people.roles(each)]
    acting = [*recipients.told(work, incident, acting_only=True), *work.people.many(ids)]
    apart = {person.id for person in besides}
    everybody = {other.id: other for other in (*reporters, *recipients.still_here(work, acting))}
    return [other for other in everybody.values() if other.id not in apart]


def change(work: UnitOfWork, incident: Incident, condition: ColumnElement[bool], **values: object) -> bool:
    """One conditional UPDATE; whoever gets the row has done it. The incident is read again."""
    work.flush()
    mine = update(Incident).where(Incident.ref == incident.ref, condition)
    done = changed_one(work.session, mine.values(**values))
    work.session.refresh(incident)
    return done
