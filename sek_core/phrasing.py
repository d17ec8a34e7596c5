"""How incidents and people are put into texts, the same in every dialogue."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from config.mechanism import AFFECTED, OTHER
from sek_core.directory import Person
from sek_core.messages.screens import Action, Arg, HazardName, Joined, Text, Upper
from sek_core.people import CLT, LEADS, WIDE
from sek_core.routing import Gap, Plan
from sek_core.store.incidents import CONCERN

if TYPE_CHECKING:
    from sek_core.incidents import AnyIncident
    from sek_core.same_event import Known
    from sek_core.work import Work

EMPTY = ""


def county_of(incident: "AnyIncident | Known") -> Arg:
    """The county, or "Makueni / Kitui" while nobody said which."""
    return " / ".join(incident.counties)


def affected_of(incident: "AnyIncident") -> tuple[Arg, ...]:
    """The numbers, each with what it counts."""
    # PostgreSQL keeps the keys of an object in an order of its own.
    known = sorted(incident.affected.items(), key=lambda pair: AFFECTED.index(pair[0]))
    return tuple(Text(f"affected.{what}", n=number) for what, number in known)


def summary(incident: "AnyIncident") -> Joined:
    """ "DROUGHT, severe, Mutomo, Kitui, 400 households": for the reporter, and wherever it is shown."""
    if incident.kind == CONCERN:
        return Joined((Upper(Text("concern.what")), _subject(incident), where(incident)), separator=" ")
    return Joined(
        (
            _what(incident, upper=True),
            Text(f"severity.{incident.severity}") if incident.severity else EMPTY,
            place_of(incident),
            county_of(incident),
            *affected_of(incident),
        )
    )


def headline(incident: "AnyIncident") -> Joined:
    """ "SEVERE DROUGHT Mutomo, Kitui": for those who are alerted. A concern's words are quoted beside it."""
    if incident.kind == CONCERN:
        return Joined((Upper(Text("concern.what")), where(incident)), separator=" ")
    hazard = _what(incident, upper=True)
    what: Arg = hazard
    if incident.severity:
        severity = Upper(Text(f"severity.{incident.severity}"))
        what = Text("headline.what", {"hazard": hazard, "severity": severity})
    return Joined((what, where(incident)), separator=" ")


def where(incident: "AnyIncident") -> Joined:
    """ "Mutomo, Kitui"."""
    return Joined((place_of(incident), county_of(incident)))


def place_of(incident: "AnyIncident | Known") -> Arg:
    """ "Mutomo"; "near Mutomo" where a location was shared; or nothing."""
    if incident.place and incident.latitude is not None:
        return Text("near", {"place": incident.place})
    return incident.place or EMPTY


def joined(*items: Arg) -> Joined:
    """Several things with commas between them."""
    return Joined(items)


def both(items: Sequence[Arg]) -> Arg:
    """Several things with "and" before the last one."""
    if len(items) == 1:
        return items[0]
    return Text("and", {"first": Joined(tuple(items[:-1])), "last": items[-1]})


def numbers_to_call(work: "Work") -> Arg:
    """ "1199 or 999": whom people in danger can call."""
    numbers = work.configuration.mechanism.emergency_numbers
    if len(numbers) < 2:
        return numbers[0] if numbers else EMPTY
    return Text("or", {"first": Joined(numbers[:-1]), "last": numbers[-1]})


def actions(ref: str, *names: str) -> tuple[Action, ...]:
    """Buttons that say a command, about `ref` where it takes one: take, note, more, close, release,
    status, report, list, help.
    """
    return tuple(Action(Text(f"button.{name}"), Text(f"say.{name}", {"ref": ref})) for name in names)


def short(incident: "AnyIncident") -> Joined:
    """ "drought Mutomo, Kitui", "concern 'seed comes late' Kitui": for lists."""
    if incident.kind == CONCERN:
        return Joined((Text("concern.what"), _subject(incident), where(incident)), separator=" ")
    return Joined((_what(incident), where(incident)), separator=" ")


def _what(incident: "AnyIncident", *, upper: bool = False) -> Arg:
    """The hazard; of a plea whose words name none, that it is a call for help."""
    if incident.plea and incident.hazard == OTHER:
        return Upper(Text("plea.what")) if upper else Text("plea.what")
    return HazardName(incident.hazard, upper=upper)


def _subject(incident: "AnyIncident") -> Arg:
    return f"'{incident.subject}'" if incident.subject else EMPTY


def lasting(time: timedelta) -> Joined:
    """ "30 min", "4 h", "1 h 30 min", "2 days 3 h": the two largest of its parts; less than a minute in
    seconds.
    """
    seconds = max(int(time.total_seconds()), 0)
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = [("days", days), ("hours", hours), ("minutes", minutes)]
    first = next((place for place, (_, number) in enumerate(parts) if number), None)
    if first is None:
        return Joined((Text("lasting.seconds", n=seconds),))
    shown = [(what, number) for what, number in parts[first : first + 2] if number]
    return Joined(tuple(Text(f"lasting.{what}", n=number) for what, number in shown), " ")


def facts(incident: "AnyIncident") -> Arg:
    """ " 400 households. Maybe S126." or nothing."""
    numbers = affected_of(incident)
    said: Arg = Text("alert.facts", {"facts": Joined(numbers)}) if numbers else EMPTY
    if incident.same_as is None:
        return said
    return Joined((said, Text("alert.maybe", {"ref": incident.same_as})), separator="")


def doer(work: "Work", incident: "AnyIncident", person: Person) -> Text:
    """Who has done something about an incident, as others know them; its reporter not by name or role where
    they asked for that.
    """
    if incident.nameless and person.id == incident.reporter_id:
        return Text("who.nameless")
    return who(work, person, incident.counties)


def who(work: "Work", person: Person, counties: Sequence[str]) -> Text:
    """A person as others know them: by a role that one person holds, or by name."""
    for role in work.people.roles(person):
        if role.role in ("clt_lead", *LEADS):
            county = next((county for county in counties if role.covers(county)), None)
            if county:
                return Text("who.role", {"role": role_of(work, role.role), "county": county})
        if role.role == "chair":
            return Text("who.wide", {"role": role_of(work, role.role)})
    return named(person)


def briefly(work: "Work", person: Person) -> Arg:
    """ "the county lead", for who knows the county; otherwise a name."""
    lead = next((role for role in work.people.roles(person) if role.role in LEADS), None)
    if lead is None:
        return person.name
    return Text("who.wide", {"role": role_of(work, lead.role)})


def role_of(work: "Work", role: str) -> Text:
    """What a role is called."""
    return Text(f"role.{role}", {"mechanism": work.configuration.mechanism.short_name})


def named(person: Person) -> Text:
    """ "Meshack Mulinge, KCDMS"."""
    if person.organisation:
        return Text("who.named", {"name": person.name, "organisation": person.organisation})
    return Text("who.name", {"name": person.name})


def author(incident: "AnyIncident", person: Person) -> Text:
    """A person as the author of words about an incident: not by name where its reporter asked for that, and
    of a stranger's report by the stranger's address.
    """
    if person.id == incident.reporter_id:
        if incident.nameless:
            return Text("who.nameless")
        if incident.caller:
            return caller(incident.caller)
    return named(person)


def caller(address: str) -> Text:
    """ "+254..., not on the roster": who sent what a coordinator made an incident of."""
    channel, _, value = address.partition(":")
    return Text(f"who.caller.{channel}", {"number": value})


def day(at: date) -> Text:
    """ "Sat 12 Dec"."""
    weekday, month = Text(f"weekday.{at.isoweekday()}"), Text(f"month.{at.month}")
    return Text("day", {"weekday": weekday, "number": str(at.day), "month": month})


def instead_of(work: "Work", person: Person, counties: Sequence[str], besides: int) -> Arg:
    """ " (for Jane Mwende, away until Sat 12 Dec)": for whom of these counties somebody hears this too;
    not for the person with the id `besides`, whose report it is.
    """
    absent = [
        Text("alert.instead", {"name": other.name, "day": day(absence.until)})
        for other in work.people.covered_by(person)
        if other.id != besides
        and (absence := work.people.away(other))
        and any(role.covers(c) for role in other.roles for c in counties)
    ]
    return Joined(tuple(absent), separator="")


def coordinators(work: "Work", people: Sequence[Person]) -> list[Arg]:
    """ "RLA", "the Makueni county lead": how a stranger hears who was told, each role once."""
    labels: dict[str, Arg] = {}
    for person in sorted(people, key=lambda each: not each.roles[0].county):
        role = next(iter(work.people.roles(person)))
        if role.county and role.role in ("clt_lead", *LEADS):
            labels.setdefault(f"{role.county} lead", Text("stranger.coordinator", {"county": role.county}))
        else:
            labels.setdefault(role.role, role_of(work, role.role))
    return list(labels.values())


def gaps_of(work: "Work", gaps: Sequence[Gap], most: int | None = None) -> Arg:
    """ " (no CLT lead in Kitui)", or nothing; `most`: so many of them."""
    named = tuple(_gap(work, gap) for gap in _collapsed(work, gaps)[:most])
    return Text("alert.gaps", {"gaps": Joined(named)}) if named else EMPTY


def _collapsed(work: "Work", gaps: Sequence[Gap]) -> list[Gap]:
    """Without what another gap says too: no member at all, so none of the sector; no CLT at all."""
    everyone = [gap for gap in gaps if not gap.sector or Gap(gap.role, gap.county) not in gaps]
    shown: list[Gap] = []
    for gap in everyone:
        whole = all(Gap(role, gap.county) in gaps and not _is_away(work, role, gap.county) for role in CLT)
        smaller = Gap("clt", gap.county) if gap.role in CLT and whole else gap
        if smaller not in shown:
            shown.append(smaller)
    return shown


def _is_away(work: "Work", role: str, county: str) -> bool:
    """Whether somebody holds the role, but everybody who does is away, without a cover."""
    held = work.people.holders(role, county)
    return bool(held) and not work.people.at_work(person for _, person in held)


def _gap(work: "Work", gap: Gap) -> Text:
    if _is_away(work, gap.role, gap.county):
        key = "gap.wide_away" if gap.role in WIDE else "gap.away"
        return Text(key, {"role": role_of(work, gap.role), "county": gap.county})
    key = "gap.wide" if gap.role in WIDE else "gap.sector" if gap.sector else "gap.county"
    return Text(key, {"role": role_of(work, gap.role), "county": gap.county})


def audiences_of(work: "Work", plan: Plan) -> Joined:
    """ "USAID, RLA, Kitui CLT": whom a report went to, as the reporter knows them."""
    labels: dict[tuple[str, str], Text] = {}
    for track in plan.tracks:
        for alerted in track.alerted:
            if plan.wide:  # others than those whom the reporter knows by their role
                labels["", alerted.person.name] = named(alerted.person)
            elif alerted.role in ("clt_lead", "clt_member"):
                labels[track.county, "clt"] = Text("audience.clt", {"county": track.county})
            else:
                labels["", alerted.role] = role_of(work, alerted.role)
    return Joined(tuple(labels.values()))
