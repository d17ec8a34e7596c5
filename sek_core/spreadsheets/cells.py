"""What the cells of a workbook hold: places such as H3, dates, and numbers."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Ids of the formats of dates that every workbook has. Source: ECMA-376, part 1, 18.8.30."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_POWER = re.compile(r"([+-]?\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_WHOLE = re.compile(r"([+-]?\d+)(?:\.0+|,0{1,2})")
_LATEST = 2_958_465
"""31 December 9999, the last day of a workbook."""


def column_of(place: str) -> int:
    """Return the column of a place such as H3, from 0; raise ValueError if it is none."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(f"{place!r} is no place of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def is_date_format(identity: str, code: str) -> bool:
    """Return True if a number format shows dates."""
    if code:
        return bool(re.search(r"[dmyDMY]", _QUOTED.sub("", code))) and "General" not in code
    return identity.isdigit() and int(identity) in _DATES


def number_as_text(written: str, *, is_date: bool, from_1904: bool = False) -> str:
    """Return a number in full, a date as 2026-12-31. A workbook has all digits of what looks like 2.5E+11."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or number.adjusted() > 30:
        return written
    if is_date and 0 < number <= _LATEST:
        return _day(number, from_1904)
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number:f}"


def is_power(written: str) -> bool:
    """Return True for a number as a spreadsheet shows large ones: 2.54E+11, or 2,54E+11."""
    return _POWER.fullmatch(written) is not None


def whole_number(written: str) -> str:
    """Return a number without its point or power: 12.0 is 12, 1.234E+3 is 1234. Leave other words alone.

    Raise ValueError if the number has fewer digits than its power asks for, as the rest was rounded away.
    """
    if whole := _WHOLE.fullmatch(written):
        return whole[1]
    power = _POWER.fullmatch(written)
    if power is None:
        return written
    digits, length = power[2] or "", int(power[3])
    if len(digits) < length or digits[length:].strip("0"):
        raise ValueError(f"{written!r} has lost digits: the spreadsheet has rounded it")
    return power[1] + digits[:length]


def _day(number: Decimal, from_1904: bool) -> str:
    # Excel believes that there was a 29 February 1900: days count from 30 December 1899 after it.
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    moment = datetime.combine(first, time()) + timedelta(days=float(number))
    is_day = number == number.to_integral_value()
    return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")
