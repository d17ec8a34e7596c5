"""How an announcement is read back: to whom it would go, to how many, and what it costs."""

from handlers.engine.turn import Turn
from sek_core.announcements import announcing
from sek_core.announcements.announcing import Audience, Planned
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.wording import phrases


def once_more(turn: Turn, draft: str) -> Text:
    """The read back once more, behind an answer that was none."""
    audience = announcing.read(turn.work, turn.sender, draft)
    if audience is None:
        return Text("tell.dropped")
    planned = announcing.plan(turn.work, turn.sender, audience)
    return Text("tell.ask_again", args_of(turn, audience, planned), n=reached(planned))


def called(turn: Turn, audience: Audience) -> Arg:
    """ "county PoC, livestock, Kitui": whom it is for."""
    roles = [phrases.role_of(turn.work, role) for role in audience.roles]
    who: Arg = Joined((*roles, *(group.replace("_", " ") for group in audience.groups)))
    where = Joined(audience.counties)
    everywhere = len(audience.counties) == len(turn.work.configuration.mechanism.counties)
    if not (audience.roles or audience.groups):
        return where
    return who if everywhere and not audience.named_county else Joined((who, where))


def args_of(turn: Turn, audience: Audience, planned: Planned) -> dict[str, Arg]:
    """What the texts that read back name."""
    mechanism = turn.work.configuration.mechanism
    price = f"{mechanism.sms_currency} {planned.cost:,.2f}"
    cost: dict[str, Arg] = {"number": f"{planned.segments:,}", "cost": price}
    return {
        "audience": called(turn, audience),
        "cost": Text("tell.cost", cost) if planned.segments else Text("tell.free"),
        "lost": lost(planned),
    }


def reached(planned: Planned) -> int:
    """How many of them can be written to."""
    return len(planned.people) - planned.unreachable


def lost(planned: Planned) -> Arg:
    """ "; 2 more cannot be reached", or nothing."""
    return Text("tell.lost", n=planned.unreachable) if planned.unreachable else phrases.EMPTY
