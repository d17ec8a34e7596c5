"""VOUCH: a person on the roster says who an unknown sender is. From then on the address is that person's, and
the texts kept from it are handled again as theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process
from sqlalchemy import select, update

from config.mechanism import ROLES, Configuration, Role
from config.rights import Deed
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster import snapshot
from sek_core.roster.people import VOUCHED
from sek_core.roster.roles import WIDE
from sek_core.roster.snapshot import Person
from sek_core.store import people as tables
from sek_core.store.inbox import Kept
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus
from sek_core.triage.kept_texts import UNDECIDED, UNKNOWN, KeptText, called, secretariat
from sek_core.understanding.tokens import Phrases, forms_of, plain, words_of
from sek_core.wording import phrases as wording
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

NEAR = 75
"""Minimum likeness (0 to 100, rapidfuzz) from which the program asks about a name."""

CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Result of a look-up by name: exactly one person, or the likely ones."""

    person: Person | None
    near: tuple[Person, ...] = ()


def find_person_by_name(people: Iterable[Person], name: str) -> PersonMatch:
    """Find the person with that name. Case, accents and the order of words do not matter. For any other
    difference the caller must ask: a number must not go to another person because of a letter.
    """
    wanted = sorted(forms_of(name))
    if not wanted:
        return PersonMatch(None)
    everybody = list(people)
    same = [person for person in everybody if sorted(forms_of(person.name)) == wanted]
    if len(same) == 1:
        return PersonMatch(same[0])
    if same:
        return PersonMatch(None, tuple(same[:CANDIDATES]))
    names = {index: " ".join(forms_of(person.name)) for index, person in enumerate(everybody)}
    likely = process.extract(" ".join(wanted), names, scorer=_likeness, score_cutoff=NEAR, limit=CANDIDATES)
    return PersonMatch(None, tuple(everybody[index] for _, _, index in likely))


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Return the likeness of two names (0 to 100), also of a part of a name ("Mburu")."""
    whole = fuzz.token_sort_ratio(one, other)
    part = fuzz.token_set_ratio(one, other)
    return float(max(whole, part - 5)) if max(whole, part - 5) >= (score_cutoff or 0) else 0.0


@dataclass(frozen=True, slots=True)
class Described:
    """A person who is not on the roster yet, in plain words: "Jane Mwende, county PoC Kitui"."""

    name: str
    role: Role | None = None
    county: str | None = None
    organisation: str = ""

    @property
    def whole(self) -> bool:
        """True if the description has all that the roster needs."""
        return bool(self.name and self.role and (self.county or self.role in WIDE))


def parse_description(configuration: Configuration, words: str) -> Described:
    """Read a description of a new person. The name ends at the first comma, or where the role begins."""
    words = plain(words)
    found = words_of(words)
    forms = [word.form for word in found]
    roles = _roles(configuration).find(forms)
    counties = _counties(configuration, forms)
    role = roles[0].values[0] if roles else None
    county = counties[0] if counties else None
    name, comma, rest = words.partition(",")
    if not comma and roles:
        name = words[: found[roles[0].start].start]
    organisation = ""
    for part in rest.split(","):
        said = forms_of(part)
        if said and not _roles(configuration).find(said) and not _counties(configuration, said):
            organisation = part.strip()
    if forms_of(name) in {forms_of(known) for known in configuration.mechanism.counties}:
        name = ""  # "Kitui CLT lead" is a role, not a person called Kitui
    return Described(" ".join(name.split()), role, county, organisation)


def _roles(configuration: Configuration) -> Phrases[Role]:
    entries: list[tuple[str, Role]] = [(role.replace("_", " "), role) for role in ROLES]
    for catalogue in configuration.texts.values():
        for role in ROLES:
            entries.append((catalogue.pattern(f"role.{role}"), role))
    for role, languages in configuration.words.roles.items():
        entries += [(phrase, role) for phrases in languages.values() for phrase in phrases]
    return Phrases(entries)


def _counties(configuration: Configuration, forms: Sequence[str]) -> list[str]:
    known = Phrases((county, county) for county in configuration.mechanism.counties)
    found = [each.values[0] for each in known.find(forms)]
    if found:
        return found
    names = {county: " ".join(forms_of(county)) for county in configuration.mechanism.counties}
    spelt = [*forms, *(" ".join(pair) for pair in pairwise(forms))]
    close = (process.extractOne(each, names, scorer=fuzz.ratio, score_cutoff=84) for each in spelt)
    return [match[2] for match in close if match]


def may_name(work: UnitOfWork, by: Person, person: Person) -> bool:
    """Whether `by` may vouch for this person: who may in all counties for everybody; who may in a county for
    those whose roles are all in it.
    """
    if work.rights.is_for_all(by, Deed.VOUCH):
        return True
    own, everywhere = work.rights.counties(by, Deed.VOUCH), work.configuration.mechanism.counties
    return all(
        role.role not in WIDE and set(own) >= {*([role.county] if role.county else everywhere)}
        for role in work.people.roles(person)
    )


def may_add(work: UnitOfWork, by: Person, new: Described) -> bool:
    """Return True if `by` may add this person to the roster."""
    return work.rights.may_add(by, new.role, new.county)


def add_person_to_roster(work: UnitOfWork, new: Described, language: str) -> Person:
    """Add a person to the roster."""
    assert new.role is not None
    county = None if new.role in WIDE else new.county
    role = tables.RoleRow(role=new.role, county=county, sectors=[], groups=[])
    person = tables.PersonRow(
        name=new.name, organisation=new.organisation, email="", language=language, channel="", roles=[role]
    )
    work.session.add(person)
    work.session.flush()
    snapshot.mark_roster_changed(work.session)
    work.people.read_again()
    return work.people.get(person.id)


def is_mine(work: UnitOfWork, shown: KeptText) -> bool:
    """Lock the text's address and return True if the text still waits. No other transaction can then settle
    it before this one ends.
    """
    work.people.lock(shown.address)
    work.session.refresh(shown.kept)
    return shown.kept.status in UNDECIDED


def vouch(work: UnitOfWork, shown: KeptText, person: Person, by: Person, by_address: str) -> list[str] | None:
    """Record that the sender is `person`. After this transaction, the texts kept from the sender are handled
    again in order. Return their references, or None if this text was settled before.
    """
    kept, address = shown.kept, shown.address
    work.people.lock(address)
    work.flush()
    theirs = update(Kept).where(Kept.status.in_(UNDECIDED), Kept.reason == UNKNOWN)
    vouched = theirs.values(
        status=KeptStatus.VOUCHED, settled_by_id=by.id, settled_at=work.now, person_id=person.id
    )
    mine = changed_one(work.session, vouched.where(Kept.ref == kept.ref))
    work.session.refresh(kept)
    if not mine:
        return None
    of_sender = (Kept.channel == kept.channel, Kept.sender == kept.sender)
    others = select(Kept).where(*of_sender, Kept.status.in_(UNDECIDED), Kept.reason == UNKNOWN)
    again = sorted([kept, *work.session.scalars(others)], key=lambda each: each.inbox_id)
    changed_one(work.session, vouched.where(*of_sender))
    if address.person is None or address.person.id != person.id:
        if work.people.reachable_at(person):  # at their earlier addresses
            args: dict[str, Arg] = {"sender": called(shown), "who": wording.named(by)}
            work.outbox.tell(person, Screen(Text("vouch.told_person", args)), "notice", kept.ref)
        work.people.link(address, person, VOUCHED)
    else:
        work.people.block(address, False)
    work.again |= {each.inbox_id: each.ref for each in again}
    for each in again:
        work.audit_log.add(each.ref, Event.VOUCHED, by.id, by_address)
        # An entry of the other person's own, so that erasing them erases it.
        work.audit_log.add(each.ref, Event.ACCEPTED, person.id, address.value)
    _tell_secretariat(work, shown, person, by)
    return [each.ref for each in again]


def _tell_secretariat(work: UnitOfWork, shown: KeptText, person: Person, by: Person) -> None:
    """Tell RLA, which keeps the roster, whom a lead vouched for."""
    keepers = secretariat(work)
    if any(keeper.id == by.id for keeper in keepers):
        return
    args: dict[str, Arg] = {
        "ref": shown.kept.ref,
        "sender": called(shown),
        "name": wording.named(person),
        "who": wording.named(by),
    }
    for keeper in keepers:
        work.outbox.tell(keeper, Screen(Text("vouch.told", args)), "notice", shown.kept.ref)
