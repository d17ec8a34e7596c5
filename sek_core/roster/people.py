"""The roster as one transaction sees it: owners of addresses, holders of roles, covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, tuple_, update
from sqlalchemy.orm import Session

from sek_core.messages.channel import Channels
from sek_core.roster import former
from sek_core.roster.snapshot import (
    Absence,
    Address,
    Directory,
    Held,
    HeldRole,
    Person,
    Snapshot,
    mark_roster_changed,
)
from sek_core.store import people as tables
from sek_core.store.statements import changed_one, insert_missing
from sek_core.store.states import Batched


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Reasons not to write to an address."""

    opted_out: bool = False
    dead: bool = False
    blocked: bool = False


_FINE = _Trouble()

_KEPT = tables.AddressRow

_TROUBLES = select(
    _KEPT.id, _KEPT.opted_out_at.is_not(None), _KEPT.dead_since.is_not(None), _KEPT.blocked_at.is_not(None)
).where(or_(_KEPT.opted_out_at.is_not(None), _KEPT.dead_since.is_not(None), _KEPT.blocked_at.is_not(None)))

VOUCHED = "vouched"
"""Value of `linked_by` for an address for which a person on the roster vouched."""


class People:
    """The people on the roster. Only roles that are active today count."""

    def __init__(
        self,
        session: Session,
        now: datetime,
        zone: ZoneInfo,
        directory: Directory,
        channels: Channels,
    ) -> None:
        self._session = session
        self._now = now
        self._channels = channels
        self._day = now.astimezone(zone).date()
        self._directory = directory
        self._strangers: dict[tuple[str, str], Address] = {}
        self._languages: dict[int, str] = {}
        self._batched: dict[int, Batched | None] = {}
        # Caches: the many alerts of one transaction ask for the same values.
        self._holders: dict[tuple[str, str], list[Held]] = {}
        self._reachable: dict[int, list[Address]] = {}

    @cached_property
    def _roster(self) -> Snapshot:
        return self._directory.snapshot(self._session)

    @cached_property
    def _troubles(self) -> dict[int, _Trouble]:
        """Troubles by id of the address. Few addresses have any, so all of them are read at once."""
        return {i: _Trouble(*troubles) for i, *troubles in self._session.execute(_TROUBLES)}

    def load_senders(self, addresses: Iterable[tuple[str, str]]) -> None:
        """Load the addresses (channel, value) that are not on the roster; insert those that are new."""
        wanted = {
            pair
            for pair in addresses
            if pair not in self._roster.addresses
            and pair not in self._strangers
            and pair[0] not in self._channels.answering_at_once
        }
        if not wanted:
            return
        found = self._find(wanted)
        missing = sorted(wanted - found.keys())
        if missing:
            # Two workers may meet the same stranger at the same moment.
            insert_missing(self._session, _KEPT, [{"channel": c, "value": v} for c, v in missing])
            found |= self._find(missing)
        self._strangers |= found

    def _find(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Address]:
        columns = select(_KEPT.id, _KEPT.channel, _KEPT.value)
        query = columns.where(tuple_(_KEPT.channel, _KEPT.value).in_(sorted(pairs)))
        found = [Address(*row, person=None) for row in self._session.execute(query)]
        return {(address.channel, address.value): address for address in found}

    def sender(self, channel: str, value: str) -> Address:
        """Return the address that a message came from, with its person if it is on the roster."""
        known = self._roster.addresses.get((channel, value))
        if known is not None:
            return known
        if channel in self._channels.answering_at_once:
            return Address(0, channel, value, self.get(int(value.rpartition(":")[2])), apart=True)
        self.load_senders([(channel, value)])
        return self._strangers[channel, value]

    def get(self, person_id: int) -> Person:
        """Return the person with this id; raise KeyError if there is none."""
        return self._roster.people[person_id]

    def many(self, person_ids: Iterable[int]) -> list[Person]:
        """Return the people with these ids, each once, in order of id."""
        return [self._roster.people[person_id] for person_id in sorted(set(person_ids))]

    def language_of(self, person: Person) -> str:
        """Return the language of messages that the person did not ask for."""
        return self._languages.get(person.id) or person.language

    def batched(self, person: Person) -> Batched | None:
        """Return what the person reads in the morning, by QUIET or DIGEST; None: nothing."""
        return self._batched.get(person.id, person.batched)

    def roles(self, person: Person) -> list[HeldRole]:
        """Return the roles that a person holds today."""
        return [role for role in person.roles if role.active(self._day)]

    def counties(self, person: Person, all_counties: Sequence[str]) -> list[str]:
        """Return the counties that a person's roles are for, in the mechanism's order."""
        roles = self.roles(person)
        return [county for county in all_counties if any(role.covers(county) for role in roles)]

    def holders(self, role_name: str, county: str) -> list[Held]:
        """Return the holders of `role_name` for `county` today, the county's own first."""
        held = self._holders.get((role_name, county))
        if held is None:
            everybody = self._roster.holders
            own, wide = everybody.get((role_name, county), ()), everybody.get((role_name, None), ())
            held = [pair for pair in (*own, *wide) if pair[0].active(self._day)]
            self._holders[role_name, county] = held
        return held

    def anywhere(self, role_name: str) -> list[Person]:
        """Return the people who hold `role_name` today for any county, each once."""
        everybody = self._roster.people.values()
        return [person for person in everybody if any(role.role == role_name for role in self.roles(person))]

    def away(self, person: Person) -> Absence | None:
        """Return a person's present absence; None if they are not away."""
        absence = self._roster.absences.get(person.id)
        return absence if absence and self._day <= absence.until else None

    def cover_of(self, person: Person) -> Person | None:
        """Return the person who gets this person's messages today: the person, or if they are away their
        cover, or the cover's own cover. Return None if no cover is available.
        """
        seen: set[int] = set()
        while (absence := self.away(person)) is not None:
            seen.add(person.id)
            cover = None if absence.cover_id is None else self._roster.people.get(absence.cover_id)
            if cover is None or cover.id in seen or not self.roles(cover):
                return None
            person = cover
        return person

    def covering_for(self, person: Person) -> list[Person]:
        """Return the absent people with a role whom this person covers."""
        absent = (self._roster.people[i] for i in self._roster.absences if i != person.id)
        return [
            other
            for other in absent
            if self.away(other)
            and self.roles(other)
            and (cover_of := self.cover_of(other))
            and cover_of.id == person.id
        ]

    def with_cover(self, people: Iterable[Person]) -> list[Person]:
        """Return these people with each absent one replaced by their cover, each once."""
        stand_ins = (self.cover_of(person) for person in people)
        return list({person.id: person for person in stand_ins if person is not None}.values())

    def reachable_at(self, person: Person) -> list[Address]:
        """Return a person's addresses, best first: working ones before dead ones, then by preferred channel.

        Addresses that opted out and channels that are off are left out.
        """
        if person.id not in self._reachable:
            self._reachable[person.id] = self._reachable_at(person)
        return self._reachable[person.id]

    def _reachable_at(self, person: Person) -> list[Address]:
        on = self._channels.names
        order = [person.channel, *on] if person.channel in on else list(on)
        usable = [
            address
            for address in person.addresses
            if address.channel in order and not self._trouble(address.id).opted_out
        ]
        if len(usable) < 2:
            return usable
        return sorted(usable, key=lambda a: (self._trouble(a.id).dead, order.index(a.channel), a.id))

    def opt_out(self, address: Address, out: bool) -> bool:
        """Record STOP or START for one address; return False if nothing changed."""
        was = _KEPT.opted_out_at.is_(None) if out else _KEPT.opted_out_at.is_not(None)
        self._note_trouble(address.id, replace(self._trouble(address.id), opted_out=out))
        return self._change(address.id, was, opted_out_at=self._now if out else None)

    def is_blocked(self, address: Address) -> bool:
        """Return True if a coordinator blocked this address. The block counts while its sender is not on the
        roster.
        """
        return self._trouble(address.id).blocked

    def block(self, address: Address, blocked: bool) -> bool:
        """Block or unblock a stranger's address; return False if nothing changed."""
        was = _KEPT.blocked_at.is_(None) if blocked else _KEPT.blocked_at.is_not(None)
        self._note_trouble(address.id, replace(self._trouble(address.id), blocked=blocked))
        return self._change(address.id, was, blocked_at=self._now if blocked else None)

    def is_known(self, address: Address) -> bool:
        """Return True if the address belongs to a person with a role today."""
        return address.person is not None and bool(self.roles(address.person))

    def lock(self, address: Address) -> None:
        """Lock this address until the transaction ends, so that one transaction alone decides about it."""
        self._session.execute(select(_KEPT.id).where(_KEPT.id == address.id).with_for_update())

    def everybody(self) -> list[Person]:
        """Return the people who hold a role today."""
        return [person for person in self._roster.people.values() if self.roles(person)]

    def link(self, address: Address, person: Person, number: str) -> None:
        """Link an address to a person. `number` is the telephone number by which they proved that it is
        theirs, or `VOUCHED` if a person on the roster said so.
        """
        if address.person is not None and address.person.id != person.id:
            former.remember(self._session, address.person.id, address.channel, address.value, self._now)
        self._session.execute(
            update(_KEPT)
            .where(_KEPT.id == address.id)
            .values(person_id=person.id, linked_by=number, dead_since=None, blocked_at=None)
            .execution_options(synchronize_session=False)
        )
        self.read_again()
        self._strangers.pop((address.channel, address.value), None)

    def read_again(self) -> None:
        """Invalidate the cached roster, here and in other processes."""
        mark_roster_changed(self._session)
        self.__dict__.pop("_roster", None)
        self.__dict__.pop("_troubles", None)
        self._holders.clear()
        self._reachable.clear()

    def by_number(self, number: str) -> Person | None:
        """Return the person with this telephone number (E.164)."""
        known = (self._roster.addresses.get((name, number)) for name in self._channels.with_numbers)
        return next((address.person for address in known if address), None)

    def at(self, channel: str, value: str) -> Person | None:
        """Return the person on the roster with this address."""
        known = self._roster.addresses.get((channel, value))
        return known.person if known is not None else None

    def mark_dead(self, address_id: int) -> None:
        """Mark an address dead: the provider says that nothing will ever arrive there."""
        self._note_trouble(address_id, replace(self._trouble(address_id), dead=True))
        self._change(address_id, _KEPT.dead_since.is_(None), dead_since=self._now)

    def is_dead(self, address: Address) -> bool:
        """Return True if the provider says that nothing arrives at this address."""
        return self._trouble(address.id).dead

    def heard_from(self, address: Address) -> None:
        """Clear an address's dead mark, because a message came from it."""
        trouble = self._trouble(address.id)
        if trouble.dead:
            self._note_trouble(address.id, replace(trouble, dead=False))
            self._change(address.id, _KEPT.dead_since.is_not(None), dead_since=None)

    def choose_language(self, person: Person, language: str) -> None:
        """Set the language that a person chose by LANG. An import of the roster keeps it."""
        self._languages[person.id] = language
        self._session.execute(
            update(tables.PersonRow)
            .where(tables.PersonRow.id == person.id)
            .values(chosen_language=language, version=tables.PersonRow.version + 1, edited_at=self._now)
            .execution_options(synchronize_session=False)
        )
        mark_roster_changed(self._session)

    def choose_batched(self, person: Person, batched: Batched | None) -> bool:
        """Compare and set: what the person reads in the morning; return False if it is that already. An
        import of the roster keeps it.
        """
        row = tables.PersonRow
        mine = update(row).where(row.id == person.id, row.batched.is_distinct_from(batched))
        self._batched[person.id] = batched
        if not changed_one(self._session, mine.values(batched=batched)):
            return False
        mark_roster_changed(self._session)
        return True

    def _trouble(self, address_id: int) -> _Trouble:
        return self._troubles.get(address_id, _FINE)

    def _note_trouble(self, address_id: int, trouble: _Trouble) -> None:
        self._troubles[address_id] = trouble
        self._reachable.clear()

    def _change(self, address_id: int, was: ColumnElement[bool], **values: object) -> bool:
        return changed_one(self._session, update(_KEPT).where(_KEPT.id == address_id, was).values(**values))
