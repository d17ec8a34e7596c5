"""Headcount of a meeting: answers counted, and named by organisation."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from sek_core.meetings import agenda, invitations, register, regulars, texts
from sek_core.messages.screens import Arg, Document, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import COMING, Invitation, Meeting
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

ANSWERED = ("yes", "no", "maybe", "silent")

NAMED = 6
"""Maximum number of organisations named for one answer."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An invitee or listener, and their answer."""

    person: Person
    answer: str | None
    note: str
    present: bool | None
    asked: bool
    told: bool

    @property
    def counts(self) -> bool:
        """True if the guest is asked for an answer, or gave one without being asked."""
        return not self.told or self.answer is not None


def guests(work: UnitOfWork, meeting: Meeting) -> list[Guest]:
    """Return the invitees and listeners of a meeting, by organisation and name."""
    work.flush()
    columns = (
        Invitation.person_id,
        Invitation.answer,
        Invitation.note,
        Invitation.present,
        Invitation.asked_at,
        Invitation.told,
    )
    rows = work.session.execute(select(*columns).where(Invitation.meeting_ref == meeting.ref)).all()
    found = [
        Guest(
            work.people.get(row.person_id),
            row.answer,
            row.note,
            row.present,
            row.asked_at is not None,
            row.told,
        )
        for row in rows
    ]
    return sorted(found, key=lambda guest: (guest.person.organisation, guest.person.name))


def counted(work: UnitOfWork, meeting: Meeting, named: Collection[str] = ("silent",)) -> Arg:
    """Return "14 yes, 3 no, 2 maybe, 5 silent (KIM, LMS, ...)"; `named`: the answers whose organisations are
    named. For several counties: "Kitui: 2 yes (FAO), 1 silent (LMS); Makueni: ...".
    """
    everybody = [guest for guest in guests(work, meeting) if guest.counts]
    if not meeting.also_in:
        return _counted(everybody, named)
    by_county: dict[str, list[Guest]] = {}
    regular = regulars.counties_of_guests(work)
    for guest in everybody:
        county = county_of(work, meeting, guest.person) or regular.get(guest.person.id, "")
        by_county.setdefault(county, []).append(guest)
    shown: list[Arg] = []
    for county in (*meeting.counties, ""):
        if those := by_county.get(county):
            where: Arg = county or Text("count.elsewhere")
            shown.append(Text("count.in_county", {"county": where, "count": _counted(those, ANSWERED, True)}))
    return Joined(tuple(shown), "; ") if shown else _counted(everybody, named)


def county_of(work: UnitOfWork, meeting: Meeting, person: Person) -> str:
    """Return the first county of the meeting that a role of the person names, or empty: their roles are for
    all counties, or for others.
    """
    held = {role.county for role in work.people.roles(person)}
    return next((county for county in meeting.counties if county in held), "")


def _counted(everybody: list[Guest], named: Collection[str], given_only: bool = False) -> Joined:
    """Return the answers counted; `given_only`: leave out answers without guests."""
    counts: list[Arg] = []
    for answer in ANSWERED:
        those = [guest for guest in everybody if (guest.answer or "silent") == answer]
        if given_only and not those:
            continue
        count = Text(f"count.{answer}", n=len(those))
        who = organisations(those) if answer in named else []
        shown = Joined((*who[:NAMED], "..." if len(who) > NAMED else ""))
        counts.append(Text("count.named", {"count": count, "who": shown}) if who else count)
    return Joined(tuple(counts))


def organisations(of: list[Guest]) -> list[str]:
    """Return the guests' organisations, each once; for a guest without one, their name."""
    return list(dict.fromkeys(guest.person.organisation or guest.person.name for guest in of))


def send_headcount(work: UnitOfWork, ref: str, version: int) -> bool:
    """Send lead, deputies, PoCs and convener the headcount and agenda; False if the version is outdated."""
    meeting = register.find(work, ref)
    if meeting is None or meeting.version != version or meeting.status not in COMING:
        return False
    screen = screen_of(work, meeting)
    for person in invitations.heads_of(work, meeting):
        work.outbox.tell(person, screen, "reminder", ref, version, while_open=True)
    return True


def screen_of(work: UnitOfWork, meeting: Meeting) -> Screen:
    """Return "M12 tomorrow 9:00: 14 yes, ... Open on the agenda: S127, C14"."""
    args = texts.facts(work, meeting) | {"count": counted(work, meeting)}
    topics = agenda.refs(work, meeting)
    open_: Arg = Text("headcount.agenda", {"topics": Joined(tuple(topics))}) if topics else phrases.EMPTY
    text = Text("headcount", args | {"agenda": open_})
    return Screen(text, max_segments=segments(meeting), document=agenda_document(work, meeting))


def segments(meeting: Meeting) -> int:
    """Return the maximum length of a message with the headcount: each further county may take one segment."""
    return 1 + len(meeting.counties) if meeting.also_in else 2


def agenda_document(work: UnitOfWork, meeting: Meeting) -> Document | None:
    """Return the agenda as a PDF document; None if it is empty or no channel shows files."""
    lines = agenda.lines(work, meeting) if work.core.channels.shows_documents else ()
    if not lines:
        return None
    args: dict[str, Arg] = {"ref": meeting.ref, "title": texts.title(work, meeting)}
    title = Text("agenda.title", args | {"when": texts.when(work, meeting.starts_at)})
    return Document(f"{meeting.ref}-agenda.pdf", "application/pdf", title, Joined(lines, "\n"))
