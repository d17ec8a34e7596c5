"""Reading of digits that answer for several things at once: "1 3", "13"; "2 3 1", "S1 3 S4 2"."""

import re
from collections.abc import Collection, Sequence

from handlers.language.words import REFERENCE

_DIGITS = re.compile(r"[0-9,]+")

_AND = frozenset(("and", "na", "n"))


def several(forms: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    """Return the choices whose digits the words are, each once: "1 3", "1 and 3", "13". Nothing if there is
    any other word. Digits may run together: there are fewer than ten choices.
    """
    said = [form.strip(",") for form in forms if form not in _AND]
    if len(said) > 2 and all(len(form) == 1 for form in said):
        # Of three and more digits with one that is no choice, the others count: "3 4 9".
        known = [form for form in said if form.isdigit() and 1 <= int(form) <= len(choices)]
        said = known if len(known) > 1 and all(map(str.isdigit, said)) else said
    digits = _digits_of(said)
    if not digits or any(not 1 <= int(digit) <= len(choices) for digit in digits):
        return ()
    return tuple(dict.fromkeys(choices[int(digit) - 1] for digit in digits))


def of_each(forms: Sequence[str], refs: Sequence[str], states: Sequence[str]) -> dict[str, str] | None:
    """Return the state of each reference: digits in the order of `refs`, or behind them ("S4 2"). Empty if
    the digits are too few or too many; None if the words are anything else. Digit 0 is `states[0]`.
    """
    if any(REFERENCE.fullmatch(form) for form in forms):
        return _behind_references(forms, refs, states)
    digits = _digits_of([form for form in forms if form not in _AND])
    if not digits or any(int(digit) >= len(states) for digit in digits):
        return None
    if len(digits) != len(refs):
        return {}
    return {ref: states[int(digit)] for ref, digit in zip(refs, digits, strict=True)}


def _behind_references(
    forms: Sequence[str], refs: Collection[str], states: Sequence[str]
) -> dict[str, str] | None:
    told: dict[str, str] = {}
    pairs = list(zip(forms[::2], forms[1::2], strict=False))
    if len(forms) % 2:
        return None
    for ref, digit in pairs:
        if ref.upper() not in refs or not (digit.isdecimal() and int(digit) < len(states)):
            return None
        told[ref.upper()] = states[int(digit)]
    return told


def _digits_of(forms: Sequence[str]) -> str:
    """Return all digits of words that are nothing but digits, or nothing."""
    if not forms or not all(form.isascii() and _DIGITS.fullmatch(form) for form in forms):
        return ""
    return "".join(forms).replace(",", "")
