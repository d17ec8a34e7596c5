"""Reading of "Jane Mutua +254... deputy Kitui", the words behind NOMINATE, and of "Jane Mutua +254... water
Kitui", the words behind APPOINT. Strict: any other text is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from config.mechanism import Configuration, Role
from config.sections import OF_A_COUNTY
from sek_core.messages.plain_line import typed_name
from sek_core.roster import groups, phone_numbers
from sek_core.understanding.tokens import Phrases, plain, words_of

LONGEST_NAME = 100

MOST_WORDS = 6
"""Maximum number of words in a name, and of words that are no known role or sector."""

LITTLE = frozenset({"as", "for", "of", "in", "the", "county", "kama", "wa", "ya", "kwa", "kaunti", "katika"})
"""Filler words among a role and a county."""

REPRESENTS = frozenset({"sector", "representative", "rep", "sekta", "mwakilishi"})
"""Words that may stand beside the name of a sector."""

_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\d ()-]{2,18})\d(?!\w)")
"""Looser than telephone numbers are, so that one with too few digits gets an answer."""

_DECISION = re.compile(r"(\d{1,6})\s+(\w+)\W*")


@dataclass(frozen=True, slots=True)
class SeatText:
    """What a text says of a seat. `number`: in E.164, or empty if it is no telephone number here; `typed`: as
    typed. `role`, `county`: None if the words name none that is known. `sector`: of APPOINT.
    """

    name: str
    number: str
    typed: str
    role: Role | None
    county: str | None
    sector: str = ""


def read(configuration: Configuration, words: str, *, appoints: bool = False) -> SeatText | None:
    """Return what the words say: a name, one number, and behind it a role (of APPOINT a sector) and a county,
    of which at least one must be known. None for any other words.
    """
    text = plain(words)
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        return None
    match = numbers[0]
    typed, rest = text[: match.start()].strip(" ,;:.-()\n\t"), text[match.end() :]
    name = typed_name(typed)
    if not name or len(typed) > LONGEST_NAME or any(map(str.isdigit, typed + rest)):
        return None
    if not 0 < len(words_of(name)) <= MOST_WORDS:
        return None
    county, left = _without_county(configuration, rest)
    role = sector = None
    if appoints:
        sector = next(
            iter(_sectors(configuration).get([form for form in left if form not in REPRESENTS])), None
        )
        role = Role.SECTOR_REP if sector else None
    else:
        role = next(iter(_roles(configuration).get(left)), None)
    if (role is None and county is None) or len(left) > MOST_WORDS:
        return None
    number = phone_numbers.to_e164(match[0].strip(), configuration.mechanism) or ""
    return SeatText(name, number, match[0].strip(), role, county, sector or "")


def decision(words: str) -> tuple[int, bool] | None:
    """Return the number of a nomination and whether it is confirmed, from "3 yes" or "3 no"; else None."""
    match = _DECISION.fullmatch(plain(words).strip())
    said = match[2].lower() if match else ""
    if match is None or said not in (*YES, *NO):
        return None
    return int(match[1]), said in YES


YES = ("yes", "ndio", "ndiyo")
NO = ("no", "hapana")


def word_of(configuration: Configuration, language: str, role: str) -> str:
    """Return a word by which a text can name a role: "deputy"."""
    named = configuration.words.roles.get(Role(role), {})
    phrases = named.get(language) or next(iter(named.values()), ())
    return phrases[0] if phrases else role.replace("_", " ")


def _without_county(configuration: Configuration, rest: str) -> tuple[str | None, list[str]]:
    """Return the county that the words name, and the other words, without filler words."""
    forms = [word.form for word in words_of(rest)]
    found = Phrases((county, county) for county in configuration.mechanism.counties).find(forms)
    if len(found) != 1:
        return None, [form for form in forms if form not in LITTLE]
    left = forms[: found[0].start] + forms[found[0].end :]
    return found[0].values[0], [form for form in left if form not in LITTLE]


def _roles(configuration: Configuration) -> Phrases[Role]:
    def entries() -> Iterable[tuple[str, Role]]:
        for role in OF_A_COUNTY:
            phrases = {role.replace("_", " ")}
            for named in configuration.words.roles.get(role, {}).values():
                phrases.update(named)
            for phrase in sorted(phrases):
                yield _without_little(phrase), role

    return Phrases(dict.fromkeys(entries()))


def _without_little(phrase: str) -> str:
    return " ".join(word.form for word in words_of(phrase) if word.form not in LITTLE)


def _sectors(configuration: Configuration) -> Phrases[str]:
    return Phrases(
        dict.fromkeys(
            (_without_little(phrase), sector)
            for sector, words in configuration.words.sectors.items()
            for phrase in (
                *sorted(groups.names_of_sector(configuration.words, sector)),
                *(phrase for phrases in words.values() for phrase in phrases),
            )
        )
    )
