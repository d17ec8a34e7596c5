"""How incidents are put into texts, the same in every dialogue."""

from config.mechanism import AFFECTED, OTHER
from sek_core.incidents.duplicates import Known
from sek_core.incidents.model import AnyIncident
from sek_core.messages.screens import Arg, HazardName, Joined, Text, Upper
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import CONCERN
from sek_core.wording.phrases import EMPTY, named, who
from sek_core.work.unit_of_work import UnitOfWork


def county_of(incident: AnyIncident | Known) -> Arg:
    """The county, or "Makueni / Kitui" while nobody said which."""
    return " / ".join(incident.counties)


def affected_of(incident: AnyIncident) -> tuple[Arg, ...]:
    """The numbers, each with what it counts."""
    # PostgreSQL keeps the keys of an object in an order of its own.
    known = sorted(incident.affected.items(), key=lambda pair: AFFECTED.index(pair[0]))
    return tuple(Text(f"affected.{what}", n=number) for what, number in known)


def summary(incident: AnyIncident) -> Joined:
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


def headline(incident: AnyIncident) -> Joined:
    """ "SEVERE DROUGHT Mutomo, Kitui": for those who are alerted. A concern's words are quoted beside it."""
    if incident.kind == CONCERN:
        return Joined((Upper(Text("concern.what")), where(incident)), separator=" ")
    hazard = _what(incident, upper=True)
    what: Arg = hazard
    if incident.severity:
        severity = Upper(Text(f"severity.{incident.severity}"))
        what = Text("headline.what", {"hazard": hazard, "severity": severity})
    return Joined((what, where(incident)), separator=" ")


def where(incident: AnyIncident) -> Joined:
    """ "Mutomo, Kitui"."""
    return Joined((place_of(incident), county_of(incident)))


def place_of(incident: AnyIncident | Known) -> Arg:
    """ "Mutomo"; "near Mutomo" where a location was shared; or nothing."""
    if incident.place and incident.latitude is not None:
        return Text("near", {"place": incident.place})
    return incident.place or EMPTY


def short(incident: AnyIncident) -> Joined:
    """ "drought Mutomo, Kitui", "concern 'seed comes late' Kitui": for lists."""
    if incident.kind == CONCERN:
        return Joined((Text("concern.what"), _subject(incident), where(incident)), separator=" ")
    return Joined((_what(incident), where(incident)), separator=" ")


def _what(incident: AnyIncident, *, upper: bool = False) -> Arg:
    """The hazard; of a plea whose words name none, that it is a call for help."""
    if incident.plea and incident.hazard == OTHER:
        return Upper(Text("plea.what")) if upper else Text("plea.what")
    return HazardName(incident.hazard, upper=upper)


def _subject(incident: AnyIncident) -> Arg:
    return f"'{incident.subject}'" if incident.subject else EMPTY


def facts(incident: AnyIncident) -> Arg:
    """ " 400 households. Maybe S126." or nothing."""
    numbers = affected_of(incident)
    said: Arg = Text("alert.facts", {"facts": Joined(numbers)}) if numbers else EMPTY
    if incident.same_as is None:
        return said
    return Joined((said, Text("alert.maybe", {"ref": incident.same_as})), separator="")


def doer(work: UnitOfWork, incident: AnyIncident, person: Person) -> Text:
    """Who has done something about an incident, as others know them; its reporter not by name or role where
    they asked for that.
    """
    if incident.nameless and person.id == incident.reporter_id:
        return Text("who.nameless")
    return who(work, person, incident.counties)


def author(incident: AnyIncident, person: Person) -> Text:
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
