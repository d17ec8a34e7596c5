"""A word that is not for its sender: who may use it, and passing the words on to one of these people."""

import pytest

from config.rights import Deed
from sek_core.store.inbox import Kept
from tests.scenarios.conftest import Phone, World
from tests.scenarios.test_rights import change

ROSTER = """\
name,organisation,role,county,sectors,groups,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,,+254300000002,en
Martin Miriti,KCDMS,county_lead,Makueni,,,+254300000003,sw
Kitui CLT Lead,USAID,clt_lead,Kitui,,,+254300000004,en
Kitui CLT Member,USAID,clt_member,Kitui,,,+254300000005,en
SEK Chair,USAID,chair,,,,+254300000007,en
USAID Officer,USAID,usaid,,,,+254300000008,en
RLA Secretariat,RLA,rla,,,,+254300000009,en
Kitui PoC,Kitui County,county_poc,Kitui,,,+254300000021,en
Named Official,Kitui County,county_official,Kitui,,conveners,+254300000022,en
Kitui Official,Kitui County,county_official,Kitui,,,+254300000023,sw
FAO Focal,FAO,ip_focal,Kitui,,livestock,+254300000024,en
Makueni PoC,Makueni County,county_poc,Makueni,,,+254300000025,sw
Kitui Trader,Traders,private_sector,Kitui,,,+254300000026,en
Kitui Sector,KIM,sector_rep,Kitui,,,+254300000027,en
Kitui Office,USAID,technical_office,Kitui,,,+254300000028,en
Kitui Observer,Media,observer,Kitui,,,+254300000029,en
Kitui Admin,RLA,admin,Kitui,,,+254300000030,en
"""

OFFER = "Pass your words on to Patrick Mburu, with your name? 1 Yes 2 No"


@pytest.fixture
def roster() -> str:
    return ROSTER


@pytest.fixture
def fao(world: World) -> Phone:
    return world["FAO Focal"]


def test_words_go_once_to_the_lead_who_does_it(world: World, fao: Phone, lead: Phone) -> None:
    fao.texts("MEETING 3 Dec 9am County HQ")
    fao.expects(
        "not for your role to convene",
        "were kept",
        "In Kitui this is done by Patrick Mburu (county lead)",
        OFFER,
    )
    fao.texts("1")
    fao.expects("Your words went to Patrick Mburu, KIWASH, with your name")
    told = lead.expects("FAO Focal, FAO asks you for this", "U1 no", "To do it, send:\nMEETING 3 Dec 9am")
    fao.texts("1")
    fao.expects("Not understood")
    lead.texts(told.rpartition("\n")[2] if world.channel == "sms" else "MEETING 3 Dec 9am County HQ")
    lead.expects("Meeting in Kitui on Thu 3 Dec 9:00, County HQ", "Convene it?")
    lead.texts("no")
    lead.expects("Nothing was changed")


def test_the_recipient_declines_once_or_writes_back(fao: Phone, lead: Phone) -> None:
    fao.texts("TELL Kitui PoCs, the hay is here")
    fao.expects("Announcements are not for your role", OFFER)
    fao.texts("yes")
    fao.expects("Your words went to Patrick Mburu")
    lead.expects("TELL Kitui PoCs, the hay is here")
    lead.texts("U1 which hay is that?")
    lead.expects("FAO Focal has your words")
    fao.expects('Patrick Mburu, KIWASH on your words that were passed on (U1): "which hay is that?"')
    lead.texts("U1 yes")
    lead.expects("To do it, send:\nTELL Kitui PoCs, the hay is here")
    lead.texts("U1 no")
    lead.expects("FAO Focal has been told that you cannot do it")
    fao.expects('Patrick Mburu, KIWASH cannot do what you asked for: "TELL Kitui PoCs, the hay is here"')
    lead.texts("U1 no")
    lead.expects("U1: Patrick Mburu, KIWASH said 10:04 that they cannot do it")


def test_in_swahili(world: World, lead: Phone) -> None:
    official = world["Kitui Official"]
    official.texts("mkutano Kitui 3 Desemba saa tatu asubuhi")
    official.expects(
        "si kazi ya wadhifa wako", "Kitui: hufanywa na Patrick Mburu", "yapelekwe kwa", "1 Ndiyo 2 Hapana"
    )
    official.texts("2")
    official.expects("Maneno yako hayakupelekwa")
    official.texts("TANGAZA Kitui, njooni wote")
    official.expects("Kutangaza si kazi ya wadhifa wako")
    official.texts("ndio")
    official.expects("Maneno yako yamepelekwa kwa Patrick Mburu, KIWASH")
    lead.expects("Kitui Official, Kitui County asks you for this")
    lead.texts("U2 no")
    lead.expects("told that you cannot")
    official.expects("Patrick Mburu, KIWASH hawezi")


def test_the_cover_gets_them_and_an_absent_lead_does_not(
    world: World, fao: Phone, lead: Phone, deputy: Phone
) -> None:
    lead.texts("AWAY until 12 Dec")
    lead.ignores()
    deputy.ignores()
    fao.texts("MEETING 3 Dec 9am")
    fao.expects("Meshack Mulinge (deputy county lead)", "Pass your words on to Meshack Mulinge")
    fao.texts("1")
    fao.expects("Your words went to Meshack Mulinge")
    deputy.expects("MEETING 3 Dec 9am")


def test_the_holder_of_an_incident_is_asked_first(world: World, deputy: Phone, usaid: Phone) -> None:
    deputy.texts("drought Mutomo severe")
    usaid.texts("OK S1")
    world.sets_aside()
    deputy.texts("CLOSE S1 water was trucked to Mutomo")
    deputy.expects("close alerts", "done by USAID Officer (USAID, all counties)", "on to USAID Officer, with")
    deputy.texts("1")
    deputy.expects("Your words went to USAID Officer")
    usaid.expects("Meshack Mulinge, KCDMS asks you", "CLOSE S1 water was trucked to Mutomo")


def test_the_county_is_put_in_for_a_recipient_with_several(
    world: World, fao: Phone, rla: Phone, lead: Phone
) -> None:
    change(world, "convene", roles=["rla"])
    fao.texts("MEETING 3 Dec 9am County HQ")
    fao.expects("RLA Secretariat (RLA, all counties)", "on to RLA Secretariat")
    fao.texts("1")
    fao.expects("Your words went to RLA Secretariat")
    rla.expects("To do it, send:\nMEETING Kitui, 3 Dec 9am County HQ")


def test_an_open_question_keeps_its_digits(world: World, lead: Phone) -> None:
    lead.texts("flood Kyuso")
    lead.expects("How bad?")
    lead.texts("OK S1")
    lead.expects("There is no S1")
    lead.texts("VOUCH U9 Jane")
    lead.ignores()
    fao = world["FAO Focal"]
    fao.texts("flood Mwingi")
    fao.expects("How bad?")
    fao.texts("MEETING 3 Dec 9am")
    fao.expects("first answer what was asked, then send them again")
    fao.texts("3")
    fao.expects("FLOOD, severe, Mwingi, Kitui")
    world.sets_aside()


def test_the_digit_counts_only_while_it_is_the_last_message(world: World, fao: Phone, lead: Phone) -> None:
    fao.texts("MEETING 3 Dec 9am")
    fao.expects(OFFER)
    lead.texts("MEETING 1 Dec 9am County HQ")
    lead.texts("1")
    world.passes("2s")
    fao.expects("Will you come?")
    fao.texts("1")
    fao.expects("you come to M1")
    world.sets_aside()
    with world.program.database.reading() as session:
        assert [row.reason for row in session.query(Kept)][:1] == ["not for them"]


def test_a_coordinator_who_has_read_them_is_quicker(
    world: World, fao: Phone, lead: Phone, rla: Phone
) -> None:
    lead.texts("flood Kyuso severe")
    world.sets_aside()
    fao.texts("TELL Kitui, the road is open again")
    fao.expects(OFFER)
    rla.texts("ASSIGN U1 S1")
    world.sets_aside()
    with world.program.database.reading() as session:
        assert [row.status for row in session.query(Kept)] == ["assigned"]


def test_the_chair_convenes_in_any_county_and_a_named_official_in_theirs(world: World, chair: Phone) -> None:
    chair.texts("MEETING 3 Dec 9am")
    chair.expects("In which county (Makueni, Kitui, Taita Taveta)")
    chair.texts("MEETING Makueni, 3 Dec 9am County HQ")
    chair.expects("Meeting in Makueni on Thu 3 Dec 9:00")
    chair.texts("yes")
    chair.expects("M1 SEK meeting Makueni")
    official = world["Named Official"]
    official.texts("MEETING 3 Dec 10am")
    official.expects("Meeting in Kitui on Thu 3 Dec 10:00")
    official.texts("0")
    official.expects("Nothing was changed")
    official.texts("MOVE M1 4 Dec")
    official.expects("not yours to change", "In Makueni", "Martin Miriti (county lead)")
    official.texts("MEETING Makueni 3 Dec 9am")
    official.expects("Meetings in Makueni are not yours to convene", "Martin Miriti (county lead)")


def test_a_lead_writes_to_partners_officials_and_groups_of_the_county(world: World, lead: Phone) -> None:
    lead.texts("TELL Kitui: come all")
    lead.expects("To 7 people (Kitui: those you write to)")
    lead.texts("yes")
    lead.expects("Sent to 7 people")
    for name in ("Meshack Mulinge", "Kitui PoC", "Named Official", "Kitui Official", "FAO Focal"):
        world[name].expects("come all")
    for name in ("Kitui Trader", "Kitui Sector"):
        world[name].expects("come all")
    lead.texts("TELL livestock, vaccines come")
    lead.expects("To 1 person (livestock, Kitui)")
    lead.texts("2")
    lead.expects("Nothing was sent")
    lead.texts("TELL Kitui CLT, come all")
    lead.expects(
        "You do not write to these: CLT lead",
        "You write to county lead",
        "groups in Kitui",
        "Kitui CLT Lead (CLT",
    )
    lead.texts("1")
    lead.expects("Your words went to Kitui CLT Lead")
    world["Kitui CLT Lead"].expects("To do it, send:\nTELL Kitui CLT, come all")
    lead.texts("TELL Makueni PoCs, come all")
    lead.expects("Makueni is not yours to write to", "Martin Miriti (county lead)")
    lead.texts("2")
    lead.expects("not passed on")
    world["Kitui PoC"].texts("TELL partners, we meet at 10")
    world["Kitui PoC"].expects("To 1 person (IP focal person, Kitui)")


WORDS: dict[Deed, str] = {
    Deed.CONCERN: "CONCERN the market fee went up",
    Deed.INFO: "INFO the governor opens the market",
    Deed.OFFER: "OFFER S1 2 bowsers",
    Deed.TAKE: "OK S1",
    Deed.CLOSE: "CLOSE S1 water was trucked to Mutomo",
    Deed.GIVE: "GIVE S1 to RLA",
    Deed.ESCALATE: "ESCALATE S1",
    Deed.TELL: "TELL Kitui PoCs, come",
    Deed.TASK: "TASK deputy, mend the borehole",
    Deed.MEETING: "MEETING 3 Dec 9am",
    Deed.MOVE: "MOVE M1 4 Dec",
    Deed.CALL_OFF: "CALL OFF M1 rain",
    Deed.INVITE: "INVITE M1 FAO",
    Deed.NUDGE: "NUDGE M1",
    Deed.PRESENT: "PRESENT M1 FAO",
    Deed.ABSENT: "ABSENT M1 FAO",
    Deed.MINUTES: "MINUTES M1 we agreed on seed",
    Deed.TRIAGE: "TRIAGE",
    Deed.VOUCH: "VOUCH U1 Jane",
    Deed.BLOCK: "BLOCK U1",
    Deed.UNBLOCK: "UNBLOCK U1",
    Deed.ASSIGN: "ASSIGN U1 S1",
}
"""A text of each word about Kitui. The others are never refused to people on the roster, or are no words."""

HOLDERS = tuple(line.split(",")[0] for line in ROSTER.splitlines()[1:])


@pytest.fixture
def of_kitui(world: World, deputy: Phone, lead: Phone) -> None:
    """A shock, a meeting and a kept text of Kitui, and a meeting whose time has come."""
    deputy.texts("drought Mutomo severe")
    lead.texts("MEETING 25 Nov 9am County HQ")
    lead.texts("1")
    world.phone("+254300000099").texts("blue seven")
    world.sets_aside()


@pytest.mark.usefixtures("of_kitui")
@pytest.mark.parametrize("deed", WORDS)
def test_each_refusal_names_a_person_who_may(world: World, deed: Deed) -> None:
    core = world.program.core
    refused: list[tuple[str, str]] = []
    for name in HOLDERS:
        with world.program.database.reading() as session:
            work = core.work(session)
            person = next(each for each in work.people.everybody() if each.name == name)
            if work.rights.may(person, deed):
                continue
            may = {each.name for each in work.rights.holders(deed, ["Kitui"])}
        world.sets_aside()
        world[name].texts(WORDS[deed])
        said = " ".join(world[name].unread)
        refused.append((name, said))
        if "S1 is not for your county" in said or "There is no" in said:
            continue
        assert said, (name, deed)
        assert any(f"{each} (" in said for each in may), (name, deed, said)
        assert "1 Yes 2 No" in said or "1 Ndiyo 2 Hapana" in said, (name, deed, said)
        assert name not in may
    assert refused
    world.sets_aside()
