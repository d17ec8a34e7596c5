"""What the stories of strangers have in common."""

from sek_core.store.inbox import Kept
from tests.scenarios.phones import Phone
from tests.scenarios.world import World

STRANGER = "+254300000099"


def sender(world: World) -> str:
    """Return the stranger's name as coordinators see it."""
    return STRANGER if world.channel == "sms" else '"a stranger" on Telegram'


def writes(stranger: Phone, rla: Phone, *texts: str) -> None:
    """Send texts of a stranger; RLA's messages about them are another story."""
    for text in texts:
        stranger.texts(text)
        stranger.expects("not on the SEK roster")
        rla.expects(f'"{text}"', "VOUCH U", "BLOCK U")


def statuses(world: World) -> dict[str, str]:
    with world.program.database.reading() as session:
        return {row.ref: row.status for row in session.query(Kept)}
