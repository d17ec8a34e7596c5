"""What the stories of alerts that climb have in common."""

from dataclasses import replace

from config.routes import RouteFile
from sek_core.store.incidents import History, Track
from tests.scenarios.world import World

DISEASE = "livestock disease Mutomo severe 40 goats dead at Kyatune"
"""A hazard of the Kitui CLT member's sector; severe, so that a step waits half an hour."""

EVERYBODY = (
    "Patrick Mburu", "Meshack Mulinge", "Kitui CLT Lead", "Kitui CLT Member", "SEK Chair", "USAID Officer",
    "RLA Secretariat",
)  # fmt: skip


def ignore(world: World, *names: str) -> None:
    """Discard messages of these people: the story is not about them."""
    for name in names:
        world[name].ignores()


def steps(world: World, audience: str = "clt") -> list[int]:
    with world.program.database.reading() as session:
        return [track.step for track in session.query(Track).filter_by(audience=audience)]


def history(world: World, *what: str) -> list[str]:
    with world.program.database.reading() as session:
        lines = session.query(History).filter(History.what.in_(what)).order_by(History.id)
        return [f"{line.what} {line.detail}" for line in lines]


def waits(world: World) -> list[str]:
    """Return the remaining wait of each track that climbs."""
    with world.program.database.reading() as session:
        due = session.query(Track.due_at).filter(Track.due_at.is_not(None)).order_by(Track.due_at)
        return [str(at - world.clock.now()) for (at,) in due]


def route(world: World, **changes: object) -> None:
    """Replace the mechanism's routes."""
    core = world.program.core
    routes = RouteFile.model_validate({**core.configuration.routes.model_dump(), **changes})
    object.__setattr__(core, "configuration", replace(core.configuration, routes=routes))


def tells_informed_each_morning(world: World) -> None:
    """Let people who were only informed read in the next morning digest what became of it, however light."""
    told = world.program.core.configuration.routes.told.model_dump(exclude_none=True)
    grave = {"severe": "now", "extreme": "now", "others": "digest"}
    changes = {
        "taken": {**told["taken"], "informed": "digest"},
        "closed": {**told["closed"], "informed": grave},
    }
    route(world, told={**told, **changes})
