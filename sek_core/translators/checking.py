"""What is wrong with a corrected text, in words for its writer."""

import re
from collections.abc import Collection, Iterator, Sequence
from string import Formatter

from config.names import ARGUMENTS

SCREEN = 160
"""Letters on the screen of a simple phone, and in one SMS."""
LABEL = 24
"""Letters on a button."""
_FILLED = 8
"""Letters for which an argument counts, as long as it is not known what will stand there."""

_COMMAND = re.compile(r"\b[A-Z]{3,}\b")


def wrong_with(
    key: str, forms: Sequence[str], now: Sequence[str], english: Sequence[str], words: Collection[str]
) -> Iterator[str]:
    """Yield what is wrong with new forms of a text. `words`: commands and names in capitals that exist."""
    try:
        used = arguments(forms)
    except ValueError as error:
        yield f"{error}: a brace opens and closes around a name, as in {{ref}}; for a brace itself write two"
        return
    needed, allowed = arguments(english) - ARGUMENTS, arguments((*english, *now)) | ARGUMENTS
    if lost := needed - used:
        yield f"has lost {_listed(lost)}: keep it, spelt like that"
    if strange := used - allowed:
        has = _listed(needed) or "none"
        yield f"has {_listed(strange)}, which nothing fills in; the arguments are: {has}"
    for form, before in zip(forms, now, strict=True):
        most = LABEL if key.startswith("button.") else max(SCREEN, shown_length(before))
        if shown_length(form) > most:
            yield f"is too long for a phone: about {shown_length(form)} letters, {most} are the most"
        known = {*words, *_COMMAND.findall(_plain(" ".join((*now, *english))))}
        for word in sorted(set(_COMMAND.findall(_plain(form))) - known):
            yield f"{word} is no word that the program knows; write words in capitals as they were"


def arguments(forms: Sequence[str]) -> set[str]:
    """Return the names in braces; raise ValueError if a brace is alone, or holds more than a name."""
    found = set()
    for form in forms:
        for _, name, spec, conversion in Formatter().parse(form):
            if name is None:
                continue
            if not name.isidentifier() or spec or conversion:
                raise ValueError(f"{{{name}{':' if spec else ''}}} is no name of an argument")
            found.add(name)
    return found


def shown_length(form: str) -> int:
    """Return about how many letters a text has when it is filled in."""
    return len(re.sub(r"\{\w+\}", "x" * _FILLED, form))


def _plain(form: str) -> str:
    return re.sub(r"\{\w+\}", "", form)


def _listed(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
