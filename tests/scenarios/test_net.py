"""The net: a text that is not surely understood reaches a person, and no plea is lost."""

from tests.scenarios.conftest import Phone, World

ASKED = "Is it a report? 1 Yes, pass it on 2 No"


def test_what_nobody_understands_is_read_by_a_coordinator_at_the_end_of_the_hold(
    world: World, lead: Phone, deputy: Phone
) -> None:
    lead.texts("the matter of the wazungu is still there")
    lead.expects("Not understood, so a coordinator reads it at 10:09", ASKED)
    world.passes("4m")
    deputy.expects_nothing()
    world.passes("1m")
    deputy.expects(
        'Patrick Mburu, KIWASH 10:04: "the matter of the wazungu is still there"',
        "1 make it a shock 2 no report, or write back",
    )


def test_the_next_coordinator_gets_it_where_one_does_nothing(
    world: World, lead: Phone, deputy: Phone, rla: Phone, clt: Phone
) -> None:
    lead.texts("the matter of the wazungu is still there")
    lead.expects(ASKED)
    for phone, wait in ((deputy, "5m"), (rla, "20m"), (clt, "20m")):
        world.passes(wait)
        phone.expects("the matter of the wazungu is still there")
    world.passes("2h")


def test_a_sender_who_says_yes_is_read_at_once_and_one_who_says_no_by_none(
    world: World, lead: Phone, deputy: Phone, rla: Phone
) -> None:
    lead.texts("the matter of the wazungu is still there")
    lead.expects(ASKED)
    lead.texts("1")
    lead.expects("It goes to a coordinator now", "1199 or 999")
    world.passes("1s")
    deputy.expects("matter of the wazungu")
    world.passes("10m")
    deputy.texts("2")
    deputy.expects("U1 is no report. Patrick Mburu, KIWASH has been told. Mistake? U1 1")
    lead.expects("Meshack Mulinge, KCDMS read your text of 10:04", "no report")
    world.passes("51m")
    lead.texts("the scouts sang so nicely yesterday")
    lead.expects(ASKED)
    lead.texts("no")
    lead.expects("Nothing was sent")
    world.passes("2h")


def test_one_digit_makes_it_a_shock(world: World, lead: Phone, deputy: Phone) -> None:
    lead.texts("the matter of the wazungu is still there")
    lead.expects(ASKED)
    world.passes("5m")
    deputy.expects("matter of the wazungu")
    deputy.texts("1")
    deputy.expects("It is S1 now: CALL FOR HELP, Kitui. Sent to USAID, RLA, Kitui CLT", "OK S1")
    deputy.expects("S1 CALL FOR HELP Kitui", "For your information")
    lead.expects("Your text of 10:04 is S1 now", "Meshack Mulinge, KCDMS sent it to USAID, RLA, Kitui CLT")
    world.everyone_expects(
        'S1 CALL FOR HELP Kitui. "the matter of the wazungu is still there" Patrick Mburu',
        besides=(lead, deputy),
    )
    deputy.texts("U1 1")
    deputy.expects("U1", "made it a report", "S1")


def test_words_go_back_to_the_sender_and_the_answer_comes_to_who_asked(
    world: World, lead: Phone, deputy: Phone
) -> None:
    lead.texts("the matter of the wazungu is still there")
    lead.expects(ASKED)
    world.passes("5m")
    deputy.expects("matter of the wazungu")
    deputy.texts("which bridge do you mean")
    deputy.expects('Sent to Patrick Mburu, KIWASH: "which bridge do you mean" To make it a shock: U1 1')
    lead.expects('Meshack Mulinge, KCDMS on your text of 10:04: "which bridge do you mean" Reply here')
    lead.texts("the one of wazungu")
    lead.expects("Kept. A coordinator reads it at 10:14")
    world.passes("5m")
    deputy.expects("the one of wazungu")
    world.passes("10m")
    deputy.texts("2")
    deputy.expects("U2 is no report")
    lead.expects("no report")


def test_texts_of_one_sender_go_together_and_nobody_gets_more_than_two_an_hour(
    world: World, lead: Phone, deputy: Phone, rla: Phone, clt: Phone
) -> None:
    for number in range(11):
        lead.texts(f"line {'abcdefghijk'[number]} of what we sang at the scouts")
        lead.unread.clear()
        world.passes("30s")
    for _ in range(36):
        world.passes("5m")
    for phone in (deputy, rla, clt):
        assert 1 <= len(phone.unread) <= 2, phone.unread
        assert "line k of what" in phone.unread[-1] or "line k of what" in phone.unread[0]
        phone.ignores()


def test_greetings_and_bare_signs_go_to_nobody(world: World, lead: Phone) -> None:
    for text in ("Good morning", "asante sana", "?", "👍"):
        lead.texts(text)
        lead.ignores()
    world.passes("2h")


def test_a_report_that_is_only_begun_or_in_doubt_is_read_too(
    world: World, lead: Phone, makueni_lead: Phone, deputy: Phone, rla: Phone
) -> None:
    lead.texts("SHOCK")
    lead.expects("What happened, and where?")
    makueni_lead.texts("maize price today")
    makueni_lead.expects("Is this a report of price rise? 1 Yes 2 No")
    world.passes("5m")
    deputy.expects('Patrick Mburu, KIWASH 10:04: "SHOCK"')
    rla.expects('Martin Miriti, KCDMS 10:04: "maize price today"')
    world.passes("15m")
    deputy.texts("2")
    rla.texts("2")
    for phone in (deputy, rla, lead, makueni_lead):
        phone.ignores()


def test_who_is_away_is_passed_over_and_a_wider_circle_reads_it_where_nobody_is_there(
    world: World, lead: Phone, deputy: Phone, rla: Phone, clt: Phone
) -> None:
    for phone in (deputy, rla, clt):
        phone.texts("AWAY until 12 dec")
        phone.ignores()
    lead.texts("the matter of the wazungu is still there")
    lead.expects(ASKED)
    world.passes("5m")
    world["Kitui CLT Member"].expects("the matter of the wazungu")
    world["Kitui CLT Member"].texts("2")
    world["Kitui CLT Member"].expects("U1 is no report")
    lead.ignores()


def test_who_answers_something_else_replies_by_reference(
    world: World, lead: Phone, deputy: Phone, clt: Phone, rla: Phone, usaid: Phone
) -> None:
    lead.texts("the matter of the wazungu is still there")
    lead.expects(ASKED)
    deputy.texts("drought")
    deputy.expects("Where?")
    world.passes("5m")
    for phone in (deputy, clt, rla, usaid, lead):
        if phone is deputy:
            phone.expects("S1 DROUGHT")
            phone.expects("Reply U1 1 to make it a shock, U1 2 if no report, or U1 and your words")
        else:
            phone.expects("S1 DROUGHT")
    deputy.texts("U1 2")
    deputy.expects("U1 is no report")
    lead.expects("no report")
