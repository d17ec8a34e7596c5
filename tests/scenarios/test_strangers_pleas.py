"""An unknown number calls for help: the coordinators of the place have it at once."""

from tests.scenarios.conftest import Phone, World

ROOF = "watoto juu ya paa Kibwezi, maji yanapanda"


def test_the_coordinators_of_its_place_and_rla_have_it_at_once(
    world: World, stranger: Phone, makueni_lead: Phone, rla: Phone
) -> None:
    stranger.texts(ROOF)
    stranger.expects("RLA", "Makueni", "10:04", "1199")
    for phone in (makueni_lead, rla):
        phone.expects(f'"{ROOF}"', "10:04", "1", "2")
    makueni_lead.texts("2")
    makueni_lead.expects("U1 si ripoti")
    stranger.expects("Martin Miriti, KCDMS", "10:04")
    world.passes("2h")


def test_without_a_place_every_countys_deputy_has_it_and_later_the_next(
    world: World, stranger: Phone, deputy: Phone, rla: Phone, makueni_lead: Phone, makueni_clt: Phone
) -> None:
    stranger.texts("help us we are surrounded by water, children on the roof")
    stranger.expects("Passed to", "RLA", "Kitui coordinators", "at 10:04")
    for phone in (deputy, rla, makueni_lead):  # Makueni has no deputy, Taita Taveta no people
        phone.expects("children on the roof")
    world.passes("20m")
    makueni_clt.expects("Call for help", "children on the roof")
    deputy.texts("U1 2")
    deputy.expects("U1 is no report")
    stranger.expects("Meshack Mulinge, KCDMS", "no report")


def test_one_digit_makes_it_an_incident_without_a_name_and_the_stranger_hears_the_outcome(
    world: World,
    stranger: Phone,
    makueni_lead: Phone,
    rla: Phone,
    makueni_clt: Phone,
    usaid: Phone,
    chair: Phone,
) -> None:
    stranger.texts(ROOF)
    stranger.expects("1199")
    for phone in (makueni_lead, rla):
        phone.expects(ROOF)
    rla.texts("1")
    rla.expects("It is S1 now")
    stranger.expects("S1", "RLA Secretariat, RLA")
    makueni_clt.expects("S1", f'"{ROOF}"', "not on the roster", "Reply OK S1")
    for phone in (usaid, chair):  # RLA has made it, and is not asked to take it
        phone.expects("S1", "not on the roster")
    makueni_lead.expects("S1")
    makueni_lead.texts("1")
    makueni_lead.ignores()
    makueni_clt.texts("OK S1")
    makueni_clt.expects("You have S1")
    stranger.expects("S1", "the Makueni CLT lead")
    for phone in (rla, usaid, chair):
        phone.expects("taken by")
    makueni_clt.texts("CLOSE S1 the Red Cross boat brought all of them to Kibwezi primary school")
    makueni_clt.expects("S1 is closed")
    stranger.expects("S1", "closed by the Makueni CLT lead", "the Red Cross boat brought all of them")
    for phone in (rla, usaid, chair):
        phone.expects("closed by")
    makueni_lead.expects("Imetatuliwa? 1 Ndiyo 2 Kiasi 3 Hapana")  # a stranger is not asked; the county is


def test_what_comes_after_it_goes_together_and_nothing_is_said_that_did_not_happen(
    world: World, stranger: Phone, makueni_lead: Phone, rla: Phone
) -> None:
    stranger.texts(ROOF)
    stranger.expects("1199")
    for phone in (makueni_lead, rla):
        phone.expects(ROOF)
    stranger.texts("tusaidie watoto wawili wamebebwa na maji Kibwezi")
    stranger.expects("10:09")
    world.passes("5m")
    told = [phone for phone in (makueni_lead, rla) if phone.unread]
    assert told
    for phone in told:
        phone.expects("tusaidie watoto wawili")
    world.sets_aside()


def test_where_everybody_is_away_it_goes_to_whoever_is_there(
    world: World,
    stranger: Phone,
    makueni_lead: Phone,
    rla: Phone,
    makueni_clt: Phone,
    chair: Phone,
    usaid: Phone,
) -> None:
    for phone in (makueni_lead, rla, makueni_clt):
        phone.texts("AWAY until 12 dec")
        phone.ignores()
    stranger.texts(ROOF)
    stranger.expects("10:04", "1199")
    for phone in (chair, usaid):
        phone.expects("Call for help", ROOF)
    chair.texts("2")
    chair.expects("U1 is no report")
    stranger.ignores()
