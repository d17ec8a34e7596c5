"""Buttons: questions answered in place, commands said, stale ones answered politely."""

import pytest

from sek_core.store.inbox import Kept
from tests.scenarios.conftest import ROSTER
from tests.scenarios.phones import Chat, labels
from tests.scenarios.world import World

pytestmark = pytest.mark.only("telegram")


@pytest.fixture
def others(world: World) -> list[str]:
    """Return the recipients of a report of the deputy's."""
    return ["Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"]


def test_half_a_report_is_completed_in_one_message(world: World, deputy: Chat, others: list[str]) -> None:
    deputy.texts("mafuriko")
    deputy.expects("MAFURIKO, Kitui. Wapi?", "Unaweza pia kutuma mahali ulipo")
    question = deputy.newest
    assert question
    assert labels(question) == [
        "Kitui Central", "Kitui East", "Kitui Rural", "Kitui South",
        "Kitui West", "Mwingi Central", "Mwingi North", "Mwingi West", "Ruka",
    ]  # fmt: skip
    deputy.taps("Kitui South")
    deputy.expects("MAFURIKO, Kitui South, Kitui. Hali ni mbaya kiasi gani?")
    deputy.taps("Kali")
    deputy.expects("S1 MAFURIKO, makali, Kitui South, Kitui. Imetumwa kwa USAID, RLA, CLT Kitui")
    assert len(deputy.hand.messages) == 1
    assert labels(deputy.newest) == [
        "Uokoaji", "Matibabu", "Maji", "Chakula", "Makazi", "Lishe au daktari wa mifugo", "Kingine",
        "Maelezo", "Hali",
    ]  # fmt: skip
    for name in others:
        world[name].expects("S1 SEVERE FLOOD Kitui South")


def test_what_happened_is_asked_with_buttons(world: World, deputy: Chat, others: list[str]) -> None:
    deputy.texts("/report")
    deputy.expects("What happened, and where?")
    assert labels(deputy.newest)[:4] == ["Drought", "Pasture shortage", "Flood", "Flash flood"]
    deputy.taps("Flash flood")
    deputy.expects("FLASH FLOOD, Kitui. Where?")
    deputy.texts("Kyuso")
    deputy.expects("FLASH FLOOD, Kyuso, Kitui. How bad?")
    deputy.taps("Skip")
    deputy.expects("S1 FLASH FLOOD, Kyuso, Kitui. Sent to")
    for name in others:
        world[name].expects("S1 FLASH FLOOD Kyuso")


def test_every_suggested_hazard_is_one(world: World, deputy: Chat) -> None:
    for language in ("en", "sw"):
        deputy.texts(f"LANG {language}")
        deputy.ignores()
        deputy.texts("report" if language == "en" else "ripoti")
        deputy.ignores()
        offered = labels(deputy.newest)
        assert len(offered) == 12
        question = deputy.newest
        assert question
        for row in question["reply_markup"]["inline_keyboard"]:
            for button in row:
                number = int(button["callback_data"].rpartition(":s")[2])
                conversations = world.program.core.configuration.hazards
                hazard = list(conversations.values())[number - 1]
                keyword = hazard.keywords[language][0]
                assert world.program.core.reader.read(keyword, ["Kitui"]).hazard == hazard.id


def test_a_stale_button_is_answered_politely_and_changes_nothing(
    world: World, deputy: Chat, others: list[str]
) -> None:
    deputy.texts("drought Mutomo")
    deputy.expects("How bad?")
    question = dict(deputy.newest or {})
    deputy.texts("severe")
    deputy.expects("S1 DROUGHT, severe")
    for name in others:
        world[name].ignores()
    deputy.taps("Extreme", on=question)
    deputy.sees("This question has been answered")
    deputy.expects_nothing()
    assert labels(deputy.hand.messages[0]) == []


def test_two_taps_in_one_moment_count_once(world: World, deputy: Chat, others: list[str]) -> None:
    deputy.texts("drought Mutomo")
    deputy.expects("How bad?")
    question = dict(deputy.newest or {})
    deputy.presses("Severe", on=question)
    deputy.presses("Severe", on=question)
    world.settle()
    deputy.expects("S1 DROUGHT, severe, Mutomo")
    deputy.sees("This question has been answered")
    for name in others:
        world[name].expects("S1 SEVERE DROUGHT")


def test_an_alert_is_taken_noted_and_closed_by_buttons(
    world: World, deputy: Chat, clt: Chat, usaid: Chat, rla: Chat, lead: Chat
) -> None:
    deputy.texts("DROUGHT MUTOMO severe 400 households")
    deputy.ignores()
    lead.ignores()
    alert = clt.showing("S1 SEVERE DROUGHT Mutomo")
    clt.expects("Reply OK S1 to take it")
    usaid.ignores()
    rla.ignores()
    assert labels(alert) == ["Take it", "Note", "More"]
    clt.taps("Take it", on=alert)
    clt.expects("You have S1. Meshack Mulinge, KCDMS has been told")
    assert labels(clt.newest) == ["Note", "Close", "Give it back", "More"]
    world.everyone_expects("taken by the Kitui CLT lead", besides=(lead, clt))
    clt.taps("Take it", on=alert)
    clt.expects("You took S1 at 10:04 already")
    clt.taps("Note")
    clt.expects("What should be noted?")
    clt.texts("two bowsers are on their way")
    clt.expects("Noted on S1. 3 others have it")
    world.everyone_expects('"two bowsers are on their way"', besides=(lead, clt))
    clt.taps("Note", on=alert)
    clt.expects("What should be noted?")
    clt.taps("Skip")
    clt.expects("Nothing was noted on S1")
    clt.taps("More", on=alert)
    clt.expects("S1 Meshack Mulinge, KCDMS", "DROUGHT MUTOMO severe 400 households")
    clt.taps("Close", on=clt.showing("You have S1. "))
    clt.expects("What was done about S1?")
    clt.texts("bowsers came")
    clt.expects("S1 is closed")
    world.everyone_expects("closed by the Kitui CLT lead", "bowsers came", besides=clt)
    usaid.taps("Take it", on=usaid.showing("Reply OK S1"))
    usaid.expects("S1 is closed already")


def test_buttons_speak_the_language_of_who_reads_them(
    world: World, deputy: Chat, clt: Chat, others: list[str]
) -> None:
    clt.texts("LUGHA SW")
    clt.ignores()
    deputy.texts("DROUGHT MUTOMO severe")
    deputy.ignores()
    alert = clt.showing("S1 UKAME MKALI")
    for name in others:
        world[name].ignores()
    assert labels(alert) == ["Naishughulikia", "Maelezo", "Zaidi"]
    clt.taps("Naishughulikia", on=alert)
    clt.expects("S1 iko kwako. ")
    for name in ("Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()


def test_a_report_full_of_markup_arrives_as_typed(
    world: World, deputy: Chat, clt: Chat, others: list[str]
) -> None:
    words = 'flood at Kyuso severe <b>&_*[x](y) `code` "<script>" ~~ 5 < 6 & 7 > 3'
    deputy.texts(words)
    deputy.ignores()
    clt.expects('<b>&_*[x](y) `code` "<script>" ~~ 5 < 6 & 7 > 3')
    for name in others:
        if name != clt.name:
            world[name].ignores()
    clt.texts("more s1")
    clt.expects(words)


def test_ten_thousand_characters_stay_within_one_message(
    world: World, deputy: Chat, clt: Chat, others: list[str]
) -> None:
    deputy.texts("flood at Kyuso severe " + "the water rises and rises " * 150)
    deputy.ignores()
    alert = clt.expects("the water rises")
    assert len(alert) <= 4096
    for name in others:
        if name != clt.name:
            world[name].ignores()


def test_commands_with_a_slash(world: World, deputy: Chat, clt: Chat, others: list[str]) -> None:
    deputy.texts("/help")
    deputy.expects("Report: FLOOD Mwingi severe")
    deputy.texts("/list@SekTestBot")
    deputy.expects("Nothing is open")
    deputy.texts("drought Mutomo severe")
    deputy.expects("S1")
    for name in others:
        world[name].ignores()
    deputy.texts("/status S1")
    deputy.expects("S1 DROUGHT, severe", "not yet taken")


def test_a_reply_to_an_alert_is_about_it(
    world: World, deputy: Chat, clt: Chat, rla: Chat, lead: Chat
) -> None:
    for text in ("drought Mutomo severe", "flood Kyuso severe"):
        deputy.texts(text)
        world.everyone_ignores()
    world.arrives(clt.hand.says("ok", reply_to=clt.showing("S1 SEVERE")))
    world.settle()
    clt.expects("You have S1")
    world.everyone_expects("S1", "taken by", besides=(lead, clt))
    world.arrives(rla.hand.says("ask the county for tents", reply_to=rla.showing("S2 SEVERE")))
    world.settle()
    rla.expects("Noted on S2")
    world.everyone_expects("S2", "ask the county for tents", besides=(lead, rla))


class TestEdited:
    def test_a_report_that_is_changed_is_completed(
        self, world: World, deputy: Chat, others: list[str]
    ) -> None:
        sent = deputy.hand.says("drought Mutomo severe 40 households")
        world.arrives(sent)
        world.settle()
        deputy.expects("40 households")
        for name in others:
            world[name].ignores()
        world.arrives(deputy.hand.edits(sent, "drought Mutomo severe 400 households"))
        world.settle()
        deputy.expects("S1 is now: DROUGHT, severe, Mutomo, Kitui, 400 households")
        for name in others:
            world[name].expects("S1 update", "400 households")

    def test_the_same_words_once_more_say_nothing(
        self, world: World, deputy: Chat, others: list[str]
    ) -> None:
        sent = deputy.hand.says("drought Mutomo severe")
        world.arrives(sent)
        world.settle()
        deputy.ignores()
        for name in others:
            world[name].ignores()
        world.arrives(deputy.hand.edits(sent, "drought Mutomo severe"))
        world.settle()
        deputy.expects_nothing()

    def test_what_was_not_understood_counts_anew(self, world: World, deputy: Chat, others: list[str]) -> None:
        sent = deputy.hand.says("the blue one is there")
        world.arrives(sent)
        world.settle()
        deputy.expects("Not understood")
        world.arrives(deputy.hand.edits(sent, "flood Kyuso severe"))
        world.settle()
        deputy.expects("S1 FLOOD, severe, Kyuso")
        for name in others:
            world[name].expects("S1 SEVERE FLOOD")

    def test_what_is_no_longer_the_same_shock_goes_to_those_on_it_as_a_note(
        self, world: World, lead: Chat, deputy: Chat, others: list[str]
    ) -> None:
        sent = deputy.hand.says("flood Kyuso severe")
        world.arrives(sent)
        world.settle()
        deputy.ignores()
        for name in others:
            world[name].ignores()
        world.arrives(deputy.hand.edits(sent, "No flood at Kyuso after all"))
        world.settle()
        deputy.expects("Noted on S1")
        world.everyone_expects("No flood at Kyuso after all", besides=(lead, deputy))

    def test_half_a_report_that_is_changed_is_not_told_twice(
        self, world: World, deputy: Chat, others: list[str]
    ) -> None:
        sent = deputy.hand.says("drought Mutomo")
        world.arrives(sent)
        world.settle()
        deputy.expects("How bad?")
        world.arrives(deputy.hand.edits(sent, "drought Mutomo 300 households"))
        world.settle()
        deputy.expects("DROUGHT, Mutomo, Kitui, 300 households", "How bad?")
        deputy.taps("Moderate")
        deputy.expects("S1 DROUGHT, moderate, Mutomo, Kitui, 300 households. Sent to")
        for name in others:
            world[name].expects("300 households")


def test_a_tap_of_somebody_who_has_left_is_refused(
    world: World, deputy: Chat, clt: Chat, others: list[str]
) -> None:

    deputy.texts("drought Mutomo severe")
    deputy.ignores()
    alert = clt.showing("S1 SEVERE")
    for name in others:
        world[name].ignores()
    world.enrols("".join(line for line in ROSTER.splitlines(keepends=True) if "Kitui CLT Lead" not in line))
    clt.taps("Take it", on=alert)
    clt.sees("Only people on the roster of SEK")
    with world.program.database.reading() as session:
        assert session.query(Kept).count() == 0


def test_a_turn_that_fails_still_answers_the_tap(
    world: World, deputy: Chat, others: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deputy.texts("drought Mutomo")
    deputy.expects("How bad?")

    def broken(*_args: object) -> None:
        raise ValueError("nobody knows why")

    with monkeypatch.context() as patched:
        patched.setattr("sek_core.response.incomplete_reports.complete", broken)
        deputy.taps("Severe")
    deputy.expects("Your message was kept, but could not be handled yet")
    assert world.telegram.taps == set()
    world.passes("5m")
    deputy.expects("S1 DROUGHT, Mutomo")
    for name in others:
        world[name].expects("S1 DROUGHT Mutomo")


def test_every_tap_is_answered(world: World, deputy: Chat, others: list[str]) -> None:
    deputy.texts("drought Mutomo")
    deputy.expects("How bad?")
    for _ in range(2):
        deputy.presses("Severe")
    world.settle()
    deputy.expects("S1 DROUGHT, severe")
    deputy.sees("has been answered")
    for name in others:
        world[name].ignores()
    assert world.telegram.taps == set()


def test_a_note_beside_a_button_that_came_too_late_is_let_go(
    world: World, deputy: Chat, others: list[str]
) -> None:
    deputy.texts("drought Mutomo")
    deputy.expects("How bad?")
    question = dict(deputy.newest or {})
    deputy.texts("severe")
    deputy.ignores()
    for name in others:
        world[name].ignores()
    world.telegram.be_silent("hang", "answerCallbackQuery")
    deputy.taps("Severe", on=question)
    world.passes("5m")
    deputy.expects_nothing()
