"""One program, two channels: a message that fails on one goes by the other, and neither waits."""

import pytest
from sqlalchemy import select

from sek_core.messages.channel import NoAnswer, Refused
from sek_core.store.deliveries import Delivery
from tests.scenarios.phones import Chat, Phone
from tests.scenarios.world import World

pytestmark = pytest.mark.only("sms")  # the roster below says who has what

ROSTER = """\
name,organisation,role,county,phone,telegram,channel
Patrick Mburu,KIWASH,county_lead,Kitui,,9990000000001,
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,+254300000002,,
Kitui CLT Lead,USAID,clt_lead,Kitui,+254300000004,9990000000004,sms
Kitui CLT Member,USAID,clt_member,Kitui,,9990000000005,
SEK Chair,USAID,chair,,+254300000007,9990000000007,
USAID Officer,USAID,usaid,,+254300000008,9990000000008,
RLA Secretariat,RLA,rla,,+254300000009,,
"""
CLT, USAID = "+254300000004", "9990000000008"


@pytest.fixture
def mixed(world: World) -> World:
    """Run a mechanism in which some have a telephone, some a chat, and some both."""
    world.enrols(ROSTER)
    return world


@pytest.fixture
def patrick(mixed: World) -> Chat:
    return mixed.chat("9990000000001")


@pytest.fixture
def usaid_chat(mixed: World) -> Chat:
    return mixed.chat(USAID)


@pytest.fixture
def usaid_phone(mixed: World) -> Phone:
    return mixed.phone("+254300000008")


def statuses(world: World, person: str) -> list[tuple[str, str]]:
    """Return channel and status of the alerts to a person, in order."""
    with world.program.database.reading() as session:
        address = {"usaid": (USAID, "+254300000008"), "clt": (CLT, "9990000000004")}[person]
        query = select(Delivery.channel, Delivery.status).where(
            Delivery.address.in_(address), Delivery.kind == "alert"
        )
        return [(channel, status) for channel, status in session.execute(query.order_by(Delivery.id))]


def rest_ignores(world: World) -> None:
    for name in ("Meshack Mulinge", "RLA Secretariat"):
        world[name].ignores()


def test_lead_on_telegram_clt_whose_number_fails_usaid_who_blocked_the_bot(
    mixed: World, patrick: Chat, usaid_chat: Chat, usaid_phone: Phone
) -> None:
    mixed.fails(CLT, Refused("InvalidPhoneNumber (403)", permanent=True))
    usaid_chat.hand.blocks()  # and the program is not told
    patrick.texts("flood")
    patrick.expects("FLOOD, Kitui. Where?")
    patrick.shares(-0.55, 38.22)
    patrick.expects("How bad?")
    patrick.taps("Severe")
    patrick.expects("S1 FLOOD, severe, near ", "Sent to USAID, RLA, Kitui CLT")
    clt = mixed.chat("9990000000004")
    clt.expects("S1 SEVERE FLOOD near ")
    usaid_phone.expects("S1 SEVERE FLOOD near ", "Reply OK S1")
    rest_ignores(mixed)
    assert statuses(mixed, "usaid") == [("telegram", "failed"), ("sms", "accepted")]
    assert statuses(mixed, "clt") == [("sms", "failed"), ("telegram", "accepted")]
    clt.taps("Take it")
    clt.expects("You have S1")
    patrick.expects("taken by the Kitui CLT lead")
    usaid_phone.expects("taken by the Kitui CLT lead")  # her chat is known to be closed now
    mixed["RLA Secretariat"].expects("taken by the Kitui CLT lead")


def test_a_chat_that_must_wait_holds_up_no_other(mixed: World, patrick: Chat, usaid_chat: Chat) -> None:
    mixed.telegram.fail(
        "sendMessage",
        chat=int(USAID),
        status=429,
        description="Too Many Requests",
        parameters={"retry_after": 30},
    )
    patrick.texts("drought Mutomo severe")
    patrick.expects("S1")
    mixed.phone(CLT).expects("S1")
    rest_ignores(mixed)
    usaid_chat.expects_nothing()
    patrick.texts("flood Kyuso severe")
    patrick.expects("S2")
    mixed.phone(CLT).expects("S2")
    rest_ignores(mixed)
    mixed.passes("20s")
    usaid_chat.expects_nothing()
    calls = [call for call in mixed.telegram.calls if call.parameters.get("chat_id") == USAID]
    assert len(calls) == 1
    mixed.passes("20s")
    usaid_chat.expects("S1 SEVERE DROUGHT")
    usaid_chat.expects("S2 SEVERE FLOOD")


def test_a_message_that_telegram_refuses_goes_by_sms_and_the_chat_lives(
    mixed: World, patrick: Chat, usaid_chat: Chat, usaid_phone: Phone
) -> None:
    mixed.telegram.fail("sendMessage", chat=int(USAID), status=400, description="Bad Request: message is odd")
    patrick.texts("drought Mutomo severe")
    usaid_phone.expects("S1 SEVERE DROUGHT")
    patrick.ignores()
    mixed.phone(CLT).ignores()
    rest_ignores(mixed)
    patrick.texts("flood Kyuso severe")
    usaid_chat.expects("S2 SEVERE FLOOD")
    patrick.ignores()
    mixed.phone(CLT).ignores()
    rest_ignores(mixed)


def test_telegram_is_down_sms_goes_on_and_what_waits_goes_out_later(
    mixed: World, patrick: Chat, usaid_chat: Chat
) -> None:
    mixed.telegram.be_silent("unreachable", times=999)
    patrick.texts("drought Mutomo severe")
    mixed.phone(CLT).expects("S1 SEVERE DROUGHT")
    rest_ignores(mixed)
    patrick.expects_nothing()
    mixed.passes("3m")
    mixed.telegram.heal()
    mixed.passes("2m")
    patrick.expects("S1 DROUGHT, severe, Mutomo")
    usaid_chat.expects("S1 SEVERE DROUGHT")
    assert statuses(mixed, "usaid") == [("telegram", "accepted")]


def test_an_alert_waits_five_minutes_for_telegram_and_then_goes_by_sms(
    mixed: World, patrick: Chat, usaid_chat: Chat, usaid_phone: Phone
) -> None:
    mixed.telegram.be_silent("unreachable", times=9999)
    patrick.texts("drought Mutomo severe")
    mixed.phone(CLT).ignores()
    rest_ignores(mixed)
    mixed.passes("4m")
    usaid_phone.expects_nothing()
    for _ in range(4):
        mixed.passes("2m")
    usaid_phone.expects("S1 SEVERE DROUGHT")
    mixed.telegram.heal()
    mixed.passes("10m")
    patrick.expects("S1 DROUGHT")  # an answer waits: there is no other address to which it belongs
    usaid_chat.expects_nothing()
    assert statuses(mixed, "usaid") == [("telegram", "failed"), ("sms", "accepted")]


def test_an_account_without_balance_sends_its_alerts_by_telegram(mixed: World, patrick: Chat) -> None:
    mixed.gateway.mode = Refused("InsufficientBalance (405)", ours=True)
    patrick.texts("drought Mutomo severe")
    patrick.expects("S1")
    for _ in range(6):
        mixed.passes("1m")
    mixed.chat("9990000000004").expects("S1 SEVERE DROUGHT")
    mixed.gateway.mode = None
    mixed.passes("10m")
    rest_ignores(mixed)
    mixed.phone(CLT).expects_nothing()
    mixed.chat(USAID).ignores()


def test_nobody_knows_whether_it_left_and_it_is_sent_once_more(
    mixed: World, patrick: Chat, usaid_chat: Chat
) -> None:
    mixed.fails(USAID, NoAnswer("no answer in time"))
    patrick.texts("drought Mutomo severe")
    patrick.ignores()
    mixed.phone(CLT).ignores()
    rest_ignores(mixed)
    assert statuses(mixed, "usaid") == [("telegram", "unknown")]
    mixed.heals(USAID)
    mixed.passes("3m")
    usaid_chat.expects("(repeat) S1 SEVERE DROUGHT")


def test_an_edit_of_which_nobody_knows_is_made_once_more_and_shows_nothing_twice(
    mixed: World, patrick: Chat
) -> None:
    patrick.texts("drought Mutomo")
    patrick.expects("How bad?")
    mixed.telegram.be_silent("hang", "editMessageText", times=1, done=True)
    patrick.taps("Severe")
    mixed.phone(CLT).ignores()
    mixed.chat(USAID).ignores()
    rest_ignores(mixed)
    patrick.expects_nothing()
    mixed.passes("3m")
    patrick.expects_nothing()
    (message,) = patrick.hand.messages
    assert message["text"].startswith("S1 DROUGHT, severe, Mutomo")
    with mixed.program.database.reading() as session:
        answer = session.scalars(
            select(Delivery).where(Delivery.address == patrick.number).order_by(Delivery.id.desc())
        ).first()
        assert answer is not None
        assert answer.status == "accepted"


def test_one_message_a_second_to_one_chat(mixed: World, patrick: Chat) -> None:
    start = mixed.clock.real()
    for _ in range(4):
        patrick.sends("list")
    mixed.settle()
    for _ in range(4):
        patrick.expects("Nothing is open")
    assert (mixed.clock.real() - start).total_seconds() >= 3
