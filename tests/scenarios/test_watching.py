"""The program's own health: administrators hear of problems, by a channel that works, and of their end."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from sek_core.messages.channel import Refused
from sek_core.messages.screens import Screen, Text
from sek_core.store.deliveries import Delivery
from sek_core.store.watch import Alarm, Refusal
from tests.scenarios.phones import Chat, Phone
from tests.scenarios.world import World

pytestmark = pytest.mark.only("sms")  # the roster below says who has what

ROSTER = """\
name,organisation,role,county,phone,telegram,channel,language
Patrick Mburu,KIWASH,county_lead,Kitui,+254300000001,,,en
Kitui CLT Lead,USAID,clt_lead,Kitui,+254300000004,,,en
USAID Officer,USAID,usaid,,+254300000008,,,en
RLA Secretariat,RLA,rla,,+254300000009,,,en
Administrator,RLA,admin,Kitui,+254300000010,9990000000010,sms,en
"""
NO_BALANCE = Refused("InsufficientBalance (405)", ours=True)


@pytest.fixture
def watched(world: World) -> World:
    """Run a mechanism with an administrator who has a telephone, which they prefer, and a chat."""
    world.enrols(ROSTER)
    return world


@pytest.fixture
def admin(watched: World) -> Phone:
    return watched.phone("+254300000010")


@pytest.fixture
def admin_chat(watched: World) -> Chat:
    return watched.chat("9990000000010")


@pytest.fixture
def patrick(watched: World) -> Phone:
    return watched["Patrick Mburu"]


def alarms(world: World) -> set[str]:
    with world.program.database.reading() as session:
        return set(session.scalars(select(Alarm.name)))


def watches(world: World, times: int) -> None:
    """Let the program look so many times, at the usual interval."""
    for _ in range(times):
        world.looks("15s")


def others_ignore(world: World) -> None:
    for name in ("Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].unread.clear()


def test_nobody_handles_what_comes_in(watched: World, admin: Phone, patrick: Phone) -> None:
    patrick.sends("list")
    watches(watched, 4)  # a minute: it may still come
    assert alarms(watched) == set()
    watches(watched, 4)  # it is late, but perhaps a blip
    assert alarms(watched) == {"inbox_late"}
    admin.expects_nothing()
    watches(watched, 1)
    admin.expects("SEK alarm: messages wait unanswered since 10:04.", "See docs/operations.md: inbox_late")
    watches(watched, 20)
    admin.expects_nothing()
    watched.settle()
    patrick.expects("Nothing is open")
    watches(watched, 4)
    admin.expects_nothing()
    watches(watched, 1)
    admin.expects("SEK alarm is over: messages wait unanswered since 10:04")
    assert alarms(watched) == set()


def test_a_step_is_due_and_no_clock_runs(watched: World, admin: Phone, patrick: Phone) -> None:
    patrick.texts("drought Mutomo severe")
    others_ignore(watched)
    watched.looks("30m")
    watches(watched, 4)  # a minute: it may still be taken
    assert alarms(watched) == set()
    watches(watched, 5)
    admin.expects("no clock runs since 10:34", "steps_late")
    watched.passes("1s")
    watches(watched, 5)
    admin.expects("SEK alarm is over")
    assert alarms(watched) == set()
    others_ignore(watched)


def test_a_blip_wakes_nobody(watched: World, admin: Phone, patrick: Phone) -> None:
    patrick.sends("list")
    watches(watched, 6)
    assert alarms(watched) == {"inbox_late"}
    watched.settle()
    patrick.expects("Nothing is open")
    watches(watched, 20)
    assert alarms(watched) == set()


def test_an_empty_account_is_told_by_telegram(
    watched: World, admin: Phone, admin_chat: Chat, patrick: Phone
) -> None:
    watched.gateway.mode = NO_BALANCE
    patrick.texts("drought Mutomo severe")
    watches(watched, 5)
    admin_chat.expects("SMS is refused since 10:04: InsufficientBalance (405).", "account_refused:sms")
    watches(watched, 8)
    # The newer message holds what the one before said.
    admin_chat.expects("SMS is refused since 10:04", "an alert waits unsent since 10:04", "alert_late")
    watches(watched, 20)
    admin.expects_nothing()
    admin_chat.expects_nothing()
    watched.gateway.mode = None
    watched.passes("1m")
    others_ignore(watched)
    watches(watched, 5)
    admin.expects("is over", "SMS is refused since 10:04")  # by SMS again, which works
    admin_chat.expects_nothing()


def test_an_account_stays_empty_though_nothing_waits_for_it(watched: World, admin_chat: Chat) -> None:
    """The only alert finally went by Telegram: that filled no account."""
    watched.gateway.mode = NO_BALANCE
    with watched.program.database.writing() as session:
        work = watched.program.core.work(session)
        [person] = work.people.anywhere("admin")
        work.outbox.tell(person, Screen(Text("name", {"name": "FLOOD"})), "alert", "S1")
        work.flush()
    watched.settle()
    for _ in range(8):
        watched.passes("1m")
    admin_chat.expects("FLOOD")
    watches(watched, 5)
    admin_chat.expects("SMS is refused since 10:04")
    watches(watched, 20)


def test_while_it_lasts_it_is_told_every_four_hours(watched: World, admin: Phone, patrick: Phone) -> None:
    patrick.sends("list")
    watches(watched, 9)
    admin.expects("SEK alarm: ")
    watched.looks("3h")
    admin.expects_nothing()
    watched.looks("1h")
    admin.expects("SEK alarm goes on: messages wait unanswered since 10:04")
    watched.settle()
    patrick.expects("Nothing is open")
    watched.looks()
    watched.looks("1m")
    admin.expects("is over")


def test_at_night_too(watched: World, admin: Phone, patrick: Phone) -> None:
    watched.clock.forward(timedelta(hours=16))
    patrick.sends("list")
    watches(watched, 9)
    admin.expects("since 02:04")
    watched.settle()
    patrick.ignores()
    watches(watched, 6)
    admin.ignores()


def test_without_administrators_the_secretariat_is_told(world: World) -> None:
    world.phone("+254300000001").sends("list")
    watches(world, 9)
    world["RLA Secretariat"].expects("SEK alarm: messages wait unanswered")


def test_the_secretariat_hears_what_administrators_cannot(world: World) -> None:
    *lines, rla, _ = ROSTER.splitlines()
    rla = rla.replace("+254300000009,,", ",9990000000009,")
    world.enrols("\n".join([*lines, rla, "Administrator,RLA,admin,,+254300000010,,,en"]) + "\n")
    chat, admin = world.chat("9990000000009"), world.phone("+254300000010")
    world.gateway.mode = NO_BALANCE
    world["Patrick Mburu"].texts("list")
    watches(world, 5)
    chat.expects("SMS is refused since 10:04")
    admin.expects_nothing()
    world.gateway.mode = None
    world.passes("1m")
    world["Patrick Mburu"].ignores()
    admin.expects("SEK alarm: SMS is refused since 10:04")
    watches(world, 5)
    chat.expects("is over")
    admin.expects("is over")


def test_who_has_no_other_channel_hears_only_the_newest(world: World) -> None:
    """It waits until the fault ends; a pile of old alarms would then help no one."""
    rla, patrick = world["RLA Secretariat"], world["Patrick Mburu"]
    world.gateway.mode = NO_BALANCE
    patrick.texts("drought Mutomo severe")
    watches(world, 20)
    for _ in range(3):
        world.looks("4h")
    world.gateway.mode = None
    for name in ("Meshack Mulinge", "Kitui CLT Lead", "USAID Officer"):
        world[name].unread.clear()
    world.passes("1m")
    heard = [text for text in rla.unread if "alarm" in text]
    assert len(heard) == 1
    assert "SMS is refused since 10:04" in heard[0]
    others = ("Meshack Mulinge", "Kitui CLT Lead", "Kitui CLT Member", "USAID Officer")
    for phone in (rla, patrick, *(world[name] for name in others)):
        phone.unread.clear()


def test_a_channel_that_fails_for_everybody(watched: World, admin_chat: Chat, patrick: Phone) -> None:
    watched.gateway.mode = Refused("HTTP 500")
    patrick.texts("drought Mutomo severe")
    watched.phone("+254300000021").texts("hello")
    watches(watched, 5)
    admin_chat.expects("SMS fails since 10:04 (", "channel_failing:sms")
    watches(watched, 8)
    admin_chat.expects("an alert waits unsent since 10:04")
    watched.gateway.mode = None
    for _ in range(6):
        watched.passes("5m")
    others_ignore(watched)
    watched.phone("+254300000021").ignores()
    watches(watched, 5)
    watched.phone("+254300000010").expects("is over")


def test_no_delivery_reports_come_any_more(watched: World, admin_chat: Chat, patrick: Phone) -> None:
    patrick.texts("drought Mutomo severe")
    [first, *_] = watched.gateway.sent
    watched.reports_delivery(first.provider_id, "Sent", first.number)
    watched.passes("1h")
    patrick.texts("flood Kyuso severe")
    watched.passes("1h")
    watches(watched, 5)  # four numbers have no report: they may be off
    for number in ("+254300000021", "+254300000022"):
        watched.phone(number).texts("hello")
        watched.phone(number).ignores()
    others_ignore(watched)
    admin_chat.expects_nothing()
    watches(watched, 5)
    admin_chat.expects("no delivery report of SMS since 10:04", "callbacks_silent:sms")
    sent = watched.gateway.sent[-1]
    watched.reports_delivery(sent.provider_id, "Success", sent.number)
    watches(watched, 6)
    watched.phone("+254300000010").expects("is over")


def test_half_a_report_does_not_go_out(watched: World, admin: Phone, patrick: Phone) -> None:
    patrick.texts("drought Mutomo")
    patrick.expects("How bad?")
    watched.looks("5m")  # and no clock ticks
    watches(watched, 9)
    admin.expects("no clock runs since 10:09", "half a report should have gone out 10:09")
    watched.passes("1s")
    others_ignore(watched)
    watches(watched, 6)
    admin.expects("is over", "no clock runs", "half a report")


def test_alarms_are_no_alerts(watched: World, admin: Phone, patrick: Phone) -> None:
    """An alarm that waits must not raise another."""
    watched.fails(admin.number, Refused("HTTP 500"))
    patrick.sends("list")
    watches(watched, 20)
    assert alarms(watched) == {"inbox_late"}
    watched.heals(admin.number)
    watched.passes("5m")
    admin.expects("messages wait unanswered")
    patrick.ignores()
    with watched.program.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Refusal)) == 0
        kinds = session.scalars(select(Delivery.kind).where(Delivery.person_id.is_not(None)).distinct())
        assert set(kinds) == {"alarm", "answer"}
