"""Linking of a chat to a person: by the roster, or by a number that its owner shares; one message a
person.
"""

import pytest
from sqlalchemy import select

from bot.channels import CHANNELS
from sek_core.roster import csv_file
from sek_core.store.deliveries import Delivery
from sek_core.store.people import AddressRow
from tests.scenarios.conftest import ROSTER
from tests.scenarios.phones import Chat, Phone
from tests.scenarios.world import World

AMINA = "9990000000777"
NUMBER = "+254300000004"
"""The telephone number of the CLT lead of Kitui."""

pytestmark = pytest.mark.only("sms")  # all have a telephone; a story links the chats


@pytest.fixture
def amina(world: World) -> Chat:
    """Return a chat that is not linked yet."""
    return world.chat(AMINA, "Amina Ali")


def shares(world: World, chat: Chat, number: str, of: int | None = None) -> None:
    world.arrives(chat.hand.shares_contact(number, of=of))
    world.settle()


def starts(world: World, chat: Chat) -> None:
    world.arrives(chat.hand.starts())
    world.settle()


def report(world: World, lead: Phone) -> None:
    lead.texts("drought Mutomo severe")
    for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()


def links(world: World, chat: Chat, written: str) -> None:
    """Share the CLT lead's number; the phone of that number hears of the chat."""
    shares(world, chat, written)
    world.phone(NUMBER).expects("A chat on Telegram now writes as you on SEK", "If that is not you, call RLA")


def test_start_asks_who_it_is_and_the_number_tells(
    world: World, amina: Chat, lead: Phone, clt: Phone
) -> None:
    starts(world, amina)
    amina.expects("Welcome. This is SEK", "Share my number")
    keyboard = amina.hand.reply_keyboard
    assert keyboard is not None
    assert keyboard["keyboard"][0][0] == {"text": "Share my number", "request_contact": True}
    links(world, amina, NUMBER)
    amina.expects("Welcome to SEK, Kitui CLT Lead")
    report(world, lead)
    # One person with both channels gets one message, on the preferred one.
    amina.expects("S1 SEVERE DROUGHT Mutomo", "Reply OK S1")
    clt.expects_nothing()
    amina.taps("Take it")
    amina.expects("You have S1")
    for name in ("Patrick Mburu", "USAID Officer", "RLA Secretariat"):
        world[name].expects("taken by the Kitui CLT lead")


@pytest.mark.parametrize("written", ["254300000004", "+254 300 000 004", "0300000004"])
def test_the_number_may_be_written_as_phones_do(world: World, amina: Chat, written: str) -> None:
    links(world, amina, written)
    amina.expects("Welcome to SEK, Kitui CLT Lead")


def test_somebody_elses_number_links_nothing(world: World, amina: Chat, lead: Phone, clt: Phone) -> None:
    shares(world, amina, NUMBER, of=9990000000888)
    amina.expects("That is the number of somebody else")
    report(world, lead)
    clt.expects("S1 SEVERE DROUGHT")
    amina.expects_nothing()


def test_a_number_that_is_not_on_the_roster_is_passed_to_rla(world: World, amina: Chat, rla: Phone) -> None:
    shares(world, amina, "+254300000099")
    amina.expects("This number is not on the SEK roster")
    rla.expects('Unknown on Telegram, "Amina Ali": "+254300000099"', "U1")


def test_who_is_not_linked_is_a_stranger(world: World, amina: Chat, rla: Phone) -> None:
    amina.texts("flood in Kyuso")
    amina.expects("You are not on the SEK roster", "share it with the button below")
    assert amina.hand.reply_keyboard is not None
    rla.expects('Unknown on Telegram, "Amina Ali": "flood in Kyuso"')
    amina.texts("ok s1")
    amina.expects("You are not on the SEK roster")
    rla.ignores()


def test_a_stranger_is_answered_in_the_language_of_their_phone(world: World) -> None:
    juma = world.chat("9990000000778", "Juma")
    juma.hand.fields["language_code"] = "sw"
    starts(world, juma)
    juma.expects("Karibu. Hii ni SEK", "Tuma nambari yangu")


def test_a_link_outlives_an_import_for_as_long_as_the_number_is_theirs(
    world: World, amina: Chat, lead: Phone, clt: Phone
) -> None:
    links(world, amina, NUMBER)
    amina.ignores()
    header, *lines = ROSTER.splitlines()
    with_mail = [f"{line},{'clt@example.org' if NUMBER in line else ''}" for line in lines]
    csv = "\n".join([f"{header},email", *with_mail]) + "\n"
    world.enrols(csv)
    report(world, lead)
    amina.expects("S1 SEVERE DROUGHT")
    world.enrols(csv.replace(NUMBER, "+254300000055"))
    lead.texts("flood Kyuso severe")
    for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()
    world.phone("+254300000055").expects("S2 SEVERE FLOOD")
    amina.expects_nothing()
    clt.expects_nothing()
    with world.program.database.reading() as session:
        address = session.scalar(select(AddressRow).where(AddressRow.value == AMINA))
        assert address is not None
        assert (address.person_id, address.linked_by) == (None, None)


def test_a_number_that_went_to_somebody_else_takes_no_chat_with_it(
    world: World, amina: Chat, lead: Phone
) -> None:
    links(world, amina, NUMBER)
    amina.ignores()
    world.enrols(ROSTER.replace("Kitui CLT Lead", "New CLT Lead"))
    report(world, lead)
    world.phone(NUMBER).expects("S1 SEVERE DROUGHT")
    amina.expects_nothing()


class TestBothOnTheRoster:
    """`telegram` in the roster's file: linked from the start."""

    def enrol(self, world: World, channel: str = "") -> Chat:
        header, *lines = ROSTER.splitlines()
        more = [f"{line},{AMINA},{channel}" if "Kitui CLT Lead" in line else f"{line},," for line in lines]
        world.enrols("\n".join([f"{header},telegram,channel", *more]) + "\n")
        return world.chat(AMINA)

    def test_telegram_goes_first(self, world: World, lead: Phone, clt: Phone) -> None:
        chat = self.enrol(world)
        report(world, lead)
        chat.expects("S1 SEVERE DROUGHT")
        clt.expects_nothing()

    def test_unless_the_roster_says_sms(self, world: World, lead: Phone, clt: Phone) -> None:
        chat = self.enrol(world, "sms")
        report(world, lead)
        clt.expects("S1 SEVERE DROUGHT")
        chat.expects_nothing()

    def test_an_answer_goes_where_the_text_came_from(self, world: World, clt: Phone) -> None:
        chat = self.enrol(world)
        clt.texts("list")
        clt.expects("Nothing is open")
        chat.texts("list")
        chat.expects("Nothing is open")

    def test_a_question_of_one_channel_may_be_answered_on_the_other(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        chat = self.enrol(world)
        clt.texts("drought Mutomo")
        clt.expects("How bad?")
        chat.texts("3")
        chat.expects("S1 DROUGHT, severe, Mutomo")
        for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
            world[name].ignores()
        world["Kitui CLT Member"].unread.clear()
        world["SEK Chair"].unread.clear()

    def test_who_has_blocked_the_bot_hears_by_sms_at_once(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        chat = self.enrol(world)
        world.arrives(chat.hand.blocks())
        world.settle()
        report(world, lead)
        clt.expects("S1 SEVERE DROUGHT")
        chat.expects_nothing()
        world.arrives(chat.hand.unblocks())
        world.settle()
        lead.texts("flood Kyuso severe")
        for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
            world[name].ignores()
        chat.expects("S2 SEVERE FLOOD")

    def test_who_never_pressed_start_hears_by_sms_at_once(
        self, world: World, lead: Phone, clt: Phone
    ) -> None:
        header, *lines = ROSTER.splitlines()
        more = [f"{line},9990000000999" if "Kitui CLT Lead" in line else f"{line}," for line in lines]
        csv = "\n".join([f"{header},telegram", *more]) + "\n"
        with world.program.database.writing() as session:
            csv_file.import_lines(
                session, csv_file.read(csv, "roster.csv", world.program.configuration, CHANNELS)
            )
        report(world, lead)
        clt.expects("S1 SEVERE DROUGHT")
        with world.program.database.reading() as session:
            hers = Delivery.address.in_(["9990000000999", NUMBER])
            tried = session.scalars(select(Delivery.status).where(hers).order_by(Delivery.id)).all()
        assert tried == ["failed", "accepted"]

    def test_stop_in_the_chat_leaves_the_telephone(self, world: World, lead: Phone, clt: Phone) -> None:
        chat = self.enrol(world)
        chat.texts("STOP")
        chat.expects("You get no more messages in this chat")
        for name in ("Patrick Mburu", "Meshack Mulinge", "RLA Secretariat"):
            world[name].expects("has stopped messages by Telegram")
        report(world, lead)
        clt.expects("S1 SEVERE DROUGHT")
        starts(world, chat)
        chat.expects("Welcome to SEK")
        lead.texts("flood Kyuso severe")
        for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
            world[name].ignores()
        chat.expects("S2 SEVERE FLOOD")
