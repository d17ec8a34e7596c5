"""Announcements: one text to an audience named in words: a county, a role, a group, or several of these."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from config.mechanism import ROLES
from config.rights import Deed
from sek_core.announcements import replies
from sek_core.messages.screens import LONGEST, Screen, Text
from sek_core.roster import groups
from sek_core.roster.snapshot import HeldRole, Person
from sek_core.understanding.tokens import Phrases, Word, plain, words_of
from sek_core.wording import phrases as wording
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

What = Literal["county", "role", "group", "everybody"]

LITTLE = frozenset({
    "to", "the", "of", "for", "from", "in", "and", "all", "county", "counties", "everybody", "everyone",
    "kwa", "wa", "wote", "ya", "na", "katika", "kaunti", "walio", "za",
})  # fmt: skip
"""Filler words that may stand among those that name an audience."""

EVERYBODY = ("all", "everybody", "everyone", "wote", "watu wote", "all people")

HEAD = 6
"""Number of words within which a comma or colon ends the naming."""


_END = re.compile(r"[:;.\n]|\s[-\u2013\u2014]")
_APART = re.compile(r"[,;\n]|:\s|\s[-\u2013\u2014]\s")
"""Marks that end a naming: `_END` right after its words, `_APART` anywhere near the beginning, but not in
10:30.
"""


@dataclass(frozen=True, slots=True)
class Audience:
    """Audience of an announcement, and its `words`: holders of one of `roles` and members of one of `groups`,
    or, if neither is named, all people on the roster, in `counties`.
    """

    roles: tuple[str, ...]
    groups: tuple[str, ...]
    counties: tuple[str, ...]
    words: str
    named_county: bool
    limits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The counties in which the sender may not write to all, with the roles, or "groups", that they may."""

    def is_open(self, county: str, target: str) -> bool:
        """Return True if the sender may write to this role, or to "groups", in a county."""
        limit = dict(self.limits).get(county)
        return limit is None or target in limit


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that name an audience, whoever may write to it: roles, groups, counties, and the words behind."""

    roles: tuple[str, ...]
    groups: tuple[str, ...]
    counties: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class PlannedAnnouncement:
    """Recipients of an announcement or a question, the number of those who cannot be reached, and its SMS
    segments and cost.
    """

    people: tuple[Person, ...]
    unreachable: int
    segments: int
    cost: Decimal


def read(work: UnitOfWork, person: Person, text: str, deed: Deed = Deed.TELL) -> Audience | None:
    """Whom a text names in front, and the words behind; None where that is not clear, or where the person may
    not do this for them. It goes no further than the counties in which they have the right to. Who may TELL
    may be limited to some roles; other deeds are not.
    """
    naming = named(work, text)
    if naming is None or (deed == Deed.TELL and beyond(work, person, naming)):
        return None
    counties = [c for c in work.rights.counties(person, deed) if not naming.counties or c in naming.counties]
    if not counties:
        return None
    limits = [
        (county, work.rights.audience(person, county) if deed == Deed.TELL else None) for county in counties
    ]
    return Audience(
        naming.roles,
        naming.groups,
        tuple(counties),
        naming.words,
        bool(naming.counties),
        tuple((county, tuple(sorted(limit))) for county, limit in limits if limit is not None),
    )


def beyond(work: UnitOfWork, person: Person, naming: Naming) -> tuple[str, ...]:
    """Return what a person may not write to, of what the words name: counties, or else roles and groups."""
    mine = work.rights.counties(person, Deed.TELL)
    if naming.counties and not set(naming.counties) & set(mine):
        return naming.counties
    counties = [county for county in mine if not naming.counties or county in naming.counties]
    limits = [work.rights.audience(person, county) for county in counties]
    if any(limit is None for limit in limits):
        return ()
    allowed = {target for limit in limits for target in limit or ()}
    roles = tuple(role for role in naming.roles if role not in allowed)
    return roles + (naming.groups if "groups" not in allowed else ())


def may_write_to(work: UnitOfWork, person: Person) -> tuple[str, ...]:
    """Return the roles that a person may write to, and perhaps "groups", in the order of the roles."""
    limits = [work.rights.audience(person, c) for c in work.rights.counties(person, Deed.TELL)]
    targets = (*ROLES, "groups")
    return tuple(t for t in targets if any(limit is None or t in limit for limit in limits))


def named(work: UnitOfWork, text: str) -> Naming | None:
    """Return whom a text names in front, and the words behind; None where that is not clear."""
    text = plain(text)
    words = words_of(text)
    said: dict[What, dict[str, None]] = {"county": {}, "role": {}, "group": {}, "everybody": {}}
    position = end = 0
    found = {each.start: each for each in _vocabulary(work).find([word.form for word in words])}
    while position < len(words):
        each = found.get(position)
        if each is not None:
            for what, value in each.values:
                said[what][value] = None
            position = end = each.end
        elif words[position].form in LITTLE:
            position += 1
        else:
            break
        if end and _ends(text, words, end - 1):
            break
    if not end or (_named_apart(text, words, end)):
        return None
    rest = text[words[end].start :].strip() if end < len(words) else ""
    return Naming(tuple(said["role"]), tuple(said["group"]), tuple(said["county"]), rest)


def nameable(work: UnitOfWork, person: Person) -> list[str]:
    """Return the counties and groups that the person may name, as people write them."""
    return [*work.rights.counties(person, Deed.TELL), *_groups(work)]


def plan(work: UnitOfWork, sender: Person, audience: Audience) -> PlannedAnnouncement:
    """Return the present recipients, each once and without the sender, and the cost. A cover replaces an
    absent person.
    """
    return costed(work, people_of(work, sender, audience), _screen(work, sender, audience))


def costed(work: UnitOfWork, people: Sequence[Person], screen: Screen) -> PlannedAnnouncement:
    """Return the people to whom a screen would go, and what it costs."""
    segments = [work.outbox.segments(person, screen) for person in people]
    total = sum(each or 0 for each in segments)
    return PlannedAnnouncement(
        tuple(people), segments.count(None), total, total * work.configuration.mechanism.sms_price
    )


def people_of(work: UnitOfWork, sender: Person, audience: Audience) -> list[Person]:
    """Return the people of an audience, each once and without the sender; a cover replaces an absent one."""
    people = [person for person in work.people.everybody() if _is_in(work, person, audience)]
    return [person for person in work.people.with_cover(people) if person.id != sender.id]


def announce(work: UnitOfWork, sender: Person, address: str, audience: Audience) -> PlannedAnnouncement:
    """Send an announcement to its audience, at most once to each person."""
    planned = plan(work, sender, audience)
    screen = _screen(work, sender, audience)
    for person in planned.people:
        work.outbox.tell(person, screen, "announcement")
    replies.keep_announcement(work, "tell", sender, audience.words, planned.people)
    detail = f"to {len(planned.people)}: {audience.words}"
    work.audit_log.add("", Event.ANNOUNCED, sender.id, address, detail)
    return planned


def _screen(work: UnitOfWork, sender: Person, audience: Audience) -> Screen:
    who = wording.who(work, sender, audience.counties)
    text = Text("announcement", {"who": who})
    return Screen(text, quote=audience.words, max_segments=LONGEST)


def _is_in(work: UnitOfWork, person: Person, audience: Audience) -> bool:
    return any(_fits(role, audience) for role in work.people.roles(person))


def _fits(role: HeldRole, audience: Audience) -> bool:
    if not (audience.roles or audience.groups):
        # "Kitui" means roles for Kitui, not roles for all counties
        return role.county in audience.counties and audience.is_open(role.county, role.role)
    in_role = role.role in audience.roles
    in_group = not role.groups.isdisjoint(audience.groups)
    return any(
        (in_role and audience.is_open(county, role.role)) or (in_group and audience.is_open(county, "groups"))
        for county in audience.counties
        if role.covers(county)
    )


def _groups(work: UnitOfWork) -> list[str]:
    held = (role for person in work.people.everybody() for role in work.people.roles(person))
    return sorted({group for role in held for group in role.groups})


def _vocabulary(work: UnitOfWork) -> Phrases[tuple[What, str]]:
    return Phrases(_phrases(work))


def _phrases(work: UnitOfWork) -> Iterator[tuple[str, tuple[What, str]]]:
    words = work.configuration.words
    for county in work.configuration.mechanism.counties:
        yield county, ("county", county)
    for role in ROLES:
        called = {role.replace("_", " ")}
        for vocabulary in (words.roles, words.audiences):
            for phrases in vocabulary.get(role, {}).values():
                called.update(phrase.lower() for phrase in phrases)
        for phrase in sorted(called):
            yield phrase, ("role", role)
    for group in _groups(work):
        for phrase in groups.phrases_of_group(words, group):
            yield phrase, ("group", group)
    for phrase in EVERYBODY:
        yield phrase, ("everybody", "")


def _ends(text: str, words: Sequence[Word], last: int) -> bool:
    """Return True if the naming ends after this word: "Kitui: ...", "Kitui - ...". A comma does not."""
    behind = text[words[last].end : words[last + 1].start] if last + 1 < len(words) else ""
    return bool(_END.search(behind))


def _named_apart(text: str, words: Sequence[Word], end: int) -> bool:
    """Return True if words that name no audience stand before a comma or colon: "Kitui chiefs, come"."""
    for last in range(end - 1, min(len(words) - 1, HEAD)):
        behind = text[words[last].end : words[last + 1].start]
        if _APART.search(behind):
            return last > end - 1
    return False
