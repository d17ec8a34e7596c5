"""The month that a new demonstration finds: made by the program itself, whole, and over when it starts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from config.demo_story import load_story
from sek_core.integrity import checking
from sek_core.integrity.violations import Circumstances
from sek_core.roster import demonstration
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import Conversation, InboxRow, Kept
from sek_core.store.incidents import History, Incident, Promise
from sek_core.store.meetings import Invitation, Meeting, Task
from sek_core.store.offers import Offer
from sek_core.store.people import AbsenceRow, AddressRow, PersonRow
from sek_core.work.conversations import question_of
from tests import transcripts
from tests.bot.month.conftest import Month
from tests.conftest import MovedClock
from tests.scenarios.world import World

FIRST_PHONES = ("Patrick Mburu", "Kitui CLT Lead", "RLA Secretariat", "USAID Programme Specialist")


def found(database: Database, column: Any, *where: Any) -> set[Any]:
    with database.reading() as session:
        return set(session.scalars(select(column).where(*where)))


def test_an_operator_is_told_of_it(month: Month) -> None:
    assert month.said == ["SEK demonstration: making up a month of events (sek run --empty starts without)"]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (Incident.status, {"held", "open", "taken", "closed", "cancelled"}),
        (Incident.confirmed, {None, "yes", "no"}),
        (Promise.status, {"waiting", "late", "over"}),
        (Offer.status, {"delivered", "late"}),
        (Meeting.status, {"called"}),
        (Invitation.answer, {None, "yes", "no", "maybe"}),
        (Task.status, {"open", "done"}),
        (Kept.reason, {"unknown sender", "not understood"}),
        (Delivery.status, {"accepted", "failed"}),
    ],
)
def test_it_has_each_kind_of_thing(database: Database, column: Any, values: set[Any]) -> None:
    assert values <= found(database, column)


def test_it_is_in_each_county(database: Database) -> None:
    shocks = found(database, Incident.county, Incident.kind == "shock")
    assert shocks == {"Kitui", "Makueni", "Taita Taveta"}


@pytest.mark.parametrize("what", ["escalated", "reopened", "same", "promise_late", "not_solved"])
def test_its_shocks_took_turns(database: Database, what: str) -> None:
    assert what in found(database, History.what)


def test_someone_is_away_and_someone_wants_no_messages(database: Database, clock: MovedClock) -> None:
    assert found(database, AbsenceRow.person_id)
    assert found(database, AddressRow.value, AddressRow.opted_out_at.is_not(None))


def test_one_meeting_is_over_and_one_comes(database: Database, clock: MovedClock) -> None:
    over, coming = sorted(found(database, Meeting.starts_at))
    assert over < clock.now() < coming
    with database.reading() as session:
        here = select(func.count()).where(Invitation.meeting_ref == "M1", Invitation.present)
        assert session.scalar(here) == 5


def test_every_text_of_it_was_handled(database: Database) -> None:
    assert found(database, InboxRow.status) == {"done"}
    assert found(database, Delivery.status) == {"accepted", "failed"}


def test_its_rows_are_whole(database: Database, clock: MovedClock) -> None:
    with database.reading() as session:
        assert list(checking.violations(session, Circumstances(clock.now()))) == []


def test_nothing_of_it_lies_ahead(database: Database, clock: MovedClock) -> None:
    with database.reading() as session:
        assert demonstration.clock_ahead(session) == timedelta()
        for column in (Delivery.created_at, Delivery.changed_at, InboxRow.received_at, History.at):
            assert session.scalar(select(func.max(column))) <= clock.now()


def test_no_question_is_open_on_the_first_phones(database: Database, clock: MovedClock) -> None:
    with database.reading() as session:
        ids = session.scalars(select(PersonRow.id).where(PersonRow.name.in_(FIRST_PHONES))).all()
        parties = [f"p{person}" for person in ids]
        asked = session.scalars(select(Conversation.question).where(Conversation.party.in_(parties))).all()
    assert [kept for kept in asked if kept and question_of(kept).open_at(clock.now())] == []


def test_it_is_over_when_the_program_starts(world: World) -> None:
    for _ in range(3):
        world.passes("1s")
    world.no_more()


def test_what_follows_is_what_was_half_reported_last(world: World) -> None:
    world.passes("5m")
    assert "S15 FLOOD, Makueni. Sent to USAID" in world["Timothy Muli"].expects("S15")
    for phone in world.phones():
        assert all("S15" in text for text in phone.unread), phone.name


@pytest.mark.parametrize("transcript", transcripts.of("README.md"))
def test_the_sixty_seconds_of_the_readme_go_on_from_it(transcript: str, world: World) -> None:
    transcripts.play(transcript, world)


def test_a_roster_of_ones_own_has_no_month(tmp_path: Any) -> None:
    assert load_story(tmp_path) is not None
    (tmp_path / "demo-roster.csv").write_text("name,role\n")
    assert load_story(tmp_path) is None
