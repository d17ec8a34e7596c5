"""Numbers by what they count: sums of animals, of kinds of people, over a list of places."""

from collections.abc import Sequence
from itertools import pairwise

from sek_core.understanding.counts import Counted
from sek_core.understanding.listing import follows_name, is_listed
from sek_core.understanding.tagged import Tagged


def affected_of(tagged: Tagged, found: Sequence[Counted]) -> dict[str, int]:
    """Return the numbers by what they count: the first of each kind, but the sum for animals and people of
    several kinds.
    """
    affected: dict[str, int] = {}
    animals: set[str] = set()
    people: list[tuple[int, bool]] = []
    sentence = -1
    groups = tagged.covered("group")
    sums = _listed_places(tagged, found)
    for count in found:
        if not count.number.value:
            continue
        if count.what == "livestock":
            animal = " ".join(tagged.forms[count.unit.start : count.unit.end])
            if animal not in animals:
                affected["livestock"] = affected.get("livestock", 0) + count.number.value
            animals.add(animal)
        elif count.what == "people":
            sentence = tagged.sentences[count.number.start] if sentence < 0 else sentence
            of_them = people and count.unit.start == count.number.start  # "girls 84, two wako sick bay"
            if tagged.sentences[count.number.start] == sentence and not of_them:
                affected.setdefault("people", 0)
                people.append((count.number.value, count.unit.start in groups))
        elif count.what == "missing" and tagged.forms[count.number.end - 1 : count.unit.start + 1].count(
            "still"
        ):
            affected["missing"] = count.number.value  # "five swept away, two found, three still missing"
        else:
            affected.setdefault(count.what, count.number.value)
    if people:
        affected["people"] = _together_people(people)
    return {**affected, **sums}


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


def _together_people(counts: Sequence[tuple[int, bool]]) -> int:
    """Return the number of people: "30 women, 41 children" are 71; "12 children: 5 boys, 7 girls" are 12, and
    "120 people, 30 of them women" 120. `counts`: pairs of a number and True if it counts a kind of people.
    """
    kinds = [number for number, kind in counts if kind]
    whole = next((number for number, kind in counts if not kind), None)
    if whole is not None:
        return whole if sum(kinds) <= whole or not kinds else whole + sum(kinds)
    together = sum(kinds)
    return max(kinds) if max(kinds) * 2 == together and len(kinds) > 2 else together
