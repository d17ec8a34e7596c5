"""Messages that are changed on Telegram after sending, and messages that are forwarded."""

from typing import Any

import pytest

from tests.scenarios.conftest import World
from tests.scenarios.phones import Chat

pytestmark = pytest.mark.only("telegram")


class Editor:
    """A person who writes one message and changes it again and again."""

    def __init__(self, world: World, chat: Chat, text: str) -> None:
        self._world, self._chat = world, chat
        self._update: dict[str, Any] = chat.hand.says(text)
        world.arrives(self._update)
        world.settle()

    def changes(self, text: str) -> None:
        self._update = self._chat.hand.edits(self._update, text)
        self._world.arrives(self._update)
        self._world.settle()


def test_an_answer_is_corrected(world: World, lead: Chat, clt: Chat) -> None:
    lead.texts("flood Kyuso")
    lead.expects("How bad?")
    answer = Editor(world, lead, "1")
    lead.expects("S1 FLOOD, minor")
    clt.expects("S1 MINOR FLOOD")
    world.sets_aside()
    answer.changes("4")
    lead.expects("S1 is now: FLOOD, extreme")
    clt.expects("S1 update: FLOOD, extreme")
    world.sets_aside()
    for same in ("4 ", "extreme", "extrem"):
        answer.changes(same)
    world.no_more()
    world.passes("25h")
    world.sets_aside()
    answer.changes("2")
    lead.expects("That is too long ago: nothing was changed")
    assert world.incident("S1").severity == "extreme"


def test_orders(world: World, lead: Chat, clt: Chat) -> None:
    for text in ("flood Kyuso severe", "drought Mutomo severe"):
        lead.texts(text)
    world.sets_aside()
    taken = Editor(world, clt, "ok s1")
    world.sets_aside()
    taken.changes("ok s2")
    clt.expects("You gave S1 back", "You have S2")
    lead.expects("S1 flood Kyuso, Kitui: given back")
    lead.expects("S2 drought Mutomo, Kitui: taken")
    world.sets_aside()
    taken.changes("OK  S2.")
    world.no_more()
    noted = Editor(world, clt, "note s2 five bowsers")
    world.sets_aside()
    noted.changes("note s2 six bowsers")
    clt.expects("Your note on S2 is corrected. 3 others")
    lead.expects('corrected: "six bowsers"')
    world.sets_aside()
    noted.changes("note s1 six bowsers")
    clt.expects("Those on S2 know that your note was not for it. Noted on S1")
    lead.expects("S2", "this note was not meant for it")
    world.sets_aside()
    closed = Editor(world, clt, "close s2 water came")
    world.sets_aside()
    closed.changes("close s2 water and food came")
    clt.expects("What was done about S2 is corrected")
    lead.expects('S2 drought Mutomo, Kitui, closed by the Kitui CLT lead, corrected: "water and food came"')
    assert world.incident("S2").outcome == "water and food came"
    world.sets_aside()
    closed.changes("close s1 water and food came")
    clt.expects("S2 is open again", "S1 is closed")
    world.sets_aside()
    world.passes("30m")
    world.sets_aside()
    taken.changes("ok s1 by Friday")
    assert "stands" in clt.expects("S")
    world.sets_aside()


def test_meetings_and_tasks(world: World, lead: Chat, deputy: Chat, clt: Chat) -> None:
    lead.texts("MEETING tomorrow 2pm County HQ")
    lead.texts("yes")
    world.passes("1m")
    world.sets_aside()
    answer = Editor(world, clt, "yes")
    clt.expects("you come to M1")
    answer.changes("no, Jane comes for us")
    clt.expects("not coming to M1", "Jane comes for us")
    task = Editor(world, lead, "TASK deputy, repair the borehole at Kyuso, 27 Nov")
    world.sets_aside()
    task.changes("TASK deputy, repair the borehole at Mutomo, 28 Nov")
    lead.expects("T1 by Sat 28 Nov is now", "at Mutomo")
    deputy.expects("T1 by Sat 28 Nov, changed by the Kitui county lead", "at Mutomo")
    task.changes("TASK Kitui CLT Lead, repair the borehole at Mutomo, 28 Nov")
    lead.expects("T1 is dropped", "T2 for Kitui CLT Lead")
    deputy.expects("T1")
    clt.expects("T2 from the Kitui county lead")


def test_reports(world: World, lead: Chat, clt: Chat) -> None:
    report = Editor(world, lead, "flood Kyuso severe 40 households")
    world.sets_aside()
    for text, told in (
        ("flood Mutomo severe 40 households", "S1 update: FLOOD, severe, Mutomo"),
        ("fire Mutomo severe 40 households", "S1 fire Mutomo, Kitui, corrected: flood to fire"),
        ("fire Mutomo severe 40 households, the school has burnt down", "the school has burnt down"),
    ):
        report.changes(text)
        clt.expects(told)
        world.sets_aside()
    report.changes("Fire Mutomo severe 40 houshold, the school has burnt dwn")
    world.no_more()
    clt.texts("ok s1")
    clt.texts("close s1 food given to all")
    world.sets_aside()
    report.changes("fire Mutomo severe 400 households")
    lead.expects("S1 is over, so your change to its report did nothing")


def test_what_is_forwarded_orders_nothing(world: World, lead: Chat, clt: Chat) -> None:
    amina = {"type": "user", "sender_user": {"id": 77712345, "first_name": "Amina", "username": "amina99"}}
    world.arrives(lead.hand.says("flood Kyuso severe, the bridge is gone", forwarded=amina))
    world.settle()
    alert = clt.expects("Patrick Mburu, KIWASH, forwarded from Amina 10:04. Reply OK S1")
    assert "777" not in alert
    assert "amina99" not in alert
    world.sets_aside()
    for text in ("OK S1", "STOP", "yes", "/stop", "NOTE S1 come"):
        world.arrives(clt.hand.says(text, forwarded={"type": "hidden_user", "sender_user_name": "Somebody"}))
        world.settle()
        clt.expects("You forwarded this, so nothing was done")
    assert world.incident("S1").status == "open"
