"""The roster as one transaction sees it: who an address belongs to, who holds which role."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, tuple_, update
from sqlalchemy.orm import Session

from sek_core.roster.snapshot import Absence, Address, Directory, Held, Person, Role, Snapshot, changed
from sek_core.store import people as tables
from sek_core.store.conditional import changed_one
from sek_core.store.upsert import insert_missing

CHANNELS = ("telegram", "sms")
"""In the order in which a person is written to, unless the roster says otherwise."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What keeps an address from being written to."""

    opted_out: bool = False
    dead: bool = False
    blocked: bool = False


_FINE = _Trouble()

_KEPT = tables.Address

_TROUBLES = select(
    _KEPT.id, _KEPT.opted_out_at.is_not(None), _KEPT.dead_since.is_not(None), _KEPT.blocked_at.is_not(None)
).where(or_(_KEPT.opted_out_at.is_not(None), _KEPT.dead_since.is_not(None), _KEPT.blocked_at.is_not(None)))

VOUCHED = "vouched"
"""By what an address is linked that somebody on the roster said is a person's."""


class People:
    """Knows everybody on the roster. Only roles active today are seen."""

    def __init__(
        self,
        session: Session,
        now: datetime,
        zone: ZoneInfo,
        directory: Directory,
        channels: Collection[str] = CHANNELS,
    ) -> None:
        self._session = session
        self._now = now
        self._channels = channels
        self._day = now.astimezone(zone).date()
        self._directory = directory
        self._strangers: dict[tuple[str, str], Address] = {}
        self._languages: dict[int, str] = {}
        # Asked for again and again by the many alerts of one transaction.
        self._holders: dict[tuple[str, str], list[Held]] = {}
        self._reachable: dict[int, list[Address]] = {}

    @cached_property
    def _roster(self) -> Snapshot:
        return self._directory.snapshot(self._session)

    @cached_property
    def _troubles(self) -> dict[int, _Trouble]:
        """By address; few are in trouble, so all of these are read at once."""
        return {i: _Trouble(*troubles) for i, *troubles in self._session.execute(_TROUBLES)}

    def load_senders(self, addresses: Iterable[tuple[str, str]]) -> None:
        """Load the addresses (channel, value) that are not on the roster, adding those never seen."""
        wanted = {
            pair for pair in addresses if pair not in self._roster.addresses and pair not in self._strangers
        }
        if not wanted:
            return
        found = self._find(wanted)
        missing = sorted(wanted - found.keys())
        if missing:
            # Two workers may meet the same stranger in the same second.
            insert_missing(self._session, _KEPT, [{"channel": c, "value": v} for c, v in missing])
            found |= self._find(missing)
        self._strangers |= found

    def _find(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Address]:
        columns = select(_KEPT.id, _KEPT.channel, _KEPT.value)
        query = columns.where(tuple_(_KEPT.channel, _KEPT.value).in_(sorted(pairs)))
        found = [Address(*row, person=None) for row in self._session.execute(query)]
        return {(address.channel, address.value): address for address in found}

    def sender(self, channel: str, value: str) -> Address:
        """The address that a message came from, with its person if it is on the roster."""
        known = self._roster.addresses.get((channel, value))
        if known is not None:
            return known
        self.load_senders([(channel, value)])
        return self._strangers[channel, value]

    def get(self, person_id: int) -> Person:
        """A person by id; raises KeyError if there is none."""
        return self._roster.people[person_id]

    def many(self, person_ids: Iterable[int]) -> list[Person]:
        """People by id, each once, in the order of their ids."""
        return [self._roster.people[person_id] for person_id in sorted(set(person_ids))]

    def language_of(self, person: Person) -> str:
        """The language for messages that the person did not ask for."""
        return self._languages.get(person.id) or person.language

    def roles(self, person: Person) -> list[Role]:
        """The roles that a person holds today."""
        return [role for role in person.roles if role.active(self._day)]

    def counties(self, person: Person, all_counties: Sequence[str]) -> list[str]:
        """The counties that a person's roles are for, in the mechanism's order."""
        roles = self.roles(person)
        return [county for county in all_counties if any(role.covers(county) for role in roles)]

    def holders(self, role_name: str, county: str) -> list[Held]:
        """Everyone who holds `role_name` for `county` today: the county's own first."""
        held = self._holders.get((role_name, county))
        if held is None:
            everybody = self._roster.holders
            own, wide = everybody.get((role_name, county), ()), everybody.get((role_name, None), ())
            held = [pair for pair in (*own, *wide) if pair[0].active(self._day)]
            self._holders[role_name, county] = held
        return held

    def anywhere(self, role_name: str) -> list[Person]:
        """Everyone who holds `role_name` today, for whichever county, each once."""
        everybody = self._roster.people.values()
        return [person for person in everybody if any(role.role == role_name for role in self.roles(person))]

    def away(self, person: Person) -> Absence | None:
        """Until when a person is away, and who covers; None for who is here."""
        absence = self._roster.absences.get(person.id)
        return absence if absence and self._day <= absence.until else None

    def cover_of(self, person: Person) -> Person | None:
        """Who hears what is for this person today: the very person, or where they are away who covers,
        or who covers for these; None where nobody does.
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
        """Those who are away and hold a role, and for whom this person stands in."""
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
        """Those of them who are here, and for those who are away who covers; each once."""
        stand_ins = (self.cover_of(person) for person in people)
        return list({person.id: person for person in stand_ins if person is not None}.values())

    def reachable_at(self, person: Person) -> list[Address]:
        """Where to write to a person, best first: the preferred channel, then those not known dead.

        Addresses that opted out are never among them, nor channels that are off.
        """
        if person.id not in self._reachable:
            self._reachable[person.id] = self._reachable_at(person)
        return self._reachable[person.id]

    def _reachable_at(self, person: Person) -> list[Address]:
        order = [person.channel, *CHANNELS] if person.channel else list(CHANNELS)
        order = [channel for channel in order if channel in self._channels]
        usable = [
            address
            for address in person.addresses
            if address.channel in order and not self._trouble(address.id).opted_out
        ]
        if len(usable) < 2:
            return usable
        return sorted(usable, key=lambda a: (self._trouble(a.id).dead, order.index(a.channel), a.id))

    def opt_out(self, address: Address, out: bool) -> bool:
        """STOP or START for one address; False if it was so already."""
        was = _KEPT.opted_out_at.is_(None) if out else _KEPT.opted_out_at.is_not(None)
        self._note_trouble(address.id, replace(self._trouble(address.id), opted_out=out))
        return self._change(address.id, was, opted_out_at=self._now if out else None)

    def is_blocked(self, address: Address) -> bool:
        """Whether its sender is answered no more, while it is nobody's on the roster."""
        return self._trouble(address.id).blocked

    def block(self, address: Address, blocked: bool) -> bool:
        """Answer a stranger no more, or again; False if it was so already."""
        was = _KEPT.blocked_at.is_(None) if blocked else _KEPT.blocked_at.is_not(None)
        self._note_trouble(address.id, replace(self._trouble(address.id), blocked=blocked))
        return self._change(address.id, was, blocked_at=self._now if blocked else None)

    def is_known(self, address: Address) -> bool:
        """Whether it is of somebody who is on the roster today."""
        return address.person is not None and bool(self.roles(address.person))

    def lock(self, address: Address) -> None:
        """Whoever decides about this address decides alone, until the transaction ends."""
        self._session.execute(select(_KEPT.id).where(_KEPT.id == address.id).with_for_update())

    def everybody(self) -> list[Person]:
        """All who hold a role today."""
        return [person for person in self._roster.people.values() if self.roles(person)]

    def link(self, address: Address, person: Person, number: str) -> None:
        """Make an address the person's, who has shown by their number `number` that it is theirs; or
        somebody said so (`VOUCHED`).
        """
        self._session.execute(
            update(_KEPT)
            .where(_KEPT.id == address.id)
            .values(person_id=person.id, linked_by=number, dead_since=None, blocked_at=None)
            .execution_options(synchronize_session=False)
        )
        self.read_again()
        self._strangers.pop((address.channel, address.value), None)

    def read_again(self) -> None:
        """What this transaction has read of the roster is no longer so, and what others have in memory."""
        changed(self._session)
        self.__dict__.pop("_roster", None)
        self.__dict__.pop("_troubles", None)
        self._holders.clear()
        self._reachable.clear()

    def by_number(self, number: str) -> Person | None:
        """Whose telephone number (E.164) this is."""
        known = self._roster.addresses.get(("sms", number))
        return known.person if known else None

    def mark_dead(self, address_id: int) -> None:
        """The provider says for good that nothing arrives there."""
        self._note_trouble(address_id, replace(self._trouble(address_id), dead=True))
        self._change(address_id, _KEPT.dead_since.is_(None), dead_since=self._now)

    def heard_from(self, address: Address) -> None:
        """A message came from there: it lives."""
        trouble = self._trouble(address.id)
        if trouble.dead:
            self._note_trouble(address.id, replace(trouble, dead=False))
            self._change(address.id, _KEPT.dead_since.is_not(None), dead_since=None)

    def choose_language(self, person: Person, language: str) -> None:
        """LANG: an import of the roster does not undo it."""
        self._languages[person.id] = language
        self._session.execute(
            update(tables.Person)
            .where(tables.Person.id == person.id)
            .values(chosen_language=language)
            .execution_options(synchronize_session=False)
        )
        changed(self._session)

    def _trouble(self, address_id: int) -> _Trouble:
        return self._troubles.get(address_id, _FINE)

    def _note_trouble(self, address_id: int, trouble: _Trouble) -> None:
        self._troubles[address_id] = trouble
        self._reachable.clear()

    def _change(self, address_id: int, was: ColumnElement[bool], **values: object) -> bool:
        return changed_one(self._session, update(_KEPT).where(_KEPT.id == address_id, was).values(**values))
