"""Every Monday at eight USAID and RLA get the vacant roles of the routes, until they are filled.

The stories begin on Tuesday, 24 November 2026, at 10:04.
"""

from tests.scenarios.conftest import ROSTER, Phone, World

FILLED = """\
Makueni CLT Member,USAID,clt_member,Makueni,,+254300000013,en
Taita CLT Lead,USAID,clt_lead,Taita Taveta,,+254300000014,en
Taita CLT Member,USAID,clt_member,Taita Taveta,,+254300000015,en
"""


def until_monday(world: World) -> None:
    """Go on to Monday, 07:59."""
    world.passes("1m")  # the clock has ticked once: this Monday is done
    world.passes("5d")
    world.passes("21h")
    world.passes("54m")


def test_on_monday_at_eight_and_again_the_next(world: World, usaid: Phone, rla: Phone) -> None:
    until_monday(world)
    usaid.expects_nothing()
    world.passes("1m")
    for phone in (usaid, rla):
        phone.expects(
            "SEK, vacant roles. Alerts pass them over until they are filled:\n"
            "Makueni: CLT member\nTaita Taveta: CLT lead, CLT member\n"
        )
    world.passes("1h")
    world.passes("6d")
    usaid.expects_nothing()
    world.passes("23h")
    for phone in (usaid, rla):
        phone.expects("Taita Taveta: CLT lead")


def test_who_is_filled_is_named_no_more(world: World, usaid: Phone) -> None:
    until_monday(world)
    world.enrols(ROSTER + FILLED)
    world.passes("1m")
    usaid.expects_nothing()


def test_after_a_standstill_the_last_monday_is_told_once_and_by_day(
    world: World, usaid: Phone, rla: Phone
) -> None:
    world.passes("1m")
    world.passes("20d")  # a Monday, 10:05
    for phone in (usaid, rla):
        phone.expects("vacant roles")
    world.passes("1h")


def test_a_new_database_catches_nothing_up(world: World, usaid: Phone) -> None:
    world.passes("6d")  # its first tick is on a Monday, after eight
    world.passes("1h")
    usaid.expects_nothing()


def test_where_usaid_and_rla_are_vacant_the_chair_hears(world: World, chair: Phone) -> None:
    left = [line for line in ROSTER.splitlines(True) if ",usaid," not in line and ",rla," not in line]
    world.enrols("".join(left))
    until_monday(world)
    world.passes("1m")
    chair.expects("All counties: USAID, RLA\nMakueni: CLT member")


def test_who_is_away_is_no_vacancy(world: World, usaid: Phone, rla: Phone) -> None:
    world.enrols(ROSTER + FILLED)
    world["Taita CLT Lead"].texts("AWAY until 12 Dec")
    world["Taita CLT Lead"].ignores()
    until_monday(world)
    world.passes("1m")
    usaid.expects_nothing()
