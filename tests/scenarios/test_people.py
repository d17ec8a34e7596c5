"""LANG, HELP, STOP, START, courtesy, nonsense, strangers and machines."""

import pytest

from sek_core.store.inbox import InboxRow, Kept
from tests.scenarios.conftest import Phone, World


def kept(world: World) -> list[tuple[str, str]]:
    with world.program.database.reading() as session:
        return [(row.ref, row.reason) for row in session.query(Kept).order_by(Kept.created_at)]


def test_lang_changes_messages_that_nobody_asked_for(world: World, lead: Phone, clt: Phone) -> None:
    clt.texts("LANG SW")
    clt.expects("Kuanzia sasa utapata ujumbe kwa Kiswahili")
    lead.texts("drought Mutomo severe")
    clt.expects("S1 UKAME MKALI Mutomo, Kitui", "Jibu SAWA S1 kama utaishughulikia")
    world.everyone_ignores(besides=clt)
    clt.texts("lugha en")
    clt.expects("From now on you get messages in English")
    clt.texts("LANG")
    clt.expects("LANG EN for English, LANG SW for Swahili")


@pytest.mark.parametrize("word", ["HELP", "menu", "Help please", "msaada", "MENYU"])
def test_help_names_what_this_role_can_do(lead: Phone, clt: Phone, word: str) -> None:
    lead.texts(word)
    clt.texts(word)
    helped = lead.expects("S1")
    acting = clt.expects("OK S1") if word not in ("msaada", "MENYU") else clt.expects("SAWA S1")
    assert helped != acting
    assert len(helped) <= 160
    assert len(acting) <= 160


def test_stop_and_start(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    clt.texts("STOP")
    clt.expects(f"no more messages {world.here}", "START")
    rla.expects(f"Kitui CLT Lead, USAID has stopped messages by {world.by}")
    lead.expects("has stopped messages")
    deputy.expects("has stopped messages")
    lead.texts("drought Mutomo severe")
    clt.expects_nothing()
    world.everyone_ignores(besides=clt)
    clt.texts("stop")
    clt.expects("no more messages")
    clt.texts("start")
    clt.expects(f"You get messages {world.here} again")
    world.everyone_expects(f"gets messages by {world.by} again", besides=(clt, usaid))
    lead.texts("flood Kyuso severe")
    clt.expects("S2 SEVERE FLOOD")
    world.everyone_ignores(besides=clt)


@pytest.mark.parametrize("text", ["YES", "NO", "CANCEL", "END", "stop it", "Start of the rains"])
def test_what_is_neither_stop_nor_start(world: World, clt: Phone, text: str) -> None:
    clt.texts(text)
    assert "number again" not in clt.expects("").lower()
    with world.program.database.reading() as session:
        assert session.query(InboxRow).one().status == "done"


@pytest.mark.parametrize(
    "text", ["Asante", "Good morning", "thanks so much", "asante sana mkuu", "ok thanks"]
)
def test_courtesy_gets_one_friendly_line_and_no_triage(world: World, lead: Phone, text: str) -> None:
    lead.texts(text)
    assert len(lead.expects("")) <= 160
    assert kept(world) == []


def test_courtesy_leaves_the_question_open(
    lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("drought Mutomo")
    lead.expects("How bad?")
    lead.texts("asante")
    lead.expects("Asante na karibu")
    lead.texts("3")
    lead.expects("S1 DROUGHT, severe")
    for phone in (deputy, clt, usaid, rla):
        phone.ignores()


def test_kesho_to_a_question_brings_the_question_once_more(
    lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("drought Mutomo")
    lead.expects("How bad?")
    lead.texts("kesho")
    lead.expects("1", "2", "3", "4", "(0")
    lead.texts("2 please")
    lead.expects("S1 DROUGHT, moderate")
    for phone in (deputy, clt, usaid, rla):
        phone.ignores()


def test_what_is_not_understood_is_kept_and_after_three_helps_there_is_silence(
    world: World, lead: Phone
) -> None:
    lead.texts("blue seven")
    lead.expects("Not understood, so a coordinator reads it at 10:09")
    for text in ("green eight", "red nine"):
        lead.texts(text)
        lead.expects("Kept. A coordinator reads it at 10:09")
    lead.texts("yellow ten")
    lead.expects("I will be quiet now until 11:04", "1199")
    lead.texts("purple ten")
    lead.expects_nothing()
    lead.texts("list")
    lead.expects("Nothing is open")
    world.passes("1h")
    world["Meshack Mulinge"].expects('5 texts of Patrick Mburu, KIWASH, the newest 10:04: "purple ten"')
    lead.texts("white eleven")
    lead.expects("Not understood, so a coordinator reads it at 11:09")
    assert kept(world) == [(f"U{n}", "not understood") for n in range(1, 7)]


def test_a_stranger_is_answered_and_passed_to_rla(world: World, rla: Phone) -> None:
    stranger = world.phone("+254300000099")
    stranger.texts("flood in Kibwezi")
    stranger.expects("not on the SEK roster", "kept and passed to the coordinators")
    who = "number +254300000099" if world.channel == "sms" else 'on Telegram, "a stranger"'
    rla.expects(f'Unknown {who}: "flood in Kibwezi"', "U1")
    stranger.texts("ok s1")
    stranger.expects("not on the SEK roster")
    rla.ignores()


def test_an_ok_from_a_stranger_acknowledges_nothing(world: World, lead: Phone, clt: Phone) -> None:
    lead.texts("drought Mutomo severe")
    stranger = world.phone("+254300000099")
    stranger.texts("OK S1")
    stranger.expects("not on the SEK roster")
    clt.ignores()
    clt.texts("status s1")
    clt.expects("not yet taken")
    world.everyone_ignores(besides=clt)


@pytest.mark.only("sms")
@pytest.mark.parametrize("sender", ["MTN", "Safaricom", "40404", "M-PESA"])
def test_machines_are_kept_and_never_answered(world: World, sender: str) -> None:
    world.receives({"id": "1", "from": sender, "text": "flood of airtime! Reply STOP to end"})
    world.settle()
    assert world.gateway.sent == []
    assert kept(world) == [("U1", "machine")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "\U0001f30a",
        "?",
        "1",
        "0",
        "999999999999",
        "S",
        "OK",
        "\u0645\u0631\u062d\u0628\u0627",
        "x" * 10_000,
        "so",
        "to s",
        "{quote} {ref}",
        "%s %(x)s",
    ],
)
def test_whatever_comes_gets_one_answer_at_most(world: World, lead: Phone, text: str) -> None:
    lead.texts(text)
    assert len(lead.unread) <= 1
    lead.unread.clear()
    with world.program.database.reading() as session:
        assert [row.status for row in session.query(InboxRow)] == ["done"]


def test_a_turn_that_fails_is_kept_alone_and_the_others_go_on(
    world: World, lead: Phone, clt: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handlers.dialogue import registry
    from handlers.people import preferences

    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setitem(registry.REGISTRY.commands, ("help", ""), broken)
    lead.sends("help")
    clt.sends("list")
    world.settle()
    lead.expects("Your message was kept, but could not be handled yet")
    clt.expects("Nothing is open")
    with world.program.database.reading() as session:
        assert [(row.status, row.error) for row in session.query(InboxRow).order_by(InboxRow.id)] == [
            ("failed", "RuntimeError: a defect"),
            ("done", None),
        ]

    monkeypatch.setitem(registry.REGISTRY.commands, ("help", ""), preferences.help_)
    from sek_core.inbox import queue

    with world.program.database.writing() as session:
        assert queue.replay(session, 1)
    world.settle()
    lead.expects("Report:")
