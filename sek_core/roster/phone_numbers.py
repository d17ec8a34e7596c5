"""Telephone numbers: conversion from the usual forms to the stored one (E.164)."""

import re

from config.mechanism import Mechanism
from sek_core.spreadsheets.cells import is_power, whole_number

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def is_e164(address: str) -> bool:
    """Return True for a telephone number in E.164; False for a name or a short code, even with a plus."""
    return _E164.fullmatch(address) is not None


def to_e164(written: str, mechanism: Mechanism) -> str | None:
    """Return a telephone number in any usual form as E.164, or None if it is none.

    The number need not be in use: the demonstration's numbers never are.
    """
    import phonenumbers  # its tables are large, and only rosters need them

    if any(character.isalpha() for character in written.lower().removeprefix("tel:").partition(";")[0]):
        return None  # the library would read letters as the keys of a telephone
    if written.startswith("00") and not written.startswith("000"):
        written = f"+{written[2:]}"
    try:
        number = phonenumbers.parse(written, mechanism.country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read(written: str, mechanism: Mechanism) -> str:
    """Return the number in a cell of the roster file; raise ValueError if it is none.

    Spreadsheets take numbers for amounts: they write 254300000001.0, or 2.54E+11, and round.
    """
    number = to_e164(_in_digits(written), mechanism)
    if number is None:
        raise ValueError(f"{written!r} is no telephone number; write it like +254 700 000 000")
    if wrong := _wrong_length(number):
        raise ValueError(f"{written!r} {wrong}")
    return number


_AND = re.compile(r"\s*(?:[/;,|&\n]|\b(?:or|and|au|na)\b)\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"\+?\d{1,3}(?:,\d{3})+(?:\.0+)?")


def parts(cell: str) -> list[str]:
    """Return the numbers in a cell, apart: people write a second one behind a slash, a comma, "or"."""
    if _THOUSANDS.fullmatch(cell.strip()):
        return [cell.replace(",", "")]
    if is_power(cell.strip()):
        return [cell]
    return [part for part in _AND.split(cell) if part] or [cell]


_ROUNDED = re.compile(r"[1-9]\d{2,}0{6}")


def _in_digits(written: str) -> str:
    """Return a number as its digits; raise ValueError if a spreadsheet has rounded it."""
    try:
        digits = whole_number(written)
    except ValueError as error:
        raise ValueError(
            f"{error}. Make the column Text, and write the whole number anew, like +254 700 000 000"
        ) from error
    if _ROUNDED.fullmatch(digits):
        raise ValueError(
            f"{written!r} ends with six zeros, as if a spreadsheet had rounded it. Write the whole"
            f" number anew; if it is right, write +{digits}"
        )
    return digits


_KENYAN_MOBILE = re.compile(r"\+254[71]\d*")


def _wrong_length(number: str) -> str:
    """Return what is wrong with the length of a Kenyan mobile number; empty for all others.

    The library takes 7 to 10 digits for possible, as Kenya has old and short numbers that get no SMS.
    """
    if not _KENYAN_MOBILE.fullmatch(number):
        return ""
    count = len(number) - len("+254")
    if count == 9:
        return ""
    few = "few" if count < 9 else "many"
    return f"has too {few} digits: a mobile number has 9 after +254, this one {count}"
