"""Numbers, and what they count: "1,200 HH", "5OO households", "elfu mbili", "goats 120 dead"."""

import re
from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import NamedTuple

from sek_core.understanding.tagged import Seen, Tagged

DIGITS = frozenset("0123456789")

MOST_DIGITS = 7
"""Maximum number of digits. Longer numbers are telephone numbers."""

BIG = 100
"""Value from which a number word multiplies: "elfu mbili", "two thousand"."""

_DIGITS = re.compile(r"[0-9o]{1,7}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9o]{3})+")
_FIRST, _GROUP = re.compile(r"[1-9][0-9o]{0,2}|[li][0-9o]{0,2}"), re.compile(r"[0-9o]{3}")
_LETTERS = str.maketrans("oli", "011")
_CLOCK_BEHIND, _CLOCK_BEFORE = re.compile(r":[0-9]"), re.compile(r"[0-9]:")
_PART = re.compile(r"([0-9]{1,3})(k?)")
_SHORT = re.compile(r"([0-9]{1,4})k")

_STATES = ("deaths", "injured", "missing")
"""What can happen to people."""

UNIT_WITHIN = 2
"""Maximum number of words between a number and what it counts: "400 affected households"."""

STATE_WITHIN = 3
"""Maximum number of words between people and what happened to them: "3 people were found dead"."""


class Number(NamedTuple):
    """A number in words `start` to `end` (exclusive)."""

    start: int
    end: int
    value: int


class Counted(NamedTuple):
    """A number with what it counts, and the phrase that says so."""

    number: Number
    what: str
    unit: Seen


def numbers_of(tagged: Tagged) -> list[Number]:
    """Return every number of a text, from left to right."""
    words = {seen.start: (seen.end, int(seen.mark.value)) for seen in tagged.of("number")}
    found: list[Number] = []
    end = 0
    for position, form in enumerate(tagged.forms):
        if position < end:
            continue
        if form[0] in DIGITS or form in ("l", "i"):
            number = _multiplied(_digits(tagged, position), words)
            if (number is None or number.end == position + 1) and _runs_on(tagged, position):
                end = position + 2  # "1,2OOO": half a number does not count
                continue
        else:
            number = _spoken(tagged, position, words)
        if number:
            found.append(number)
            end = number.end
    return found


def _digits(tagged: Tagged, position: int) -> Number | None:
    """Return a number written in digits: with thousands, with k, with the letter O for zero; or "2
    thousand".
    """
    form = tagged.forms[position]
    if position + 1 < len(tagged.forms) and (grouped := _grouped(tagged, position)):
        return grouped
    if short := _SHORT.fullmatch(form):
        return Number(position, position + 1, int(short[1]) * 1000)
    if position + 1 < len(tagged.forms) and tagged.between(position, position + 1) == ".":
        return _decimal(form, tagged.forms[position + 1], position)
    bare = form.replace(",", "") if _THOUSANDS.fullmatch(form) else form
    if not _DIGITS.fullmatch(bare) or len(bare) > MOST_DIGITS:
        return None
    if len(bare) <= 3 and position + 1 < len(tagged.forms):
        behind = tagged.forms[position + 1]
        if re.fullmatch(r"[0-9]{3}", behind) and tagged.between(position, position + 1).isspace():
            return Number(position, position + 2, int(bare.replace("o", "0") + behind))
    return Number(position, position + 1, int(bare.replace("o", "0")))


def _grouped(tagged: Tagged, position: int) -> Number | None:
    """Return a number whose thousands are not a word of their own: "1,2OO" with the letter, "2.500" with a
    point.
    """
    sign = tagged.between(position, position + 1)
    digits = tagged.forms[position]
    if sign not in (",", ".") or not _FIRST.fullmatch(digits):
        return None
    end = position + 1
    while (
        end < len(tagged.forms)
        and tagged.between(end - 1, end) == sign
        and _GROUP.fullmatch(tagged.forms[end])
    ):
        digits += tagged.forms[end]
        end += 1
    if end == position + 1 or len(digits) > MOST_DIGITS:
        return None
    return Number(position, end, int(digits.translate(_LETTERS)))


def _runs_on(tagged: Tagged, position: int) -> bool:
    """Return True if a comma without a space joins the number to more digits that do not form a number with
    it.
    """
    behind = position + 1
    return (
        behind < len(tagged.forms)
        and tagged.between(position, behind) == ","
        and tagged.forms[behind][0] in DIGITS
    )


def _multiplied(number: Number | None, words: dict[int, tuple[int, int]]) -> Number | None:
    """Return the product of digits and a number word: "2 thousand"."""
    if number and number.end in words:
        end, value = words[number.end]
        if value >= BIG and number.value < BIG:
            return Number(number.start, end, number.value * value)
    return number


def _decimal(whole: str, part: str, position: int) -> Number | None:
    """Return the value of a decimal: 1.5k is 1,500; of 12.5 acres only the whole ones count."""
    if match := _PART.fullmatch(part):
        value = float(f"{whole.replace('o', '0')}.{match[1]}") if _DIGITS.fullmatch(whole) else 0
        return Number(position, position + 2, int(value * (1000 if match[2] else 1)))
    return None


def _spoken(tagged: Tagged, position: int, words: dict[int, tuple[int, int]]) -> Number | None:
    """Return a number written in words. Swahili multiplies forwards ("elfu mbili"), English backwards ("two
    hundred").
    """
    if position not in words:
        return None
    values: list[int] = []
    end = position
    while end in words:
        end, value = words[end]
        values.append(value)
        if end + 1 in words and end < len(tagged.forms) and tagged.forms[end] in ("na", "and"):
            end += 1
    swahili = values[0] >= BIG
    if swahili and len(values) == 1 and end < len(tagged.forms):
        digits = _digits(tagged, end) if tagged.forms[end][0] in DIGITS else None  # "elfu 2"
        if digits and digits.value < BIG:
            return Number(position, digits.end, values[0] * digits.value)
    return Number(position, end, _forwards(values) if swahili else _backwards(values))


def _forwards(values: Sequence[int]) -> int:
    """Return the value of elfu mbili mia tatu na hamsini: 1000 x 2 + 100 x 3 + 50; elfu ishirini na tano:
    1000 x 25.
    """
    total, multiplier, factor = 0, 1, 0
    for value in values:
        if value >= BIG:
            total += multiplier * (factor or 1) if multiplier > 1 else factor
            multiplier, factor = value, 0
        elif not factor or (multiplier > BIG and factor % 10 == 0 and value < 10):
            factor += value
        else:
            total += value
    return total + (multiplier * (factor or 1) if multiplier > 1 else factor)


def _backwards(values: Sequence[int]) -> int:
    """Return the value of two thousand three hundred: (2) x 1000 + (3) x 100."""
    total, current = 0, 0
    for value in values:
        if value > BIG:
            total, current = total + (current or 1) * value, 0
        elif value == BIG:
            current = (current or 1) * value
        else:
            current += value
    return total + current


def counted(tagged: Tagged, numbers: Sequence[Number]) -> list[Counted]:
    """Return the numbers that count something relevant; distances, prices, dates and the like do not.

    A unit stands behind its number ("400 households") or right before it ("kaya 400", "goats 120 dead"): a
    unit that has its number takes no second one.
    """
    ends = tagged.ending("affected")
    about = tagged.covered("about")
    if not numbers:
        return []
    starts = {number.start for number in numbers}
    taken: set[Seen] = set()
    found: list[Counted] = []
    taken_words = {position for number in numbers for position in range(number.start, number.end)}
    denied = {seen.end for seen in tagged.of("negation")} & starts
    for number in numbers:
        if _measured(tagged, number) or number.start in denied or _of_a_group(tagged, number):
            continue
        left = number.start - 1
        while left in about and left not in taken_words:
            left -= 1
        before = ends.get(left + 1) or _animals(ends.get(left))
        if before and (before in taken or not _together(tagged, before.end - 1, number.start, colon=True)):
            before = None
        behind = _behind(tagged, number, taken_words)
        behind = [unit for unit in behind if unit not in taken]
        if before and ends.get(left + 1) and behind and behind[0].end in starts:
            behind = []  # "nyumba tano zimebomoka na watu wawili": those units have their own number
        chosen = _choose(before, behind) or _put_right(tagged, number, denied, taken)
        if chosen is None:
            continue
        what, unit = chosen
        if what == "acres" and number.value >= 1000 and "." in tagged.typed(number.start, number.end):
            continue  # 2.500 acres: thousands or a fraction
        if what == "people":
            what = _became(tagged, number, unit, taken_words, taken) or what
        taken.add(unit)
        taken.update(seen for seen in behind if seen.start < unit.end)
        found.append(Counted(number, what, unit))
    return found


PUT_RIGHT_WITHIN = 3

UNIT_BEFORE = 8


def _put_right(
    tagged: Tagged, number: Number, denied: Collection[int], taken: Collection[Seen]
) -> tuple[str, Seen] | None:
    """Return the unit of a number behind a denied one, which counts what was named before: "houses affected,
    si 12 ni 21".
    """
    first = next((p for p in range(number.start - PUT_RIGHT_WITHIN, number.start) if p in denied), None)
    if first is None:
        return None
    ends = tagged.ending("affected")
    for position in range(first, max(0, first - UNIT_BEFORE), -1):
        unit = ends.get(position)
        if unit and unit not in taken and tagged.sentences[unit.start] == tagged.sentences[number.start]:
            return unit.mark.value, unit
    return None


def _of_a_group(tagged: Tagged, number: Number) -> bool:
    """Return True if the number is of a group whose members are counted: "4 members of 1 family" has one
    number.
    """
    before = number.start - 1
    if before < 1 or before not in tagged.joining:
        return False
    unit = tagged.ending("affected").get(before)
    behind = tagged.starting("affected").get(number.end)
    return bool(unit and behind and unit.mark.value == "people" and behind.mark.value == "households")


def _animals(unit: Seen | None) -> Seen | None:
    """Return the unit if it is animals: "goats dying 45". With a word between, only animals stand before
    their number.
    """
    return unit if unit and unit.mark.value == "livestock" else None


def _choose(before: Seen | None, behind: Sequence[Seen]) -> tuple[str, Seen] | None:
    """Choose the unit of a number. Animals stay animals, dead or stolen; what happened to people outweighs
    the people.
    """
    kinds = {unit.mark.value: unit for unit in reversed(behind)}
    if before and before.mark.value == "livestock":
        return "livestock", before
    if "livestock" in kinds and set(kinds) <= {"livestock", *_STATES}:
        return "livestock", kinds["livestock"]
    if behind:
        return behind[0].mark.value, behind[0]
    return (before.mark.value, before) if before else None


def _behind(tagged: Tagged, number: Number, numbers: set[int]) -> list[Seen]:
    """Return the units that follow a number within reach, and what stands right behind the first of them."""
    starts, measures = tagged.starting("affected"), tagged.starting("measure")
    little = tagged.covered("common", "about")
    found: list[Seen] = []
    passed = False
    position, reach = number.end, number.end + UNIT_WITHIN
    while position <= reach and position < len(tagged.forms):
        if position in numbers or position in measures:
            break
        if not _together(tagged, position - 1, position):
            break
        if unit := starts.get(position):
            if passed and not found and unit.mark.value in _STATES:
                break  # "4 hyenas dead"
            found.append(unit)
            position = unit.end
            reach = position if len(found) == 1 else -1
        else:
            passed = passed or position not in little
            position += 1
    return found


def _became(
    tagged: Tagged, number: Number, unit: Seen, numbers: set[int], taken: Collection[Seen]
) -> str | None:
    """Return what happened to counted people: "3 people were found dead", "wameua watu wawili"."""
    starts = tagged.starting("affected")
    first, last = min(number.start, unit.start), max(number.end, unit.end)
    reach = takewhile(lambda position: position not in numbers, range(last, last + STATE_WITHIN + 1))
    behind = [starts[position] for position in reach if position in starts]
    before = tagged.ending("affected").get(first)
    for state in [*behind, *([before] if before and before not in taken else [])]:
        edge = (last - 1, state.start) if state.start >= last else (state.end - 1, first)
        if state.mark.value in _STATES and _together(tagged, *edge):
            return state.mark.value
    return None


def _together(tagged: Tagged, left: int, right: int, colon: bool = False) -> bool:
    """Return True if no sentence or clause ends between two words; a colon joins a unit to its number."""
    if tagged.clauses[left] == tagged.clauses[right]:
        return True
    return colon and right == left + 1 and tagged.between(left, right).strip() == ":"


def _measured(tagged: Tagged, number: Number) -> bool:
    """Return True for 70%, 500/=, 10:30, 12 km, ksh 500: measures, not counts."""
    behind, before = tagged.starting("measure"), tagged.ending("measure")
    if number.end in behind and tagged.between(number.end - 1, number.end).strip() == "":
        return True
    if number.start in before and tagged.between(number.start - 1, number.start).strip() in ("", "."):
        return True
    first, last = tagged.words[number.start].start, tagged.words[number.end - 1].end
    behind_it, before_it = tagged.text[last : last + 2], tagged.text[max(0, first - 2) : first]
    clock = _CLOCK_BEHIND.match(behind_it) or _CLOCK_BEFORE.match(before_it)
    return behind_it.lstrip().startswith(("%", "/=")) or clock is not None


def affected_of(tagged: Tagged, found: Sequence[Counted]) -> dict[str, int]:
    """Return the numbers by what they count: the first of each kind, but the sum for animals and people of
    several kinds.
    """
    affected: dict[str, int] = {}
    animals: set[str] = set()
    people: list[tuple[int, bool]] = []
    groups = tagged.covered("group")
    for count in found:
        if not count.number.value:
            continue
        if count.what == "livestock":
            animal = " ".join(tagged.forms[count.unit.start : count.unit.end])
            if animal not in animals:
                affected["livestock"] = affected.get("livestock", 0) + count.number.value
            animals.add(animal)
        elif count.what == "people":
            affected.setdefault("people", 0)
            people.append((count.number.value, count.unit.start in groups))
        else:
            affected.setdefault(count.what, count.number.value)
    if people:
        affected["people"] = _together_people(people)
    return affected


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
