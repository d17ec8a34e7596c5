"""The group that alone is invited to a meeting: the CLT, a group of the roster, or the people of a sector."""

from collections.abc import Iterator, Sequence

from sek_core.messages.screens import Arg, Text
from sek_core.roster import groups
from sek_core.roster.roles import CLT, WIDE, Role
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

EVERYBODY = ""
"""All people whom meetings.yaml names."""

THE_CLT = "clt"

GROUP, SECTOR = "group:", "sector:"
"""Prefixes of the name of a group of the roster, and of a sector."""

_OUTSIDE = frozenset({*CLT, *WIDE, Role.OBSERVER})
"""Roles that do not make a person a member of the group of a sector."""

KINDS_OF_GROUP = frozenset(
    {"group", "groups", "team", "committee", "the", "kikundi", "cha", "sector", "sekta", "ya"}
)
"""Words around the name of a group."""


def find(work: UnitOfWork, name: str) -> str:
    """Return the group of that name: of the roster, else of a sector; empty if there is none."""
    said = _name(name)
    if said == (THE_CLT,):
        return THE_CLT
    words = work.configuration.words
    for group in _groups_of_roster(work):
        if said in map(_name, groups.names_of_group(words, group)):
            return f"{GROUP}{group}"
    for sector in work.configuration.sectors:
        parts = forms_of(sector.replace("_", " "))
        names = [forms_of(name) for name in groups.names_of_sector(words, sector)]
        if said and (said in names or (len(said) == 1 and said[0] in parts)):
            return f"{SECTOR}{sector}"
    return ""


def known(work: UnitOfWork) -> list[str]:
    """Return the names of the groups that have members."""
    sectors = {sector for person in work.people.everybody() for sector in _sectors(work, person)}
    return sorted({*(_shown(name) for name in _groups_of_roster(work)), *map(_shown, sectors)})


def members(work: UnitOfWork, whom: str, counties: Sequence[str]) -> list[Person]:
    """Return the members of a group in these counties, each once."""
    return [
        person
        for person in work.people.everybody()
        if any(
            _is_member(role, whom) and any(role.covers(county) for county in counties)
            for role in work.people.roles(person)
        )
    ]


def shown(whom: str) -> Arg:
    """Return "CLT", "water group"."""
    return Text("group.the_clt") if whom == THE_CLT else Text("group.named", {"group": name(whom)})


def name_of_meeting(whom: str) -> Text:
    """Return "CLT meeting", "water group meeting"."""
    return Text("meeting.of_group", {"group": shown(whom)})


def of_whom(whom: str) -> Arg:
    """Return " of the CLT", " of the water group", or nothing, to stand behind "Meeting"."""
    return Text("convene.of_group", {"group": shown(whom)}) if whom else ""


def name(whom: str) -> str:
    """Return the name of a group, as people write it."""
    return _shown(whom.partition(":")[2])


def _is_member(role: HeldRole, whom: str) -> bool:
    kind, _, which = whom.partition(":")
    if whom == THE_CLT:
        return role.role in CLT
    if kind == GROUP[:-1]:
        return which in role.groups
    return which in role.sectors and role.role not in _OUTSIDE


def _groups_of_roster(work: UnitOfWork) -> list[str]:
    held = (role for person in work.people.everybody() for role in work.people.roles(person))
    return sorted({group for role in held for group in role.groups})


def _sectors(work: UnitOfWork, person: Person) -> Iterator[str]:
    for role in work.people.roles(person):
        if role.role not in _OUTSIDE:
            yield from role.sectors


def _name(words: str) -> tuple[str, ...]:
    return tuple(form for form in forms_of(words.replace("_", " ")) if form not in KINDS_OF_GROUP)


def _shown(name: str) -> str:
    return name.replace("_", " ")
