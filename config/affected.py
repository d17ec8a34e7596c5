"""What the numbers of a report count, and how kinds of people belong together: one row for each."""

from collections.abc import Mapping
from dataclasses import dataclass

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what is counted. Its words are a row of `affected` in words.yaml, its text is
    `affected.<name>`.

    `part_of`: the kind that it is a part of; such a number is never added on top of that kind's own. Where
    that kind has no number, its parts are added up. `overlaps`: its people may be any of the other parts
    (the older may be women), so it is added up only where no other part is there.
    """

    name: str
    part_of: str = ""
    overlaps: bool = False


KINDS = (
    Kind("households"),
    Kind(PEOPLE),
    Kind("women", part_of=PEOPLE),
    Kind("men", part_of=PEOPLE),
    Kind("children", part_of=PEOPLE),
    Kind("girls", part_of="children"),
    Kind("boys", part_of="children"),
    Kind("pregnant", part_of="women"),
    Kind("older", part_of=PEOPLE, overlaps=True),
    Kind("disabled", part_of=PEOPLE, overlaps=True),
    Kind("deaths"),
    Kind("injured"),
    Kind("missing"),
    Kind("livestock"),
    Kind("acres"),
    Kind("houses"),
)
"""All kinds, in the order in which they are shown."""

AFFECTED: tuple[str, ...] = tuple(kind.name for kind in KINDS)

PARTS: frozenset[str] = frozenset(kind.name for kind in KINDS if kind.part_of)
"""Kinds of people: women, children, and so on."""

_PART_OF = {kind.name: kind.part_of for kind in KINDS}


def ordered(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers in the order in which they are shown; PostgreSQL keeps none."""
    return {what: numbers[what] for what in sorted(numbers, key=AFFECTED.index)}


def people_in(numbers: Mapping[str, int], whole: str = PEOPLE) -> int:
    """Return how many people a kind has: its own number, or the sum of its parts if that is larger. The
    number of `people` itself is left out: the sum of its parts is asked for.
    """
    parts = [kind for kind in KINDS if kind.part_of == whole]
    apart = sum(people_in(numbers, kind.name) for kind in parts if not kind.overlaps)
    overlapping = [people_in(numbers, kind.name) for kind in parts if kind.overlaps]
    own = 0 if whole == PEOPLE else numbers.get(whole, 0)
    return max(own, apart or sum(overlapping), *overlapping, 0)


def is_summed(numbers: Mapping[str, int]) -> bool:
    """Return True if the number of people is only the sum of the kinds of people beside it."""
    return not PARTS.isdisjoint(numbers) and numbers.get(PEOPLE) == people_in(numbers)


def as_said(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers without people who are only a sum."""
    return {what: number for what, number in numbers.items() if what != PEOPLE or not is_summed(numbers)}


def whole_of(numbers: Mapping[str, int]) -> str:
    """Return the kind that all people of these numbers are: `women` for 30 women, 5 of them pregnant. Return
    `people` if there is none, or if more people are known of.
    """
    kinds = [kind.name for kind in KINDS if kind.part_of and kind.name in numbers]
    for kind in kinds:
        if numbers[kind] == numbers.get(PEOPLE) and all(_is_within(other, kind) for other in kinds):
            return kind
    return PEOPLE


def _is_within(kind: str, whole: str) -> bool:
    return bool(kind) and (kind == whole or _is_within(_PART_OF[kind], whole))


def renewed(known: Mapping[str, int], news: Mapping[str, int]) -> dict[str, int]:
    """Return the known numbers with the new ones in their place. A sum of people is
    added up anew. A number that the reporter wrote stands, unless the kinds of people are more.
    """
    said = as_said(news)
    numbers = {**as_said(known), **said}
    if PARTS.isdisjoint(numbers) or PEOPLE in said:
        return numbers
    return {**numbers, PEOPLE: max(numbers.get(PEOPLE, 0), people_in(numbers))}
