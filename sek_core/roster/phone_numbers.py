"""Telephone numbers: conversion from the usual forms to the stored one (E.164)."""

import re

from config.mechanism import Mechanism

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
    """Return the number in a cell of the roster file; raise ValueError if it is none."""
    number = to_e164(written, mechanism)
    if number is None:
        raise ValueError(f"{written!r} is no telephone number; write it like +254 700 000 000")
    return number
