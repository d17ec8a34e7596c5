"""Reading of codes: "YES 4821", "4821", "ndiyo 48 21"."""

import re
import unicodedata

from sek_core.work.codes import LENGTH, LONG

_TOKEN = re.compile(r"[a-z]+|[0-9]+")

_BESIDE = frozenset(
    (
        "yes", "y", "yeah", "yep", "ndio", "ndiyo", "naam", "ok", "okay", "sawa", "confirm", "thibitisha",
        "code", "pin", "number", "is", "the", "my", "it", "please",
        "msimbo", "kodi", "namba", "nambari", "ni", "ya", "yangu", "tafadhali", "asante", "thanks", "thank",
        "you",
    )
)  # fmt: skip
"""Words that may stand beside a code. Any other word makes the text something else."""

SHORTEST = LENGTH - 1
LONGEST = {LENGTH: LENGTH + 2, LONG: LONG + 1}
"""Number of digits of a text that is meant as a code, though perhaps mistyped. Ten digits are a telephone
number.
"""


def read(text: str, length: int = LENGTH) -> str | None:
    """Return the digits of a text that is a code of this length and nothing else, perhaps a mistyped one;
    else None.
    """
    parts: list[str] = _TOKEN.findall(_plain(text))
    if not any(part.isdecimal() for part in parts):
        return None
    # A zero may be typed as a letter.
    parts = [part if part.strip("o") else "0" * len(part) for part in parts]
    digits = [part for part in parts if part.isdecimal()]
    if any(part not in _BESIDE for part in parts if not part.isdecimal()):
        return None
    whole = {part for part in digits if len(part) == length}
    if len(whole) == 1 and all(part in whole or part == "1" for part in digits):
        return whole.pop()  # "1 4821": the digit of yes, and the code
    joined = "".join(digits)
    if digits[0] == "1" and len(joined) == length + 1:
        return joined[1:]
    return joined if SHORTEST <= len(joined) <= LONGEST[length] else None


def _plain(text: str) -> str:
    """Return a text in small letters without accents, with the digits of any script as 0 to 9. A mark that
    makes a number something else, such as a currency, stays a letter.
    """
    shown = unicodedata.normalize("NFKD", text).casefold()
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in shown)
