"""Numbers by what they count: sums of animals, of kinds of people, over a list of places."""

from collections.abc import Sequence
from itertools import pairwise

from config.affected import PEOPLE
from sek_core.understanding.counts import Counted
from sek_core.understanding.listing import follows_name, is_listed
from sek_core.understanding.people import people_of, with_places
from sek_core.understanding.tagged import Tagged


def affected_of(tagged: Tagged, found: Sequence[Counted]) -> dict[str, int]:
    """Return the numbers by what they count: the first of each kind, but the sum for animals and people of
    several kinds.
    """
    affected: dict[str, int] = {}
    animals: set[str] = set()
    for count in found:
        if not count.number.value or count.what == PEOPLE:
            continue
        if count.what == "livestock":
            animal = " ".join(tagged.forms[count.unit.start : count.unit.end])
            if animal not in animals:
                affected["livestock"] = affected.get("livestock", 0) + count.number.value
            animals.add(animal)
        elif count.what == "missing" and tagged.forms[count.number.end - 1 : count.unit.start + 1].count(
            "still"
        ):
            affected["missing"] = count.number.value  # "five swept away, two found, three still missing"
        else:
            affected.setdefault(count.what, count.number.value)
    sums = _listed_places(tagged, found)
    people = people_of(tagged, found)
    if PEOPLE in sums:
        people = with_places(people, sums.pop(PEOPLE))
    return {**affected, **people, **sums}


def _listed_places(tagged: Tagged, found: Sequence[Counted]) -> dict[str, int]:
    """Return the sums over lists of places, each with its number: "Sofia 14, Birikani 9 households"."""
    sums: dict[str, int] = {}
    by_kind: dict[str, list[Counted]] = {}
    for count in found:
        by_kind.setdefault(count.what, []).append(count)
    for what, counts in by_kind.items():
        run = [count for count in counts if follows_name(tagged, count.number)]
        together = len(run) > 1 and all(
            is_listed(tagged, one.number, other.number) for one, other in pairwise(run)
        )
        if together and run[0] is counts[0]:
            sums[what] = sum(count.number.value for count in run)
    return sums
