"""Reading of "Kitui county communication director +254...", the words behind GUEST. Strict: any other text is
none.
"""

import re
from dataclasses import dataclass
from typing import Literal

from config.mechanism import Configuration
from sek_core.meetings.addressed import ALL, COUNTY
from sek_core.meetings.regulars import LONGEST_NAME
from sek_core.messages.plain_line import typed_title
from sek_core.roster import phone_numbers
from sek_core.understanding.tokens import Phrases, plain, words_of

REMOVE = frozenset({"remove", "ondoa"})

MOST_WORDS = 10
"""Maximum number of words in a name or title."""

_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\d ()-]{5,18})\d(?!\w)")


@dataclass(frozen=True, slots=True)
class GuestText:
    """What a text says of guests. `county` None: all counties. `series`: the id of one, or empty for all.
    `number`: in E.164, or empty if it is no telephone number here; `typed`: as typed.
    """

    does: Literal["add", "list", "remove"]
    county: str | None
    series: str = ""
    name: str = ""
    number: str = ""
    typed: str = ""


def read(configuration: Configuration, words: str) -> GuestText | None:
    """Return what the words behind GUEST say: a county or "all", then perhaps a series, a name and a number;
    or "remove" and a name; or a county alone. None for any other words.
    """
    text = plain(words)
    tokens = words_of(text)
    forms = [token.form for token in tokens]
    known = Phrases((county, county) for county in configuration.mechanism.counties)
    found = known.find(forms[:4])
    if found and found[0].start == 0:
        county: str | None = found[0].values[0]
        used = found[0].end
    elif forms[:1] and forms[0] in ALL:
        county, used = None, 1
    else:
        return None
    if forms[used:] == [] or (len(forms) == used + 1 and forms[used] in COUNTY):
        return GuestText("list", county) if county else None
    if forms[used] in REMOVE:
        name = typed_title(text[tokens[used].end :].strip(" ,;:.-"))
        return GuestText("remove", county, name=name) if name else None
    series = _series(configuration, forms[used])
    start = tokens[used].end if series else tokens[used - 1].end
    return _to_add(configuration, county, series, text[start:])


def _to_add(configuration: Configuration, county: str | None, series: str, words: str) -> GuestText | None:
    """Read a name and one number, which stands first or last."""
    numbers = list(_NUMBER.finditer(words))
    if len(numbers) != 1:
        return None
    match = numbers[0]
    before, after = (part.strip(" ,;:.-()\n\t") for part in (words[: match.start()], words[match.end() :]))
    typed = before or after
    name = typed_title(typed)
    if (before and after) or not any(map(str.isalpha, name)) or any(map(str.isdigit, typed)):
        return None
    if len(typed.split()) > MOST_WORDS or len(typed) > LONGEST_NAME:
        return None
    number = phone_numbers.to_e164(match[0].strip(), configuration.mechanism) or ""
    return GuestText("add", county, series, name, number, match[0].strip())


def _series(configuration: Configuration, form: str) -> str:
    """Return the series whose id is this word, or empty."""
    return next((each.id for each in configuration.meetings.series if each.id.lower() == form), "")
