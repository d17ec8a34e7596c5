"""Routing: recipients, vacancies, and what a vacancy means for the others."""

from dataclasses import replace

from config.mechanism import Configuration
from sek_core.store.incidents import Incident, ReportRow, Track
from tests.scenarios.conftest import ROSTER, Phone, World


def without(*names: str) -> str:
    return "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith(names))


def tracks(world: World) -> dict[str, tuple[int, str | None]]:
    with world.program.database.reading() as session:
        return {
            track.audience: (track.step, track.due_at and f"{track.due_at - world.clock.now()}")
            for track in session.query(Track)
        }


def test_tracks_and_their_due_times_are_stored(world: World, deputy: Phone, lead: Phone, clt: Phone) -> None:
    deputy.texts("drought Mutomo severe")
    world.everyone_ignores()
    assert tracks(world) == {"clt": (1, "0:30:00"), "usaid": (1, None), "rla": (1, None)}
    clt.texts("ok")
    world.everyone_ignores(besides=lead)
    assert tracks(world) == {"clt": (1, None), "usaid": (1, None), "rla": (1, None)}


def test_a_vacant_clt_lead_is_skipped_at_once_and_named(world: World) -> None:
    world.enrols(without("Kitui CLT Lead"))
    world["Meshack Mulinge"].texts("livestock disease Mutomo severe")
    member = world["Kitui CLT Member"]
    member.expects("LIVESTOCK DISEASE Mutomo", "(no CLT lead in Kitui)", "Reply OK S1")
    for name in ("USAID Officer", "RLA Secretariat"):
        world[name].expects("(no CLT lead in Kitui)")
    receipt = world["Meshack Mulinge"].expects("Sent to USAID, RLA, Kitui CLT (no CLT lead in Kitui)")
    assert len(receipt) <= 306  # it asks what is needed
    world["Patrick Mburu"].ignores()
    assert tracks(world)["clt"][0] == 2


def test_a_clt_in_formation_falls_to_the_chair(world: World) -> None:
    world.enrols(without("Kitui CLT"))
    world["Meshack Mulinge"].texts("drought Mutomo severe")
    world["SEK Chair"].expects("SEVERE DROUGHT Mutomo", "(no CLT in Kitui)", "Reply OK S1")
    world["Meshack Mulinge"].expects("Sent to USAID, RLA, SEK chair (no CLT in Kitui)")
    for name in ("USAID Officer", "RLA Secretariat", "Patrick Mburu"):
        world[name].ignores()
    assert tracks(world)["clt"][0] == 3
    world["SEK Chair"].texts("ok")
    world["SEK Chair"].expects("You have S1")
    for name in ("Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
        world[name].expects("taken by the SEK chair")


def test_an_empty_track_falls_to_the_chair_and_rla_who_are_told_why(world: World) -> None:
    world.enrols(without("USAID Officer"))
    world["Meshack Mulinge"].texts("drought Mutomo severe")
    world["SEK Chair"].expects("SEVERE DROUGHT", "(no USAID)")
    world["RLA Secretariat"].expects("SEVERE DROUGHT", "(no USAID)")
    world["Kitui CLT Lead"].ignores()
    world["Patrick Mburu"].ignores()
    world["Meshack Mulinge"].expects("S1")


def test_where_the_whole_route_is_vacant_the_next_wider_circle_is_alerted(world: World) -> None:
    world.enrols(without("Kitui CLT", "USAID", "RLA", "SEK Chair", "Patrick"))
    world["Meshack Mulinge"].texts("drought Mutomo severe")
    world["Meshack Mulinge"].expects("Sent to Makueni CLT Lead, USAID")
    world["Makueni CLT Lead"].expects("S1 SEVERE DROUGHT Mutomo, Kitui", "Reply OK S1 to take it")


def test_where_nobody_can_be_told_the_reporter_knows(world: World) -> None:
    world.enrols(without("Kitui CLT", "Makueni CLT", "USAID", "RLA", "SEK Chair", "Patrick", "Martin"))
    world["Meshack Mulinge"].texts("drought Mutomo severe")
    world["Meshack Mulinge"].expects("nobody is on the roster who could be told", "Please call")


def test_sensitive_hazards_reach_only_tracks_lead_and_deputy(world: World) -> None:
    more = (
        "Kitui PoC,Kitui County,county_poc,Kitui,,+254300000010,en\n"
        "FAO Focal Person,FAO,ip_focal,Kitui,,+254300000011,en\n"
    )
    world.enrols(ROSTER + more)
    world["Patrick Mburu"].texts("cattle rustling at Nuu severe")
    for name in ("Kitui CLT Lead", "USAID Officer", "RLA Secretariat", "Meshack Mulinge", "Patrick Mburu"):
        world[name].expects("S1")
    poc = world["Kitui PoC"]
    poc.expects_nothing()
    poc.texts("status s1")
    poc.expects("S1 is not for your county")
    poc.texts("list")
    poc.expects("Nothing is open")


def test_ips_hear_of_their_sectors(world: World) -> None:
    more = (
        "Water IP,KIWASH,ip_focal,Kitui,water_wash,+254300000010,en\n"
        "Market IP,LMS,ip_focal,Kitui,markets_trade,+254300000011,en\n"
        "Any IP,FAO,ip_focal,Kitui,,+254300000012,en\n"
        "Makueni IP,WFP,ip_focal,Makueni,,+254300000013,en\n"
    )
    world.enrols(ROSTER + more)
    world["Patrick Mburu"].texts("drought Mutomo severe")
    for name in ("Water IP", "Any IP", "Meshack Mulinge"):
        world[name].expects("S1 SEVERE DROUGHT", "If you can help: S1 2 bowsers Monday")
    for name in ("Kitui CLT Lead", "USAID Officer", "RLA Secretariat", "Patrick Mburu"):
        world[name].ignores()
    # Makueni's and the market's heard nothing: the end of the story checks it


def test_somebody_else_reports_and_lead_and_deputy_are_told(world: World) -> None:
    poc = "Kitui PoC,Kitui County,county_poc,Kitui,,+254300000010,en\n"
    world.enrols(ROSTER + poc)
    world["Kitui PoC"].texts("drought Mutomo severe")
    world["Kitui PoC"].expects("S1 DROUGHT")
    for name in ("Patrick Mburu", "Meshack Mulinge"):
        world[name].expects("If you can help: S1 2 bowsers Monday. MORE S1")
    for name in ("Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].expects("Reply OK S1")


def test_a_clt_lead_who_reports_is_not_alerted_and_the_next_step_is(world: World) -> None:
    world["Kitui CLT Lead"].texts("livestock disease Mutomo severe")
    world["Kitui CLT Lead"].expects("S1 LIVESTOCK DISEASE")
    world["Kitui CLT Member"].expects("Reply OK S1")
    for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()
    world["Kitui CLT Lead"].texts("ok s1")
    world["Kitui CLT Lead"].expects("You have S1, your own report")
    for name in ("Kitui CLT Member", "USAID Officer", "RLA Secretariat"):
        world[name].expects("taken by the Kitui CLT lead")


def test_one_person_with_two_roles_is_told_once(world: World) -> None:
    double = "USAID Officer,USAID,chair,,,+254300000008,en\n"
    world.enrols(without("SEK Chair", "Kitui CLT") + double)
    world["Patrick Mburu"].texts("drought Mutomo severe")
    world["USAID Officer"].expects("Reply OK S1")
    for name in ("Patrick Mburu", "Meshack Mulinge", "RLA Secretariat"):
        world[name].ignores()


def test_an_observer_reports_nothing(world: World) -> None:
    world.enrols(ROSTER + "KIM Observer,KIM,observer,Kitui,,+254300000010,en\n")
    world["KIM Observer"].texts("drought Mutomo severe")
    world["KIM Observer"].expects("You may read only, so a coordinator reads this now")
    world.passes("1s")
    world["RLA Secretariat"].expects('KIM Observer, KIM 10:04: "drought Mutomo severe"')
    world["KIM Observer"].texts("help")
    world["KIM Observer"].expects("LIST shows what is open")


def test_a_role_that_has_ended_is_nobodys(world: World) -> None:
    header, *lines = ROSTER.splitlines()
    dated = [f"{line},{'2026-11-23' if 'Kitui CLT Lead' in line else ''}" for line in lines]
    world.enrols("\n".join([f"{header},active_to", *dated]) + "\n")
    world["Patrick Mburu"].texts("livestock disease Mutomo severe")
    world["Kitui CLT Member"].expects("(no CLT lead in Kitui)")
    for name in ("Patrick Mburu", "Meshack Mulinge", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()


def test_who_has_left_the_roster_hears_nothing_more(world: World) -> None:
    world["Meshack Mulinge"].texts("drought Mutomo severe")
    for name in ("Meshack Mulinge", "Patrick Mburu", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].ignores()
    world.enrols(without("USAID Officer"))
    world["Kitui CLT Lead"].texts("note s1 a secret")
    world["Kitui CLT Lead"].expects("Noted on S1. 2 others have it")
    for name in ("Meshack Mulinge", "RLA Secretariat"):
        world[name].expects("a secret")


def test_a_held_report_that_cannot_be_sent_holds_up_no_other(world: World) -> None:
    world["Patrick Mburu"].texts("drought Mutomo")
    world["Martin Miriti"].texts("mafuriko Wote")
    for name in ("Patrick Mburu", "Martin Miriti"):
        world[name].ignores()
    with world.program.database.writing() as session:
        session.query(ReportRow).filter_by(incident_ref="S1").delete()  # nobody knows how
    world.passes("5m")
    for name in ("Martin Miriti", "Makueni CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].expects("S2")
    with world.program.database.reading() as session:
        held = session.query(Incident).filter_by(ref="S1").one()
        assert held.status == "held"
        assert held.held_until is not None
        assert held.held_until > world.clock.now()


def test_an_incident_whose_hazard_left_the_configuration_still_goes_out(world: World) -> None:
    world["Patrick Mburu"].texts("drought Mutomo")
    world["Patrick Mburu"].expects("How bad?")
    with world.program.database.writing() as session:
        session.query(Incident).update({"hazard": "meteor_shower"})
    world.passes("5m")
    for name in ("Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat"):
        world[name].expects("METEOR SHOWER Mutomo") if name != "Patrick Mburu" else world[name].expects("S1")


def test_a_county_that_is_configured_no_more_silences_nobody(
    world: World, configuration: Configuration
) -> None:
    makueni = configuration.mechanism.model_copy(update={"counties": ("Makueni",)})
    object.__setattr__(world.program.core, "configuration", replace(configuration, mechanism=makueni))
    world["Patrick Mburu"].texts("flood extreme")
    world["Patrick Mburu"].expects("S1 FLOOD, extreme, Makueni")
    for name in ("Makueni CLT Lead", "Martin Miriti", "USAID Officer", "RLA Secretariat"):
        world[name].expects("S1")
