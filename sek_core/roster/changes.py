"""What an import of the roster changes of a person, in words for the operator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sek_core.store.people import PersonRow, RoleRow

State = dict[str, tuple[str, ...]]
"""What the roster says of a person, by column; several values where there are several roles or numbers."""


_FIRST = "messages go to "


@dataclass(frozen=True, slots=True)
class Change:
    """What an import changes of one person. `kind`: new, changed or left."""

    kind: str
    name: str
    what: tuple[str, ...] = ()

    @property
    def names_order(self) -> bool:
        """Whether the person has several addresses of one channel, of which one is used first."""
        return any(words.startswith(_FIRST) for words in self.what)

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}{': ' if self.what else ''}{'; '.join(self.what)}"


def state_of(person: PersonRow) -> State:
    """Return what the roster says of a person now."""
    addresses = [(address.channel, address.value) for address in person.addresses]
    return {
        "name": (person.name,),
        "organisation": (person.organisation,),
        "roles": roles_of(person.roles),
        **{channel: tuple(v for c, v in addresses if c == channel) for channel in dict(addresses)},
        "email": (person.email,),
        "channel": (person.channel,),
        "language": (person.language,),
    }


def roles_of(roles: Sequence[RoleRow]) -> tuple[str, ...]:
    """Return roles as they are read: county_lead Kitui (health), until 2026-12-31."""
    return tuple(" ".join(_role(role)) for role in roles)


def _role(role: RoleRow) -> Iterator[str]:
    yield role.role
    if role.county:
        yield role.county
    if role.sectors or role.groups:
        yield f"({', '.join((*role.sectors, *role.groups))})"
    if role.active_from:
        yield f"from {role.active_from}"
    if role.active_to:
        yield f"until {role.active_to}"


def changes_of(before: State, person: PersonRow) -> tuple[str, ...]:
    """Return what differs from `before`, old and new; of a new person, with nothing before, all of it."""
    after = state_of(person)
    columns = [column for column in dict.fromkeys((*before, *after)) if column != "name" or before]
    changes = [
        f"{column}: {_shown(before.get(column, ()))} -> {_shown(after.get(column, ()))}"
        if before
        else f"{column}: {_shown(after[column])}"
        for column in columns
        if _differs(before.get(column, ()), after.get(column, ()))
    ]
    return (*changes, *_order(person))


def _differs(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return sorted(filter(None, before)) != sorted(filter(None, after))


def _order(person: PersonRow) -> Iterator[str]:
    """Yield which of several addresses of a channel is used first: the one that was known first."""
    of_channel: dict[str, list[str]] = {}
    for address in sorted(person.addresses, key=lambda address: address.id):
        of_channel.setdefault(address.channel, []).append(address.value)
    for values in of_channel.values():
        if len(values) > 1:
            yield f"{_FIRST}{values[0]}, and where that fails to {', then '.join(values[1:])}"


def _shown(values: tuple[str, ...]) -> str:
    return ", ".join(filter(None, values)) or "none"
