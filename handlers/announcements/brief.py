"""BRIEF Kitui: how a county stands, on a phone."""

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.announcements import updates
from sek_core.digests import brief
from sek_core.response import following
from sek_core.store.incidents import Incident


def show(turn: Turn, command: Command) -> Reply:
    """Show the brief of a county, without what the sender may not see."""
    county = updates.county_alone(turn.work.configuration, command.rest)
    assert county is not None  # the grammar reads no other text as BRIEF
    if not turn.may(Deed.BRIEF, [county]):
        return refusals.refused(turn, Deed.BRIEF, "", counties=[county])

    def sees(incident: Incident) -> bool:
        return not incident.sensitive or following.may_see(turn.work, incident, turn.sender)

    told = brief.of(turn.work, county, sees)
    return Reply(brief.screen(turn.work, told, turn.sender, turn.language))


WORDS = (
    Verb(
        "brief",
        ("BRIEF",),
        ("DONDOO",),
        "text",
        "`BRIEF Kitui`: open shocks and offers, what is planned, the next meeting, promises kept and late of "
        "both sides, the seats of the CLT. Only with a county and nothing else",
        "{rights}",
        exact=True,
    ),
)
COMMANDS = {("brief", ""): show}
