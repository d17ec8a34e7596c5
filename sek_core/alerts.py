"""The texts of an alert: when an incident opens, when it climbs, and when nobody took it."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sek_core import phrasing
from sek_core.directory import Person
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.routing import Alerted, Gap, TrackPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sek_core.incidents import AnyIncident
    from sek_core.work import Work

ALERT_SEGMENTS = 2

LATE = timedelta(minutes=1)
"""What comes later than this after its time says so."""

Silence = Literal["silent", "nobody", "unreachable"]
"""Why the next step is due: the only one who was asked has not answered, or nobody of those who could has,
or none of them can be reached.
"""


def opening(
    work: "Work", incident: "AnyIncident", reporter: Person, words: str, gaps: "Sequence[Gap]"
) -> tuple[Screen, Screen, Screen]:
    """The alerts of an incident that opens: for those who may act, for those who are informed, for groups.

    `words`: what the reporter says beyond what the incident holds; the alerts quote it.
    """
    args = _facts(incident, reporter, words)
    acting = phrasing.actions(incident.ref, "take", "note", "more")
    reading = phrasing.actions(incident.ref, "note", "more")
    act = Text("alert.act", args | {"gaps": phrasing.gaps_of(work, gaps)})
    return (
        Screen(act, quote=words, max_segments=ALERT_SEGMENTS, actions=acting),
        Screen(Text("alert.inform", args), quote=words, max_segments=ALERT_SEGMENTS, actions=reading),
        Screen(Text("alert.group", args), quote=words, actions=acting),
    )


def addressed(
    work: "Work", screen: Screen, person: Person, incident: "AnyIncident", reporter: Person
) -> Screen:
    """The alert as this person gets it: who covers for somebody hears for whom. Most get the very same."""
    if not work.people.covered_by(person):
        return screen
    instead = phrasing.instead_of(work, person, incident.counties, reporter.id)
    return replace(screen, text=replace(screen.text, args={**screen.text.args, "instead": instead}))


def climbing(
    work: "Work", incident: "AnyIncident", reporter: Person, words: str, plan: TrackPlan, why: Arg, late: Arg
) -> Screen:
    """The alert of a later step: the facts as at first, and `why` it comes."""
    args = _facts(incident, reporter, words)
    args |= {"step": str(plan.step), "why": why, "late": late, "gaps": phrasing.gaps_of(work, plan.gaps)}
    return _to_take(Text("escalated.act", args), incident, words)


def again(
    incident: "AnyIncident", reporter: Person, words: str, step: int, waited: timedelta, late: Arg
) -> Screen:
    """The same step is asked once more."""
    args = _facts(incident, reporter, words)
    args |= {"step": str(step), "waited": phrasing.lasting(waited), "late": late}
    return _to_take(Text("escalated.again", args), incident, words)


def exhausted(incident: "AnyIncident", reporter: Person, words: str, waited: timedelta, late: Arg) -> Screen:
    """The last step passed, and nobody took it: for those who are to see to it now."""
    args = _facts(incident, reporter, words) | {"waited": phrasing.lasting(waited), "late": late}
    return _to_take(Text("exhausted.told", args), incident, words)


def _to_take(text: Text, incident: "AnyIncident", words: str) -> Screen:
    actions = phrasing.actions(incident.ref, "take", "note", "more")
    return Screen(text, quote=words, max_segments=ALERT_SEGMENTS, actions=actions)


def silence(work: "Work", why: Silence, asked: "Sequence[Alerted]", step: int, waited: timedelta) -> Text:
    """ "the CLT lead has not answered in 30 min"."""
    args: dict[str, Arg] = {"waited": phrasing.lasting(waited), "step": str(step)}
    if len(asked) == 1:
        args["role"] = phrasing.role_of(work, asked[0].role)
    elif why == "unreachable":
        return Text("silence.unreachable.all", args)
    return Text(f"silence.{why}", args)


def late_by(late: timedelta) -> Arg:
    """ ", 12 min late", or nothing."""
    return Text("late", {"waited": phrasing.lasting(late)}) if late > LATE else phrasing.EMPTY


def last_step(work: "Work", incident: "AnyIncident", plan: TrackPlan) -> Screen:
    """The reporter hears that nobody has taken it yet, and who is asked now."""
    labels: list[Arg] = []
    for role in dict.fromkeys(alerted.role for alerted in plan.alerted):
        if role == "clt_member":
            labels.append(Text("audience.members", {"county": plan.county}))
        else:
            labels.append(Text("who.wide", {"role": phrasing.role_of(work, role)}))
    text = Text(
        "escalated.reporter",
        {"ref": incident.ref, "incident": phrasing.short(incident), "audience": phrasing.both(labels)},
    )
    return Screen(text, max_segments=ALERT_SEGMENTS)


def nobody_took(work: "Work", incident: "AnyIncident", told: "Sequence[Alerted]") -> Screen:
    """The reporter hears that nobody took it, and who knows that now."""
    args: dict[str, Arg] = {"ref": incident.ref, "incident": phrasing.short(incident)}
    if told:
        roles = dict.fromkeys(alerted.role for alerted in told)
        args["audience"] = Joined(tuple(phrasing.role_of(work, role) for role in roles))
        return Screen(Text("exhausted.reporter", args), max_segments=ALERT_SEGMENTS)
    return Screen(Text("exhausted.nobody", args), max_segments=ALERT_SEGMENTS)


def unreachable(incident: "AnyIncident", person: Person) -> Screen:
    """Those who keep the contacts hear who cannot be reached."""
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": phrasing.short(incident),
        "who": phrasing.named(person),
    }
    return Screen(Text("unreachable.told", args), max_segments=ALERT_SEGMENTS)


def _facts(incident: "AnyIncident", reporter: Person, words: str) -> dict[str, Arg]:
    return {
        "ref": incident.ref,
        "headline": phrasing.headline(incident),
        "facts": phrasing.facts(incident),
        "who": phrasing.author(incident, reporter),
        "time": Moment(incident.reported_at),
        "words": Text("alert.words") if words else phrasing.EMPTY,
        "instead": phrasing.EMPTY,
    }
