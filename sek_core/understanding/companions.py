"""Companions: one person who is named beside counted ones ("a mother and her two children": three)."""

from collections.abc import Sequence

from sek_core.understanding.counts import AND, STATES, Counted
from sek_core.understanding.tagged import Tagged

JOINED = (*AND, "n")

OWN = frozenset({"her", "his", "their", "my", "our", "the", "a", "wake", "wangu", "wao"})
"""Words between the joining word and the number."""


def with_companions(tagged: Tagged, found: Sequence[Counted]) -> list[Counted]:
    """Return the numbers, each of people with one more where one person is joined to them."""
    counted = {position for count in found for position in range(count.number.start, count.number.end)}
    return [_with_companion(tagged, count, counted) for count in found]


def _with_companion(tagged: Tagged, count: Counted, counted: set[int]) -> Counted:
    if count.what not in ("people", *STATES) or count.number.value < 2:
        return count
    first = count.number.start
    first -= tagged.forms[first - 1] in OWN
    before = tagged.ending("affected").get(first)
    if before and before.mark.value == "people":
        first = before.start  # "mama na watoto wawili"
    first -= tagged.forms[first - 1] in OWN
    joined = first - 1
    if joined < 1 or tagged.forms[joined] not in JOINED or joined - 1 in counted:
        return count
    one = tagged.ending("single").get(joined)
    together = one and tagged.clauses[one.start] == tagged.clauses[count.number.start]
    if not one or not together or one.start - 1 in counted:
        return count
    return count._replace(number=count.number._replace(value=count.number.value + 1))
