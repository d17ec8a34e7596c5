"""Texts of an alert (opening, escalation, no holder), and the labels of its route."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from config.mechanism import OTHER
from config.rights import Deed
from config.route import COUNTY
from sek_core.alerts import promise_texts
from sek_core.alerts.routing import Alerted, Gap, Plan, TrackPlan
from sek_core.incidents import wording
from sek_core.incidents.model import AnyIncident
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster.roles import CLT, WIDE, Role
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN, Incident
from sek_core.wording import phrases
from sek_core.wording.phrases import EMPTY, named, role_of
from sek_core.work.unit_of_work import UnitOfWork

ALERT_SEGMENTS = 2

PARTNER = "partner"
"""The audience of a concern that is addressed to an organisation."""

NAMED = 2
"""Number of people that a text names."""

LATE = timedelta(minutes=1)
"""Delay above which an alert says that it is late."""

Silence = Literal["silent", "nobody", "unreachable"]
"""Reason for the next step: the only recipient has not answered, no recipient has, or none can be reached."""


def opening(
    work: UnitOfWork, incident: AnyIncident, reporter: Person, words: str, gaps: Sequence[Gap]
) -> tuple[Screen, Screen, Screen]:
    """Return the three alerts of an incident that opens: for acting people, informed people, groups.

    `words`: the reporter's words that the incident does not hold; the alerts quote them.
    """
    args = _facts(incident, reporter, words)
    acting = phrases.actions(incident.ref, "take", "note", "more")
    reading = phrases.actions(incident.ref, "note", "more")
    act = Text("alert.act", args | {"gaps": gaps_of(work, gaps)})
    return (
        Screen(act, quote=words, max_segments=ALERT_SEGMENTS, actions=acting),
        Screen(Text("alert.inform", args), quote=words, max_segments=ALERT_SEGMENTS, actions=reading),
        Screen(Text("alert.group", args), quote=words, actions=acting),
    )


def with_partner(screen: Screen, incident: AnyIncident, people: Sequence[Person]) -> Screen:
    """Return the alert of a concern for readers outside an organisation: about which one it is, and to which
    of its people it went. Their names do not stand in the words. `people`: its people who were asked.
    """
    apart = incident.kind == CONCERN and incident.sensitive and not people
    about = sorted({person.organisation for person in people}) or (incident.against or () if apart else ())
    if not about:
        return screen
    args: dict[str, Arg] = {"organisation": Joined(tuple(about))}
    args["names"] = Joined(tuple(person.name for person in people[:NAMED]))
    said = Text("alert.sent_to" if people else "alert.about", args)
    facts = Joined((screen.text.args["facts"], said), separator="")
    return replace(screen, text=replace(screen.text, args={**screen.text.args, "facts": facts}))


def may_take(incident: AnyIncident, reporter: Person, words: str) -> Screen:
    """Return the alert for people of the county who may take the incident, but are not asked twice."""
    actions = phrases.actions(incident.ref, "take", "note", "more")
    text = Text("alert.may", _facts(incident, reporter, words))
    return Screen(text, quote=words, max_segments=ALERT_SEGMENTS, actions=actions)


def alert_for_recipient(
    work: UnitOfWork, screen: Screen, person: Person, incident: AnyIncident, reporter: Person
) -> Screen:
    """Return the alert for this person: a cover reads whom they stand in for; others get it unchanged."""
    if not work.people.covering_for(person):
        return screen
    instead = phrases.instead_of(work, person, incident.counties, reporter.id)
    return replace(screen, text=replace(screen.text, args={**screen.text.args, "instead": instead}))


def alert_for_informed(
    work: UnitOfWork, screen: Screen, person: Person, incident: AnyIncident, reporter: Person
) -> Screen:
    """Return the alert for a person who is only informed; if they may offer help but not take the incident,
    with how to offer it, unless this would cost another SMS.
    """
    own = alert_for_recipient(work, screen, person, incident, reporter)
    may_offer = work.rights.may(person, Deed.OFFER, incident.counties)
    is_plea = incident.plea and incident.hazard == OTHER
    apart = incident.sensitive or is_plea or incident.kind == CONCERN
    if apart or not may_offer or work.rights.may(person, Deed.TAKE):
        return own
    helper = replace(own, text=replace(own.text, key="alert.inform_helper"))
    is_free = work.outbox.sms_segments(helper, person) <= work.outbox.sms_segments(own, person)
    return helper if is_free else own


def climbing(
    work: UnitOfWork,
    incident: AnyIncident,
    reporter: Person,
    words: str,
    plan: TrackPlan,
    why: Arg,
    late: Arg,
) -> Screen:
    """Return the alert of a later step: the facts of the first one, and `why` it comes."""
    args = _facts(incident, reporter, words)
    args |= {"step": str(plan.step), "why": why, "late": late, "gaps": gaps_of(work, plan.gaps)}
    return _to_take(Text("escalated.act", args), incident, words)


def repeated_alert(
    incident: AnyIncident, reporter: Person, words: str, step: int, waited: timedelta, late: Arg
) -> Screen:
    """Return the alert that asks the people of the same step again."""
    args = _facts(incident, reporter, words)
    args |= {"step": str(step), "waited": phrases.lasting(waited), "late": late}
    return _to_take(Text("escalated.again", args), incident, words)


def exhausted(incident: AnyIncident, reporter: Person, words: str, waited: timedelta, late: Arg) -> Screen:
    """Return the alert for the last audience: the last step passed without a holder."""
    args = _facts(incident, reporter, words) | {"waited": phrases.lasting(waited), "late": late}
    return _to_take(Text("exhausted.told", args), incident, words)


def untaken(
    work: UnitOfWork,
    incident: AnyIncident,
    reporter: Person,
    words: str,
    since: datetime,
    asked: Sequence[Alerted],
    late: Arg,
) -> Screen:
    """Return the alert that asks again after the last step: since when, and who is asked."""
    args = _facts(incident, reporter, words)
    args |= {"since": Moment(since), "late": late, "audience": _roles(work, asked)}
    return _to_take(Text("untaken.told", args), incident, words)


def untaken_for_reporter(
    work: UnitOfWork, incident: AnyIncident, since: datetime, asked: Sequence[Alerted], wait: timedelta
) -> Screen:
    """Return the update for the reporter: still no holder, who is asked again, and how often."""
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "since": Moment(since),
        "audience": _roles(work, asked),
        "waited": phrases.lasting(wait),
    }
    key = "untaken.reporter" if asked else "untaken.nobody"
    return Screen(Text(key, args), max_segments=ALERT_SEGMENTS)


def _roles(work: UnitOfWork, asked: Sequence[Alerted]) -> Joined:
    """Return "CLT lead, CLT member, SEK chair", each role once."""
    roles = dict.fromkeys(alerted.role for alerted in asked)
    return Joined(tuple(phrases.role_of(work, role) for role in roles))


def beside_holder(work: UnitOfWork, incident: Incident, asker: Person, words: str) -> Screen:
    """Return the alert for people who are asked beside the holder: who has it, since when, what was noted."""
    args = with_holder(work, incident, words) | {"asker": wording.name_actor(work, incident, asker)}
    actions = phrases.actions(incident.ref, "note", "more")
    return Screen(Text("escalated.beside", args), quote=words, max_segments=ALERT_SEGMENTS, actions=actions)


def with_holder(work: UnitOfWork, incident: Incident, words: str) -> dict[str, Arg]:
    """Return the facts of a taken incident, with its holder, since when, and what was noted last."""
    reporter = work.people.get(incident.reporter_id)
    holder, taken_at = work.people.get(incident.taken_by_id or 0), incident.taken_at or work.now
    noted, by, by_id = promise_texts.last_note(work, incident)
    note: dict[str, Arg] = {"note": promise_texts.cut(noted)}
    said = (
        Text("escalated.noted_self", note)
        if by_id == holder.id
        else Text("escalated.noted", note | {"who": by})
    )
    return _facts(incident, reporter, words) | {
        "holder": phrases.holder(work, holder, incident.counties),
        "since": Moment(taken_at),
        "noted": said if noted else phrases.EMPTY,
    }


def help_for_holder(work: UnitOfWork, incident: Incident, asker: Person, told: Sequence[Person]) -> Screen:
    """Return the update for the holder: who asked for more, and who was asked beside them."""
    args = _asked_beside(work, incident, asker, told)
    actions = phrases.actions(incident.ref, "note", "close")
    return Screen(Text("escalated.holder", args), max_segments=ALERT_SEGMENTS, actions=actions)


def help_for_others(work: UnitOfWork, incident: Incident, asker: Person, told: Sequence[Person]) -> Screen:
    """Return the update for the others: who asked for more, and who was asked beside the holder."""
    holder = work.people.get(incident.taken_by_id or 0)
    args = {
        **_asked_beside(work, incident, asker, told),
        "holder": phrases.who(work, holder, incident.counties),
    }
    return Screen(Text("escalated.others", args), max_segments=ALERT_SEGMENTS)


def _asked_beside(
    work: UnitOfWork, incident: Incident, asker: Person, told: Sequence[Person]
) -> dict[str, Arg]:
    return {
        "ref": incident.ref,
        "incident": wording.short(incident),
        "asker": wording.name_actor(work, incident, asker),
        "names": Joined(tuple(phrases.who(work, each, incident.counties) for each in told[:NAMED])),
    }


def _to_take(text: Text, incident: AnyIncident, words: str) -> Screen:
    actions = phrases.actions(incident.ref, "take", "note", "more")
    return Screen(text, quote=words, max_segments=ALERT_SEGMENTS, actions=actions)


def silence(work: UnitOfWork, why: Silence, asked: Sequence[Alerted], step: int, waited: timedelta) -> Text:
    """Return the reason for a step: "the CLT lead has not answered in 30 min"."""
    args: dict[str, Arg] = {"waited": phrases.lasting(waited), "step": str(step)}
    if len(asked) == 1:
        args["role"] = phrases.role_of(work, asked[0].role)
    elif why == "unreachable":
        return Text("silence.unreachable.all", args)
    return Text(f"silence.{why}", args)


def late_by(late: timedelta) -> Arg:
    """Return ", 12 min late", or the empty text."""
    return Text("late", {"waited": phrases.lasting(late)}) if late > LATE else phrases.EMPTY


def last_step(work: UnitOfWork, incident: AnyIncident, plan: TrackPlan) -> Screen:
    """Return the update for the reporter: no holder yet, and the people asked now, at the last step."""
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
    """Return the update for the reporter: no holder after the last step, and the people who know that now."""
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    if told:
        args["audience"] = _roles(work, told)
        return Screen(Text("exhausted.reporter", args), max_segments=ALERT_SEGMENTS)
    return Screen(Text("exhausted.nobody", args), max_segments=ALERT_SEGMENTS)


def unreachable(incident: AnyIncident, person: Person) -> Screen:
    """Return the notice for the keepers of the contacts: this person cannot be reached."""
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
        "who": wording.forwarded(wording.author(incident, reporter), incident.forwarded),
        "time": Moment(incident.reported_at),
        "words": Text("alert.words") if words else phrases.EMPTY,
        "instead": phrases.EMPTY,
    }


def gaps_of(work: UnitOfWork, gaps: Sequence[Gap], most: int | None = None) -> Arg:
    """Return " (no CLT lead or CLT member in Kitui)", or the empty text; `most`: the greatest number of gaps
    named. Each county is named once.
    """
    shown = _collapsed(work, gaps)[:most]
    away = [gap for gap in shown if _is_away(work, gap.role, gap.county)]
    vacant: dict[str, list[Gap]] = {}
    for gap in shown:
        if gap not in away:
            vacant.setdefault("" if gap.role in WIDE else gap.county, []).append(gap)
    named = [_vacant(work, county, there) for county, there in vacant.items()]
    named += [_away(work, gap) for gap in away]
    return Text("alert.gaps", {"gaps": Joined(tuple(named))}) if named else EMPTY


def without_gaps(screen: Screen) -> Screen:
    """Return an alert for a person whose first alert named the vacant roles."""
    return replace(screen, text=replace(screen.text, args={**screen.text.args, "gaps": EMPTY}))


def _collapsed(work: UnitOfWork, gaps: Sequence[Gap]) -> list[Gap]:
    """Drop the gaps that another one implies: no member implies none of the sector, no CLT implies no lead
    and no member.
    """
    everyone = [gap for gap in gaps if not gap.sector or Gap(gap.role, gap.county) not in gaps]
    shown: list[Gap] = []
    for gap in everyone:
        whole = all(Gap(role, gap.county) in gaps and not _is_away(work, role, gap.county) for role in CLT)
        smaller = Gap("clt", gap.county) if gap.role in CLT and whole else gap
        if smaller not in shown:
            shown.append(smaller)
    return shown


def _is_away(work: UnitOfWork, role: str, county: str) -> bool:
    """Return True if the role has holders, and all of them are away without a cover."""
    held = work.people.holders(role, county)
    return bool(held) and not work.people.with_cover(person for _, person in held)


def _vacant(work: UnitOfWork, county: str, gaps: Sequence[Gap]) -> Text:
    """Return "no CLT lead or CLT member of the sector in Kitui"."""
    roles = [
        Text("gap.of_sector", {"role": role_of(work, gap.role)}) if gap.sector else role_of(work, gap.role)
        for gap in gaps
    ]
    args: dict[str, Arg] = {"role": _any_of(roles), "county": county}
    return Text("gap.county" if county else "gap.wide", args)


def _any_of(roles: Sequence[Arg]) -> Arg:
    if len(roles) == 1:
        return roles[0]
    return Text("or", {"first": Joined(tuple(roles[:-1])), "last": roles[-1]})


def _away(work: UnitOfWork, gap: Gap) -> Text:
    key = "gap.wide_away" if gap.role in WIDE else "gap.away"
    return Text(key, {"role": role_of(work, gap.role), "county": gap.county})


def audiences_of(work: UnitOfWork, plan: Plan) -> Joined:
    """Return the audiences of a report as the reporter knows them: "USAID, RLA, Kitui CLT"."""
    labels: dict[tuple[str, str], Text] = {}
    asked = [track for track in plan.tracks if track.audience != COUNTY]
    for track in asked if any(track.alerted for track in asked) else plan.tracks:
        for alerted in track.alerted:
            if alerted.person.id in plan.waits:
                continue
            if plan.wide:  # stand-ins, whom the reporter does not know by their role
                labels["", alerted.person.name] = named(alerted.person)
            elif alerted.role in (Role.CLT_LEAD, Role.CLT_MEMBER):
                labels[track.county, "clt"] = Text("audience.clt", {"county": track.county})
            elif track.audience == PARTNER:
                organisation = alerted.person.organisation
                labels["", organisation] = Text("name", {"name": organisation})
            else:
                labels["", alerted.role] = role_of(work, alerted.role)
    return Joined(tuple(labels.values()))
