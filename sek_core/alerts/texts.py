"""The texts of an alert: when an incident opens, when it climbs, and when nobody took it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from sek_core.alerts import labels as route_labels
from sek_core.alerts.routing import Alerted, Gap, TrackPlan
from sek_core.incidents import wording
from sek_core.incidents.model import AnyIncident
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

ALERT_SEGMENTS = 2

LATE = timedelta(minutes=1)
"""What comes later than this after its time says so."""

Silence = Literal["silent", "nobody", "unreachable"]
"""Why the next step is due: the only one who was asked has not answered, or nobody of those who could has,
or none of them can be reached.
"""


def opening(
    work: UnitOfWork, incident: AnyIncident, reporter: Person, words: str, gaps: Sequence[Gap]
) -> tuple[Screen, Screen, Screen]:
    """The alerts of an incident that opens: for those who may act, for those who are informed, for groups.

    `words`: what the reporter says beyond what the incident holds; the alerts quote it.
    """
    args = _facts(incident, reporter, words)
    acting = phrases.actions(incident.ref, "take", "note", "more")
    reading = phrases.actions(incident.ref, "note", "more")
    act = Text("alert.act", args | {"gaps": route_labels.gaps_of(work, gaps)})
    return (
        Screen(act, quote=words, max_segments=ALERT_SEGMENTS, actions=acting),
        Screen(Text("alert.inform", args), quote=words, max_segments=ALERT_SEGMENTS, actions=reading),
        Screen(Text("alert.group", args), quote=words, actions=acting),
    )


def addressed(
    work: UnitOfWork, screen: Screen, person: Person, incident: AnyIncident, reporter: Person
) -> Screen:
    """The alert as this person gets it: who covers for somebody hears for whom. Most get the very same."""
    if not work.people.covering_for(person):
        return screen
    instead = phrases.instead_of(work, person, incident.counties, reporter.id)
    return replace(screen, text=replace(screen.text, args={**screen.text.args, "instead": instead}))


def climbing(
    work: UnitOfWork,
    incident: AnyIncident,
    reporter: Person,
    words: str,
    plan: TrackPlan,
    why: Arg,
    late: Arg,
) -> Screen:
    """The alert of a later step: the facts as at first, and `why` it comes."""
    args = _facts(incident, reporter, words)
    args |= {"step": str(plan.step), "why": why, "late": late, "gaps": route_labels.gaps_of(work, plan.gaps)}
    return _to_take(Text("escalated.act", args), incident, words)


def again(
    incident: AnyIncident, reporter: Person, words: str, step: int, waited: timedelta, late: Arg
) -> Screen:
    """The same step is asked once more."""
    args = _facts(incident, reporter, words)
    args |= {"step": str(step), "waited": phrases.lasting(waited), "late": late}
    return _to_take(Text("escalated.again", args), incident, words)


def exhausted(incident: AnyIncident, reporter: Person, words: str, waited: timedelta, late: Arg) -> Screen:
    """The last step passed, and nobody took it: for those who are to see to it now."""
    args = _facts(incident, reporter, words) | {"waited": phrases.lasting(waited), "late": late}
    return _to_take(Text("exhausted.told", args), incident, words)


def _to_take(text: Text, incident: AnyIncident, words: str) -> Screen:
    actions = phrases.actions(incident.ref, "take", "note", "more")
    return Screen(text, quote=words, max_segments=ALERT_SEGMENTS, actions=actions)


def silence(work: UnitOfWork, why: Silence, asked: Sequence[Alerted], step: int, waited: timedelta) -> Text:
    """ "the CLT lead has not answered in 30 min"."""
    args: dict[str, Arg] = {"waited": phrases.lasting(waited), "step": str(step)}
    if len(asked) == 1:
        args["role"] = phrases.role_of(work, asked[0].role)
    elif why == "unreachable":
        return Text("silence.unreachable.all", args)
    return Text(f"silence.{why}", args)


def late_by(late: timedelta) -> Arg:
    """ ", 12 min late", or nothing."""
    return Text("late", {"waited": phrases.lasting(late)}) if late > LATE else phrases.EMPTY


def last_step(work: UnitOfWork, incident: AnyIncident, plan: TrackPlan) -> Screen:
    """The reporter hears that nobody has taken it yet, and who is asked now."""
    labels: list[Arg] = []
    for role in dict.fromkeys(alerted.role for alerted in plan.alerted):
        if role == Role.CLT_MEMBER:
            labels.append(Text("audience.members", {"county": plan.county}))
        else:
            labels.append(Text("who.wide", {"role": phrases.role_of(work, role)}))
    text = Text(
        "escalated.reporter",
        {"ref": incident.ref, "incident": wording.short(incident), "audience": phrases.both(labels)},
    )
    return Screen(text, max_segments=ALERT_SEGMENTS)


def nobody_took(work: UnitOfWork, incident: AnyIncident, told: Sequence[Alerted]) -> Screen:
    """The reporter hears that nobody took it, and who knows that now."""
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    if told:
        roles = dict.fromkeys(alerted.role for alerted in told)
        args["audience"] = Joined(tuple(phrases.role_of(work, role) for role in roles))
        return Screen(Text("exhausted.reporter", args), max_segments=ALERT_SEGMENTS)
    return Screen(Text("exhausted.nobody", args), max_segments=ALERT_SEGMENTS)


def unreachable(incident: AnyIncident, person: Person) -> Screen:
    """Those who keep the contacts hear who cannot be reached."""
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "who": phrases.named(person),
    }
    return Screen(Text("unreachable.told", args), max_segments=ALERT_SEGMENTS)


def _facts(incident: AnyIncident, reporter: Person, words: str) -> dict[str, Arg]:
    return {
        "ref": incident.ref,
        "headline": wording.headline(incident),
        "facts": wording.facts(incident),
        "who": wording.author(incident, reporter),
        "time": Moment(incident.reported_at),
        "words": Text("alert.words") if words else phrases.EMPTY,
        "instead": phrases.EMPTY,
    }
