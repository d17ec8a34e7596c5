"""Confirmation of a closing: the reporter, or the county lead in a reporter's place, says whether it is
solved. What is not solved goes back to its holder.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from sqlalchemy import select, update

from sek_core.alerts import promises
from sek_core.alerts import texts as alert_texts
from sek_core.incidents import queries, recipients
from sek_core.incidents.model import leaves_first
from sek_core.messages.screens import Option, Screen, Text
from sek_core.response import following
from sek_core.roster.roles import LEADS
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.conversations import Question
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

Solved = Literal["yes", "partly", "no"]

ANSWERS: tuple[Solved, ...] = ("yes", "partly", "no")

QUESTION = "solved"
"""The kind of the question whether what was closed is solved."""

WITHIN = timedelta(days=3)
"""Time for an answer; without one the closing stays, and is not confirmed."""

Result = Literal["done", "again", "late", "forbidden"]
"""done: recorded. again: the incident is with its holder again. late: it is not closed, or was confirmed."""


def ask(work: UnitOfWork, incident: Incident, closer: Person, screen: Screen) -> set[int]:
    """Ask whether an incident is solved, behind the words of `screen`; return the ids of those asked."""
    asked = asked_about(work, incident, closer)
    for person in asked:
        work.outbox.tell(person, _with_question(work, incident, person, screen), "update", incident.ref)
    if asked:
        mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == IncidentStatus.CLOSED)
        changed_one(work.session, mine.values(confirm_until=work.now + WITHIN))
        work.session.refresh(incident)
    return {person.id for person in asked}


def asked_about(work: UnitOfWork, incident: Incident, closer: Person) -> list[Person]:
    """Return the people to ask: its reporters, or, without one who is still here, the leads of its county."""
    reporters = [] if incident.caller else queries.reporters(work, incident)
    here = [person for person in reporters if work.people.roles(person) and person.id != closer.id]
    if here:
        return here
    if any(reporter.id == closer.id for reporter in reporters):
        return []  # the reporter closed it
    for role in LEADS:
        leads = [person for county in incident.counties for _, person in work.people.holders(role, county)]
        if found := [each for each in work.people.with_cover(leads) if each.id != closer.id]:
            return found
    return []


def may_answer(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True for a reporter, and for a lead of a county of the incident."""
    if any(reporter.id == person.id for reporter in queries.reporters(work, incident)):
        return True
    return any(
        role.role in LEADS and any(role.covers(county) for county in incident.counties)
        for role in work.people.roles(person)
    )


def answer(
    work: UnitOfWork, incident: Incident, person: Person, address: str, solved: Solved, words: str = ""
) -> Result:
    """Record whether the incident is solved. Anything but yes hands it back to its holder, with the words."""
    if not may_answer(work, incident, person):
        return "forbidden"
    if incident.status != IncidentStatus.CLOSED or incident.confirmed == "yes":
        return "late"
    if solved == "yes":
        return _confirm(work, incident, person, address, words)
    return _hand_back(work, incident, person, address, solved, words)


def due(work: UnitOfWork, most: int = 50) -> list[str]:
    """Return the references of closed incidents whose confirmation is awaited no longer."""
    query = (
        select(Incident.ref)
        .where(Incident.confirm_until.is_not(None), Incident.confirm_until <= work.now)
        .order_by(Incident.confirm_until)
        .limit(most)
    )
    return list(work.session.scalars(query))


def leave_unconfirmed(work: UnitOfWork, ref: str) -> bool:
    """Record that no answer came; False if one did, or another clock was quicker."""
    mine = update(Incident).where(Incident.ref == ref, Incident.confirm_until <= work.now)
    if not changed_one(work.session, mine.values(confirm_until=None)):
        return False
    incident = queries.find(work, ref)
    if incident is not None and incident.status == IncidentStatus.CLOSED and incident.confirmed is None:
        work.audit_log.add(ref, Event.NOT_CONFIRMED)
    return True


def postpone(_work: UnitOfWork, _ref: str) -> None:
    """Do nothing: the next tick tries again."""


def _with_question(work: UnitOfWork, incident: Incident, person: Person, screen: Screen) -> Screen:
    """Return the screen with the question behind it; digits count alone if no other question is open."""
    party = f"p{person.id}"
    # A turn of theirs may wait for this incident: to wait for it here would be a deadlock.
    busy = not work.conversations.try_to_load(party) or work.conversations.is_busy(party, work.now)
    key = "solved.ask_by_reference" if busy else "solved.ask"
    shown = replace(screen, text=Text(key, {"said": screen.text, "ref": incident.ref}))
    if busy:
        return shown
    until = work.now + WITHIN
    language = work.people.language_of(person)
    question = Question(QUESTION, incident.ref, language, until.isoformat(), ANSWERS)
    options = tuple(Option(each, Text(f"{QUESTION}.{each}")) for each in ANSWERS)
    return replace(shown, options=options, asked=work.conversations.ask(party, question, work.now))


def _confirm(work: UnitOfWork, incident: Incident, person: Person, address: str, words: str) -> Result:
    confirmed = following.change_if(
        work,
        incident,
        (Incident.status == IncidentStatus.CLOSED) & (Incident.closed_at == incident.closed_at),
        confirmed="yes",
        confirm_until=None,
    )
    if not confirmed:
        return "late"
    work.audit_log.add(incident.ref, Event.CONFIRMED, person.id, address, words)
    about = following.about_it(work, incident, person)
    screen = Screen(Text("solved.told", about | _words(words)), quote=words, max_segments=2)
    _tell(work, _closer_and_holder(work, incident), screen, incident, besides=person)
    return "done"


def _hand_back(
    work: UnitOfWork, incident: Incident, person: Person, address: str, solved: Solved, words: str
) -> Result:
    """Give it back to its holder, or to the person who closed it (closed -> taken); to the route (open) if
    that person may not take it any more.
    """
    closer = incident.closed_by_id
    holders = [each for each in _closer_and_holder(work, incident) if following.may_act(work, incident, each)]
    holder = holders[0] if holders else None
    opened = following.change_if(
        work,
        incident,
        (Incident.status == IncidentStatus.CLOSED) & (Incident.closed_at == incident.closed_at),
        status=IncidentStatus.TAKEN if holder else IncidentStatus.OPEN,
        taken_by_id=holder.id if holder else None,
        taken_at=work.now if holder else None,
        closed_by_id=None,
        closed_at=None,
        outcome=None,
        confirmed=solved,
        confirm_until=None,
    )
    if not opened:
        return "late"
    work.audit_log.add(incident.ref, Event.NOT_SOLVED, person.id, address, words or solved)
    if holder is None:
        following.restart_tracks(work, incident)
    else:
        promises.begin(work, incident, holder)
    _tell_of_hand_back(work, incident, person, holder, closer, words)
    return "again"


def _tell_of_hand_back(
    work: UnitOfWork,
    incident: Incident,
    person: Person,
    holder: Person | None,
    closer: int | None,
    words: str,
) -> None:
    about = following.about_it(work, incident, person) | following.promised(work, incident) | _words(words)
    segments = alert_texts.ALERT_SEGMENTS
    if holder is not None:
        actions = phrases.actions(incident.ref, "note", "close", "release")
        screen = Screen(Text("not_solved.holder", about), quote=words, max_segments=segments, actions=actions)
        _tell(work, [holder], screen, incident, besides=person, kind="alert")
    key = "not_solved.told" if holder else "reopened.told"
    about["holder"] = phrases.who(work, holder, incident.counties) if holder else phrases.EMPTY
    actions = phrases.actions(incident.ref, *(("note", "more") if holder else ("take", "note", "more")))
    screen = Screen(Text(key, about), quote=words, max_segments=segments, actions=actions)
    others = following.involved(
        work, incident, besides=[person, *([holder] if holder else [])], also=[closer]
    )
    known = {other.id for other in others} | {person.id, holder.id if holder else 0}
    nexts = [each for each in promises.people_of_late(work, incident) if each.id not in known][:1]
    _tell(work, [*others, *nexts], screen, incident, besides=person)
    following.post_to_groups(work, incident, screen)


def _closer_and_holder(work: UnitOfWork, incident: Incident) -> list[Person]:
    ids = dict.fromkeys(each for each in (incident.taken_by_id, incident.closed_by_id) if each is not None)
    return recipients.still_here(work, work.people.many(ids))


def _tell(
    work: UnitOfWork,
    people: Iterable[Person],
    screen: Screen,
    incident: Incident,
    besides: Person,
    kind: Literal["update", "alert"] = "update",
) -> None:
    for each in people:
        if each.id != besides.id:
            urgent = kind == "alert" and leaves_first(incident)
            work.outbox.tell(each, screen, kind, incident.ref, urgent=urgent)


def _words(words: str) -> dict[str, Text | str]:
    return {"words": Text("alert.words") if words else phrases.EMPTY}
