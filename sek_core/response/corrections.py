"""Changes by a reporter: corrections, additions, withdrawal. Every version is kept, and the recipients of
the alert are told once what changed, old and new.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update

from config.affected import PEOPLE, ordered, renewed, whole_of
from config.mechanism import OTHER
from sek_core.alerts import escalation
from sek_core.alerts import texts as alert_texts
from sek_core.deliveries import group_chats
from sek_core.examples import keeping
from sek_core.incidents import changes as incident_changes
from sek_core.incidents import (
    duplicates,
    hearing,
    hidden_names,
    known_places,
    model,
    queries,
    recipients,
    wording,
)
from sek_core.incidents import needs as incident_needs
from sek_core.incidents.model import Source
from sek_core.messages.screens import Arg, HazardName, Joined, Moment, Screen, Text
from sek_core.response import figures
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, LIVE, Incident, ReportRow, Track
from sek_core.store.statements import changed_one
from sek_core.store.states import IncidentStatus, LabelledBy
from sek_core.understanding.reader import Reading
from sek_core.wording import phrases
from sek_core.wording.phrases import EMPTY
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

WITHDRAWN_WITHIN = timedelta(hours=24)
"""Time within which a report may be withdrawn; later, its holder closes it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of an incident that its reporter may change."""

    hazard: str
    place: str | None
    severity: str | None
    affected: dict[str, int]
    needs: list[str] | None = None


def facts_of(incident: Incident) -> Facts:
    """Return the present facts of an incident."""
    return Facts(incident.hazard, incident.place, incident.severity, dict(incident.affected), incident.needs)


def reported_by(work: UnitOfWork, person: Person) -> list[Incident]:
    """Return the person's reported incidents that are not over, the newest first."""
    work.flush()
    query = (
        select(Incident)
        .where(
            Incident.ref.in_(select(ReportRow.incident_ref).where(ReportRow.person_id == person.id)),
            Incident.status.in_(LIVE),
        )
        .order_by(Incident.reported_at.desc(), Incident.ref.desc())
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def has_reported(work: UnitOfWork, incident: Incident, person: Person) -> bool:
    """Return True if the person is a reporter of the incident."""
    return any(reporter.id == person.id for reporter in queries.reporters(work, incident))


def values_of(incident: Incident, reading: Reading, *, correct: bool) -> dict[str, Any]:
    """Return the columns that a text changes: all that it says (`correct`), or only what is missing."""
    values: dict[str, Any] = {}
    if incident.kind == CONCERN:
        return values  # a concern consists of its words only
    if correct and reading.hazard and reading.hazard != incident.hazard:
        values["hazard"] = reading.hazard
    if reading.place and (incident.place is None or (correct and reading.place.name != incident.place)):
        values |= {"place": reading.place.name, "ward_code": reading.place.ward_code or None}
        values |= {"latitude": None, "longitude": None}
        if reading.place.county not in incident.counties and incident.status == IncidentStatus.HELD:
            values |= {"counties": [reading.place.county], "county": reading.place.county}
    if reading.severity != incident.severity and reading.severity and (correct or not incident.severity):
        values["severity"] = reading.severity
    said, known = reading.affected, incident.affected
    numbers = renewed(known, said) if correct else figures.missing(incident, reading)
    if numbers != known:
        values["affected"] = numbers
    if reading.needs and incident_needs.with_more(incident, reading.needs) != incident.needs:
        values["needs"] = incident_needs.with_more(incident, reading.needs)
    return values


def changes(before: Facts, after: Facts) -> Joined:
    """Return what differs, old and new: "400 to 40 households, severe to extreme". A fact without an old
    value stands alone.
    """
    return Joined(tuple(_changes(before, after)))


def _changes(before: Facts, after: Facts) -> Iterator[Arg]:
    if before.hazard != after.hazard:
        old_hazard: Arg = HazardName(before.hazard) if before.hazard != OTHER else EMPTY
        yield _from_to(old_hazard, HazardName(after.hazard))
    if before.place != after.place:
        yield _from_to(before.place or EMPTY, after.place or EMPTY)
    if before.severity != after.severity:
        old = Text(f"severity.{before.severity}") if before.severity else EMPTY
        yield _from_to(old, Text(f"severity.{after.severity}"))
    whole = whole_of(after.affected)
    for what, number in ordered(after.affected).items():
        known = before.affected.get(what)
        if known != number and (what != PEOPLE or whole == PEOPLE):
            yield _from_to(EMPTY if known is None else f"{known:,}", Text(f"affected.{what}", n=number))
    if after.needs and before.needs != after.needs:
        yield wording.needs_named(after.needs)


def _from_to(old: Arg, new: Arg) -> Arg:
    return new if old == EMPTY else Text("change", {"old": old, "new": new})


def preview(incident: Incident, reading: Reading) -> Joined | None:
    """Return what a correction would change, or None for nothing."""
    values = values_of(incident, reading, correct=True)
    if not values:
        return None
    before = facts_of(incident)
    after = Facts(
        values.get("hazard", before.hazard),
        values.get("place", before.place),
        values.get("severity", before.severity),
        values.get("affected", before.affected),
        values.get("needs", before.needs),
    )
    return changes(before, after)


Amended = Literal["held", "changed", "words", "over"]
"""held: no recipient was told yet. changed, words: the recipients were told (words: no fact changed). over:
it is closed.
"""


def amend(
    work: UnitOfWork,
    incident: Incident,
    source: Source,
    reading: Reading,
    *,
    correct: bool,
    newest: bool = False,
) -> Amended:
    """Correct or complete a report by what its reporter says now. `newest`: numbers take the place of the
    reporter's older ones, although nothing else is corrected.
    """
    # Locked, so that an OK or the end of the hold cannot overtake this decision.
    work.session.refresh(incident, with_for_update=True)
    if incident.status not in LIVE:
        return "over"
    if incident.place is None or correct:
        reading = known_places.locate(work, source.text, reading, incident.counties)
    if reading.nameless:
        hidden_names.hide(work, incident, source.reporter, source.address)
    known = incident_changes.facts(incident)
    before, values = facts_of(incident), values_of(incident, reading, correct=correct)
    if newest and incident.kind != CONCERN:
        numbers = figures.added(work, incident, source.reporter.id, source.text, reading)
        if numbers != incident.affected:
            values["affected"] = numbers
    if "hazard" in values:
        values["sensitive"] = work.configuration.hazards[values["hazard"]].sensitive
    if "place" in values:
        known_places.unlearn(work, incident, before.place, values["place"])
    if values:
        mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == incident.status)
        changed_one(work.session, mine.values(**values))
        work.session.refresh(incident)
        if "hazard" in values and correct:
            _learn_hazard(work, incident, source.reporter)
        if "severity" in values:
            escalation.reschedule_for_severity(work, incident)
        if incident.status == IncidentStatus.HELD and values.keys() & {"hazard", "place"}:
            duplicates.look_again(work, incident)
    model.add_report(work, incident, source, "words")
    what = Event.CORRECTED if correct else Event.COMPLETED
    work.audit_log.add(incident.ref, what, source.reporter.id, source.address, source.text)
    if values:
        work.audit_log.add(
            incident.ref,
            Event.CHANGED,
            detail=incident_changes.difference(known, incident_changes.facts(incident)),
        )
    if incident.status == IncidentStatus.HELD:
        return "held"
    _tell(work, incident, source, before, reading, "corrected" if correct else "added")
    return "changed" if values else "words"


def _learn_hazard(work: UnitOfWork, incident: Incident, reporter: Person) -> None:
    """Keep the reporter's own first text as an example of the hazard that they name now."""
    first = next((r for r in queries.reports_of(work, incident) if r.person_id == reporter.id), None)
    if first is not None and not incident.nameless and not incident.against:
        keeping.keep_report(work, first.inbox_id, LabelledBy.CORRECTION, incident.hazard)


def _tell(
    work: UnitOfWork, incident: Incident, source: Source, before: Facts, reading: Reading, key: str
) -> None:
    after = facts_of(incident)
    words = source.text if before == after else reading.beyond
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "changes": changes(before, after),
        "words": Text("alert.words") if words else EMPTY,
        "who": wording.forwarded(wording.author(incident, source.reporter), source.forwarded),
        "time": Moment(work.now),
    }
    text = Text("noted.told", args) if before == after else Text(f"update.{key}", args)
    actions = phrases.actions(incident.ref, "note", "more")
    screen = Screen(text, quote=words, max_segments=alert_texts.ALERT_SEGMENTS, actions=actions)
    # A sensitive incident is only for acting recipients.
    people = recipients.find_recipients(work, incident, acting_only=incident.sensitive)
    for person in hearing.told_now(work, incident, people):
        if person.id != source.reporter.id:
            work.outbox.tell(person, screen, "update", incident.ref)


def take_words_away(work: UnitOfWork, incident: Incident, inbox_id: int, author: Person, words: str) -> None:
    """Take the words of one text away from an incident: they belong to another report. What they alone had
    told is taken back, and the recipients of the alert hear so.
    """
    work.session.refresh(incident, with_for_update=True)
    gone = delete(ReportRow).where(ReportRow.incident_ref == incident.ref, ReportRow.inbox_id == inbox_id)
    work.session.execute(gone.execution_options(synchronize_session=False))
    read = work.core.reader.read
    rest = [read(row.text, incident.counties) for row in queries.reports_of(work, incident)]
    taken = read(words, incident.counties)
    left = {
        what: number
        for what, number in incident.affected.items()
        if taken.affected.get(what) != number or any(other.affected.get(what) == number for other in rest)
    }
    needs = [
        need
        for need in incident.needs or ()
        if need not in taken.needs or any(need in other.needs for other in rest)
    ]
    values: dict[str, Any] = {"affected": left, "needs": needs or None}
    if taken.severity and not any(other.severity for other in rest):
        values["severity"] = None
    known = incident_changes.facts(incident)
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status == incident.status)
    changed_one(work.session, mine.values(**values))
    work.session.refresh(incident)
    detail = incident_changes.difference(known, incident_changes.facts(incident))
    work.audit_log.add(incident.ref, Event.CHANGED, detail=detail)
    if incident.status == IncidentStatus.HELD:
        return
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "summary": wording.summary(incident),
        "who": wording.author(incident, author),
        "time": Moment(work.now),
    }
    screen = Screen(Text("update.taken_away", args), quote=words, max_segments=alert_texts.ALERT_SEGMENTS)
    _tell_all(work, incident, author, screen)


Withdrawn = Literal["done", "others", "late", "over"]
"""done: it is withdrawn. others: it has another reporter too, so it stays. late: after a day. over: it was
closed or withdrawn before.
"""


def withdraw(work: UnitOfWork, incident: Incident, person: Person, address: str) -> Withdrawn:
    """Withdraw an incident for its only reporter (held, open or taken -> cancelled), and tell all recipients
    of its alert. If it has other reporters, only tell the recipients.
    """
    if incident.status not in LIVE:
        return "over"
    if work.now - incident.reported_at > WITHDRAWN_WITHIN:
        return "late"
    others = [reporter for reporter in queries.reporters(work, incident) if reporter.id != person.id]
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": wording.author(incident, person),
        "time": Moment(work.now),
    }
    if others:
        work.audit_log.add(incident.ref, Event.WITHDRAWN_BY_ONE, person.id, address)
        _tell_all(work, incident, person, Screen(Text("withdrawn.one", args), max_segments=2))
        return "others"
    mine = update(Incident).where(Incident.ref == incident.ref, Incident.status.in_(LIVE))
    if not changed_one(
        work.session, mine.values(status=IncidentStatus.CANCELLED, held_until=None, same_as=None)
    ):
        return "over"
    work.session.refresh(incident)
    work.session.execute(
        update(Track)
        .where(Track.incident_ref == incident.ref)
        .values(due_at=None)
        .execution_options(synchronize_session=False)
    )
    work.audit_log.add(incident.ref, Event.WITHDRAWN, person.id, address)
    screen = Screen(Text("withdrawn.told", args), max_segments=2)
    _tell_all(work, incident, person, screen)
    if work.groups:
        for channel, chat in group_chats.find_groups_alerted(work, incident.ref):
            work.outbox.post(channel, chat, screen, "update", incident.ref)
    return "done"


def recipients_of_withdrawal(work: UnitOfWork, incident: Incident, besides: Person) -> list[Person]:
    """Return the people who would be told of a withdrawal."""
    people = recipients.find_recipients(work, incident)
    if incident.taken_by_id:
        people += recipients.still_here(work, work.people.many([incident.taken_by_id]))
    return [other for other in {other.id: other for other in people}.values() if other.id != besides.id]


def _tell_all(work: UnitOfWork, incident: Incident, person: Person, screen: Screen) -> None:
    for other in hearing.told_now(work, incident, recipients_of_withdrawal(work, incident, person)):
        work.outbox.tell(other, screen, "update", incident.ref)
