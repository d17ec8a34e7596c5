"""Numbers of a text: "1,200", "5OO", "elfu mbili", "sixty-three", "sixty (60)"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sek_core.understanding.tagged import Tagged

DIGITS = frozenset("0123456789")

MOST_DIGITS = 7
"""Maximum number of digits. Longer numbers are telephone numbers."""

BIG = 100
"""Value from which a number word multiplies: "elfu mbili", "two thousand"."""

_DIGITS = re.compile(r"[0-9o]{1,7}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9o]{3})+")
_FIRST, _GROUP = re.compile(r"[1-9][0-9o]{0,2}|[li][0-9o]{0,2}"), re.compile(r"[0-9o]{3}")
_LETTERS = str.maketrans("oli", "011")
_PART = re.compile(r"([0-9]{1,3})(k?)")
_SHORT = re.compile(r"([0-9]{1,4})k")


class Number(NamedTuple):
    """A number in words `start` to `end` (exclusive)."""

    start: int
    end: int
    value: int


MOST = 200
"""Maximum number of numbers that are read in a text. What has more is a table, and no report in words."""


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
            number = _repeated(tagged, number)
            found.append(number)
            end = number.end
            if len(found) == MOST:
                break
    return found


def _repeated(tagged: Tagged, number: Number) -> Number:
    """Return the number with the same number in brackets behind it: "sixty (60) goats"."""
    behind = number.end
    if behind < len(tagged.forms) and "(" in tagged.between(behind - 1, behind):
        again = _digits(tagged, behind) if tagged.forms[behind][0] in DIGITS else None
        if again and again.value == number.value:
            return Number(number.start, again.end, number.value)
    return number


def _digits(tagged: Tagged, position: int) -> Number | None:
    """Return a number written in digits: with thousands, with k, with the letter O for zero; or "2
    thousand".
    """
    form = tagged.forms[position]
    if position + 1 < len(tagged.forms) and (grouped := _grouped(tagged, position)):
        return grouped
    if short := _SHORT.fullmatch(form):
        return Number(position, position + 1, int(short[1]) * 1000)
    if (
        position + 1 < len(tagged.forms)
        and tagged.between(position, position + 1) == "."
        and tagged.forms[position + 1][0] in DIGITS
    ):
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
    while end in words and (end == position or _spoken_on(tagged, end, values, words[end][1])):
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


def _spoken_on(tagged: Tagged, position: int, values: Sequence[int], value: int) -> bool:
    """Return True if a number word continues those before it: "sixty-three", "elfu mbili, mia tatu"; not
    "wanne. Mmoja", nor "nne tano", which are two guesses.
    """
    gap = tagged.between(position - 1, position).strip()
    if gap not in ("", "-") and not (gap == "," and value >= BIG):
        return False
    return max(*values, value) >= BIG or (values[-1] % 10 == 0 and value < 10)


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
