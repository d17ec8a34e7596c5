"""Meetings as calendars read them: read back by a calendar, and held to RFC 5545 and RFC 5546."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from sek_core.meetings import ics
from sek_core.messages.screens import Content, Screen, Text
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.work.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.packaged import packaged, reader_of
from tests.scenarios.conftest import ROSTER
from tests.sek_core.meetings.invited import STARTS, invitation, meeting, moved

NAIROBI = ZoneInfo("Africa/Nairobi")
CORE = make_core(packaged(), MovedClock(), reader=reader_of(packaged()))
WITHOUT_DATABASE: Any = None

PATRICK, MARTIN = 1, 3
"""Ids by place on the roster; Martin reads Swahili."""

PAGED = "Ukumbi wa Gavana, Kitui; ghorofa ya 2\nUliza \\ kwenye lango 😀 " + "é😀" * 240


def request(one: Any, language: str = "en") -> str:
    return ics.request(CORE.work(WITHOUT_DATABASE), one, language)


def read(text: str) -> Calendar:
    """Return the calendar as a client reads it, after checking it against the standard."""
    octets = text.encode()
    assert octets.endswith(b"\r\n")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", octets) is None
    assert max(len(line) for line in octets.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(octets)
    assert (calendar["version"], bool(calendar["prodid"])) == ("2.0", True)
    zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        for required in ("uid", "dtstamp", "dtstart", "dtend", "summary", "sequence", "status", "organizer"):
            assert required in event, required
        assert event["dtstamp"].to_ical().endswith(b"Z")
        assert event["dtstart"].params["TZID"] in zones
        assert event.end > event.start
        assert ("attendee" in event) == (calendar["method"] != "PUBLISH")  # RFC 5546, 3.2
    return calendar


def only(text: str) -> Event:
    [event] = read(text).events
    return event


def test_a_meeting_asks_people_to_it_by_the_clock_on_their_wall() -> None:
    calendar = read(request(meeting()))
    assert calendar["method"] == "REQUEST"
    [event] = calendar.events
    assert event["summary"] == "SEK meeting Kitui (M12)"
    assert event["location"] == "County HQ"
    assert event["status"] == "CONFIRMED"
    assert event["sequence"] == 0
    assert event.start == datetime(2026, 12, 3, 9, tzinfo=NAIROBI)
    assert event.end == datetime(2026, 12, 3, 12, tzinfo=NAIROBI)
    assert event["dtstart"].to_ical() == b"20261203T090000"
    assert event["dtstamp"].dt == datetime(2026, 11, 20, 8, 30, 15, tzinfo=UTC)


def test_nobody_hears_of_an_answer_that_a_calendar_sends() -> None:
    event = only(request(meeting()))
    for address in (event["organizer"], event["attendee"]):
        assert re.fullmatch(r"mailto:\w+@sek\.invalid", address)
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["organizer"].params["CN"] == "South Eastern Kenya Coordination Mechanism"


def test_in_swahili() -> None:
    assert only(request(meeting(), "sw"))["summary"] == "Mkutano wa SEK Kitui (M12)"
    assert (
        only(request(meeting(series="", county="Makueni"), "sw"))["summary"] == "Mkutano wa SEK Makueni (M12)"
    )


def test_a_series_that_the_file_has_no_more_is_a_meeting_all_the_same() -> None:
    assert only(request(meeting(series="gone")))["summary"] == "SEK meeting Kitui (M12)"


def test_called_off_it_is_taken_out_of_calendars() -> None:
    calendar = read(request(meeting(status="cancelled", version=2, why="the road is flooded")))
    assert calendar["method"] == "CANCEL"
    [event] = calendar.events
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["description"] == "Called off: the road is flooded"
    assert event["uid"] == only(request(meeting()))["uid"]


def test_two_installations_have_an_m12_each() -> None:
    here, there = (only(request(meeting(token=token)))["uid"] for token in ("one", "another"))
    assert here != there
    assert "token-of-M12" not in request(meeting())


def test_a_venue_of_any_length_in_any_letters_arrives_whole() -> None:
    assert len(PAGED) > 500
    assert only(request(meeting(venue=PAGED)))["location"] == PAGED


def test_where_no_venue_is_known_none_is_said() -> None:
    assert "location" not in only(request(meeting(venue="")))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600))
def test_whatever_somebody_writes_is_a_venue(venue: str) -> None:
    said = str(only(request(meeting(venue=venue))).get("location", ""))
    words = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
    assert words.sub(" ", said).strip() == words.sub(" ", venue).strip()


DAYS = st.integers(-100, 400)


@given(st.lists(st.tuples(DAYS, st.text("Kitui ,;\\\n", max_size=90)), max_size=6), st.booleans())
def test_moves_keep_the_meeting_and_count_up(moves: list[tuple[int, str]], ends_called_off: bool) -> None:
    told = [meeting()]
    for days, venue in moves:
        told.append(moved(told[-1], STARTS + timedelta(days=days), venue))
    if ends_called_off:
        told.append(moved(told[-1], told[-1].starts_at, told[-1].venue))
        told[-1].status = "cancelled"
    events = [only(request(one)) for one in told]
    assert {event["uid"] for event in events} == {events[0]["uid"]}
    assert [event["sequence"] for event in events] == list(range(len(told)))
    assert [event.start for event in events] == [one.starts_at for one in told]


def test_a_document_is_in_the_language_of_its_reader() -> None:
    screen = Screen(Text("answer.yes"), document=ics.document(CORE.work(WITHOUT_DATABASE), meeting()))

    def said(language: str) -> Content:
        return CORE.translator.localized(language, CORE.clock.now()).say(screen)

    for language, title in (("en", "SEK meeting Kitui (M12)"), ("sw", "Mkutano wa SEK Kitui (M12)")):
        enclosure = said(language).document
        assert enclosure is not None
        assert (enclosure.name, enclosure.media_type, enclosure.title) == ("M12.ics", "text/calendar", title)
        assert only(enclosure.text)["summary"] == title
    assert said("fr").document == said("en").document


class TestFeed:
    @pytest.fixture
    def work(
        self, configuration: Configuration, database: Database, clock: MovedClock
    ) -> Iterator[UnitOfWork]:
        lines = csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS)
        with database.writing() as session:
            csv_file.import_lines(session, lines)
            yield make_core(configuration, clock).work(session)

    def invite(self, work: UnitOfWork, *rows: object) -> None:
        for row in rows:  # a meeting before who is invited to it
            work.session.add(row)
            work.session.flush()

    def feed(self, work: UnitOfWork, person_id: int = PATRICK) -> Calendar:
        return read(ics.feed(work, work.people.get(person_id)))

    def test_everybody_reads_their_own_meetings_and_answers(self, work: UnitOfWork) -> None:
        self.invite(
            work,
            meeting("M1"), invitation("M1", PATRICK, "yes"), invitation("M1", MARTIN, "no"),
            meeting("M2", starts_at=STARTS + timedelta(days=1)),
            invitation("M2", PATRICK, "no", "Jane will come for us"),
            meeting("M3", starts_at=STARTS + timedelta(days=2)), invitation("M3", PATRICK, "maybe"),
            meeting("M4", starts_at=STARTS + timedelta(days=3)), invitation("M4", PATRICK),
            meeting("M5"),
        )  # fmt: skip
        said = {str(event["summary"])[-4:]: event for event in self.feed(work).events}
        assert {ref: str(event["description"]) for ref, event in said.items()} == {
            "(M1)": "You said: yes",
            "(M2)": 'You said: no\n"Jane will come for us"',
            "(M3)": "You said: maybe",
            "(M4)": "You have not answered yet. Reply YES M4, NO M4 or MAYBE M4",
        }
        assert {ref: event["transp"] for ref, event in said.items()} == {
            "(M1)": "OPAQUE",
            "(M2)": "TRANSPARENT",
            "(M3)": "OPAQUE",
            "(M4)": "OPAQUE",
        }
        [his] = self.feed(work, MARTIN).events
        assert (his["summary"], his["description"]) == ("Mkutano wa SEK Kitui (M1)", "Ulisema: hapana")

    def test_it_says_what_it_is_and_when_to_look_again(self, work: UnitOfWork) -> None:
        calendar = self.feed(work)
        assert (calendar["method"], calendar["x-wr-calname"]) == ("PUBLISH", "SEK meetings")
        assert calendar["refresh-interval"].to_ical() == b"PT1H"
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in ics.feed(work, work.people.get(PATRICK))
        assert calendar.events == []

    def test_what_is_called_off_stays_and_says_so(self, work: UnitOfWork) -> None:
        self.invite(
            work, meeting("M1", status="cancelled", version=2, why="rain"), invitation("M1", PATRICK, "yes")
        )
        [event] = self.feed(work).events
        assert (event["status"], event["transp"], event["sequence"]) == ("CANCELLED", "TRANSPARENT", 1)
        assert event["description"] == "Called off: rain\nYou said: yes"

    def test_what_is_only_planned_is_not_certain(self, work: UnitOfWork) -> None:
        self.invite(work, meeting("M1", status="planned"), invitation("M1", PATRICK))
        assert self.feed(work).events[0]["status"] == "TENTATIVE"

    def test_after_three_months_a_meeting_is_forgotten(self, work: UnitOfWork) -> None:
        now = work.now
        for ref, days in (("M1", 91), ("M2", 93)):
            self.invite(
                work, meeting(ref, starts_at=now - timedelta(days=days)), invitation(ref, PATRICK, "yes")
            )
        assert [str(event["summary"]) for event in self.feed(work).events] == ["SEK meeting Kitui (M1)"]

    def test_it_is_the_same_until_something_changes(self, work: UnitOfWork) -> None:
        self.invite(work, meeting("M1"), invitation("M1", PATRICK))
        before = ics.feed(work, work.people.get(PATRICK))
        assert ics.feed(work, work.people.get(PATRICK)) == before
