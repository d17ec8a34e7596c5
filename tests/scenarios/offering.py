"""What the stories of offers have in common."""

from sek_core.store.offers import Offer
from tests.scenarios.conftest import ROSTER, Phone, World

SECTORS = "agriculture;livestock;water_wash"

GIVERS = ROSTER + (
    f"FAO Focal Person,FAO,ip_focal,Kitui,{SECTORS},+254300000021,en\n"
    f"LMS Focal Person,LMS,ip_focal,Kitui,{SECTORS},+254300000022,sw\n"
    f"KIM Observer,KIM,observer,Kitui,{SECTORS},+254300000024,en\n"
)

LEAD_AND_REPORTER = ("Patrick Mburu", "Meshack Mulinge")
"""Who hears of an offer for S1 that is not taken yet."""


def severe_drought(world: World) -> str:
    """Report a severe drought at Mutomo on a Tuesday morning; the CLT lead takes it."""
    world["Meshack Mulinge"].texts("DROUGHT MUTOMO severe 400 households, boreholes dry")
    world["Kitui CLT Lead"].texts("OK S1")
    world.sets_aside()
    return "S1"


def offers(world: World) -> list[Offer]:
    with world.program.database.reading() as session:
        found = session.query(Offer).order_by(Offer.id).all()
        session.expunge_all()
        return found


def bowsers(fao: Phone, world: World) -> None:
    """FAO offers 2 bowsers from Thursday, and confirms it."""
    fao.texts("S1 2 bowsers Thursday")
    fao.expects("You offer 2 bowsers for S1 (drought Mutomo, Kitui), from Thu 26 Nov?", "1 Yes 2 No")
    fao.texts("1")
    fao.expects("Thank you: 2 bowsers for S1", "3 people have been told", "CANCEL S1")
    world.everyone_expects(
        "S1 drought Mutomo, Kitui: FAO Focal Person, FAO offers 2 bowsers, from Thu 26 Nov",
        among=(*LEAD_AND_REPORTER, "Kitui CLT Lead"),
    )


def asked_about_bowsers(fao: Phone, world: World) -> None:
    """Let the clock ask FAO on Thursday afternoon."""
    world.passes("53h")
    world.without_routine()
    fao.expects("S1: 2 bowsers delivered?", "1 Yes 2 Later, when 3 No")
    world["Kitui CLT Lead"].unread.clear()  # a nudge
