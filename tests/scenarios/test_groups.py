"""A county's Telegram group gets its alerts, with buttons for people on the roster."""

from typing import Any

import pytest
from sqlalchemy import select

from sek_core.store.groups import Group
from tests.scenarios.phones import Chat, labels, read
from tests.scenarios.world import World

pytestmark = pytest.mark.only("telegram")

CHAT = -9990000000001


def messages(world: World, chat: int = CHAT) -> list[dict[str, Any]]:
    """Return the messages in the group, without the question whether alerts may be posted."""
    return [message for message in world.group(chat) if "presses Yes" not in read(message)]


def posts(world: World, chat: int = CHAT) -> list[str]:
    return [read(message) for message in messages(world, chat)]


def is_added(world: World, somebody: Chat, chat: int = CHAT, **public: str) -> None:
    world.arrives(somebody.hand.adds_bot(chat, "Kitui shocks", **public))
    world.settle()


def adds(world: World, somebody: Chat, chat: int = CHAT) -> None:
    """Let somebody add the program and confirm that the group gets the alerts."""
    is_added(world, somebody, chat)
    somebody.presses("Yes", on=world.group(chat)[-1])
    world.settle()
    somebody.sees("This group now gets the alerts of Kitui")


def reports(world: World, lead: Chat, text: str = "flood Kyuso severe") -> None:
    lead.texts(text)
    world.everyone_ignores()


def group(world: World) -> Group:
    with world.program.database.reading() as session:
        return session.scalars(select(Group)).one()


def test_a_lead_adds_it_and_the_countys_alerts_come(world: World, lead: Chat, makueni_lead: Chat) -> None:
    adds(world, lead)
    assert posts(world) == ["This group now gets the alerts of Kitui. What is sensitive is never posted here"]
    reports(world, lead)
    assert posts(world)[1] == "S1 SEVERE FLOOD Kyuso, Kitui. Patrick Mburu, KIWASH 10:04"
    assert labels(messages(world)[1]) == ["Take it", "Note", "More"]
    makueni_lead.texts("mafuriko Wote kali")
    makueni_lead.ignores()
    for name in ("Makueni CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()
    assert len(posts(world)) == 2


def test_nothing_is_posted_before_a_coordinator_of_the_county_confirms(
    world: World, lead: Chat, makueni_lead: Chat, clt: Chat
) -> None:
    is_added(world, lead)
    (question,) = world.group(CHAT)
    assert read(question).startswith("This is SEK. Everyone in this group would read the alerts of Kitui.")
    reports(world, lead)
    stranger = world.chat("9990000000777", "Amina Ali")
    for nobody in (stranger, makueni_lead):
        nobody.presses("Yes", on=question)
        world.settle()
        nobody.sees("SEK")
    reports(world, lead, "flood Mutomo severe")
    assert posts(world) == []
    clt.presses("Yes", on=question)
    world.settle()
    clt.sees("This group now gets the alerts of Kitui")
    reports(world, lead, "flood Nuu severe")
    assert [post[:30] for post in posts(world)][1:] == ["S3 SEVERE FLOOD Nuu, Kitui. Pa"]


@pytest.mark.parametrize("public", [{"username": "kituishocks"}, {"kind": "channel"}])
def test_where_strangers_read_nothing_is_posted(world: World, lead: Chat, public: dict[str, str]) -> None:
    is_added(world, lead, **public)
    lead.expects('"Kitui shocks" is public: strangers read what is written there')
    reports(world, lead)
    assert world.group(CHAT) == []


@pytest.mark.parametrize("told", [True, False], ids=["a message shows it", "only Telegram knows"])
def test_a_group_that_becomes_public_gets_no_more_alerts_and_its_people_are_told(
    world: World, lead: Chat, clt: Chat, told: bool
) -> None:
    adds(world, lead)
    reports(world, lead)
    world.telegram.chats.get(CHAT).fields["username"] = "kituishocks"
    if told:
        world.arrives(clt.hand.says("ok", chat=CHAT, reply_to=messages(world)[1]))
    else:
        lead.texts("flood Mutomo severe")
    world.settle()
    for phone in (clt, lead):
        assert any('"Kitui shocks" has become public: strangers read' in message for message in phone.unread)
    for phone in world.phones():
        phone.unread.clear()
    reports(world, lead, "flood Nuu severe")
    assert len(posts(world)) == 2
    assert group(world).county is None


def test_sensitive_hazards_are_never_posted(world: World, lead: Chat) -> None:
    adds(world, lead)
    reports(world, lead, "cattle rustling at Nuu severe")
    assert len(posts(world)) == 1


def test_who_is_responsible_for_several_counties_says_which(world: World, usaid: Chat, lead: Chat) -> None:
    is_added(world, usaid)
    (question,) = world.group(CHAT)
    assert labels(question) == ["Makueni", "Kitui", "Taita Taveta"]
    lead.presses("Makueni", on=question)
    world.settle()
    lead.sees("Only those who coordinate that county")
    assert group(world).county is None
    usaid.presses("Kitui", on=question)
    world.settle()
    usaid.sees("This group now gets the alerts of Kitui")
    assert posts(world)[1].startswith("This group now gets the alerts of Kitui")
    reports(world, lead)
    assert len(posts(world)) == 3


def test_a_stranger_cannot_have_alerts_posted(world: World, lead: Chat) -> None:
    stranger = world.chat("9990000000777", "Amina Ali")
    is_added(world, stranger)
    assert "Only somebody on its roster" in posts(world)[0]
    reports(world, lead)
    assert len(posts(world)) == 1
    adds(world, lead)
    reports(world, lead, "flood Mutomo severe")
    assert len(posts(world)) == 3


def test_taken_from_the_group_by_who_may(
    world: World, deputy: Chat, lead: Chat, clt: Chat, usaid: Chat
) -> None:
    adds(world, lead)
    reports(world, lead)
    clt.presses("Take it", on=messages(world)[1])
    world.settle()
    clt.sees("You have S1")
    clt.expects("You have S1. Patrick Mburu, KIWASH has been told")
    world.everyone_expects("taken by the Kitui CLT lead", besides=(deputy, clt))
    assert posts(world)[2].startswith("S1 flood Kyuso, Kitui: taken by the Kitui CLT lead 10:04")
    usaid.presses("Take it", on=messages(world)[1])
    world.settle()
    usaid.sees("S1 was taken by the Kitui CLT lead at 10:04")
    usaid.expects("S1 was taken by the Kitui CLT lead at 10:04")
    clt.texts("close s1 the road is open again")
    clt.ignores()
    world.everyone_ignores(besides=clt)  # also the deputy, who was informed of a severe one
    assert "the road is open again" in posts(world)[3]


def test_somebody_who_is_not_on_the_roster_is_refused_politely(world: World, lead: Chat) -> None:
    adds(world, lead)
    reports(world, lead)
    stranger = world.chat("9990000000777", "Amina Ali")
    stranger.presses("Take it", on=messages(world)[1])
    world.settle()
    stranger.sees("Only people on the roster of SEK can use these buttons")
    stranger.expects_nothing()
    assert len(posts(world)) == 2


def test_chatter_in_the_group_is_not_for_the_program(world: World, lead: Chat, clt: Chat) -> None:
    adds(world, lead)
    world.arrives(lead.hand.says("flood at Kyuso severe, who goes?", chat=CHAT))
    world.settle()
    lead.expects_nothing()
    reports(world, lead)
    alert = messages(world)[1]
    world.arrives(clt.hand.says("ok", chat=CHAT, reply_to=alert))
    world.settle()
    clt.expects("You have S1")
    for name in ("Patrick Mburu", "USAID Officer", "RLA Secretariat"):
        world[name].expects("taken by the Kitui CLT lead")


def test_the_group_becomes_a_supergroup_and_is_followed(world: World, lead: Chat) -> None:
    adds(world, lead)
    for update in world.telegram.move_group(CHAT, CHAT - 1):
        world.arrives(update)
    world.settle()
    reports(world, lead)
    assert posts(world, CHAT - 1)[-1].startswith("S1 SEVERE FLOOD")
    assert group(world).address == str(CHAT - 1)


def test_it_is_followed_too_where_only_the_refusal_says_so(world: World, lead: Chat) -> None:
    adds(world, lead)
    world.telegram.move_group(CHAT, CHAT - 1)
    reports(world, lead)
    assert posts(world, CHAT - 1)[-1].startswith("S1 SEVERE FLOOD")
    assert group(world).address == str(CHAT - 1)


@pytest.mark.parametrize("told", [True, False])
def test_sent_away_it_posts_no_more(world: World, lead: Chat, told: bool) -> None:
    adds(world, lead)
    update = lead.hand.removes_bot(CHAT)
    if told:
        world.arrives(update)
        world.settle()
    reports(world, lead)
    assert not group(world).member
    reports(world, lead, "drought Mutomo severe")
    assert len(posts(world)) == 1
    adds(world, lead)
    reports(world, lead, "flood Nuu severe")
    assert posts(world)[-1].startswith("S3 SEVERE FLOOD")


def test_no_more_than_twenty_a_minute_go_to_a_group(world: World, lead: Chat) -> None:
    adds(world, lead)
    start = world.clock.real()
    for place in ("Kyuso", "Mutomo", "Nuu", "Tseikuru"):
        lead.texts(f"flood {place} severe")
        world.everyone_ignores()
    assert len(posts(world)) == 5
    assert (world.clock.real() - start).total_seconds() >= 9


def test_commands_for_other_programs_are_not_obeyed(world: World, lead: Chat) -> None:
    adds(world, lead)
    for text in ("/stop@weather_bot", "/LIST@weather_bot"):
        world.arrives(lead.hand.says(text, chat=CHAT))
        world.settle()
        lead.expects_nothing()
    world.arrives(lead.hand.says("/List@sektestBOT", chat=CHAT))
    world.settle()
    lead.expects("Nothing is open")


def test_alerts_go_into_the_topic_that_was_chosen(world: World, lead: Chat, clt: Chat) -> None:
    adds(world, lead)
    forum = world.telegram.chats.get(CHAT)
    forum.topics.add(7)
    world.arrives(world.chat("9990000000777", "Amina Ali").hand.says("/start@SekTestBot", chat=CHAT, topic=7))
    world.settle()
    assert group(world).topic is None
    world.arrives(lead.hand.says("/start@SekTestBot", chat=CHAT, topic=7))
    world.settle()
    reports(world, lead)
    assert [message.get("message_thread_id") for message in world.group(CHAT)] == [None, None, 7, 7]
    forum.closed_topics.add(7)
    clt.texts("ok s1")
    world.sets_aside()
    assert posts(world)[-1].startswith("S1 flood Kyuso, Kitui: taken")
    assert "message_thread_id" not in world.group(CHAT)[-1]


def test_those_who_rely_on_a_group_hear_that_it_refuses(world: World, lead: Chat, clt: Chat) -> None:
    adds(world, clt)
    lead.hand.removes_bot(CHAT)
    lead.texts("flood Kyuso severe")
    for chat in (lead, clt):
        assert any("The Telegram group Kitui shocks no longer takes messages" in text for text in chat.unread)
    world.sets_aside()
