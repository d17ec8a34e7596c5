"""VOUCH: a person on the roster says who an unknown sender is. From then on the address is that person's, and
the texts kept from it are handled again as theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Update, select, update

from config.mechanism import ROLES, Configuration, Role
from config.rights import Deed
from sek_core.inbox import queue
from sek_core.messages.plain_line import typed_name, typed_title
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster import snapshot
from sek_core.roster.people import VOUCHED
from sek_core.roster.roles import WIDE
from sek_core.roster.snapshot import Person
from sek_core.seats import starting
from sek_core.store import people as tables
from sek_core.store.inbox import Kept
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus, StartStatus
from sek_core.triage.kept_texts import UNDECIDED, UNKNOWN, KeptText, called
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
            organisation = typed_title(part)
    if forms_of(name) in {forms_of(known) for known in configuration.mechanism.counties}:
        name = ""  # "Kitui CLT lead" is a role, not a person called Kitui
    return Described(typed_name(name), role, county, organisation)


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


def add_person(work: UnitOfWork, new: Described, language: str) -> Person:
    """Add a person to the roster, without a role yet."""
    person = tables.PersonRow(
        name=new.name, organisation=new.organisation, email="", language=language, channel="", roles=[]
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


@dataclass(frozen=True, slots=True)
class Vouched:
    """Result of VOUCH. `refs`: the texts of the sender that are handled as the person's, from `starts_at` on
    (None: from now on).
    """

    refs: list[str]
    starts_at: datetime | None


def vouch(
    work: UnitOfWork,
    shown: KeptText,
    person: Person,
    by: Person,
    by_address: str,
    new: Described | None = None,
) -> Vouched | None:
    """Record that the sender is `person`, who is `new` on the roster or has a role there. The address becomes
    theirs when others have heard of it, and the texts kept from it are handled again in order. Return None if
    this text was settled before.
    """
    kept, address = shown.kept, shown.address
    work.people.lock(address)
    before = starting.of_kept(work, kept)
    if before is not None and before.status == StartStatus.WAITING:
        return None
    vouched = _undecided().values(
        status=KeptStatus.VOUCHED, settled_by_id=by.id, settled_at=work.now, person_id=person.id
    )
    mine = changed_one(work.session, vouched.where(Kept.ref == kept.ref))
    work.session.refresh(kept)
    if not mine:
        return None
    changed_one(work.session, vouched.where(*_of_sender(kept)))
    again = _vouched_since(work, kept, person.id, work.now)
    for each in again:
        work.audit_log.add(each.ref, Event.VOUCHED, by.id, by_address)
    role, county = (new.role or "", None if new.role in WIDE else new.county) if new else ("", None)
    at = starting.starts_at(work)
    _tell(work, shown, person, by, new, at)
    starting.schedule(
        work, at or work.now, by, kept_ref=kept.ref, person_id=person.id, role=role, county=county
    )
    row = starting.of_kept(work, kept)
    assert row is not None
    if at is None:
        start(work, row.id)
    return Vouched([each.ref for each in again], at)


def _undecided() -> Update:
    return update(Kept).where(Kept.status.in_(UNDECIDED), Kept.reason == UNKNOWN)


def _of_sender(kept: Kept) -> tuple[ColumnElement[bool], ...]:
    return (Kept.channel == kept.channel, Kept.sender == kept.sender)


def _vouched_since(work: UnitOfWork, kept: Kept, person_id: int | None, since: datetime) -> list[Kept]:
    query = select(Kept).where(
        *_of_sender(kept),
        Kept.status == KeptStatus.VOUCHED,
        Kept.person_id == person_id,
        Kept.settled_at >= since,
    )
    found = work.session.scalars(query.execution_options(populate_existing=True))
    return sorted(found, key=lambda each: each.inbox_id)


def due(work: UnitOfWork) -> list[int]:
    """Return the ids of what was vouched for and starts now."""
    return starting.due(work, nominations=False)


def start(work: UnitOfWork, start_id: int) -> bool:
    """Make the sender the person that was vouched for: the role, the address and the kept texts are theirs.
    Return False if it was stopped, or another process was quicker.
    """
    row = starting.find(work, start_id)
    kept = work.session.get_one(Kept, row.kept_ref, populate_existing=True)
    address = work.people.sender(kept.channel, kept.sender)
    work.people.lock(address)
    if row.person_id is None or not starting.settle(work, start_id, StartStatus.STARTED):
        return False
    person = work.people.get(row.person_id)
    if row.role:
        work.session.add(
            tables.RoleRow(person_id=person.id, role=row.role, county=row.county, sectors=[], groups=[])
        )
        work.session.flush()
        work.people.read_again()
    if address.person is None or address.person.id != person.id:
        work.people.link(address, work.people.get(person.id), VOUCHED)
    else:
        work.people.block(address, False)
    # What the sender wrote while this waited is theirs as well.
    values = {"status": KeptStatus.VOUCHED, "person_id": person.id}
    later = _undecided().values(**values, settled_by_id=row.by_id, settled_at=work.now)
    changed_one(work.session, later.where(*_of_sender(kept)))
    again = _vouched_since(work, kept, person.id, row.said_at)
    for each in again:
        # An entry of the other person's own, so that erasing them erases it.
        work.audit_log.add(each.ref, Event.ACCEPTED, person.id, address.value)
    work.again |= {each.inbox_id: each.ref for each in again}
    return True


def start_due(work: UnitOfWork, start_id: int) -> bool:
    """Start what is due, as a job of the clock: the kept texts come again after this transaction."""
    started = start(work, start_id)
    work.flush()
    queue.handle_again(work.session, work.again)
    return started


def stop(
    work: UnitOfWork, kept: Kept, by: Person, by_address: str
) -> Literal["done", "over", "none", "not yours"]:
    """Stop what was vouched for before it starts: the sender stays unknown, and the texts are kept again."""
    address = work.people.sender(kept.channel, kept.sender)
    work.people.lock(address)
    row = starting.of_kept(work, kept)
    if row is None or row.person_id is None:
        return "none"
    person = work.people.get(row.person_id)
    counties = _counties_of(work, person, row.role, row.county)
    if not starting.may_stop(work, row, by, counties):
        return "not yours"
    if not starting.settle(work, row.id, StartStatus.STOPPED, by):
        return "over"
    theirs = _vouched_since(work, kept, row.person_id, row.said_at)
    again = update(Kept).where(Kept.ref.in_([each.ref for each in theirs]))
    changed_one(
        work.session,
        again.values(status=KeptStatus.OPEN, settled_by_id=None, settled_at=None, person_id=None),
    )
    work.audit_log.add(kept.ref, Event.START_STOPPED, by.id, by_address)
    args: dict[str, Arg] = {
        "ref": kept.ref, "name": wording.named(person), "who": wording.named(by)
    }  # fmt: skip
    screen = Screen(Text("vouch.stopped_told", args), max_segments=2)
    starting.tell(work, screen, counties, [by.id, row.by_id], kept.ref)
    if row.by_id != by.id:
        work.outbox.tell(work.people.get(row.by_id), screen, "notice", kept.ref)
    return "done"


def _counties_of(work: UnitOfWork, person: Person, role: str, county: str | None) -> list[str]:
    """Return the counties whose leads hear of a person: those of all roles, the new one among them; all where
    one is held for the whole mechanism, for nobody else would hear of it where the secretariat is one person.
    """
    held = [(each.role, each.county) for each in work.people.roles(person)]
    given = [(role, county)] if role else []
    if any(each in WIDE or not where for each, where in (*given, *held)):
        return list(work.configuration.mechanism.counties)
    return list(dict.fromkeys(where for _, where in (*given, *held) if where))


def _tell(
    work: UnitOfWork, shown: KeptText, person: Person, by: Person, new: Described | None, at: datetime | None
) -> None:
    """Tell the person at their earlier addresses, the secretariat and the leads, with the word that stops
    it.
    """
    ref = shown.kept.ref
    county = None if new is None or new.role in WIDE else new.county
    args: dict[str, Arg] = {
        "ref": ref,
        "sender": called(shown),
        "who": wording.named(by),
        "name": described(work, new) if new else wording.named(person),
        "time": Moment(at or work.now),
    }
    suffix = "_later" if at else ""
    if (shown.person is None or shown.person.id != person.id) and person.id != by.id:
        screen = Screen(Text(f"vouch.told_person{suffix}", args), max_segments=2)
        for old in work.people.reachable_at(person):
            work.outbox.write_to(old, screen, work.people.language_of(person), "notice", ref)
    if at is None and any(role.role == Role.RLA for role in work.people.roles(by)):
        return  # the secretariat keeps the roster: no role that has started needs to be stopped by text
    screen = Screen(Text(f"vouch.told{suffix}", args), max_segments=2)
    role = new.role or "" if new else ""
    counties = _counties_of(work, person, role, county) if at else []
    starting.tell(work, screen, counties, [by.id, person.id], ref)


def described(work: UnitOfWork, new: Described) -> Arg:
    """Return "Jane Mwende, KIM, county PoC, Kitui"."""
    role: Arg = wording.role_of(work, new.role) if new.role else ""
    where = "" if new.role in WIDE else new.county or ""
    return Joined(tuple(each for each in (new.name, new.organisation, role, where) if each))
