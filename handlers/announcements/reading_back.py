"""Texts that read an announcement back: its audience, the number of recipients, its cost."""

from handlers.engine.turn import Turn
from sek_core.announcements import announcing
from sek_core.announcements.announcing import Audience, PlannedAnnouncement
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.wording import phrases


def ask_again_text(turn: Turn, draft: str) -> Text:
    """Read the announcement back again, after words that did not answer the question."""
    audience = announcing.read(turn.work, turn.sender, draft)
    if audience is None:
        return Text("tell.dropped")
    planned = announcing.plan(turn.work, turn.sender, audience)
    return Text("tell.ask_again", args_of(turn, audience, planned), n=reached(planned))


def audience_label(turn: Turn, audience: Audience) -> Arg:
    """Return the name of an audience: "county PoC, livestock, Kitui"."""
    roles = [phrases.role_of(turn.work, role) for role in audience.roles]
    who: Arg = Joined((*roles, *(group.replace("_", " ") for group in audience.groups)))
    where = Joined(audience.counties)
    everywhere = len(audience.counties) == len(turn.work.configuration.mechanism.counties)
    if not (audience.roles or audience.groups):
        return where
    return who if everywhere and not audience.named_county else Joined((who, where))


def args_of(turn: Turn, audience: Audience, planned: PlannedAnnouncement) -> dict[str, Arg]:
    """Return the arguments of the texts that read an announcement back."""
    mechanism = turn.work.configuration.mechanism
    price = f"{mechanism.sms_currency} {planned.cost:,.2f}"
    cost: dict[str, Arg] = {"number": f"{planned.segments:,}", "cost": price}
    return {
        "audience": audience_label(turn, audience),
        "cost": Text("tell.cost", cost) if planned.segments else Text("tell.free"),
        "lost": unreachable_note(planned),
    }


def reached(planned: PlannedAnnouncement) -> int:
    """Return the number of recipients who can be reached."""
    return len(planned.people) - planned.unreachable


def unreachable_note(planned: PlannedAnnouncement) -> Arg:
    """Return "; 2 more cannot be reached", or nothing."""
    return Text("tell.lost", n=planned.unreachable) if planned.unreachable else phrases.EMPTY
