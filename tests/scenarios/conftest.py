"""Scenario fixtures. Every story runs twice: by SMS on PostgreSQL, and on Telegram on SQLite.

The display of a channel is independent of the database. A story about one channel alone runs on both
databases.
"""

from collections.abc import Iterator

import pytest

from config.mechanism import Configuration
from sek_core.store.database import Database
from tests.conftest import MovedClock
from tests.scenarios.climbing import DISEASE, ignore
from tests.scenarios.phones import Phone
from tests.scenarios.strangers import STRANGER
from tests.scenarios.world import World

__all__ = ["ROSTER", "Phone", "World"]

ROSTER = """\
name,organisation,role,county,sectors,phone,language
Patrick Mburu,KIWASH,county_lead,Kitui,,+254300000001,en
Meshack Mulinge,KCDMS,deputy_county_lead,Kitui,,+254300000002,en
Martin Miriti,KCDMS,county_lead,Makueni,,+254300000003,sw
Kitui CLT Lead,USAID,clt_lead,Kitui,,+254300000004,en
Kitui CLT Member,USAID,clt_member,Kitui,livestock,+254300000005,en
Makueni CLT Lead,USAID,clt_lead,Makueni,,+254300000006,en
SEK Chair,USAID,chair,,,+254300000007,en
USAID Officer,USAID,usaid,,,+254300000008,en
RLA Secretariat,RLA,rla,,,+254300000009,en
"""

CHANNELS = ("sms", "telegram")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise the stories; `@pytest.mark.only("sms")` marks one about this channel alone."""
    if "channel" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        metafunc.parametrize("channel", only.args if only else CHANNELS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out combinations that show nothing new."""
    again = [item for item in items if _tells_nothing_new(item)]
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if not _tells_nothing_new(item)]


def _tells_nothing_new(item: pytest.Item) -> bool:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    pair = given.get("channel"), given.get("database")
    again = pair in (("telegram", "postgresql"), ("sms", "sqlite"))
    return again and item.get_closest_marker("only") is None


@pytest.fixture
def roster() -> str:
    """Return the roster; a file of stories may have its own."""
    return ROSTER


@pytest.fixture
def roles_wait() -> bool:
    """Return False, in a module, where its stories are not about when roles by text start."""
    return True


@pytest.fixture
def world(
    configuration: Configuration,
    database: Database,
    clock: MovedClock,
    channel: str,
    roster: str,
    roles_wait: bool,
) -> Iterator[World]:
    """Run a small mechanism with a phone for each person; at the end check that no unexpected message
    came.
    """
    world = World(configuration, database, clock, channel, roles_wait=roles_wait)
    world.enrols(roster)
    try:
        yield world
        world.no_more()
        assert world.plans.refused == set(), "read from one end to the other: see tests/plans.py"
    finally:
        world.close()


@pytest.fixture
def lead(world: World) -> Phone:
    return world["Patrick Mburu"]


@pytest.fixture
def deputy(world: World) -> Phone:
    return world["Meshack Mulinge"]


@pytest.fixture
def makueni_lead(world: World) -> Phone:
    return world["Martin Miriti"]


@pytest.fixture
def fao(world: World) -> Phone:
    """A partner's focal person, where the story's roster has one."""
    return world["FAO Focal Person"]


@pytest.fixture
def lms(world: World) -> Phone:
    """Another one, who reads Swahili."""
    return world["LMS Focal Person"]


@pytest.fixture
def clt(world: World) -> Phone:
    return world["Kitui CLT Lead"]


@pytest.fixture
def makueni_clt(world: World) -> Phone:
    return world["Makueni CLT Lead"]


@pytest.fixture
def chair(world: World) -> Phone:
    return world["SEK Chair"]


@pytest.fixture
def usaid(world: World) -> Phone:
    return world["USAID Officer"]


@pytest.fixture
def rla(world: World) -> Phone:
    return world["RLA Secretariat"]


@pytest.fixture
def stranger(world: World) -> Phone:
    return world.phone(STRANGER)


@pytest.fixture
def disease(world: World) -> None:
    """Report a disease; check that each recipient of the first step gets the alert."""
    world["Patrick Mburu"].texts(DISEASE)
    ignore(world, "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "USAID Officer", "RLA Secretariat")


@pytest.fixture
def severe_flood(world: World, deputy: Phone) -> str:
    """Report a severe flood at Mutomo."""
    deputy.texts("flood Mutomo severe")
    world.everyone_ignores()
    return "S1"


@pytest.fixture
def taken_flood(world: World, severe_flood: str, deputy: Phone, clt: Phone) -> str:
    """Let the CLT lead take it: news is due in two days, on Thursday at 10:04."""
    clt.texts("ok s1")
    said = clt.expects(
        "You have S1.", "The county expects news by Thu 26 Nov 10:04.", "OK S1 by ... changes it"
    )
    assert len(said) <= 160
    deputy.expects(
        "S1 flood Mutomo, Kitui: taken by the Kitui CLT lead 10:04. You will hear from them by Thu 26 Nov"
    )
    world.sets_aside()
    return "S1"
