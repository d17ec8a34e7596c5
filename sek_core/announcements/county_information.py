"""County information: news for USAID, RLA and the CLT lead that needs no action."""

from collections.abc import Sequence

from sek_core.announcements import replies
from sek_core.messages.screens import LONGEST, Arg, Moment, Screen, Text
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

TOLD = (Role.USAID, Role.RLA, Role.CLT_LEAD)
"""Roles that get county information."""


def inform(work: UnitOfWork, person: Person, address: str, words: str) -> tuple[Sequence[str], list[str]]:
    """Tell each recipient once, or the cover of an absent one; return the counties and the roles told."""
    own = work.people.counties(person, work.configuration.mechanism.counties)
    counties = work.core.reader.read(words, own).counties or tuple(own)
    told: dict[int, Person] = {}
    roles: dict[str, None] = {}
    for role in TOLD:
        for county in counties:
            held = [holder for _, holder in work.people.holders(role, county)]
            found = [other for other in work.people.with_cover(held) if other.id != person.id]
            told.update((other.id, other) for other in found)
            roles |= dict.fromkeys([role] if found else [])
    args: dict[str, Arg] = {
        "county": " / ".join(counties),
        "who": phrases.named(person),
        "time": Moment(work.now),
    }
    screen = Screen(Text("info.told", args), quote=words, max_segments=LONGEST)
    for other in told.values():
        work.outbox.tell(other, screen, "notice")
    replies.keep_announcement(work, "info", person, words, tuple(told.values()))
    work.audit_log.add("", Event.INFORMED, person.id, address, words)
    return counties, list(roles)
