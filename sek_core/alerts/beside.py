"""Asking beside a holder of the county: of a grave incident the CLT is still asked, step after step.

A county's point of contact or official who takes an incident ends its escalation, as any holder does. Of the
severities of `ask_beside` in routes.yaml it goes on, until a person who takes incidents by their role says
OK too. Both have it then, until one gives it to the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import select

from config.mechanism import Severity
from config.rights import Deed
from config.route import COUNTY
from config.told import Graded
from sek_core.alerts import texts
from sek_core.alerts.routing import Gap, way_of
from sek_core.incidents import queries, recipients
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident, Recipient, Track
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork


def is_of_county(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True if the person takes incidents only where a route lets the county take them."""
    return not work.rights.may(person, Deed.TAKE, incident.counties, if_asked=False)


def is_asked_for(work: UnitOfWork, incident: Incident) -> bool:
    """Return True if a person of the county has the incident, it is grave, and no other has said OK to it."""
    if incident.status != IncidentStatus.TAKEN or incident.taken_by_id is None:
        return False
    route, severity = way_of(work, incident).route, cast(Severity | None, incident.severity)
    graded: Graded = severity or "unsaid"
    if graded not in route.ask_beside:
        return False
    return is_of_county(work, incident, work.people.get(incident.taken_by_id)) and not others(work, incident)


def others(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return the people who have said OK beside a holder of the county."""
    if incident.taken_by_id is None:
        return []
    work.flush()
    query = select(Track.acknowledged_by_id).where(
        Track.incident_ref == incident.ref, Track.audience != COUNTY, Track.acknowledged_by_id.is_not(None)
    )
    ids = {each for each in work.session.scalars(query) if each is not None and each != incident.taken_by_id}
    if not ids or not is_of_county(work, incident, work.people.get(incident.taken_by_id)):
        return []
    return [person for person in work.people.many(ids) if work.people.roles(person)]


def tell_asked(
    work: UnitOfWork, incident: Incident, about: Mapping[str, Arg], people: Iterable[Person]
) -> list[Person]:
    """Tell those who are still asked who has it, and what their OK does, whatever routes.yaml says of it.
    Return the others of `people`.
    """
    if not is_asked_for(work, incident):
        return list(people)
    asked = _asked(work, incident)
    screen = _with_actions(incident, Text("taken.still", about))
    for person in asked:
        work.outbox.tell(person, screen, "update", incident.ref)
    return [person for person in people if person not in asked]


def alert(work: UnitOfWork, incident: Incident, gaps: Sequence[Gap] = ()) -> Screen:
    """Return the alert for people who are asked beside a holder of the county: who has it, what OK does."""
    words = queries.first_words(work, incident)
    args = texts.with_holder(work, incident, words) | {"gaps": texts.gaps_of(work, gaps)}
    return _with_actions(incident, Text("escalated.still", args), words)


def _asked(work: UnitOfWork, incident: Incident) -> list[Person]:
    """Return the people whose track must acknowledge the incident, or their covers; no reporter of it."""
    audiences = [track.audience for track in way_of(work, incident).route.tracks if track.acknowledge]
    query = select(Recipient.person_id).where(
        Recipient.incident_ref == incident.ref, Recipient.acts, Recipient.audience.in_(audiences)
    )
    named = recipients.still_here(work, work.people.many(work.session.scalars(query)))
    reporters = queries.reporters(work, incident)
    return [
        person for person in named if person not in reporters and not is_of_county(work, incident, person)
    ]


def _with_actions(incident: Incident, text: Text, words: str = "") -> Screen:
    actions = phrases.actions(incident.ref, "take", "note", "more")
    return Screen(text, quote=words, max_segments=texts.ALERT_SEGMENTS, actions=actions)
