"""NOMINATE and APPOINT: who owes a seat names a person, RLA or the chair confirms it."""

from collections.abc import Iterator

import pytest

from config.mechanism import Configuration
from sek_core.store.database import Database
from sek_core.store.inbox import Kept
from sek_core.store.people import PersonRow, RoleRow
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER, Phone, World

WITHOUT_DEPUTY = "".join(line for line in ROSTER.splitlines(True) if "Meshack" not in line)

MORE = """\
KCDMS Focal Person,KCDMS,ip_focal,Makueni,,+254300000031,en
FAO Focal Person,FAO,ip_focal,Kitui,,+254300000032,en
Kitui PoC,Kitui County,county_poc,Kitui,,+254300000033,sw
"""

NUMBER = "+254300000077"

WORDS = f"NOMINATE Meshack Mulinge {NUMBER} deputy Kitui"


@pytest.fixture
def roster() -> str:
    """Return the roster without a deputy in Kitui. It is Tuesday, 24 November 2026, 10:04."""
    return WITHOUT_DEPUTY + MORE


@pytest.fixture
def world(
    configuration: Configuration, database: Database, clock: MovedClock, channel: str, roster: str
) -> Iterator[World]:
    """Run a mechanism in which the seats are owed as the packaged file says."""
    world = World(configuration, database, clock, channel, seats=True, roles_wait=False)
    world.enrols(roster)
    try:
        yield world
        world.no_more()
    finally:
        world.close()


@pytest.fixture
def kcdms(world: World) -> Phone:
    return world["KCDMS Focal Person"]


@pytest.fixture
def poc(world: World) -> Phone:
    return world["Kitui PoC"]


def nominated(world: World, kcdms: Phone) -> None:
    """Nominate a deputy; let the clock ask RLA and the chair."""
    kcdms.texts(WORDS)
    said = kcdms.expects(f"Nominate Meshack Mulinge, {NUMBER}, as deputy county lead, Kitui?")
    assert len(said) <= 160
    kcdms.confirms()
    kcdms.expects("RLA and the chair are asked to confirm Meshack Mulinge as deputy county lead, Kitui")
    world.passes("1s")


def role_of(world: World, name: str) -> tuple[str, str | None, str, str]:
    with world.program.database.reading() as session:
        row = session.query(RoleRow).join(PersonRow).filter(PersonRow.name == name).one()
        organisation = session.get_one(PersonRow, row.person_id).organisation
        return row.role, row.county, row.nominated_by, organisation


def test_a_deputy_is_nominated_confirmed_and_greeted(
    world: World, kcdms: Phone, rla: Phone, chair: Phone, lead: Phone
) -> None:
    new = world.sms(NUMBER)
    nominated(world, kcdms)
    for phone in (rla, chair):
        said = phone.expects(
            f"KCDMS Focal Person, KCDMS nominates Meshack Mulinge, {NUMBER}, as deputy county lead, Kitui.",
            "NOMINATE 1 yes", "1 Yes 2 No",
        )  # fmt: skip
        assert len(said) <= 306
    chair.does("1")
    chair.expects("Meshack Mulinge is deputy county lead, Kitui now")
    said = new.expects(
        "Welcome to SEK, Meshack Mulinge. You are deputy county lead, Kitui from now on, nominated by KCDMS."
    )
    assert len(said) <= 160
    kcdms.expects("Meshack Mulinge is deputy county lead, Kitui now: SEK Chair, USAID confirmed it")
    assert role_of(world, "Meshack Mulinge") == ("deputy_county_lead", "Kitui", "KCDMS", "KCDMS")
    rla.does("1")
    rla.expects("SEK Chair, USAID confirmed Meshack Mulinge as deputy county lead, Kitui 10:04")
    new.texts("flood Kyuso severe")
    new.expects("S1 FLOOD")
    world.sets_aside()


def test_refused_the_nominator_hears_and_may_nominate_another(
    world: World, kcdms: Phone, rla: Phone, chair: Phone
) -> None:
    nominated(world, kcdms)
    for phone in (rla, chair):
        phone.ignores()
    rla.texts("2")
    rla.expects("Meshack Mulinge is not put on the roster as deputy county lead, Kitui")
    kcdms.expects("RLA Secretariat, RLA did not confirm Meshack Mulinge as deputy county lead, Kitui")
    chair.does("NOMINATE 1 yes")
    chair.expects("did not confirm Meshack Mulinge")
    nominated(world, kcdms)
    rla.expects("NOMINATE 2 yes")
    chair.expects("NOMINATE 2 yes")
    chair.does("nominate 2 yes")
    chair.expects("is deputy county lead, Kitui now")
    kcdms.expects("is deputy county lead, Kitui now")
    world.sms(NUMBER).expects("Welcome")


def test_at_night_nobody_is_asked(world: World, kcdms: Phone, rla: Phone, chair: Phone) -> None:
    world.passes("11h")  # 21:04
    nominated(world, kcdms)
    rla.expects_nothing()
    world.passes("10h")
    rla.expects("nominates Meshack Mulinge")
    chair.expects("nominates Meshack Mulinge")


def test_a_busy_person_is_asked_by_word_and_again_after_a_week(
    world: World, kcdms: Phone, rla: Phone, chair: Phone
) -> None:
    rla.texts("flood")
    rla.expects("For which county?")
    nominated(world, kcdms)
    said = rla.expects("Reply NOMINATE 1 yes, or NOMINATE 1 no")
    assert "1 Yes" not in said
    chair.ignores()
    world.passes("1h")
    world.sets_aside()
    world.passes("6d")
    world.without_routine()
    for phone in (rla, chair):
        assert not any("NOMINATE" in message for message in phone.unread)
    world.passes("23h")
    for phone in (rla, chair):
        assert any("NOMINATE 1 yes" in message for message in phone.unread)
    world.sets_aside()


def test_of_two_nominations_at_once_only_the_first_has_digits(
    world: World, kcdms: Phone, clt: Phone, rla: Phone, chair: Phone
) -> None:
    kcdms.texts(WORDS)
    clt.texts("NOMINATE Jane Mutua +254300000078 CLT member Kitui")
    for phone in (kcdms, clt):
        phone.confirms()
        phone.ignores()
    world.passes("1s")
    for phone in (rla, chair):
        phone.expects("Meshack Mulinge", "1 Yes 2 No")
        said = phone.expects("Jane Mutua", "Reply NOMINATE 2 yes, or NOMINATE 2 no")
        assert "1 Yes" not in said
    rla.does("NOMINATE 2 yes")
    rla.expects("Jane Mutua is CLT member, Kitui now")
    clt.expects("Jane Mutua is CLT member, Kitui now")
    world.sms("+254300000078").expects("Welcome to SEK, Jane Mutua")
    rla.texts("NOMINATE 1 no")
    rla.expects("Meshack Mulinge is not put on the roster")
    kcdms.expects("did not confirm Meshack Mulinge")


def test_a_known_number_is_the_same_person(world: World, kcdms: Phone, rla: Phone, chair: Phone) -> None:
    number = "+254300000032"
    if world.channel == "telegram":
        return  # there the roster has no numbers
    kcdms.texts(f"NOMINATE Jane Wambui {number} deputy Kitui")
    kcdms.expects(
        f"{number} is FAO Focal Person, FAO on the roster. Nominate them as deputy county lead, Kitui?"
    )
    kcdms.confirms()
    kcdms.ignores()
    world.passes("1s")
    rla.ignores()
    chair.ignores()
    rla.does("1")
    rla.ignores()
    kcdms.ignores()
    world["FAO Focal Person"].expects("FAO Focal Person, you are deputy county lead, Kitui too from now on")


def test_another_focal_person_is_told_who_can_and_the_words_go_there(
    world: World, fao: Phone, kcdms: Phone, lead: Phone
) -> None:
    fao.texts(WORDS)
    fao.expects(
        "The deputy county lead of Kitui is nominated by KCDMS. In Kitui this is done by KCDMS Focal Person "
        "(IP focal person). Pass your words on to KCDMS Focal Person, with your name? 1 Yes 2 No"
    )
    fao.texts("1")
    fao.expects("KCDMS Focal Person")
    kcdms.expects(f"Meshack Mulinge {NUMBER} deputy Kitui")
    lead.texts(WORDS)
    lead.expects("Seats are filled by the organisations and offices that owe them", "KCDMS Focal Person")
    with world.program.database.reading() as session:
        assert all(row.reason in ("not for them", "passed on") for row in session.query(Kept))
        assert session.query(Kept).count() == 2


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("NOMINATE Jane Mutua 12345 deputy Kitui", "12345 is no telephone number here"),
        (f"NOMINATE Jane Mutua {NUMBER} deputy", "For which county?"),
        (f"NOMINATE Jane Mutua {NUMBER} king Kitui", "For which seat in Kitui?"),
        (f"NOMINATE Jane Mutua {NUMBER} official Kitui", "For which seat in Kitui?"),
        (f"NOMINATE Jane Mutua {NUMBER} county lead Makueni", "The county lead of Makueni is Martin Miriti"),
        (f"TEUA Jane Mutua {NUMBER} kiongozi wa kaunti Makueni", "Makueni ni ya Martin Miriti"),
        (f"NOMINATE Jane Mutua {NUMBER} sector rep Kitui", "APPOINT Jane Mutua"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(world: World, kcdms: Phone, text: str, answer: str) -> None:
    kcdms.texts(text)
    kcdms.expects(answer)


def test_one_nomination_of_a_seat_at_a_time(world: World, kcdms: Phone, rla: Phone, chair: Phone) -> None:
    nominated(world, kcdms)
    rla.ignores()
    chair.ignores()
    kcdms.texts("NOMINATE Jane Mutua +254300000078 deputy Kitui")
    kcdms.expects("Meshack Mulinge is nominated as deputy county lead, Kitui already")


def test_a_seat_that_was_filled_meanwhile_stays_as_it_is(
    world: World, kcdms: Phone, rla: Phone, chair: Phone
) -> None:
    nominated(world, kcdms)
    rla.ignores()
    chair.ignores()
    world.enrols(WITHOUT_DEPUTY + MORE + "Jane Mutua,KCDMS,deputy_county_lead,Kitui,,+254300000079,en\n")
    rla.does("NOMINATE 1 yes")
    rla.expects("This seat was filled meanwhile: deputy county lead, Kitui. Meshack Mulinge was not put")
    kcdms.expects("the seat was filled in another way meanwhile")


def test_the_seats_of_the_clt_are_counted(
    world: World, clt: Phone, usaid: Phone, rla: Phone, chair: Phone
) -> None:
    for number in (81, 82, 83):
        clt.texts(f"NOMINATE Member {'ABC'[number - 81]} +2543000000{number} CLT member Kitui")
        clt.expects("as CLT member, Kitui?")
        clt.confirms()
        clt.ignores()
        world.passes("1s")
        rla.ignores()
        chair.ignores()
        rla.does(f"NOMINATE {number - 80} yes")
        rla.expects("is CLT member, Kitui now")
        world.sets_aside()
    clt.texts("BRIEF Kitui")
    clt.expects("CLT: 5 of 5 seats filled")
    clt.texts("NOMINATE Member D +254300000084 CLT member Kitui")
    clt.expects("All 5 seats of the CLT of Kitui are filled")


def test_where_nobody_owes_a_seat_rla_nominates_and_the_chair_confirms(
    world: World, rla: Phone, chair: Phone
) -> None:
    rla.texts(f"NOMINATE Ganga Rao {NUMBER} county lead Taita Taveta")
    rla.expects("as county lead, Taita Taveta?")
    rla.confirms()
    rla.expects("asked to confirm")
    world.passes("1s")
    chair.expects("RLA Secretariat, RLA nominates Ganga Rao")
    rla.does("NOMINATE 1 yes")
    rla.expects("You nominated Ganga Rao yourself")
    chair.does("1")
    chair.expects("Ganga Rao is county lead, Taita Taveta now")
    rla.expects("Ganga Rao is county lead, Taita Taveta now")
    world.sms(NUMBER).expects("Welcome to SEK, Ganga Rao")
    assert role_of(world, "Ganga Rao") == ("county_lead", "Taita Taveta", "AVCD", "AVCD")


def test_a_county_appoints_its_sector_representatives_in_swahili(
    world: World, poc: Phone, rla: Phone, chair: Phone, kcdms: Phone
) -> None:
    poc.texts(f"CHAGUA Jane Mutua {NUMBER} maji Kitui")
    poc.expects(f"Umteue Jane Mutua, {NUMBER}, kuwa mwakilishi wa sekta (maji), Kitui?")
    poc.confirms()
    poc.expects("RLA na mwenyekiti wanaulizwa kuthibitisha Jane Mutua")
    world.passes("1s")
    chair.ignores()
    rla.expects(
        "Kitui PoC, Kitui County nominates Jane Mutua", "as sector representative (water), Kitui", "1 Yes"
    )
    rla.does("1")
    rla.expects("is sector representative (water), Kitui now")
    poc.expects("Jane Mutua sasa ni mwakilishi wa sekta (maji), Kitui")
    world.sms(NUMBER).expects(
        "Karibu SEK, Jane Mutua. Kuanzia sasa wewe ni mwakilishi wa sekta (maji), Kitui"
    )
    poc.texts("APPOINT Jane Mueni +254300000078 water Kitui")
    poc.expects("The sector representative (water) of Kitui is Jane Mutua")
    poc.texts("APPOINT Jane Mueni +254300000078 thunder Kitui")
    poc.expects("For which sector?", "water", "livestock")
    poc.texts("APPOINT Jane Mueni +254300000078 water Makueni")
    poc.expects("appointed by the county PoCs and county officials")
    kcdms.texts("APPOINT Jane Mueni +254300000078 livestock Kitui")
    kcdms.expects("appointed by the county PoCs and county officials", "Kitui PoC", "1 Yes")


def test_in_any_other_form_the_words_are_read_as_ever(world: World, kcdms: Phone, lead: Phone) -> None:
    lead.texts("NOMINATE flood in Kyuso severe")
    lead.expects("S1 FLOOD")
    world.sets_aside()
    lead.texts("APPOINT Jane, people of Mutha are trapped by the flood, help us")
    lead.expects("S2")
    world.sets_aside()


def test_who_does_not_confirm_is_told_who_does(world: World, kcdms: Phone, rla: Phone, chair: Phone) -> None:
    nominated(world, kcdms)
    rla.ignores()
    chair.ignores()
    kcdms.texts("NOMINATE 1 yes")
    kcdms.expects("Nominations are confirmed by RLA and the chair")
    rla.does("NOMINATE 7 yes")
    rla.expects("There is no nomination 7")


def until_the_second(world: World) -> None:
    """Go on to Wednesday, 2 December, 9:10; discard what is routine."""
    world.passes("1m")
    for _ in range(7):
        world.passes("24h")
    world.sets_aside()
    world.passes("23h")
    world.passes("5m")


def test_a_vacant_seat_is_told_each_month_to_who_owes_it(
    world: World, kcdms: Phone, clt: Phone, makueni_clt: Phone, usaid: Phone, poc: Phone
) -> None:
    until_the_second(world)
    said = kcdms.expects(
        "Vacant, and yours to fill: deputy county lead, Kitui. Reply with name, number, role and county: "
        "NOMINATE Jane Mutua +254... deputy Kitui"
    )
    assert len(said) <= 160
    clt.expects("CLT member, Kitui (2 of 5 seats filled)", "NOMINATE Jane Mutua +254... CLT member Kitui")
    makueni_clt.expects("CLT member, Makueni (1 of 5 seats filled)")
    usaid.expects("CLT lead, Taita Taveta", "NOMINATE Jane Mutua +254... CLT lead Taita Taveta")
    poc.expects("mwakilishi wa sekta, Kitui", "CHAGUA Jane Mutua +254... kilimo Kitui")
    world.passes("24h")
    world.without_routine()
    world.no_more()


def test_a_seat_for_which_someone_is_nominated_is_not_told(
    world: World, kcdms: Phone, clt: Phone, makueni_clt: Phone, usaid: Phone, poc: Phone
) -> None:
    nominated(world, kcdms)
    until_the_second(world)
    kcdms.expects_nothing()
    for phone in (clt, makueni_clt, usaid, poc):
        phone.ignores()
    world.sets_aside()


def test_what_nobody_owes_stands_in_the_vacancies_of_monday(world: World, usaid: Phone, rla: Phone) -> None:
    world.passes("1m")
    for _ in range(5):
        world.passes("24h")
    world.passes("21h")
    world.sets_aside()
    world.passes("1h")
    for phone in (usaid, rla):
        phone.expects(
            "SEK, vacant roles. Alerts pass them over until they are filled:\n"
            "Makueni: CLT member, deputy county lead\n"
            "Taita Taveta: CLT lead, CLT member, county lead, deputy county lead\n"
            "CLT seats filled, of 5: Makueni 1, Kitui 2, Taita Taveta 0. RLA enters"
        )
