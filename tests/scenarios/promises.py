"""What the stories of promised news have in common."""

from sek_core.store.incidents import Promise
from tests.scenarios.world import World


def passes(world: World, duration: str) -> None:
    """Let time pass; discard the digests, and the questions how shocks go on."""
    world.passes(duration)
    world.without_digests()
    for phone in world.phones():
        phone.unread = [message for message in phone.unread if " now? " not in message]


def due(world: World, ref: str = "S1") -> str:
    """Return the time of the promise that is not over, in the mechanism's time; "" if there is none."""
    zone = world.program.configuration.mechanism.zone
    with world.program.database.reading() as session:
        query = session.query(Promise).filter(Promise.incident_ref == ref, Promise.status != "over")
        promise = query.one_or_none()
        return f"{promise.due_at.astimezone(zone):%a %d %H:%M}" if promise else ""
