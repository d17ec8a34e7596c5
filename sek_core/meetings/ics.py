"""Meetings as calendar text (RFC 5545, RFC 5546): one as a file, or all of a person's as a feed.

icalendar is imported only when the first calendar is written, as most processes write none.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from sek_core.meetings import texts
from sek_core.messages.screens import Arg, Document, Text, Translated
from sek_core.messages.translation import LocalizedText
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Invitation, Meeting
from sek_core.store.states import MeetingStatus
from sek_core.work.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

MEDIA_TYPE = "text/calendar"

ORGANIZER, GUESTS = "mailto:nobody@sek.invalid", "mailto:invited@sek.invalid"
"""Placeholder addresses of organizer and attendees, as neither has an address of ours. RFC 5546 (3.2) wants
the first in every method and the second in a REQUEST. Any URI would do by RFC 5545, but Outlook and Google
read only mailto. No domain below .invalid can be registered (RFC 2606), so an answer that a calendar sends
there bounces and reaches no stranger.
"""

STATUSES = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.CALLED: "CONFIRMED",
    MeetingStatus.CANCELLED: "CANCELLED",
}

KEPT = timedelta(days=92)
"""Time after its start for which a meeting stays in a feed."""

REFRESH = timedelta(hours=1)
"""Refresh interval suggested to calendars; most refresh less often."""

_CONTROL = dict.fromkeys((*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0)), " ")
"""Control characters, which no calendar text may hold (RFC 5545, 3.1), except the end of a line."""


def uid(meeting: Meeting) -> str:
    """Return the permanent identifier of a meeting in calendars: a move does not change it.

    Two installations may each have an M12, so it contains the random token: only a hash of it, as the token
    itself opens the meeting's link.
    """
    return f"{meeting.ref}-{hashlib.sha256(meeting.token.encode()).hexdigest()[:24]}@sek"


def document(work: UnitOfWork, meeting: Meeting) -> Document:
    """Return one meeting as a document that goes with a message about it."""
    languages = work.configuration.mechanism.languages
    written = {language: request(work, meeting, language) for language in languages}
    title = Text("calendar.title", _title(work, meeting))
    return Document(f"{meeting.ref}.ics", MEDIA_TYPE, title, Translated(written))


def request(work: UnitOfWork, meeting: Meeting, language: str) -> str:
    """Return the calendar file that invites to one meeting, or calls it off: the same for all invitees."""
    from icalendar import vCalAddress

    localized = _voice(work, language)
    event = _event(work, localized, meeting, _called_off(localized, meeting))
    guests = vCalAddress(GUESTS)
    guests.params.update(
        CN=localized.text(Text("calendar.invited")), CUTYPE="GROUP", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"
    )
    event["attendee"] = guests
    calendar = _calendar(work, "CANCEL" if meeting.status == MeetingStatus.CANCELLED else "REQUEST")
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def feed(work: UnitOfWork, person: Person) -> str:
    """Return a person's meetings of the last months and to come, with the person's answers."""
    work.flush()
    query = (
        select(Meeting, Invitation)
        .join(Invitation, Invitation.meeting_ref == Meeting.ref)
        .where(Invitation.person_id == person.id, Meeting.starts_at >= work.now - KEPT)
        .order_by(Meeting.starts_at, Meeting.ref)
    )
    localized = _voice(work, work.people.language_of(person))
    calendar = _calendar(work, "PUBLISH")
    name = localized.text(Text("calendar.of"))
    for property_ in ("name", "x-wr-calname"):  # the standard's, and what most calendars read
        calendar.add(property_, name)
    calendar.add("x-wr-timezone", work.configuration.mechanism.time_zone)
    for property_ in ("refresh-interval", "x-published-ttl"):
        calendar.add(property_, REFRESH, parameters={"VALUE": "DURATION"})
    for meeting, invitation in work.session.execute(query):
        lines = [*_called_off(localized, meeting), *_own_answer(localized, meeting, invitation)]
        busy = invitation.answer != "no" and meeting.status != MeetingStatus.CANCELLED
        calendar.add_component(_event(work, localized, meeting, lines, busy))
    return str(calendar.to_ical(), "utf-8")


def _voice(work: UnitOfWork, language: str) -> LocalizedText:
    return work.core.translator.localized(language, work.now)


def _calendar(work: UnitOfWork, method: str) -> "Calendar":
    from icalendar import Calendar

    mechanism = work.configuration.mechanism
    calendar = Calendar()
    calendar.add("prodid", f"-//{mechanism.short_name}//SEK//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_timezone(mechanism.time_zone, work.now.year))
    return calendar


@lru_cache(maxsize=8)
def _timezone(name: str, year: int) -> "Timezone":
    """Return the time zone's component for the years in which a calendar may show a meeting. The cached
    object is shared: do not change it.
    """
    from icalendar import Timezone

    return Timezone.from_tzid(name, first_date=date(year - 1, 1, 1), last_date=date(year + 5, 1, 1))


def _event(
    work: UnitOfWork,
    localized: LocalizedText,
    meeting: Meeting,
    lines: Sequence[str],
    busy: bool | None = None,
) -> "Event":
    """Return the event of a meeting, in local time, so that calendars name the zone of its people."""
    from icalendar import Event, vCalAddress

    mechanism, lasts = work.configuration.mechanism, work.configuration.meetings.lasts
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", max(0, meeting.version - 1))
    event.add("dtstamp", _utc(meeting.changed_at))
    event.add("created", _utc(meeting.created_at))
    event.add("last-modified", _utc(meeting.changed_at))
    event.add("dtstart", meeting.starts_at.astimezone(mechanism.zone))
    event.add("dtend", (meeting.starts_at + lasts).astimezone(mechanism.zone))
    event.add("summary", _plain(localized.text(Text("calendar.title", _title(work, meeting)))))
    event.add("status", STATUSES[meeting.status])
    if meeting.venue:
        event.add("location", _plain(meeting.venue))
    if lines:
        event.add("description", _plain("\n".join(lines)))
    if busy is not None:
        event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    organizer = vCalAddress(ORGANIZER)
    organizer.params["CN"] = mechanism.name
    event["organizer"] = organizer
    return event


def _title(work: UnitOfWork, meeting: Meeting) -> dict[str, Arg]:
    """Return the arguments of the text `calendar.title`."""
    return {"title": texts.title(work, meeting), "ref": meeting.ref}


def _called_off(localized: LocalizedText, meeting: Meeting) -> list[str]:
    if meeting.status != MeetingStatus.CANCELLED:
        return []
    off = localized.text(Text("calendar.off"))
    return [f"{off}: {meeting.why}" if meeting.why else off]


def _own_answer(localized: LocalizedText, meeting: Meeting, invitation: Invitation) -> list[str]:
    if invitation.answer is None:
        return (
            []
            if meeting.status == MeetingStatus.CANCELLED
            else [localized.text(Text("calendar.silent", {"ref": meeting.ref}))]
        )
    said = localized.text(Text(f"calendar.said.{invitation.answer}"))
    return [said, f'"{invitation.note}"'] if invitation.note else [said]


def _utc(moment: datetime) -> datetime:
    """Return the moment in UTC, which a calendar writes with a Z."""
    return moment.astimezone(UTC)


def _plain(words: str) -> str:
    """Return words fit for a calendar text: uniform line ends, no control characters."""
    return "\n".join(line.translate(_CONTROL) for line in words.splitlines())
