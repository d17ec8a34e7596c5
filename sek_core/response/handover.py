"""Handover: an incident goes from its holder, or from none, to another person who may take it."""

from dataclasses import dataclass
from typing import Literal

from config.rights import Deed
from config.told import Telling
from sek_core.alerts import beside, promises
from sek_core.alerts import texts as alert_texts
from sek_core.incidents import hearing, queries, recipients, wording
from sek_core.incidents.model import leaves_first
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.response import following
from sek_core.roster import name_matching
from sek_core.roster.roles import CLT
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HandoverResult:
    """Result of an attempt. `already`: another change was quicker, see the incident. `theirs`: the receiver
    has it already.
    """

    result: Literal["done", "already", "theirs", "not_open", "forbidden"]


def receivers(work: UnitOfWork, incident: Incident, giver: Person) -> list[Person]:
    """Return the possible receivers: the people who may take it and are not away, without giver and holder,
    the CLT of its county first, and the county's own people last.
    """
    found = work.rights.holders(Deed.TAKE, incident.counties, first=CLT)
    apart = (giver.id, incident.taken_by_id)
    able = [
        person
        for person in found
        if person.id not in apart
        and not work.people.away(person)
        and following.may_act(work, incident, person)
    ]
    return sorted(able, key=lambda person: beside.is_of_county(work, incident, person))


def find_receiver_named(
    work: UnitOfWork, incident: Incident, giver: Person, words: str
) -> name_matching.NameMatch:
    """Return the receiver, or several candidates, whom the words name; "me" is the giver."""
    if set(name_matching.forms(words)) and set(name_matching.forms(words)) <= name_matching.ME:
        return name_matching.NameMatch((giver,))
    # Absent people and the holder may be named too: the giver then hears why it cannot be done.
    absent = [person for person in work.people.everybody() if work.people.away(person)]
    holder = [] if incident.taken_by_id is None else work.people.many([incident.taken_by_id])
    named = {p.id: p for p in (*receivers(work, incident, giver), *absent, *holder) if p.id != giver.id}
    return name_matching.find(work.people, work.configuration, words, list(named.values()), incident.counties)


def give(
    work: UnitOfWork, incident: Incident, giver: Person, receiver: Person, address: str
) -> HandoverResult:
    """Hand an incident over (open or taken -> taken by `receiver`). Of two handovers at once, the second
    giver hears of the first.

    The receiver gets all facts. Each reporter and each other acting recipient gets one message.
    """
    if not work.rights.may(giver, Deed.GIVE, incident.counties):
        return HandoverResult("forbidden")
    if not following.may_act(work, incident, receiver):
        return HandoverResult("forbidden")
    return _hand_over(work, incident, giver, receiver, address)


def leave_to_other(work: UnitOfWork, incident: Incident, holder: Person, address: str) -> Person | None:
    """Hand an incident that its holder gives back to the person who stands beside them; return that person.
    Return None if there is none: then it is open again.
    """
    if incident.status != IncidentStatus.TAKEN or incident.taken_by_id != holder.id:
        return None
    other = next_in_charge(work, incident)
    if other is None or _hand_over(work, incident, holder, other, address).result != "done":
        return None
    return other


def next_in_charge(work: UnitOfWork, incident: Incident) -> Person | None:
    """Return the person who stands beside the holder, may take the incident and is not away, or None."""
    able = (
        person
        for person in beside.others(work, incident)
        if following.may_act(work, incident, person) and not work.people.away(person)
    )
    return next(able, None)


def _hand_over(
    work: UnitOfWork, incident: Incident, giver: Person, receiver: Person, address: str
) -> HandoverResult:
    holder_id = incident.taken_by_id
    if incident.status == IncidentStatus.TAKEN and holder_id == receiver.id:
        return HandoverResult("theirs")
    given = following.change_if(
        work,
        incident,
        # The holder as read above: a person who took it meanwhile keeps it.
        Incident.status.in_((IncidentStatus.OPEN, IncidentStatus.TAKEN))
        & Incident.taken_by_id.is_not_distinct_from(holder_id),
        status=IncidentStatus.TAKEN,
        taken_by_id=receiver.id,
        taken_at=work.now,
    )
    if not given:
        return HandoverResult(
            "already" if incident.status in (IncidentStatus.OPEN, IncidentStatus.TAKEN) else "not_open"
        )
    audience = recipients.audience_of(work, incident, receiver)
    recipients.ask_to_act_too(work, incident, receiver, audience)
    following.acknowledge(work, incident, receiver)
    promises.begin(work, incident, receiver)
    work.audit_log.add(incident.ref, Event.GIVEN, giver.id, address, receiver.name)
    if receiver.id != giver.id:
        _tell_receiver(work, incident, giver, receiver)
    _tell_others(work, incident, giver, receiver, holder_id)
    return HandoverResult("done")


def _tell_receiver(work: UnitOfWork, incident: Incident, giver: Person, receiver: Person) -> None:
    words = queries.first_words(work, incident)
    text = Text(
        "given.receiver",
        {
            "ref": incident.ref,
            "headline": wording.headline(incident),
            "facts": wording.facts(incident),
            "words": Text("alert.words") if words else phrases.EMPTY,
            "who": phrases.who(work, giver, incident.counties),
            "time": Moment(work.now),
            **following.promised(work, incident),
        },
    )
    screen = Screen(
        text,
        quote=words,
        max_segments=alert_texts.ALERT_SEGMENTS,
        actions=phrases.actions(incident.ref, "note", "close", "release", "more"),
    )
    work.outbox.tell(receiver, screen, "alert", incident.ref, urgent=leaves_first(incident))


def _tell_others(
    work: UnitOfWork, incident: Incident, giver: Person, receiver: Person, holder_id: int | None
) -> None:
    about = {
        **following.about_it(work, incident, giver),
        **following.promised(work, incident),
        "to": phrases.who(work, receiver, incident.counties),
    }
    # A giver who takes it over is announced like any other holder.
    what = "given" if giver.id != receiver.id else "taken"
    to_reporter = Screen(Text(f"{what}.reporter", about), actions=phrases.actions(incident.ref, "note"))
    to_others = Screen(Text(f"{what}.told", about), actions=phrases.actions(incident.ref, "note", "more"))
    known = [giver.id, receiver.id]
    others = hearing.who_hears(work, incident, Telling.TAKEN, known, before=[holder_id]).now
    following.tell_reporters_and_others(work, incident, others, to_reporter, to_others)
    following.post_to_groups(work, incident, to_others)
