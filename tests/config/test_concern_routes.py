"""Route of a concern: one that says it is for concerns; its steps wait days, even if no file says so."""

from datetime import timedelta

from config.faults import load_yaml
from config.mechanism import PACKAGED
from config.routes import OwnRoute, RouteFile, When

FILE = load_yaml(PACKAGED / "routes.yaml", RouteFile)


def test_the_packaged_one_asks_the_sector_first_and_waits_for_days() -> None:
    route = FILE.for_concern(["water_wash"], ["Kitui"])
    clt = route.track("clt")
    assert clt is not None
    first = clt.steps[0].to[0]
    assert (first.role, first.sector) == ("clt_member", True)
    assert route.wait(None) == timedelta(days=3)


def test_a_file_from_before_concerns_gives_them_days_too() -> None:
    before = FILE.model_copy(update={"routes": ()})
    route = RouteFile.model_validate(before.model_dump()).for_concern([], ["Kitui"])
    assert route.wait(None) == timedelta(days=3)
    assert {target.role for target in route.informed} == {"county_lead", "deputy_county_lead"}


def test_a_route_that_does_not_say_so_is_for_no_concern() -> None:
    kitui = OwnRoute(when=When(county=("Kitui",)), waits={"unsaid": timedelta(minutes=10)})
    file = RouteFile.model_validate(
        FILE.model_dump() | {"routes": (kitui.model_dump(), *FILE.model_dump()["routes"])}
    )
    assert file.for_concern([], ["Kitui"]).wait(None) == timedelta(days=3)
