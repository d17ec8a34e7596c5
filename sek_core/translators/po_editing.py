"""Changing texts in a gettext file: only the lines of the texts that change, all others stay."""

import re
from collections.abc import Iterator, Mapping, Sequence

Forms = Sequence[str]
"""The forms of a text: one, or one for each plural form."""

_STRING = re.compile(r'(?:msg\w+(?:\[\d+\])?\s+)?"((?:[^"\\]|\\.)*)"\s*')


def edited(content: str, corrections: Mapping[str, Forms]) -> str:
    """Return the file with other forms of some texts, by `msgid`. Texts that it does not have come last."""
    out: list[str] = []
    done = set()
    for entry in _entries(content):
        key = _key(entry)
        if key in corrections:
            done.add(key)
            out += _with_forms(entry, corrections[key])
        else:
            out += entry
    for key, forms in corrections.items():
        if key not in done:
            out += ["", *_new(key, forms)]
    return "\n".join(out).rstrip("\n") + "\n"


def head_of(content: str) -> str:
    """Return the first entry of a file: its language, and which plural form a number takes."""
    return "\n".join(next(_entries(content))) + "\n"


def _entries(content: str) -> Iterator[list[str]]:
    """Yield the lines of each entry, with the blank lines and comments in front of it."""
    entry: list[str] = []
    for line in content.splitlines():
        is_start = line.startswith(("msgid ", "#")) or not line.strip()
        if is_start and any(other.startswith("msgstr") for other in entry):
            yield entry
            entry = []
        entry.append(line)
    if entry:
        yield entry


def _key(entry: list[str]) -> str:
    """Return the msgid of an entry, which may go on over several lines."""
    parts = []
    inside = False
    for line in entry:
        if line.startswith("msg"):
            inside = line.startswith("msgid ")
        if inside and (match := _STRING.fullmatch(line)):
            parts.append(match[1])
    return "".join(parts)


def _with_forms(entry: list[str], forms: Forms) -> Iterator[str]:
    """Yield the lines of an entry with other forms."""
    at = next(place for place, line in enumerate(entry) if line.startswith("msgstr"))
    yield from entry[:at]
    yield from _strings(forms, several=entry[at].startswith("msgstr["))


def _new(key: str, forms: Forms) -> Iterator[str]:
    yield f'msgid "{key}"'
    if len(forms) > 1:
        yield f'msgid_plural "{key}"'
    yield from _strings(forms, several=len(forms) > 1)


def _strings(forms: Forms, *, several: bool) -> Iterator[str]:
    for number, form in enumerate(forms):
        yield f'msgstr{f"[{number}]" if several else ""} "{_escaped(form)}"'


def _escaped(form: str) -> str:
    return form.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
