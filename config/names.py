"""The names of a mechanism and of its people, by language: `names` in mechanism.yaml.

A text of config/texts writes a name in braces, such as `{clt}`. The names are put in once, when the files are
read, so the program never hands them to a text. `{leads}` is the name of several, and `{Lead}` is the name
with a capital, for the beginning of a sentence.
"""

from collections.abc import Collection, Iterable, Mapping
from string import Formatter
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from config.terms import Role, StrictModel

LONGEST = 40

Name = Annotated[str, Field(min_length=1, max_length=LONGEST)]


def _pair(written: object) -> object:
    pair = (written, written) if isinstance(written, str) else written
    if pair == ():  # a name that is left out
        return pair
    names = pair if isinstance(pair, list | tuple) else ()
    if len(names) != 2 or not all(isinstance(name, str) and 0 < len(name) <= LONGEST for name in names):
        raise ValueError(f"write one name, or [one, several], of 1 to {LONGEST} letters")
    return tuple(names)


Names = tuple[str, str] | tuple[()]
"""The name of one, and of several; nothing where the packaged names count."""

Written = Annotated[Names, BeforeValidator(_pair)]

BASIC = ("mechanism", "mission", "secretariat", "clt", "partner", "chair", "lead", "deputy", "poc")
"""Names that stand alone. The others may contain them: "{clt} lead"."""

ROLE_KEYS: dict[Role, str] = {Role.USAID: "mission", Role.RLA: "secretariat"}
"""The names of the roles whose name is not under their own word."""

SHORT: dict[Role, tuple[str, ...]] = {
    Role.COUNTY_LEAD: ("lead",),
    Role.DEPUTY_COUNTY_LEAD: ("deputy",),
    Role.COUNTY_POC: ("poc",),
    Role.IP_FOCAL: ("partner",),
}
"""Short names by which people may call the holders of a role."""


class NameFile(StrictModel):
    """The names in one language. A name that is left out is as in the packaged file."""

    mechanism: Written = ()
    mission: Written = ()
    secretariat: Written = ()
    clt: Written = ()
    partner: Written = ()
    chair: Written = ()
    lead: Written = ()
    deputy: Written = ()
    poc: Written = ()
    county_lead: Written = ()
    deputy_county_lead: Written = ()
    clt_lead: Written = ()
    clt_member: Written = ()
    technical_office: Written = ()
    ip_focal: Written = ()
    county_poc: Written = ()
    county_official: Written = ()
    sector_rep: Written = ()
    private_sector: Written = ()
    observer: Written = ()
    admin: Written = ()
    series: dict[str, Name] = Field(default={})

    @field_validator("*")
    @classmethod
    def _is_known(cls, written: Names | dict[str, str], info: ValidationInfo) -> Names | dict[str, str]:
        names = written.values() if isinstance(written, dict) else written
        for name in names:
            check(name, () if info.field_name in BASIC else ALONE)
        return written


KEYS = tuple(key for key in NameFile.model_fields if key != "series")


def plural(key: str) -> str:
    """Return the argument for the name of several: leads, deputies."""
    return f"{key[:-1]}ies" if key.endswith("y") else f"{key}s"


ALONE = frozenset(BASIC) | frozenset(map(plural, BASIC))

ARGUMENTS = frozenset(
    argument for key in KEYS for each in (key, plural(key)) for argument in (each, each[0].upper() + each[1:])
)
"""The arguments of texts that stand for names."""


def check(name: str, allowed: Collection[str]) -> None:
    """Raise ValueError if a name contains other names than the allowed ones."""
    try:
        used = {argument for _, argument, _, _ in Formatter().parse(name) if argument is not None}
    except ValueError as error:
        raise ValueError(f"{name!r}: {error}") from error
    for argument in sorted(used.difference(allowed)):
        possible = f"write one of {', '.join(sorted(allowed))}" if allowed else "write it without braces"
        raise ValueError(f"{{{argument}}} cannot stand in this name; {possible}")


def by_language(
    own: Mapping[str, NameFile], packaged: Mapping[str, NameFile], short_name: str, languages: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Return what each argument stands for, by language: the own name, else the packaged one.

    A language that neither has takes the names of the first packaged language.
    """
    standard = next(iter(packaged.values()))
    return {
        language: _filled((packaged.get(language, standard), own.get(language, NameFile())), short_name)
        for language in languages
    }


def _filled(files: Iterable[NameFile], short_name: str) -> dict[str, str]:
    written: dict[str, tuple[str, str]] = {"mechanism": (short_name, short_name)}
    for file in files:  # the later one counts
        written |= {key: pair for key in KEYS if (pair := getattr(file, key))}
    alone = {
        argument: name
        for key in BASIC
        for argument, name in zip((key, plural(key)), written[key], strict=True)
    }
    filled = {
        argument: name.format(**alone) if key not in BASIC else name
        for key, pair in written.items()
        for argument, name in zip((key, plural(key)), pair, strict=True)
    }
    return filled | {_capital(argument): _capital(name) for argument, name in filled.items()}


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def fill(pattern: str, names: Mapping[str, str]) -> str:
    """Return a text with its names put in. All other arguments stay as they are."""
    parts = []
    for words, argument, spec, conversion in Formatter().parse(pattern):
        parts.append(words.replace("{", "{{").replace("}", "}}"))
        if argument is None:
            continue
        if argument not in names:
            parts.append(
                f"{{{argument}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}}}"
            )
        else:
            parts.append(names[argument])
    return "".join(parts)


def key_of(role: Role) -> str:
    """Return the key of a role's name."""
    return ROLE_KEYS.get(role, role.value)


def names_of_roles(names: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each role, of the names in one language."""
    return {role.value: names[key_of(role)] for role in Role}


def called(
    role: Role, names: Mapping[str, Mapping[str, str]], *, several: bool = False
) -> dict[str, list[str]]:
    """Return the names of a role's holders by language. "The Secretariat" is understood without its article.

    `several`: the names of several holders.
    """
    keys = [key_of(role), *SHORT.get(role, ())]
    if role == Role.CLT_LEAD and not several:
        keys.append("clt")  # "GIVE S1 CLT" means its lead
    return {
        language: [_bare(words[plural(key) if several else key]) for key in keys]
        for language, words in names.items()
    }


def _bare(name: str) -> str:
    return name[4:] if name.lower().startswith("the ") else name
