"""Duties and action items: owner, due date, and whether they were done.

Today is Tuesday, 24 November 2026, 10:04.
"""

from dataclasses import replace

import pytest

from config.mechanism import Configuration
from sek_core.meetings import agenda
from sek_core.messages.channel import Refused
from sek_core.store.incidents import History
from sek_core.store.meetings import Meeting, Task
from tests.packaged import packaged
from tests.scenarios.conftest import ROSTER, Phone, World
from tests.scenarios.meetings import held
from tests.scenarios.phones import Chat

JANE = "Jane Mwende,KCDMS,ip_focal,Kitui,,+254300000012,en\n"
OTHER_JANE = "Jane Wambua,KIM,ip_focal,Kitui,,+254300000013,en\n"
JUMA = "Juma Kilonzo,KIM,ip_focal,Makueni,,+254300000014,sw\n"


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """Return a configuration without series: these stories follow a meeting."""
    whole = packaged()
    return replace(whole, meetings=whole.meetings.model_copy(update={"series": ()}))


@pytest.fixture
def jane(world: World) -> Phone:
    """The focal person of an IP in Kitui."""
    world.enrols(ROSTER + JANE + JUMA)
    return world["Jane Mwende"]


def tasks(world: World) -> list[Task]:
    with world.program.database.reading() as session:
        return session.query(Task).order_by(Task.ref).all()


@pytest.mark.parametrize(
    ("words", "what", "day"),
    [
        ("TASK Jane, repair borehole at Kyuso, 12 Dec", "repair borehole at Kyuso", "by Sat 12 Dec"),
        ("task jane mwende repair borehole at Kyuso by 12/12", "repair borehole at Kyuso", "by Sat 12 Dec"),
        ("Task to Jane: repair borehole at Kyuso - Friday", "repair borehole at Kyuso", "by Fri 27 Nov"),
        ("TASK 12 Dec, IP focal person, repair borehole", "repair borehole", "by Sat 12 Dec"),
        ("TASK Jane to repair the borehole, please", "repair the borehole", ""),
        ("KAZI Jane, rekebisha kisima, kabla ya Ijumaa", "rekebisha kisima", "kufikia Ijumaa 27 Nov"),
        ("TASK Jane, assess the flood damage at Kyuso, Friday", "assess the flood damage", "by Fri 27 Nov"),
    ],
)
def test_every_way_to_give_one(lead: Phone, jane: Phone, words: str, what: str, day: str) -> None:
    lead.texts(words)
    said = lead.expects("T1 ", "Jane Mwende, KCDMS", day, what)
    assert len(said) <= 160
    jane.expects("T1 from the Kitui county lead", what, "Reply DONE T1 when it is done")


def test_from_the_asking_to_the_thanks(world: World, lead: Phone, jane: Phone) -> None:
    lead.texts("TASK Jane, repair borehole at Kyuso, 12 Dec")
    lead.expects('T1 for Jane Mwende, KCDMS by Sat 12 Dec: "repair borehole at Kyuso". They have been told.')
    jane.expects('T1 from the Kitui county lead by Sat 12 Dec: "repair borehole at Kyuso"', "DONE T1")
    jane.texts("TASKS")
    jane.expects("T1 Sat 12 Dec: repair borehole at Kyuso")
    lead.texts("tasks please")
    lead.expects("You have no open task.\nGiven to others:\nT1 Sat 12 Dec Jane Mwende: repair borehole")
    jane.texts("T1 the pump must come from Nairobi")
    jane.expects("Noted on T1")
    lead.expects('T1 "repair borehole at Kyuso": "the pump must come from Nairobi" Jane Mwende, KCDMS 10:04')
    lead.texts("t1")
    lead.expects('T1 open: "repair borehole at Kyuso". For Jane Mwende, KCDMS by Sat 12 Dec, from you')
    jane.texts("Done T1 pump replaced, thanks")
    jane.expects("T1 is done. Patrick Mburu, KIWASH has been told. Thank you")
    lead.expects('T1 "repair borehole at Kyuso" is done: "pump replaced, thanks" Jane Mwende, KCDMS 10:04')
    world.passes("5m")
    lead.texts("DONE T1")
    lead.expects('T1 was done already by Jane Mwende, KCDMS 10:04: "pump replaced, thanks"')
    jane.texts("tayari t1")
    jane.expects("T1 ilishakamilishwa na wewe 10:04")
    lead.texts("status t1")
    lead.expects("T1 done by Jane Mwende, KCDMS 10:04: ", "pump replaced, thanks")
    world.passes("20d")
    world.without_digests()


def test_in_swahili(world: World, makueni_lead: Phone, jane: Phone) -> None:
    juma = world["Juma Kilonzo"]
    makueni_lead.texts("KAZI Juma, peleka mbegu Kibwezi, 12 Desemba")
    makueni_lead.expects(
        'T1 kwa Juma Kilonzo, KIM kufikia Jumamosi 12 Des: "peleka mbegu Kibwezi". Ameambiwa.'
    )
    juma.expects("T1 kutoka kwa kiongozi wa kaunti, Makueni kufikia Jumamosi 12 Des", "Jibu TAYARI T1")
    juma.texts("majukumu")
    juma.expects("T1 Jumamosi 12 Des: peleka mbegu Kibwezi")
    juma.texts("maelezo t1 mbegu zimefika nusu")
    juma.expects("Maelezo yameongezwa kwenye T1")
    makueni_lead.expects("mbegu zimefika nusu")
    juma.texts("TAYARI T1 mbegu zote zimefika")
    juma.expects("T1 imekamilika. Martin Miriti, KCDMS ameambiwa. Asante")
    makueni_lead.expects('T1 "peleka mbegu Kibwezi" imekamilika: "mbegu zote zimefika" Juma Kilonzo, KIM')
    makueni_lead.texts("Kazi nzuri")
    makueni_lead.expects("Asante")


def test_usaid_gives_a_county_lead_a_duty(lead: Phone, usaid: Phone) -> None:
    usaid.texts("TASK Kitui county lead, send the list of county officials, 4 Dec")
    usaid.expects("T1 for Patrick Mburu, KIWASH by Fri 4 Dec", "They have been told.")
    lead.expects("T1 from USAID Officer, USAID by Fri 4 Dec", "send the list of county officials")
    lead.texts("ok t1")
    lead.expects("T1 is with you. DONE T1 when it is done")
    lead.texts("status t1")
    lead.expects("T1 open", "For you by Fri 4 Dec, from USAID Officer, USAID")


def test_for_oneself_nobody_is_told(world: World, lead: Phone) -> None:
    lead.texts("TASK me, call the chief, 4 Dec")
    lead.expects('T1 for you by Fri 4 Dec: "call the chief".')
    lead.texts("DONE")
    lead.expects("T1 is done. Thank you")
    assert [task.county for task in tasks(world)] == ["Kitui"]


def test_a_name_that_is_not_clear_loses_nothing(world: World, lead: Phone, jane: Phone) -> None:
    world.enrols(ROSTER + JANE + OTHER_JANE)
    lead.texts("TASK Jane, repair borehole at Kyuso, 12 Dec")
    lead.expects(
        'Which Jane? T1 by Sat 12 Dec is with you until you reply: "repair borehole at Kyuso"\n'
        "GIVE T1 to Jane Mwende, KCDMS\nGIVE T1 to Jane Wambua, KIM"
    )
    lead.texts("GIVE T1 to Jane Wambua, KIM")
    lead.expects("T1 is with Jane Wambua, KIM now")
    world["Jane Wambua"].expects("T1 from the Kitui county lead by Sat 12 Dec", "repair borehole at Kyuso")
    lead.texts("TASK Wanjiku, repair borehole at Kyuso, 31 Feb")
    lead.expects("Nobody here is called Wanjiku. T2 is with you", "There is no day 31 Feb. GIVE T2 to and a")
    lead.texts("give t2 Juma")
    lead.expects("Nobody by that name is here. T2 stays as it is")
    lead.texts("give t2 jane")
    lead.expects("Which one?", "GIVE T2 to Jane Mwende", "GIVE T2 to Jane Wambua")
    assert [task.owner_id for task in tasks(world)][1] == tasks(world)[1].assigned_by_id


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("31 Feb", "There is no day 31 Feb."),
        ("1 Nov 2026", "Sun 1 Nov is over."),
        ("1 Nov", "Sun 1 Nov is over."),
        ("12 Dec 2036", "Fri 12 Dec 2036 is more than a year ahead."),
        ("soon", "It has no day yet"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_may_be_named_later(
    lead: Phone, jane: Phone, day: str, answer: str
) -> None:
    lead.texts(f"TASK Jane, repair borehole, {day}")
    lead.expects("T1 for Jane Mwende, KCDMS:", answer, "TASK T1 12 Dec sets one")
    assert "by" not in jane.expects("T1 from the Kitui county lead", "repair borehole").partition(":")[0]
    lead.texts("TASK T1 30 Feb")
    lead.expects("There is no day 30 Feb. By when? TASK T1 12 Dec")
    lead.texts("task t1 12 Dec")
    lead.expects('T1 "repair borehole', "for Jane Mwende, KCDMS is now due by Sat 12 Dec. Who has it knows")
    jane.expects("T1 is now due by Sat 12 Dec, says the Kitui county lead")
    jane.texts("task t1 20 Dec")
    jane.expects("Only Patrick Mburu, KIWASH, who gave T1, can change that")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("TASK", "Who does what by when? For example: TASK Jane"),
        ("TASK Jane", "What should Jane Mwende, KCDMS do?"),
        ("TASK Jane, 12 Dec", "What should Jane Mwende, KCDMS do?"),
        ("TASK force has met today", "Nobody on the roster is named there. Your words are kept"),
        ("DONE", "You have no open task"),
        ("DONE T7", "There is no T7. TASKS shows"),
        ("STATUS T7", "There is no T7"),
        ("TASK M7 Jane, repair borehole", "There is no M7"),
        ("TASKS", "You have no open task"),
    ],
)
def test_what_is_not_understood_gives_nobody_anything(
    world: World, lead: Phone, jane: Phone, words: str, answer: str
) -> None:
    lead.texts(words)
    assert len(lead.expects(answer)) <= 160
    assert tasks(world) == []


def test_a_report_that_begins_so_is_a_report(
    world: World, lead: Phone, deputy: Phone, clt: Phone, usaid: Phone, rla: Phone, jane: Phone
) -> None:
    lead.texts("Task force met, flood in Kyuso, 3 dead")
    lead.expects("S1 FLOOD, Kyuso")
    for phone in (deputy, clt, usaid, rla, jane):
        phone.expects("S1 FLOOD")
    assert tasks(world) == []


def test_who_may_not_give_one(world: World, rla: Phone, jane: Phone, lead: Phone) -> None:
    jane.texts("TASK Patrick, repair borehole, 12 Dec")
    jane.expects("Tasks are given by county leads")
    lead.texts("TASK Juma, peleka mbegu, 12 Dec")
    lead.expects("Nobody here is called Juma")


def test_done_without_a_reference(world: World, lead: Phone, jane: Phone) -> None:
    for what in ("repair borehole", "count goats"):
        lead.texts(f"TASK Jane, {what}, 12 Dec")
        lead.ignores()
        jane.ignores()
    jane.texts("done")
    jane.expects("Which one? Reply:\nDONE T2 - count goats\nDONE T1 - repair borehole")
    jane.texts("t2 done")
    jane.expects("T2 is done")
    lead.expects('T2 "count goats" is done: Jane Mwende')
    jane.texts("Done, the pump works")
    jane.expects("T1 is done")
    lead.expects('T1 "repair borehole" is done: "the pump works"')


def test_only_who_has_it_or_gave_it_says_that_it_is_done(
    world: World, lead: Phone, deputy: Phone, makueni_lead: Phone, jane: Phone
) -> None:
    lead.texts("TASK Jane, repair borehole, 12 Dec")
    lead.ignores()
    jane.ignores()
    deputy.texts("done t1")
    deputy.expects("T1 is with Jane Mwende, KCDMS, from Patrick Mburu, KIWASH: one of them says")
    makueni_lead.texts("hali t1")
    makueni_lead.expects("T1 si yako wala ya kaunti yako")
    lead.texts("done t1")
    lead.expects("T1 is done. Jane Mwende, KCDMS has been told")
    jane.expects('T1 "repair borehole" is done: Patrick Mburu, KIWASH 10:04')


def test_handed_over_and_dropped(world: World, lead: Phone, deputy: Phone, jane: Phone) -> None:
    lead.texts("TASK Jane, repair borehole, 12 Dec")
    lead.ignores()
    jane.ignores()
    jane.texts("CANCEL T1")
    jane.expects("Only Patrick Mburu, KIWASH, who gave T1")
    jane.texts("GIVE T1 to Meshack")
    jane.expects("T1 is with Meshack Mulinge, KCDMS now")
    deputy.expects('T1 from Jane Mwende, KCDMS by Sat 12 Dec: "repair borehole"', "DONE T1")
    lead.expects('T1 "repair borehole": Jane Mwende, KCDMS gave it to Meshack Mulinge, KCDMS')
    lead.texts("give t1 to the deputy")
    lead.expects("T1 is with Meshack Mulinge, KCDMS already")
    lead.texts("cancel t1")
    lead.expects('Drop T1 "repair borehole"? Meshack Mulinge, KCDMS will be told. 1 Yes 2 No')
    lead.texts("2")
    lead.expects("T1 stays as it was")
    lead.texts("cancel t1")
    lead.ignores()
    lead.texts("yes")
    lead.expects("T1 is dropped. Meshack Mulinge, KCDMS has been told")
    deputy.expects('T1 "repair borehole" need not be done any more')
    deputy.texts("done t1")
    deputy.expects("T1 was dropped by Patrick Mburu, KIWASH 10:04 and need not be done")
    world.passes("25d")
    world.without_digests()


def test_reminded_the_day_before_and_the_day_after_once(world: World, lead: Phone, jane: Phone) -> None:
    lead.texts("TASK Jane, repair borehole, 27 Nov")
    lead.ignores()
    jane.ignores()
    world.passes("46h")  # Thursday 8:04
    jane.expects_nothing()
    world.passes("1h")
    jane.expects('T1 is due tomorrow: "repair borehole". Reply DONE T1')
    world.passes("46h")  # Saturday 7:04: not before 9
    jane.expects_nothing()
    world.passes("2h")
    jane.expects('T1 was due by Fri 27 Nov: "repair borehole"', "DONE T1", "NOTE T1")
    lead.expects('T1 was due by Fri 27 Nov and is not done: "repair borehole". Jane Mwende, KCDMS has been')
    jane.texts("TASKS")
    jane.expects("T1 overdue Fri 27 Nov: repair borehole")
    world.passes("10d")
    world.without_digests()


def test_what_is_done_or_has_another_day_is_not_reminded_of(world: World, lead: Phone, jane: Phone) -> None:
    lead.texts("TASK Jane, repair borehole, 27 Nov")
    lead.texts("TASK Jane, count goats, 27 Nov")
    lead.texts("TASK T2 4 Dec")
    lead.ignores()
    jane.ignores()
    jane.texts("done t1")
    jane.ignores()
    lead.ignores()
    world.passes("8d")  # Wednesday
    world.without_digests()
    jane.expects_nothing()
    world.passes("1d")
    world.without_digests()
    jane.expects('T2 is due tomorrow: "count goats"')


def test_a_reminder_that_has_not_left_does_not_leave_when_it_is_done(
    world: World, lead: Phone, jane: Phone
) -> None:
    lead.texts("TASK Jane, repair borehole, 27 Nov")
    lead.ignores()
    jane.ignores()
    world.fails("+254300000012", Refused("500", False))
    world.passes("47h")
    jane.texts("done t1")
    world.heals("+254300000012")
    world.passes("30m")
    jane.expects("T1 is done")
    lead.ignores()
    world.without_digests()


def test_who_is_away_is_covered(world: World, lead: Phone, jane: Phone) -> None:
    world.enrols(ROSTER + JANE + OTHER_JANE)
    other = world["Jane Wambua"]
    jane.texts("AWAY until 12 Dec, Jane Wambua covers")
    jane.ignores()
    other.ignores()
    lead.texts("TASK Jane Mwende, repair borehole, 4 Dec")
    lead.expects("T1 for Jane Mwende, KCDMS", "away until Sat 12 Dec: Jane Wambua, KIM, who covers, has been")
    other.expects("T1 from the Kitui county lead", "repair borehole")
    other.texts("tasks")
    other.expects("T1 Fri 4 Dec Jane Mwende: repair borehole")
    other.texts("done t1")
    other.expects("T1 is done")
    lead.expects("is done: Jane Wambua, KIM")


def test_action_items_belong_to_their_meeting(world: World, lead: Phone, usaid: Phone, jane: Phone) -> None:
    held(world, "M12", "Kitui", days_ago=1)
    lead.texts("TASK Jane, repair borehole, 12 Dec")
    lead.expects("T1 (M12) for Jane Mwende")
    jane.expects("T1 (M12) from the Kitui county lead")
    usaid.texts("TASK Jane, count goats, 12 Dec")
    usaid.expects("T2 for Jane Mwende")
    jane.ignores()
    usaid.texts("TASK M12 Jane, count sheep, 12 Dec")
    usaid.expects("T3 (M12) for Jane Mwende")
    jane.ignores()
    assert [task.meeting_ref for task in tasks(world)] == ["M12", None, "M12"]


def test_they_stand_on_the_next_agenda(world: World, lead: Phone, jane: Phone) -> None:
    held(world, "M12", "Kitui", days_ago=1)
    held(world, "M13", "Kitui", days_ago=-20)
    for words in ("repair borehole", "count goats, 1 Jan 2027", "count sheep, 30 Nov"):
        lead.texts(f"TASK Jane, {words}")
        lead.ignores()
        jane.ignores()
    jane.texts("done t3")
    jane.ignores()
    lead.ignores()
    with world.program.database.reading() as session:
        work = world.program.core.work(session)
        assert agenda.refs(work, session.get_one(Meeting, "M13")) == ["T2", "T1"]


def test_long_words_are_kept_in_the_history(world: World, lead: Phone, jane: Phone) -> None:
    words = " ".join(["repair"] * 60)
    lead.texts(f"TASK Jane, {words}, 12 Dec")
    lead.expects("Only 300 letters were kept: NOTE T1 and the rest")
    jane.ignores()
    (task,) = tasks(world)
    assert len(task.text) <= 300
    with world.program.database.reading() as session:
        assigned = session.query(History).filter(History.what == "assigned").one()
        assert words in assigned.detail


@pytest.mark.only("telegram")
def test_a_button_says_which_one(world: World, lead: Chat, jane: Chat) -> None:
    for what in ("repair borehole", "count goats"):
        lead.texts(f"TASK Jane, {what}")
        lead.ignores()
        jane.ignores()
    jane.taps("Done", on=jane.showing("repair borehole"))
    jane.expects("T1 is done")
    lead.expects("T1")


def test_done_with_an_incident_closes_it(world: World, lead: Phone, deputy: Phone, clt: Phone) -> None:
    lead.texts("drought Mutomo severe")
    clt.texts("ok s1")
    world.everyone_ignores()
    clt.texts("done s1 water trucked")
    clt.expects("S1 is closed")
    world.everyone_expects("water trucked", besides=clt)


@pytest.mark.only("telegram")
def test_a_reply_to_the_message_is_about_its_task(world: World, lead: Chat, jane: Chat) -> None:
    for what in ("repair borehole", "count goats"):
        lead.texts(f"TASK Jane, {what}")
        lead.ignores()
        jane.ignores()
    world.arrives(jane.hand.says("the pump is late", reply_to=jane.showing("repair borehole")))
    world.settle()
    jane.expects("Noted on T1")
    lead.expects('T1 "repair borehole": "the pump is late"')
