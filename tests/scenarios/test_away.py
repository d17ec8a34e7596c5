"""Absences: AWAY until a day, the cover, and the incidents that the absent person holds.

Today is Tuesday, 24 November 2026.
"""

import pytest

from tests.scenarios.conftest import ROSTER, Phone, World

JANE = "Jane Mwende,USAID,clt_member,Kitui,health,+254300000012,en\n"
OTHER_JANE = "Jane Wambua,USAID,clt_member,Kitui,health,+254300000013,en\n"


@pytest.fixture
def jane(world: World) -> Phone:
    """A second member of Kitui's CLT."""
    world.enrols(ROSTER + JANE)
    return world["Jane Mwende"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("AWAY until 12 Dec, Jane covers", "Sat 12 Dec"),
        ("away 12/12 jane mwende", "Sat 12 Dec"),
        ("Away till Friday, covered by Jane Mwendee", "Fri 27 Nov"),
        ("AWAY 3 days, Jane will cover for me", "Fri 27 Nov"),
        ("away until tomorrow Jane", "Wed 25 Nov"),
        ("LIKIZO hadi 12 Desemba, Jane", "Jumamosi 12 Des"),
        ("likizo mpaka Ijumaa, Jane atashika nafasi yangu", "Ijumaa 27 Nov"),
    ],
)
def test_every_way_to_say_it(clt: Phone, jane: Phone, words: str, day: str) -> None:
    clt.texts(words)
    said = clt.expects(day, "Jane Mwende, USAID")
    assert len(said) <= 160
    jane.expects("Kitui CLT Lead, USAID")


def test_who_covers_gets_what_is_for_them(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone, jane: Phone
) -> None:
    clt.texts("AWAY until 12 Dec, Jane covers")
    clt.expects("You are away until Sat 12 Dec. Jane Mwende, USAID covers and knows.", "BACK ends it")
    jane.expects("You cover for Kitui CLT Lead, USAID until Sat 12 Dec")
    deputy.texts("drought Mutomo severe")
    deputy.expects("Sent to USAID, RLA, Kitui CLT")
    jane.expects("S1 SEVERE DROUGHT", "(for Kitui CLT Lead, away until Sat 12 Dec)", "Reply OK S1")
    for phone in (lead, usaid, rla):
        assert "for Kitui CLT Lead" not in phone.expects("S1 SEVERE DROUGHT")
    usaid.texts("ok s1")
    usaid.expects("You have S1")
    for phone in (deputy, jane, rla):
        phone.expects("taken by USAID Officer")
    clt.texts("status s1")
    clt.expects("Taken by USAID Officer")


def test_away_over_and_back_early(world: World, deputy: Phone, clt: Phone, jane: Phone) -> None:
    clt.texts("AWAY until Friday, Jane covers")
    clt.expects("Fri 27 Nov")
    jane.expects("You cover for")
    clt.texts("AWAY")
    clt.expects("You are away until Fri 27 Nov. Jane Mwende, USAID covers")
    jane.texts("away")
    jane.expects("You are here, and cover for Kitui CLT Lead (until Fri 27 Nov)")
    clt.texts("nimerudi")
    clt.expects("Karibu tena")
    jane.expects("Kitui CLT Lead, USAID is back")
    clt.texts("BACK")
    clt.expects("You are here, not away")
    clt.texts("AWAY until Friday, Jane covers")
    clt.ignores()
    jane.ignores()
    world.passes("3d")  # Friday: the last day
    deputy.texts("drought Mutomo severe")
    jane.expects("for Kitui CLT Lead")
    world.everyone_ignores(besides=clt)
    world.passes("1d")
    world.without_digests()
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 2")
    deputy.texts("flood Kyuso severe")
    clt.expects("S2 SEVERE FLOOD")
    world.everyone_ignores(besides=clt)
    clt.texts("away off")
    clt.expects("You are here, not away")


def test_nobody_covers_so_the_next_step_is_told(
    world: World, deputy: Phone, clt: Phone, chair: Phone
) -> None:
    clt.texts("AWAY until 12 Dec")
    clt.expects("You are away until Sat 12 Dec. Nobody covers: the next step gets your alerts")
    deputy.texts("drought Mutomo severe")
    deputy.expects("Kitui CLT", "(CLT lead of Kitui away)")
    world["Kitui CLT Member"].expects("S1 SEVERE DROUGHT", "(CLT lead of Kitui away", "Reply OK S1")
    world.everyone_expects("S1", besides=(deputy, clt))
    assert chair.unread == []


def test_a_leads_cover_is_the_deputy_who_gets_one_message(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("away until friday")
    lead.expects("You are away until Fri 27 Nov. Meshack Mulinge, KCDMS covers and knows")
    deputy.expects("You cover for Patrick Mburu, KIWASH until Fri 27 Nov")
    clt.texts("drought Mutomo severe")
    deputy.expects("S1 SEVERE DROUGHT", "(for Patrick Mburu, away until Fri 27 Nov)")
    deputy.expects_nothing()
    for phone in (clt, usaid, rla, world["Kitui CLT Member"]):
        phone.expects("S1")


def test_a_report_of_who_is_away_is_not_for_them(
    deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("away until friday")
    deputy.ignores()
    lead.texts("flood Mutomo severe")
    assert "for Patrick Mburu" not in deputy.expects("S1 SEVERE FLOOD")
    for phone in (lead, clt, usaid, rla):
        phone.ignores()


def test_a_deputy_who_is_away_covers_nobody(deputy: Phone, lead: Phone) -> None:
    deputy.texts("away until friday")
    deputy.expects("Nobody covers")
    lead.texts("away until friday")
    lead.expects("Nobody covers")


def test_the_cover_of_a_cover(world: World, deputy: Phone, clt: Phone, jane: Phone) -> None:
    clt.texts("AWAY until 12 Dec, Jane covers")
    jane.texts("AWAY until 12 Dec, chair covers")
    clt.ignores()
    jane.ignores()
    world["SEK Chair"].expects("You cover for Jane Mwende")
    deputy.texts("drought Mutomo severe")
    world["SEK Chair"].expects("S1", "for Kitui CLT Lead, away until")
    world.everyone_ignores(besides=clt)


def test_two_who_cover_for_each_other_are_both_away(
    world: World, deputy: Phone, clt: Phone, jane: Phone
) -> None:
    clt.texts("AWAY until 12 Dec, Jane covers")
    jane.ignores()
    jane.texts("AWAY until 12 Dec, CLT lead covers")
    jane.expects("cannot", "Nobody covers")
    clt.ignores()
    deputy.texts("drought Mutomo severe")
    world["Kitui CLT Member"].expects("S1", "CLT lead of Kitui away")
    world.everyone_ignores(besides=clt)


def test_an_unclear_name_is_asked_an_unknown_one_is_said(world: World, clt: Phone) -> None:
    world.enrols(ROSTER + JANE + OTHER_JANE)
    clt.texts("AWAY until 12 Dec, Jane covers")
    clt.expects(
        "You are away until Sat 12 Dec. Who covers? 1 Jane Mwende, USAID 2 Jane Wambua, USAID (0 skip)"
    )
    clt.texts("2")
    clt.expects("You are away until Sat 12 Dec. Jane Wambua, USAID covers and knows")
    world["Jane Wambua"].expects("You cover for")
    clt.texts("AWAY until 12 Dec, Wanjiku covers")
    clt.expects("Nobody by that name is on the roster. Nobody covers")
    world["Jane Wambua"].expects("you need not any more")
    clt.texts("AWAY until 12 Dec, Patrick Mburu covers")
    assert len(clt.expects("That person cannot do what you are asked for. Nobody covers")) <= 160
    clt.texts("AWAY until 12 Dec, Makueni CLT lead covers")
    clt.expects("That person cannot do what you are asked for. Nobody covers")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("AWAY Jane covers", "Until when?"),
        ("AWAY until 23 Nov 2026", "Mon 23 Nov is over"),
        ("AWAY from 5 Dec to 12 Dec", "AWAY begins today"),
        ("AWAY until 12/12/2029", "Until when?"),
        ("likizo", "Upo kazini; hujaenda likizo"),
    ],
)
def test_what_is_not_understood_changes_nothing(clt: Phone, jane: Phone, words: str, answer: str) -> None:
    clt.texts(words)
    clt.expects(answer)
    clt.texts("away")
    clt.expects("You are here, not away")


def test_what_they_have_taken_is_offered_to_who_covers(
    world: World, deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, jane: Phone
) -> None:
    deputy.texts("flood Mutomo extreme")
    clt.texts("ok s1")
    world.everyone_ignores()
    clt.texts("AWAY until 12 Dec")
    clt.expects("Nobody covers", "S1 stays with you: GIVE S1 and a name")
    clt.texts("AWAY until 12 Dec, Jane covers")
    clt.expects("Jane Mwende")
    jane.expects("You cover for Kitui CLT Lead", "GIVE S1 me - flood Mutomo, Kitui")
    world.passes("9h")  # 19:04: the news is due at 22:04
    jane.expects("S1 flood Mutomo, Kitui: the Kitui CLT lead, who is away, owes news by Tue 24 Nov 22:04")
    usaid.texts("give s1 to Kitui CLT Lead")
    usaid.expects("Kitui CLT Lead, USAID is away until Sat 12 Dec. S1 stays as it is")
    jane.texts("GIVE S1 me")
    jane.expects("You have S1")
    world.everyone_expects("taken by Jane Mwende, USAID", besides=(lead, clt))
    usaid.texts("give s1 to Kitui CLT Lead")
    usaid.expects("Kitui CLT Lead, USAID is away until Sat 12 Dec. S1 stays as it is")


def test_a_reporter_who_is_away_hears_of_the_own_report(
    deputy: Phone, lead: Phone, clt: Phone, usaid: Phone, rla: Phone
) -> None:
    lead.texts("flood Mutomo severe")
    lead.texts("AWAY until Friday")
    for phone in (deputy, lead, clt, usaid, rla):
        phone.ignores()
    clt.texts("close s1 boats came")
    clt.expects("S1 is closed")
    lead.expects('"boats came". Solved?')
    for phone in (usaid, rla):
        phone.expects("boats came")
    assert "Solved" not in deputy.expects("boats came")  # informed of the alert, not asked


def test_roles_are_held_from_the_first_to_the_last_day(
    world: World, deputy: Phone, clt: Phone, rla: Phone
) -> None:
    header, *lines = ROSTER.splitlines()
    dated = [header + ",active_from,active_to"]
    for line in lines:
        dated.append(line + (",,2026-11-24" if "Kitui CLT Lead" in line else ",,"))
    dated.append("New CLT Lead,USAID,clt_lead,Kitui,,+254300000012,en,2026-11-25,")
    world.enrols("\n".join(dated) + "\n")
    new = world["New CLT Lead"]
    deputy.texts("drought Mutomo severe")
    clt.expects("S1", "Reply OK S1")
    new.expects_nothing()
    new.texts("ok s1")
    new.expects("not on the SEK roster")
    world.everyone_ignores(besides=clt)
    rla.unread.clear()
    world.passes("14h")  # 00:04 of the 25th
    world["Kitui CLT Member"].expects("S1 ESCALATED, step 2")
    deputy.texts("flood Kyuso severe")
    new.expects("S2", "Reply OK S2")
    clt.expects_nothing()
    clt.texts("ok s2")
    clt.expects("not on the SEK roster")
    new.texts("ok s2")
    new.expects("You have S2")
    world.everyone_ignores(besides=clt)
