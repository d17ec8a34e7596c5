"""The rights of people in counties. Only this module answers by the configuration's table of rights."""

from collections.abc import Collection, Iterable, Sequence

from config.rights import Deed, Right, RightFile
from config.terms import Role
from sek_core.roster.people import People
from sek_core.roster.snapshot import Person


class Rights:
    """Rights of people on the roster, as one transaction reads it."""

    def __init__(self, people: People, table: RightFile, counties: Sequence[str]) -> None:
        self._people = people
        self._table = table
        self._counties = counties

    def may(
        self, person: Person, deed: Deed, counties: Collection[str] | None = None, *, if_asked: bool = True
    ) -> bool:
        """Return True if a role of the person opens the deed in one of `counties`; None: in any county.

        Without `if_asked`, leave out the rights that count only where a route lets the role take an incident.
        """
        rights = (right for right in self._table.by_deed[deed] if if_asked or not right.if_asked)
        return any(self._has(person, right, counties) for right in rights)

    def counties(self, person: Person, deed: Deed) -> list[str]:
        """Return the counties in which the person may do it, in the mechanism's order."""
        return [county for county in self._counties if self.may(person, deed, [county])]

    def is_for_all(self, person: Person, deed: Deed) -> bool:
        """Return True if a right of the person counts in all counties, whatever the county of the role."""
        rights = (right for right in self._table.by_deed[deed] if right.counties == "all")
        return any(self._has(person, right, None) for right in rights)

    def may_add(self, person: Person, role: str | None, county: str | None) -> bool:
        """Return True if the person may put a new person on the roster, in this role and county."""
        here = [county] if county else []
        return any(
            self._has(person, right, here) and (right.adds is None or role in right.adds)
            for right in self._table.by_deed[Deed.VOUCH]
        )

    def roles(self, deed: Deed) -> frozenset[Role]:
        """Return the roles that open a deed."""
        return frozenset(role for right in self._table.by_deed[deed] for role in right.roles)

    def holders(self, deed: Deed, counties: Iterable[str], first: Sequence[Role] = ()) -> list[Person]:
        """Return the people who may do it in one of `counties`, each once; holders of `first` come first."""
        found: dict[int, Person] = {}
        counties = list(counties)
        held = self.roles(deed)
        for role in (*(role for role in first if role in held), *sorted(held)):
            for county in counties:
                found.update((person.id, person) for _, person in self._people.holders(role, county))
            if any(right.counties == "all" and role in right.roles for right in self._table.by_deed[deed]):
                found.update((person.id, person) for person in self._people.anywhere(role))
        return [person for person in found.values() if self.may(person, deed, counties)]

    def audience(self, person: Person, county: str) -> frozenset[str] | None:
        """Return the roles, and perhaps "groups", that a person may write to in a county; None: all."""
        rights = [r for r in self._table.by_deed[Deed.TELL] if self._has(person, r, [county])]
        if any(right.to is None for right in rights):
            return None
        return frozenset(target for right in rights for target in right.to or ())

    def _has(self, person: Person, right: Right, counties: Collection[str] | None) -> bool:
        held = [
            role
            for role in self._people.roles(person)
            if role.role in right.roles and (not right.groups or not role.groups.isdisjoint(right.groups))
        ]
        if counties is None or right.counties == "all":
            return bool(held)
        return any(role.covers(county) for role in held for county in counties)
