"""Wording of incidents in texts, the same in every dialogue."""

from collections.abc import Iterable, Mapping, Sequence

from config.affected import PARTS, PEOPLE, ordered, whole_of
from config.mechanism import OTHER
from sek_core.incidents.duplicates import Known
from sek_core.incidents.hidden_names import is_unnamed
from sek_core.incidents.model import AnyIncident
from sek_core.messages.plain_line import number_or_name
from sek_core.messages.screens import Arg, HazardName, HazardSeverity, Joined, Text, Upper
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN
from sek_core.wording.phrases import EMPTY, named, who
from sek_core.work.unit_of_work import UnitOfWork


def county_of(incident: AnyIncident | Known) -> Arg:
    """Return the county, or "Makueni / Kitui" while it is in doubt."""
    return " / ".join(incident.counties)


def affected_of(affected: Mapping[str, int]) -> tuple[Arg, ...]:
    """Return the numbers of those affected, each with what it counts: "400 households, 42 people (12 women,
    30 children)".
    """
    numbers = ordered(affected)
    whole = whole_of(numbers)
    parts = [_counted(what, numbers[what]) for what in numbers if what in PARTS and what != whole]
    shown: list[Arg] = []
    for what, number in numbers.items():
        if what == PEOPLE:
            shown.append(_with_parts(_counted(whole, number), parts))
        elif what not in PARTS:
            shown.append(_counted(what, number))
    return tuple(shown)


def _counted(what: str, number: int) -> Text:
    return Text(f"affected.{what}", n=number)


def _with_parts(whole: Text, parts: Sequence[Text]) -> Text:
    if not parts:
        return whole
    return Text("affected.with_parts", {"whole": whole, "parts": Joined(tuple(parts))})


def needs_of(incident: AnyIncident) -> Arg:
    """Return "needs water, food", or nothing."""
    return needs_named(incident.needs) if incident.needs else EMPTY


def needs_named(needs: Iterable[str]) -> Text:
    """Return "needs water, food"."""
    return Text("needs", {"needs": Joined(tuple(Text(f"need.{need}") for need in needs))})


def summary(incident: AnyIncident) -> Joined:
    """Return "DROUGHT, severe, Mutomo, Kitui, 400 households", for the reporter and in lists of facts."""
    if incident.kind == CONCERN:
        return Joined((Upper(Text("concern.what")), _subject(incident), where(incident)), separator=" ")
    return Joined(
        (
            _what(incident, upper=True),
            _severity(incident, incident.severity) if incident.severity else EMPTY,
            place_of(incident),
            county_of(incident),
            *affected_of(incident.affected),
            needs_of(incident),
        )
    )


def headline(incident: AnyIncident) -> Joined:
    """Return "SEVERE DROUGHT Mutomo, Kitui", for alerts, which quote a concern's words beside it."""
    if incident.kind == CONCERN:
        return Joined((Upper(Text("concern.what")), where(incident)), separator=" ")
    hazard = _what(incident, upper=True)
    what: Arg = hazard
    if incident.severity:
        severity = Upper(_severity(incident, incident.severity))
        what = Text("headline.what", {"hazard": hazard, "severity": severity})
    return Joined((what, where(incident)), separator=" ")


def where(incident: AnyIncident) -> Joined:
    """Return "Mutomo, Kitui"."""
    return Joined((place_of(incident), county_of(incident)))


def place_of(incident: AnyIncident | Known) -> Arg:
    """Return "Mutomo"; "near Mutomo" if the reporter shared a location; or nothing."""
    if incident.place and incident.latitude is not None:
        return Text("near", {"place": incident.place})
    return incident.place or EMPTY


def short(incident: AnyIncident) -> Joined:
    """Return "drought Mutomo, Kitui" or "concern 'seed comes late' Kitui", for lists."""
    if incident.kind == CONCERN:
        return Joined((Text("concern.what"), _subject(incident), where(incident)), separator=" ")
    return Joined((_what(incident), where(incident)), separator=" ")


def brief(incident: AnyIncident) -> Joined:
    """Return "drought Mutomo", for questions about several."""
    return Joined(
        (_what(incident), place_of(incident) if incident.place else county_of(incident)), separator=" "
    )


def short_with_needs(incident: AnyIncident) -> Arg:
    """Return "drought Mutomo, Kitui, needs water", for digests."""
    return Joined((short(incident), needs_of(incident)))


def _what(incident: AnyIncident, *, upper: bool = False) -> Arg:
    """Return the hazard; for a plea whose words name none, the words for a call for help."""
    if incident.plea and incident.hazard == OTHER:
        return Upper(Text("plea.what")) if upper else Text("plea.what")
    return HazardName(incident.hazard, upper=upper)


def _severity(incident: AnyIncident, severity: str) -> Arg:
    if incident.plea and incident.hazard == OTHER:
        return Text(f"severity.{severity}")
    return HazardSeverity(incident.hazard, severity)


def _subject(incident: AnyIncident) -> Arg:
    return f"'{incident.subject}'" if incident.subject else EMPTY


def facts(incident: AnyIncident) -> Arg:
    """Return " 400 households, needs water. Maybe S126." or nothing."""
    told = (*affected_of(incident.affected), *([needs_of(incident)] if incident.needs else ()))
    said: Arg = Text("alert.facts", {"facts": Joined(told)}) if told else EMPTY
    if incident.same_as is None:
        return said
    return Joined((said, Text("alert.maybe", {"ref": incident.same_as})), separator="")


def name_actor(work: UnitOfWork, incident: AnyIncident, person: Person) -> Text:
    """Return the name of a person who acted on an incident, as others know them. A reporter who asked not to
    be named is shown without name or role.
    """
    if is_unnamed(incident, person.id):
        return Text("who.nameless")
    return who(work, person, incident.counties)


def author(incident: AnyIncident, person: Person) -> Text:
    """Return the name of the author of words about an incident: no name for a reporter who asked for that,
    the stranger's address for a stranger's report.
    """
    if is_unnamed(incident, person.id):
        return Text("who.nameless")
    if person.id == incident.reporter_id and incident.caller:
        return caller(incident.caller)
    return named(person)


def forwarded(who_sent: Arg, origin: str | None) -> Arg:
    """Return "Patrick Mburu, KIWASH, forwarded from Amina"; `origin`: as in `Source.forwarded`."""
    if origin is None:
        return who_sent
    shown = origin if len(origin) <= LONGEST_ORIGIN else origin[: LONGEST_ORIGIN - 3].rstrip() + "..."
    return Text("who.forwarded" if shown else "who.forwarded_hidden", {"who": who_sent, "name": shown})


LONGEST_ORIGIN = 30
"""Maximum length of the name from which words were forwarded, in an alert."""


def caller(address: str) -> Text:
    """Return "+254..., not on the roster": the sender of a text that a coordinator made an incident of."""
    channel, _, value = address.partition(":")
    return Text(f"who.caller.{channel}", {"number": number_or_name(value)})
