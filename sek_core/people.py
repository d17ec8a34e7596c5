"""The roster as one transaction sees it: who an address belongs to, who holds which role."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.orm import Session, joinedload, selectinload

from sek_core.store.people import Address, Person, Role
from sek_core.store.upsert import insert_missing

TAKERS = frozenset({"clt_lead", "clt_member", "usaid", "chair", "rla"})
"""Roles that may take, note, give back and close."""

CLT = ("clt_lead", "clt_member")

LEADS = ("county_lead", "deputy_county_lead")

WIDE = frozenset({"usaid", "rla", "chair", "technical_office", "admin"})
"""Roles that are held for the whole mechanism, so that no county is named beside them."""

CHANNELS = ("telegram", "sms")
"""In the order in which a person is written to, unless the roster says otherwise."""


class People:
    """Loads people with their roles and addresses, each once. Only roles active today are seen."""

    def __init__(
        self, session: Session, now: datetime, zone: ZoneInfo, channels: Collection[str] = CHANNELS
    ) -> None:
        self._session = session
        self._now = now
        self._channels = channels
        self._day = now.astimezone(zone).date()
        self._by_address: dict[tuple[str, str], Address] = {}
        self._by_county: dict[str, list[tuple[Role, Person]]] = {}

    def load_senders(self, addresses: Iterable[tuple[str, str]]) -> None:
        """Load the addresses (channel, value) and their people in one go, and add unknown ones."""
        wanted = {pair for pair in addresses if pair not in self._by_address}
        if not wanted:
            return
        query = (
            select(Address)
            .where(tuple_(Address.channel, Address.value).in_(sorted(wanted)))
            .options(
                joinedload(Address.person).options(selectinload(Person.roles), selectinload(Person.addresses))
            )
        )
        for address in self._session.scalars(query):
            self._by_address[address.channel, address.value] = address
        for channel, value in sorted(wanted - self._by_address.keys()):
            self._by_address[channel, value] = self._add_address(channel, value)

    def sender(self, channel: str, value: str) -> Address:
        """The address that a message came from, with its person if it is on the roster."""
        self.load_senders([(channel, value)])
        return self._by_address[channel, value]

    def get(self, person_id: int) -> Person:
        """A person by id, with roles and addresses; raises KeyError if there is none."""
        person = self._session.get(
            Person, person_id, options=[selectinload(Person.roles), selectinload(Person.addresses)]
        )
        if person is None:
            raise KeyError(person_id)
        return person

    def many(self, person_ids: Iterable[int]) -> list[Person]:
        """People by id, with roles and addresses, in the order of their ids."""
        query = (
            select(Person)
            .where(Person.id.in_(sorted(set(person_ids))))
            .order_by(Person.id)
            .options(selectinload(Person.roles), selectinload(Person.addresses))
        )
        return list(self._session.scalars(query))

    def roles(self, person: Person) -> list[Role]:
        """The roles that a person holds today."""
        return [role for role in person.roles if role.active(self._day)]

    def may_report(self, person: Person) -> bool:
        """Anyone active on the roster except observers."""
        return any(role.role != "observer" for role in self.roles(person))

    def may_take(self, person: Person, counties: Sequence[str]) -> bool:
        """Whether the person may take, give back and close incidents of one of `counties`."""
        return any(
            role.role in TAKERS and any(role.covers(county) for county in counties)
            for role in self.roles(person)
        )

    def counties(self, person: Person, all_counties: Sequence[str]) -> list[str]:
        """The counties that a person's roles are for, in the mechanism's order."""
        roles = self.roles(person)
        return [county for county in all_counties if any(role.covers(county) for role in roles)]

    def holders(self, role_name: str, county: str) -> list[tuple[Role, Person]]:
        """Everyone who holds `role_name` for `county` today, in the order of the roster."""
        return [pair for pair in self._of_county(county) if pair[0].role == role_name]

    def _of_county(self, county: str) -> list[tuple[Role, Person]]:
        if county not in self._by_county:
            query = (
                select(Role)
                .where(or_(Role.county == county, Role.county.is_(None)))
                .order_by(Role.id)
                .options(joinedload(Role.person).selectinload(Person.addresses))
            )
            self._by_county[county] = [
                (role, role.person) for role in self._session.scalars(query) if role.active(self._day)
            ]
        return self._by_county[county]

    def reachable_at(self, person: Person, besides: frozenset[int] = frozenset()) -> list[Address]:
        """Where to write to a person, best first: the preferred channel, then those not known dead.

        Addresses that opted out are never among them, nor channels that are off, nor those whose ids are in `besides`.
        """
        order = [person.channel, *CHANNELS] if person.channel else list(CHANNELS)
        order = [channel for channel in order if channel in self._channels]
        usable = [
            address
            for address in person.addresses
            if address.opted_out_at is None and address.id not in besides and address.channel in order
        ]
        return sorted(usable, key=lambda a: (a.dead_since is not None, order.index(a.channel), a.id))

    def opt_out(self, address: Address, out: bool) -> bool:
        """STOP or START for one address; False if it was so already."""
        current = Address.opted_out_at.is_(None) if out else Address.opted_out_at.is_not(None)
        return self._change(address, current, opted_out_at=self._now if out else None)

    def choose_language(self, person: Person, language: str) -> None:
        """LANG: an import of the roster does not undo it."""
        person.chosen_language = language

    def mark_dead(self, address_id: int) -> None:
        """The provider says for good that nothing arrives there."""
        self._session.execute(
            update(Address)
            .where(Address.id == address_id, Address.dead_since.is_(None))
            .values(dead_since=self._now)
            .execution_options(synchronize_session="auto")
        )

    def heard_from(self, address: Address) -> None:
        """A message came from there: it lives."""
        if address.dead_since is not None:
            self._change(address, Address.dead_since.is_not(None), dead_since=None)

    def _change(self, address: Address, condition: object, **values: object) -> bool:
        statement = update(Address).where(Address.id == address.id, condition).values(**values)  # type: ignore[arg-type]
        result = self._session.execute(statement.execution_options(synchronize_session=False))
        for name, value in values.items():
            setattr(address, name, value)
        return bool(result.rowcount)  # type: ignore[attr-defined]

    def _add_address(self, channel: str, value: str) -> Address:
        """An address that nobody on the roster has. Two workers may meet it in the same second."""
        insert_missing(self._session, Address, [{"channel": channel, "value": value}])
        return self._session.scalars(
            select(Address)
            .where(Address.channel == channel, Address.value == value)
            .options(
                joinedload(Address.person).options(selectinload(Person.roles), selectinload(Person.addresses))
            )
        ).one()
