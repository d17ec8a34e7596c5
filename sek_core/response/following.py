"""Follow-up of an incident by its recipients: take it, give it back, note, close."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, not_, or_, select, true, update

from config.rights import Deed
from config.told import Telling
from sek_core.alerts import beside, escalation, promise_dates, promise_texts, promises, routing
from sek_core.alerts import texts as alert_texts
from sek_core.deliveries import group_chats
from sek_core.incidents import hearing, queries, recipients, wording
from sek_core.incidents.hidden_names import is_unnamed
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.base import among, is_just
from sek_core.store.incidents import LIVE, Incident, Recipient, Track
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Done:
    """Result of an attempt. `already`: another person was quicker, see the incident."""

    result: Literal["done", "already", "not_open", "not_yours", "forbidden"]


def may_act(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Whether the person may take this incident."""
    return routing.may_take(work, incident, person)


def may_see(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True if the person may ask about it: its recipients, its reporters, the people who may take it,
    and, unless it is sensitive, all people on the roster with a role for its county.
    """
    if may_act(work, incident, person):
        return True
    if recipients.was_told(work, incident, person):
        return True
    if any(other.id == person.id for other in queries.reporters(work, incident)):
        return True
    covers = any(role.covers(county) for role in work.people.roles(person) for county in incident.counties)
    return covers and not incident.sensitive


def is_hidden(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True for a sensitive incident that the person may not see: no answer tells anything of it."""
    return incident.sensitive and not may_see(work, incident, person)


def take(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str = "") -> Done:
    """Take an incident for one person (open -> taken); of two, the second hears who was first. `words`: the
    words sent with OK, which may name the time by which the person promises news.
    """
    if not may_act(work, incident, person):
        return Done("forbidden")
    taken = change_if(
        work,
        incident,
        Incident.status == IncidentStatus.OPEN,
        status=IncidentStatus.TAKEN,
        taken_by_id=person.id,
        taken_at=work.now,
    )
    if not taken:
        return Done("already" if incident.status == IncidentStatus.TAKEN else "not_open")
    acknowledge(work, incident, person, still_asked=beside.is_asked_for(work, incident))
    named = promise_dates.named_in(work, words) if words else None
    promises.begin(work, incident, person, named.due_at if named else None)
    work.audit_log.add(incident.ref, Event.TAKEN, person.id, address, words)
    _tell_about(work, incident, person, "taken")
    return Done("done")


def acknowledge(work: UnitOfWork, incident: Incident, person: Person, still_asked: bool = False) -> None:
    """Stop the escalation of every track, unless it is `still_asked`, and acknowledge the holder's own one in
    each of their counties. The other tracks keep their acknowledgement.
    """
    if not still_asked:
        stop_waiting(work, incident)
    addressed = routing.is_addressed(work, incident, person)
    counties = [c for c in incident.counties if addressed or work.rights.may(person, Deed.TAKE, [c])]
    work.session.execute(
        update(Track)
        .where(
            Track.incident_ref == incident.ref,
            Track.audience == recipients.audience_of(work, incident, person),
            # An audience without a required acknowledgement has one track for all counties.
            or_(not_(Track.acknowledge), Track.county.in_(counties)),
        )
        .values(acknowledged_by_id=person.id, acknowledged_at=work.now)
        .execution_options(synchronize_session=False)
    )


def stop_waiting(work: UnitOfWork, incident: Incident) -> None:
    """Stop the waits of all tracks: no further step is due."""
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )


def restart_tracks(work: UnitOfWork, incident: Incident) -> None:
    """Clear the acknowledgements of an incident that is open again, and restart the wait of each track at its
    present step.
    """
    escalation.restart_waits(work, incident)
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref, Track.acknowledged_by_id.is_not(None))
        .values(acknowledged_by_id=None, acknowledged_at=None)
        .execution_options(synchronize_session=False)
    )


def release(work: UnitOfWork, incident: Incident, person: Person, address: str) -> Done:
    """Give an incident back for its holder (taken -> open), and restart the waits."""
    released = change_if(
        work,
        incident,
        (Incident.status == IncidentStatus.TAKEN) & (Incident.taken_by_id == person.id),
        status=IncidentStatus.OPEN,
        taken_by_id=None,
        taken_at=None,
    )
    if not released:
        return Done("not_yours" if incident.status == IncidentStatus.TAKEN else "not_open")
    restart_tracks(work, incident)
    promises.end(work, incident)
    work.audit_log.add(incident.ref, Event.RELEASED, person.id, address)
    _tell_about(work, incident, person, "released")
    return Done("done")


def note(
    work: UnitOfWork, incident: Incident, person: Person, address: str, words: str, *, corrects: bool = False
) -> int:
    """Add a note to the timeline and tell the other people involved; return how many. `corrects`: it takes
    the place of an earlier one.
    """
    work.audit_log.add(incident.ref, Event.NOTED, person.id, address, words)
    promises.news_came(work, incident, person)
    screen = Screen(
        Text("noted.corrected" if corrects else "noted.told", about_it(work, incident, person)),
        quote=words,
        max_segments=alert_texts.ALERT_SEGMENTS,
        actions=phrases.actions(incident.ref, "note", "more"),
    )
    people = involved(work, incident, besides=[person])
    for other in hearing.told_now(work, incident, people):
        work.outbox.tell(other, screen, "update", incident.ref)
    return len(people)


def tell_of_wrong_note(work: UnitOfWork, incident: Incident, person: Person, words: str) -> None:
    """Tell those who have a note that it was not meant for this incident."""
    screen = Screen(Text("noted.wrong", about_it(work, incident, person)), quote=words, max_segments=2)
    for other in hearing.told_now(work, incident, involved(work, incident, besides=[person])):
        work.outbox.tell(other, screen, "update", incident.ref)


def take_note_back(work: UnitOfWork, incident: Incident, person: Person, words: str, address: str) -> int:
    """Tell those who have a note that its author took it back; return how many people that are."""
    work.audit_log.add(incident.ref, Event.NOTE_TAKEN_BACK, person.id, address)
    about = about_it(work, incident, person)
    screen = Screen(Text("noted.taken_back", about), quote=words, max_segments=alert_texts.ALERT_SEGMENTS)
    people = involved(work, incident, besides=[person])
    for other in hearing.told_now(work, incident, people):
        work.outbox.tell(other, screen, "update", incident.ref)
    return len(people)


def waiting_for(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return open incidents that this person was asked to take, the newest first."""
    return _theirs(work, person, Incident.status == IncidentStatus.OPEN)


def held_by(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return incidents that this person has taken, the newest first."""
    work.flush(Incident)
    query = (
        select(Incident)
        .where(is_just(Incident.status, IncidentStatus.TAKEN), Incident.taken_by_id == person.id)
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def known_to(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return incidents not yet closed that this person reported or was asked to take, the newest first."""
    mine = _theirs(work, person, true())
    query = (
        select(Incident)
        .where(
            Incident.reporter_id == person.id,
            among(Incident.status, *LIVE),
        )
        .execution_options(populate_existing=True)
    )
    everything = {incident.ref: incident for incident in [*work.session.scalars(query), *mine]}
    return sorted(everything.values(), key=lambda incident: incident.reported_at, reverse=True)


def _theirs(work: UnitOfWork, person: Person, condition: ColumnElement[bool]) -> list[Incident]:
    work.flush(Incident, Recipient)
    # A condition of each live incident, not a join: a person's alerts of all the years are many more.
    was_asked = (
        select(Recipient.person_id)
        .where(Recipient.incident_ref == Incident.ref, Recipient.person_id == person.id, Recipient.acts)
        .exists()
    )
    query = (
        select(Incident)
        .where(among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN), was_asked, condition)
        .order_by(Incident.opened_at.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def about_it(work: UnitOfWork, incident: Incident, person: Person) -> dict[str, Arg]:
    """Return the arguments of texts about an action of `person`."""
    return {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": wording.name_actor(work, incident, person),
        "time": Moment(work.now),
    }


def promised(work: UnitOfWork, incident: Incident) -> dict[str, Arg]:
    """Return the argument of texts that say by when news is expected; nothing if no promise is open."""
    promise = promises.of(work, incident)
    return {"when": promise_texts.expected(work, promise)} if promise else {}


def _tell_about(work: UnitOfWork, incident: Incident, person: Person, what: str) -> None:
    """Tell that `person` has taken the incident, or given it back: then those who are asked again hear it,
    whatever stands in routes.yaml.
    """
    about = about_it(work, incident, person) | promised(work, incident)
    if not is_unnamed(incident, person.id):
        about["who"] = phrases.holder(work, person, incident.counties)
    to_reporter = Screen(Text(f"{what}.reporter", about), actions=phrases.actions(incident.ref, "note"))
    # An incident that was given back can be taken again.
    may = ("take", "note", "more") if what == "released" else ("note", "more")
    to_others = Screen(Text(f"{what}.told", about), actions=phrases.actions(incident.ref, *may))
    if what == "released":
        hearers = hearing.told_now(work, incident, involved(work, incident, besides=[person]))
    else:
        hearers = list(hearing.who_hears(work, incident, Telling.TAKEN, [person.id]).now)
        hearers = beside.tell_asked(work, incident, about, hearers)
    tell_reporters_and_others(work, incident, hearers, to_reporter, to_others)
    if what == "taken":
        tell_caller(work, incident, Screen(Text("taken.caller", about)))
    post_to_groups(work, incident, to_others)


def tell_reporters_and_others(
    work: UnitOfWork, incident: Incident, people: Iterable[Person], to_reporter: Screen, to_others: Screen
) -> None:
    """Tell each of these people; its reporters get the text for reporters."""
    reporters = {reporter.id for reporter in queries.reporters(work, incident)}
    for other in people:
        work.outbox.tell(other, to_reporter if other.id in reporters else to_others, "update", incident.ref)


def tell_caller(work: UnitOfWork, incident: Incident, screen: Screen) -> None:
    """Write to the caller from whose text the incident was made; do nothing if there is none."""
    if incident.caller:
        channel, _, value = incident.caller.partition(":")
        language = work.configuration.mechanism.languages[0]
        work.outbox.write_to(work.people.sender(channel, value), screen, language, "update", incident.ref)


def post_to_groups(work: UnitOfWork, incident: Incident, screen: Screen) -> None:
    """Post an update to the groups that got the alert, so that their members do not go out for nothing."""
    if work.groups:
        for channel, address in group_chats.find_groups_alerted(work, incident.ref):
            work.outbox.post(channel, address, screen, "update", incident.ref)


def holder_or_acting_recipients(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return the holder, or, while there is none, the acting recipients."""
    if incident.taken_by_id is None:
        return recipients.find_recipients(work, incident, acting_only=True)
    return recipients.still_here(work, work.people.many([incident.taken_by_id]))


def tell_those_on(work: UnitOfWork, incident: Incident, screen: Screen, besides: Iterable[Person]) -> int:
    """Tell the reporters, the acting recipients and the holder; return how many."""
    people = involved(work, incident, besides=list(besides))
    for person in hearing.told_now(work, incident, people):
        work.outbox.tell(person, screen, "update", incident.ref)
    return len(people)


def involved(
    work: UnitOfWork, incident: Incident, besides: Collection[Person], also: Iterable[int | None] = ()
) -> list[Person]:
    """Return the reporters, the acting recipients, the holder, and the people with the ids in `also`; each
    once.

    A cover replaces an absent person, but never a reporter: the cover could not reopen the incident.
    """
    ids = [person_id for person_id in (incident.taken_by_id, *also) if person_id is not None]
    reporters = [each for each in queries.reporters(work, incident) if work.people.roles(each)]
    acting = [*recipients.find_recipients(work, incident, acting_only=True), *work.people.many(ids)]
    apart = {person.id for person in besides}
    everybody = {other.id: other for other in (*reporters, *recipients.still_here(work, acting))}
    return [other for other in everybody.values() if other.id not in apart]


def change_if(work: UnitOfWork, incident: Incident, condition: ColumnElement[bool], **values: object) -> bool:
    """Compare and set: update the incident under a condition, refresh it, return True if it changed."""
    work.flush()
    mine = update(Incident).where(Incident.ref == incident.ref, condition)
    done = changed_one(work.session, mine.values(**values))
    work.session.refresh(incident)
    return done
