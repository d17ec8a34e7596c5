"""Record of a thing that people send, and who can send it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.chaos.person import Person

Does = Callable[[Person], Awaitable[None]]
Can = Callable[[Person], object]

HAZARDS = ("FLOOD", "DROUGHT", "LOCUSTS", "MAFURIKO", "UKAME", "LANDSLIDE")
TAKERS = frozenset({"clt_lead", "clt_member", "usaid", "rla", "chair"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing to send: how often, who can send it now, and how."""

    name: str
    weight: int
    can: Can
    does: Does


def reports(person: Person) -> bool:
    return person.member.role not in ("", "observer")


def on_roster(person: Person) -> bool:
    return bool(person.member.role)


def takes(person: Person) -> object:
    return person.member.role in TAKERS and person.references


def knows_one(person: Person) -> object:
    return on_roster(person) and person.references


def has_chat(person: Person) -> bool:
    return person.hand is not None
