"""ASK: a question to many is read back, answered once by each, and shown to its asker together."""

import pytest

from tests.scenarios.conftest import Phone, World

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Kitui CLT Lead,USAID,clt_lead,Kitui,,,+254300000004,en
Anne Wairimu,USAID,usaid,,,,+254300000008,en
RLA Secretariat,RLA,rla,,,,+254300000009,en
Jane Mutua,Kitui County,county_poc,Kitui,,,+254300000021,en
Makueni PoC,Makueni County,county_poc,Makueni,,livestock,+254300000022,sw
KIM Observer,KIM,observer,Kitui,,,+254300000024,en
"""

ALL = "Patrick Mburu", "Kitui CLT Lead", "Anne Wairimu", "RLA Secretariat"


@pytest.fixture
def roster() -> str:
    return ROSTER


@pytest.fixture
def anne(world: World) -> Phone:
    return world["Anne Wairimu"]


@pytest.fixture
def jane(world: World) -> Phone:
    return world["Jane Mutua"]


@pytest.fixture
def makueni(world: World) -> Phone:
    return world["Makueni PoC"]


def asked(anne: Phone, jane: Phone, makueni: Phone, words: str = "which boreholes are down?, Friday") -> None:
    """Anne asks both PoCs."""
    anne.texts(f"ASK PoCs, {words}")
    anne.expects("Ask 2 people (county PoC), until", "1 Send", "(0 No)")
    anne.texts("1")
    anne.expects("Q1 went to 2 people (county PoC), until", "CLOSE Q1 ends it")
    jane.expects("Q1 Anne Wairimu, USAID asks")
    makueni.expects("Q1 Anne Wairimu, USAID anauliza")


def test_from_the_question_to_the_result(world: World, anne: Phone, jane: Phone, makueni: Phone) -> None:
    anne.texts("ASK PoCs, which boreholes are down?, Friday")
    anne.expects("Ask 2 people (county PoC), until Fri 27 Nov 17:00", '"which boreholes are down?"')
    anne.texts("1")
    anne.expects("Q1 went to 2 people")
    jane.expects(
        'Q1 Anne Wairimu, USAID asks: "which boreholes are down?" Reply with your answer by Fri 27 Nov'
    )
    makueni.expects("Tuma jibu lako hadi Ijumaa 27 Nov 17:00")
    jane.texts("Mutomo and Kyuso")
    jane.expects(
        'Noted for Q1 from Anne Wairimu, USAID: "Mutomo and Kyuso"',
        "Change it until Fri 27 Nov 17:00 by writing again: Q1 ...",
    )
    anne.texts("Q1")
    anne.expects('Q1 "which boreholes are down?": 1 of 2 answered', "Mutomo and Kyuso", "Silent: Makueni PoC")
    jane.texts("Q1 only Kyuso")
    jane.expects('Changed for Q1 from Anne Wairimu, USAID: "only Kyuso"')

    world.passes("1h")  # 11:04
    anne.expects("1 of 2 answered, until Fri 27 Nov 17:00", "only Kyuso")
    world.passes("5h")  # 16:04: nothing is new
    world.passes("39h")  # half of the time was at night: Thursday, 7:04
    makueni.expects("Q1 Anne Wairimu, USAID bado anasubiri jibu lako")
    world.passes("34h")  # Friday, 17:04
    anne.expects("is over: 1 of 2 answered", "Silent: Makueni PoC", "1 Tell all who answered", "(0 No)")
    anne.texts("1")
    anne.expects("The result of Q1 went to 1 person")
    jane.expects('Result of Q1 "which boreholes are down?" of Anne Wairimu, USAID: 1 of 2', "only Kyuso")
    makueni.texts("Q1 visima vya Wote")
    makueni.expects("Q1 imekwisha", "kama la kuchelewa")
    world.passes("10m")
    anne.expects("Late for Q1", "visima vya Wote")
    anne.texts("TELL Q1")
    anne.expects("was told before")


def test_numbered_choices(world: World, anne: Phone, jane: Phone, makueni: Phone) -> None:
    asked(anne, jane, makueni, "is the road open? 1 yes 2 no, 3 Dec")
    jane.texts("Q1 7")
    jane.expects("Q1 has no such number. Its choices: 1 yes, 2 no. Send Q1 and one of them, such as Q1 1")
    jane.texts("Q1 1")
    jane.expects('Noted for Q1 from Anne Wairimu, USAID: "yes"')
    makueni.texts("hapana")
    makueni.expects('"no"')
    makueni.texts("Q1 1")
    makueni.expects("Imebadilishwa", '"yes"')
    anne.texts("CLOSE Q1")
    anne.expects("is over: 2 of 2 answered", "yes 2, no 0", "1 Tell all who answered")
    anne.texts("0")
    anne.expects("Nobody was told. TELL Q1")
    jane.texts("2")
    jane.expects("Not understood")


def test_a_number_counts_only_while_the_question_is_the_last_thing_said(
    world: World, anne: Phone, jane: Phone, makueni: Phone
) -> None:
    asked(anne, jane, makueni, "is the road open? 1 yes 2 no")
    world["RLA Secretariat"].texts("TELL PoCs, the office is closed today")
    world["RLA Secretariat"].ignores()
    world["RLA Secretariat"].texts("1")
    world["RLA Secretariat"].expects("Sent to 2 people")
    jane.expects("the office is closed today")
    makueni.expects("the office is closed today")
    jane.sends("1") if world.channel == "sms" else jane.sends("Q1 1")
    world.settle()
    if world.channel == "sms":
        jane.expects("Is that for Q1?", "Q1 1")
        jane.texts("Q1 1")
    jane.expects('Noted for Q1 from Anne Wairimu, USAID: "yes"')
    jane.texts("we will come on Monday then")
    jane.expects("Your reply goes to RLA Secretariat, RLA")
    world.passes("10m")
    world["RLA Secretariat"].expects("Reply to your message of Tue 24 Nov", "Jane Mutua, Kitui County")


def test_a_report_is_a_report(world: World, anne: Phone, jane: Phone, makueni: Phone) -> None:
    asked(anne, jane, makueni, "who can come on Monday?, Friday")
    jane.texts("flood in Kyuso severe, 3 dead")
    jane.expects("S1 FLOOD")
    for name in ALL:
        world[name].expects("S1 SEVERE FLOOD Kyuso")
    jane.texts("Q1 tunaangamia, watu wamekwama kwa maji")
    jane.ignores()
    anne.unread.clear()
    world.sets_aside()
    anne.texts("Q1")
    anne.expects("0 of 2 answered")


def test_words_that_may_be_both_are_asked_about(
    world: World, anne: Phone, jane: Phone, makueni: Phone
) -> None:
    asked(anne, jane, makueni, "who can come on Monday?, Friday")
    jane.texts("drought at Mutomo, 40 households")
    jane.expects("Is this a new report, or the answer to my question?", "1 Report 2 Answer to Q1")
    jane.texts("2")
    jane.expects('Noted for Q1 from Anne Wairimu, USAID: "drought at Mutomo, 40 households"')


def test_two_questions_and_words_for_one_of_them(
    world: World, anne: Phone, jane: Phone, makueni: Phone
) -> None:
    asked(anne, jane, makueni, "who can come on Monday?, Friday")
    world.passes("1m")
    anne.texts("TELL Kitui PoCs, bring the lists")
    anne.ignores()
    anne.texts("yes")
    anne.expects("Sent to 1 person")
    jane.expects("bring the lists")
    jane.texts("I shall do it with the chief")
    jane.expects(
        "What are these words for?",
        "1 Reply to Anne Wairimu, Tue 24 Nov 2 Answer to Q1",
        "(0 something else)",
    )
    jane.texts("2")
    jane.expects('Noted for Q1 from Anne Wairimu, USAID: "I shall do it with the chief"')


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("ASK", "ASK Kitui PoCs, which boreholes are down?, Friday"),
        ("ASK Kitui PoCs", "What is the question to county PoC, Kitui?"),
        ("ASK Kitui PoCs, Friday", "What is the question to county PoC, Kitui?"),
        ("ASK Kitui PoCs, who comes?, 1 Jan 2020", "is past, so nothing was asked"),
        ("ASK Kitui PoCs, who comes?, 31 Feb", "There is no day 31 Feb"),
        ("ASK Kitui PoCs, who comes?, 1 Nov 2027", "is too far away"),
        ("ASK Kitui PoCs, is it dry? 1 yes 3 no", "The numbered answers are not clear"),
        ("ASK Taita Taveta PoCs, who comes?", "Nobody on the roster fits that (county PoC, Taita Taveta)"),
        ("ULIZA Kitui PoCs, nani anakuja?, Ijumaa", "Uliza mtu 1 (mwakilishi wa kaunti (PoC), Kitui)"),
    ],
)
def test_what_cannot_be_asked_is_answered(anne: Phone, words: str, part: str) -> None:
    anne.texts(words)
    anne.expects(part)


def test_no_asks_no_one(anne: Phone, jane: Phone) -> None:
    for answer in ("0", "no", "2"):
        anne.texts("ASK Kitui PoCs, who comes?")
        anne.expects("Ask 1 person")
        anne.texts(answer)
        anne.expects("Nothing was asked")
    jane.expects_nothing()


def test_who_may_not_announce_may_not_ask(world: World) -> None:
    world["KIM Observer"].texts("ASK Kitui PoCs, who comes?")
    world["KIM Observer"].expects("were kept for the coordinators")


def test_ask_before_a_report_is_read_as_if_it_were_not_there(world: World, jane: Phone) -> None:
    jane.texts("Ask flood in Kyuso severe 3 dead")
    jane.expects("S1 FLOOD, severe, Kyuso, Kitui, 3 dead")
    for name in ALL:
        world[name].expects("S1 SEVERE FLOOD Kyuso")


def test_others_see_nothing_of_it(world: World, anne: Phone, jane: Phone, makueni: Phone) -> None:
    asked(anne, jane, makueni)
    world["Patrick Mburu"].texts("Q1")
    world["Patrick Mburu"].expects("You were not asked Q1")
    jane.texts("Q1")
    jane.expects("Q1 Anne Wairimu, USAID still waits for your answer")
    jane.texts("CLOSE Q1")
    jane.expects("Q1 Anne Wairimu, USAID still waits for your answer")
    anne.texts("CANCEL Q1")
    anne.expects("Q1 is dropped", "Answers so far: 0")
    world.passes("4d")
    jane.expects_nothing()


def test_replies_to_an_announcement_and_to_information_reach_the_sender(
    world: World, anne: Phone, jane: Phone, makueni: Phone
) -> None:
    anne.texts("TELL PoCs, please send the lists by Monday")
    anne.ignores()
    anne.texts("1")
    anne.expects("Sent to 2 people")
    jane.ignores()
    makueni.ignores()
    jane.texts("We cannot print them, can you?")
    jane.expects('Your reply goes to Anne Wairimu, USAID: "We cannot print them, can you?"', "REPORT")
    makueni.texts("tutazileta kesho")
    makueni.expects("Jibu lako litamfikia Anne Wairimu, USAID")
    world.passes("10m")
    anne.expects("2 replies to your message of Tue 24 Nov", "We cannot print", 'Makueni County: "tutazileta')
    jane.texts("INFO the market of Kyuso opens on Friday")
    jane.ignores()
    for name in ("Anne Wairimu", "RLA Secretariat", "Kitui CLT Lead"):
        world[name].ignores()
    world["RLA Secretariat"].texts("who pays for the stalls then?")
    world["RLA Secretariat"].expects("Your reply goes to Jane Mutua, Kitui County")
    world.passes("10m")
    jane.expects("Reply to your message of Tue 24 Nov: RLA Secretariat, RLA", "who pays")


def test_after_three_days_words_are_no_reply_any_more(world: World, anne: Phone, jane: Phone) -> None:
    anne.texts("TELL Kitui PoCs, please send the lists")
    anne.ignores()
    anne.texts("1")
    anne.ignores()
    jane.ignores()
    world.passes("73h")
    jane.texts("blue seven")
    jane.expects("Not understood, so a coordinator reads it")


@pytest.mark.parametrize("words", ["visima 3 vimekauka", "3 wells have dried up at Kyuso"])
def test_an_answer_that_reads_like_a_report_after_another_message(
    world: World, anne: Phone, jane: Phone, makueni: Phone, words: str
) -> None:
    asked(anne, jane, makueni, "which wells are dry?, Friday")
    world.passes("2h")
    world["Kitui CLT Lead"].texts("flood Mutomo minor")
    world.sets_aside()
    jane.texts(words)
    jane.expects("Q1", "1 Ripoti" if words.startswith("visima") else "1 Report")
    world.passes("20m")  # without an answer it is not lost
    world["Patrick Mburu"].expects("Jane Mutua", words)
    anne.expects("Jane Mutua, Kitui County may have answered Q1", words, "Patrick Mburu was told too")
    world.sets_aside()
