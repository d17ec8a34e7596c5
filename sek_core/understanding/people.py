"""People by kinds: "12 women and 30 children" are 42 people; "60 people, 20 of them children" are 60."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from config.affected import PARTS, PEOPLE, people_in
from sek_core.understanding.counts import Counted
from sek_core.understanding.tagged import Tagged


class _Count(NamedTuple):
    """A number of people. `kind`: a kind of people that is kept apart, or empty. `group`: it counts pupils,
    police and the like, who are some of the people. `inside`: the words say that it is part of a number
    before.
    """

    number: int
    sentence: int
    kind: str
    group: bool
    inside: bool


def people_of(tagged: Tagged, found: Sequence[Counted]) -> dict[str, int]:
    """Return the numbers of people and of each kind of people; empty if no people are counted.

    A kind is added up within the first sentence that counts it ("20 children at Kyuso, 30 children at
    Ngomeni"); later sentences tell the same again.
    """
    counts = _counts(tagged, found)
    if not counts:
        return {}
    kinds = {kind: _sum_of(kind, counts) for kind in dict.fromkeys(count.kind for count in counts) if kind}
    return {PEOPLE: _together(counts, kinds), **kinds}


def _counts(tagged: Tagged, found: Sequence[Counted]) -> list[_Count]:
    kinds = {(seen.start, seen.end): seen.mark.value for seen in tagged.of("part")}
    groups, is_inside = tagged.covered("group"), _inside(tagged)
    counts: list[_Count] = []
    for count in found:
        if count.what != PEOPLE or not count.number.value:
            continue
        unit, sentence = count.unit, tagged.sentences[count.number.start]
        if counts and unit.start == count.number.start:
            continue  # "girls 84, two wako sick bay": of those
        kind = kinds.get((unit.start, unit.end), "")
        group = not kind and unit.start in groups
        inside = (bool(kind) or group) and is_inside(count)
        counts.append(_Count(count.number.value, sentence, kind, group, inside))
    return counts


def _inside(tagged: Tagged) -> Callable[[Counted], bool]:
    """Return a test whether words such as "including" stand before a number in its sentence, or right behind
    it: "20 of them children".
    """
    among = tagged.of("among")
    starts = {seen.start for seen in among}
    first: dict[int, int] = {}
    for seen in among:
        sentence = tagged.sentences[seen.start]
        first[sentence] = min(seen.end, first.get(sentence, seen.end))

    def is_inside(count: Counted) -> bool:
        number = count.number
        before = first.get(tagged.sentences[number.start])
        return number.end in starts or (before is not None and before <= number.start)

    return is_inside


def _sum_of(kind: str, counts: Sequence[_Count]) -> int:
    """Return the number of a kind. "30 children, including 12 under five": 30."""
    mine = [count for count in counts if count.kind == kind]
    first = [count for count in mine if count.sentence == mine[0].sentence]
    return first[0].number + sum(count.number for count in first[1:] if not count.inside)


def _together(counts: Sequence[_Count], kinds: dict[str, int]) -> int:
    """Return the number of people: the one that is said, or the sum of what is no part of another number."""
    sentence = counts[0].sentence
    wholes = [c.number for c in counts if not c.kind and not c.group and c.sentence == sentence]
    outside = {count.kind for count in counts if count.kind and not count.inside}
    groups = [c.number for c in counts if c.group and not c.inside and c.sentence == sentence]
    apart = people_in({kind: kinds[kind] for kind in outside})
    parts = people_in(kinds)
    if len(groups) == 1 and apart == groups[0] and len(outside) > 1:
        apart = 0  # "12 learners: 5 boys, 7 girls"
    together = apart + sum(groups)
    if wholes:
        # "3 people and 40 children": what is more than the whole cannot be part of it.
        beyond = max([kinds[kind] for kind in outside] + groups, default=0) > wholes[0]
        return wholes[0] + together if beyond else wholes[0]
    later = [c.number for c in counts if not c.kind and not c.group] if not groups else []
    return max(0, together or parts, *kinds.values(), *later[:1])


def with_places(numbers: dict[str, int], listed: int) -> dict[str, int]:
    """Return the numbers of people where a list of places adds up to `listed`, which may leave some out."""
    if PARTS.isdisjoint(numbers):
        return {**numbers, PEOPLE: listed}
    return {**numbers, PEOPLE: max(listed, numbers.get(PEOPLE, 0))}
