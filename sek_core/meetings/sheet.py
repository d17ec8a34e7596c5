"""The attendance sheet of a meeting: who came, as CSV and as a document."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from sek_core.meetings import attendance, headcount, regulars, texts, walk_ins
from sek_core.messages.screens import Arg, Document, Joined, Text
from sek_core.messages.translation import LocalizedText
from sek_core.roster.snapshot import Person
from sek_core.spreadsheets.writing import harmless
from sek_core.store.meetings import Meeting
from sek_core.store.people import PersonRow
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

COLUMNS = ("first_name", "last_name", "organisation", "title", "email", "county")

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One line of the sheet."""

    name: str
    organisation: str
    title: Arg
    email: str
    county: str


def attendees(work: UnitOfWork, meeting: Meeting) -> list[Attendee]:
    """Return the people who came: invitees and people of the roster first, then the others."""
    there, _ = attendance.guests_by_presence(work, meeting)
    emails = _emails(work, [guest.person.id for guest in there])
    regular = regulars.counties_of_guests(work)
    found = [
        Attendee(
            guest.person.name,
            guest.person.organisation,
            _role(work, meeting, guest.person),
            emails.get(guest.person.id, ""),
            headcount.county_of(work, meeting, guest.person) or regular.get(guest.person.id, ""),
        )
        for guest in there
    ]
    typed = walk_ins.of_meeting(work, meeting)
    return [
        *found,
        *(Attendee(one.name, one.organisation, one.title, one.email, one.county) for one in typed),
    ]


def as_csv(work: UnitOfWork, meeting: Meeting, language: str) -> str:
    """Return the sheet as CSV with a header, for a spreadsheet."""
    voice = work.core.translator.localized(language, work.now)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in attendees(work, meeting):
        writer.writerow(map(harmless, _cells(voice, one)))
    return out.getvalue()


def document(work: UnitOfWork, meeting: Meeting) -> Document | None:
    """Return the sheet as a PDF document; None if no one came or no channel shows files."""
    lines = [_line(one) for one in attendees(work, meeting)]
    if not lines or not work.core.channels.shows_documents:
        return None
    return Document(f"{meeting.ref}-attendance.pdf", PDF, title(work, meeting), _numbered(lines))


def printed(work: UnitOfWork, meeting: Meeting, language: str) -> tuple[str, str]:
    """Return title and lines of the sheet in a language, to draw a PDF from."""
    voice = work.core.translator.localized(language, work.now)
    lines = _numbered([_line(one) for one in attendees(work, meeting)])
    return voice.text(title(work, meeting)), voice.text(Text("name", {"name": lines}))


def title(work: UnitOfWork, meeting: Meeting) -> Text:
    """Return "Attendance: M12 SEK meeting Kitui Thu 3 Dec 9:00"."""
    return Text("sheet.title", texts.facts(work, meeting))


def _numbered(lines: Iterable[Arg]) -> Joined:
    numbered = (Joined((f"{number}.", line), " ") for number, line in enumerate(lines, start=1))
    return Joined(tuple(numbered), "\n")


def _line(one: Attendee) -> Joined:
    return Joined((one.name, one.title, one.organisation, one.county, one.email))


def _cells(voice: LocalizedText, one: Attendee) -> tuple[str, ...]:
    first, _, last = one.name.partition(" ")
    role = voice.text(one.title) if isinstance(one.title, Text) else str(one.title)
    return first, last, one.organisation, role, one.email, one.county


def _role(work: UnitOfWork, meeting: Meeting, person: Person) -> Arg:
    """Return the role of a person for the meeting, or nothing."""
    roles = work.people.roles(person)
    own = [role for role in roles if role.county in meeting.counties] or roles
    return phrases.role_of(work, own[0].role) if own else ""


def _emails(work: UnitOfWork, ids: Iterable[int]) -> dict[int, str]:
    query = select(PersonRow.id, PersonRow.email).where(PersonRow.id.in_(list(ids)))
    return {row.id: row.email for row in work.session.execute(query)}
