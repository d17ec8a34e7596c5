"""Messages on their way: refused, delayed, lost, reported late, and never twice without the mark."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from sek_core.deliveries.outcomes import record
from sek_core.messages.channel import Accepted, NoAnswer, Refused
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from tests.scenarios.conftest import ROSTER, Phone, World

DROUGHT = "drought Mutomo severe"


def deliveries(world: World, person: str) -> list[Delivery]:
    """Return the deliveries to a person, oldest first."""
    number = world[person].number
    with world.program.database.reading() as session:
        return session.query(Delivery).filter_by(address=number).order_by(Delivery.id).all()


def statuses(world: World, person: str) -> list[str]:
    return [delivery.status for delivery in deliveries(world, person)]


@pytest.fixture
def rest(world: World) -> Iterator[None]:
    """Discard at the end the messages of all but the CLT lead, including those of later steps."""
    yield
    told = ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat")
    for name in (*told, "Kitui CLT Member", "SEK Chair"):
        world[name].unread.clear()


@pytest.mark.usefixtures("rest")
class TestRefused:
    def test_a_passing_fault_is_tried_again_with_patience(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        world.fails(clt.number, Refused("HTTP 500"))
        lead.texts(DROUGHT)
        clt.expects_nothing()
        assert statuses(world, clt.name) == ["queued"]
        world.passes("1s")
        assert deliveries(world, clt.name)[0].attempts == 1
        world.passes("10s")
        assert deliveries(world, clt.name)[0].attempts > 1
        world.heals(clt.number)
        world.passes("5m")
        clt.expects("S1 SEVERE DROUGHT")
        assert statuses(world, clt.name) == ["accepted"]

    def test_a_fault_of_ours_loses_nothing(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails_for_all(Refused("InsufficientBalance", ours=True))
        lead.texts(DROUGHT)
        world.passes("25h")
        assert statuses(world, clt.name) == ["queued"]
        world.heals()
        world.passes("1m")
        clt.expects("S1 SEVERE DROUGHT")

    def test_for_good_falls_to_the_next_address(self, world: World) -> None:
        second = "Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000044,en\n"
        header, *lines = ROSTER.splitlines()
        same = [f"{line},clt@example.org" if "Kitui CLT Lead" in line else f"{line}," for line in lines]
        world.enrols("\n".join([f"{header},email", *same, f"{second.strip()},clt@example.org"]) + "\n")
        world.fails("+254300000004", Refused("InvalidPhoneNumber", permanent=True))
        world["Patrick Mburu"].texts(DROUGHT)
        world.phone("+254300000044").expects("S1 SEVERE DROUGHT", "Reply OK S1")
        world.phone("+254300000004").expects_nothing()
        # From now on the number that works is the first.
        world["Patrick Mburu"].texts("flood Kyuso severe")
        world.phone("+254300000044").expects("S2 SEVERE FLOOD")
        assert statuses(world, "Kitui CLT Lead") == ["failed"]

    def test_one_bad_number_in_a_bulk_harms_no_other(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails(clt.number, Refused("InvalidPhoneNumber", permanent=True))
        lead.texts(DROUGHT)
        assert statuses(world, clt.name) == ["failed"]
        assert statuses(world, "USAID Officer") == ["accepted"]
        assert statuses(world, "RLA Secretariat") == ["accepted"] * 2  # and hears who cannot be reached


@pytest.mark.usefixtures("rest")
class TestNobodyKnows:
    def test_an_alert_without_an_answer_is_sent_once_more_and_says_so(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        assert statuses(world, clt.name) == ["unknown"]
        world.heals(clt.number)
        world.passes("1m")
        clt.expects_nothing()
        world.passes("1m")
        clt.expects("(repeat) S1 SEVERE DROUGHT")
        world.passes("1h")
        clt.expects_nothing()

    @pytest.mark.only("sms")
    def test_a_delivery_report_by_number_settles_it(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        world.heals(clt.number)
        world.reports_delivery("ATXid_somewhere", "Success", clt.number)
        assert statuses(world, clt.name) == ["delivered"]
        world.passes("1h")
        clt.expects_nothing()

    def test_a_silence_that_outlasts_the_repetition_loses_nothing(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        for wait in ("2m", "4m", "8m"):
            world.passes(wait)
        assert statuses(world, clt.name) == ["unknown"]
        assert deliveries(world, clt.name)[0].attempts == 4
        world.heals(clt.number)
        world.passes("13m")
        clt.expects_nothing()
        world.passes("2m")
        clt.expects("(repeat) S1 SEVERE DROUGHT")
        world.passes("25h")
        clt.expects_nothing()

    def test_after_a_day_of_silence_it_is_given_up(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        for _ in range(30):
            world.passes("1h")
        # The alert, tried again and again; and the morning's digest, which is never sent twice.
        assert statuses(world, clt.name) == ["unknown", "unknown"]
        assert [(each.kind, each.attempts) for each in deliveries(world, clt.name)][1] == ("digest", 1)
        tries = deliveries(world, clt.name)[0].attempts
        world.passes("72h")
        assert deliveries(world, clt.name)[0].attempts == tries

    def test_a_worker_that_died_while_sending(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts(DROUGHT)
        clt.ignores()
        with world.program.database.writing() as session:
            delivery = session.query(Delivery).filter_by(address=clt.number).one()
            delivery.status, delivery.provider_id, delivery.due_at = "sending", None, world.clock.real()
        world.passes("1s")
        assert statuses(world, clt.name) == ["unknown"]
        world.passes("2m")
        clt.expects("(repeat) S1 SEVERE DROUGHT")


@pytest.mark.only("sms")
@pytest.mark.usefixtures("rest")
class TestDeliveryReports:
    def test_forward_only(self, world: World, lead: Phone, clt: Phone) -> None:
        lead.texts(DROUGHT)
        clt.ignores()
        provider_id = deliveries(world, clt.name)[0].provider_id
        assert provider_id
        for status, becomes in [
            ("Sent", "accepted"),
            ("Success", "delivered"),
            ("Sent", "delivered"),
            ("Failed", "delivered"),
            ("Mystery", "delivered"),
        ]:
            world.reports_delivery(provider_id, status, clt.number)
            assert statuses(world, clt.name) == [becomes], status

    def test_an_early_one_is_kept(self, world: World, lead: Phone, clt: Phone) -> None:
        world.reports_delivery("ATXid_early", "Success", clt.number)
        world.fails(clt.number, Accepted("ATXid_early", 1, Decimal("0.8")))
        lead.texts(DROUGHT)
        assert statuses(world, clt.name) == ["delivered"]

    def test_a_failure_that_comes_later_falls_to_the_next_address(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        lead.texts(DROUGHT)
        clt.ignores()
        provider_id = deliveries(world, clt.name)[0].provider_id
        assert provider_id
        world.reports_delivery(provider_id, "AbsentSubscriber", clt.number)
        assert statuses(world, clt.name) == ["failed"]

    def test_of_two_unknown_ones_none_is_guessed(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        lead.texts("flood Kyuso severe")
        world.reports_delivery("ATXid_somewhere", "Success", clt.number)
        assert statuses(world, clt.name) == ["unknown", "unknown"]

    def test_one_that_is_too_old_is_not_taken_for_a_later_message(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        world.heals(clt.number)
        world.passes("2m")
        clt.expects("(repeat) S1")
        world.reports_delivery("ATXid_first_copy", "Success", clt.number)
        world.passes("1h")
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts("flood Kyuso severe")
        assert statuses(world, clt.name)[-1] == "unknown"
        world.heals(clt.number)
        world.passes("2m")
        clt.expects("(repeat) S2 SEVERE FLOOD")

    def test_one_on_a_first_copy_is_not_taken_for_another_message(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        world.passes("1m")
        lead.texts("flood Kyuso severe")
        world.heals(clt.number)
        world.passes("1m")
        clt.expects("(repeat) S1")
        # Of the first copy, or of S2? If S2 were taken for delivered, it would never be repeated.
        world.reports_delivery("ATXid_first_copy", "Success", clt.number)
        assert statuses(world, clt.name) == ["accepted", "unknown"]
        world.passes("1m")
        clt.expects("(repeat) S2 SEVERE FLOOD")

    def test_one_on_what_stop_took_back_is_not_taken_for_the_answer_to_it(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        clt.texts("STOP")
        assert statuses(world, clt.name) == ["skipped", "unknown"]
        # Of the alert, which had left, or of the answer? If that were taken for delivered, nobody would know
        # whether it was.
        world.reports_delivery("ATXid_of_the_alert", "Success", clt.number)
        assert statuses(world, clt.name) == ["skipped", "unknown"]
        world.heals(clt.number)
        world.passes("2m")
        clt.expects("(repeat) You get no more messages")
        world.sets_aside()

    def test_one_that_overtakes_its_answer_waits_for_it(self, world: World, lead: Phone, clt: Phone) -> None:
        world.fails(clt.number, NoAnswer("read timeout"))
        lead.texts(DROUGHT)
        world.heals(clt.number)
        lead.texts("flood Kyuso severe")
        clt.expects("S2 SEVERE FLOOD")
        with world.program.database.writing() as session:
            second = session.query(Delivery).filter_by(address=clt.number, about="S2").one()
            second.status, second.provider_id = "sending", None
            second.due_at = world.clock.real() + timedelta(minutes=1)
        world.reports_delivery("ATXid_second", "Success", clt.number)
        assert statuses(world, clt.name) == ["unknown", "sending"]
        with world.program.database.writing() as session:
            work = world.program.core.work(session)
            outcomes = {
                d.id: Accepted("ATXid_second")
                for d in session.query(Delivery).filter_by(about="S2", address=clt.number)
            }
            record(work, outcomes)
            work.flush()
        world.settle()
        assert statuses(world, clt.name) == ["unknown", "delivered"]
        world.passes("2m")
        clt.expects("(repeat) S1")

    def test_one_that_was_missed_in_the_same_moment_is_found_by_the_clock(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        lead.texts(DROUGHT)
        clt.ignores()
        provider_id = deliveries(world, clt.name)[0].provider_id
        assert provider_id
        world.reports_delivery(provider_id, "Failed", clt.number)
        with world.program.database.writing() as session:
            session.query(Delivery).filter_by(provider_id=provider_id).update({"status": "accepted"})
            session.query(InboxRow).filter_by(about=provider_id).update({"status": "unmatched"})
        world.passes("1s")
        assert statuses(world, clt.name) == ["failed"]


def test_after_stop_nothing_that_waited_is_sent(world: World, lead: Phone, clt: Phone) -> None:
    world.fails(clt.number, NoAnswer("read timeout"))
    lead.texts(DROUGHT)
    world.heals(clt.number)
    clt.texts("STOP")
    clt.expects("no more messages")
    world.passes("1h")
    clt.expects_nothing()
    assert statuses(world, clt.name) == ["skipped", "accepted"]
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 2", "the CLT lead cannot be reached")
    world.everyone_ignores(besides=clt)


@pytest.mark.only("sms")
def test_segments_and_cost_are_stored(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts(DROUGHT)
    world.everyone_ignores()
    alert = deliveries(world, clt.name)[0]
    assert (alert.segments, alert.cost) == (1, Decimal("0.8"))


def test_each_persons_messages_come_in_their_order(world: World, lead: Phone, clt: Phone) -> None:
    world.fails(clt.number, Refused("HTTP 500"))
    for text in ("drought Mutomo severe", "flood Kyuso severe", "locusts Nuu ward severe"):
        lead.texts(text)
    clt.expects_nothing()
    world.heals(clt.number)
    for _ in range(3):
        world.passes("1m")
    clt.expects("S1 SEVERE DROUGHT")
    clt.expects("S2 SEVERE FLOOD")
    clt.expects("S3 SEVERE LOCUSTS")
    world.everyone_ignores(besides=clt)
