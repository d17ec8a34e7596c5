"""Texts that read an announcement back: its audience, the number of recipients, its cost."""

from collections.abc import Sequence

from config.terms import ROLES
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
        return Text("tell.part", {"where": where}) if audience.limits else where
    return who if everywhere and not audience.named_county else Joined((who, where))


def names_of(turn: Turn, targets: Sequence[str]) -> Arg:
    """Return the names of roles and groups: "CLT lead, livestock"."""
    return Joined(
        tuple(
            phrases.role_of(turn.work, target) if target in tuple(ROLES) else target.replace("_", " ")
            for target in targets
        )
    )


def those_one_may_write_to(turn: Turn) -> Arg:
    """Return the names of the roles that the sender may write to, "everybody", and "groups" for groups."""
    targets = announcing.may_write_to(turn.work, turn.sender)
    if len(targets) > len(ROLES):
        return Text("tell.everybody")
    roles = names_of(turn, [target for target in targets if target != "groups"])
    return Joined((roles, Text("tell.groups"))) if "groups" in targets else roles


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
