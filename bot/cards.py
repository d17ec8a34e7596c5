"""The cards: one sheet of paper a role, English on one side and Swahili on the other, to print and give out.

`python -m bot.cards` writes them into docs/cards, `python -m bot.cards FOLDER` elsewhere.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from config.mechanism import PACKAGED, Configuration, load_configuration
from config.names import names_of_roles
from config.rights import Deed
from config.terms import Role
from handlers.dialogue.registry import REGISTRY
from handlers.language.usage import LEFT_OUT, LINES, SECTIONS, Line
from handlers.language.verbs import Verb, example

LANGUAGES = ("en", "sw")
"""The languages that have command words, in the order of `Line.send`."""

_STYLE = (
    "@page { size: A4; margin: 8mm 12mm } "
    "body { font: 8.5pt/1.1 sans-serif; margin: 0 } section { break-after: page } section:last-child"
    " { break-after: auto } h1 { font-size: 15pt; margin: 0 } h2 { font-size: 10pt; margin: 1mm 0 0.1mm }"
    " p { margin: 0.8mm 0 } table { width: 100%; border-collapse: collapse }"
    " td { border-top: 0.2mm solid #999; padding: 0.1mm 1mm;"
    " vertical-align: top } td:first-child { width: 58%; font-weight: bold }"
)

_INTRO = (
    "Send these words by SMS or on Telegram. S1, M1, T1, Q1, U1 stand for the reference in your message."
    " A number such as 1 answers the question that was asked last; 0 leaves it out.",
    "Tuma maneno haya kwa SMS au Telegram. S1, M1, T1, Q1, U1 ni mfano wa nambari iliyo kwenye ujumbe wako."
    " Tarakimu kama 1 hujibu swali la mwisho; 0 huliruka.",
)


def page(role: Role, configuration: Configuration) -> str:
    """Return the card of a role as a page of HTML: a sheet with two sides."""
    sides = "\n".join(_side(role, place, configuration) for place in range(len(LANGUAGES)))
    title = escape(names_of_roles(configuration.names["en"])[role.value])
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{sides}\n</body>\n</html>\n"
    )


def _side(role: Role, place: int, configuration: Configuration) -> str:
    language = LANGUAGES[place]
    names = configuration.names[language]
    name = names_of_roles(names)[role.value]
    lines = [f'<section lang="{language}">']
    lines.append(f"<h1>{escape(names['mechanism'])}: {escape(name)}</h1>")
    lines.append(f"<p>{escape(_INTRO[place])}</p>")
    for section, *headings in SECTIONS:
        rows = [_row(line, place, names) for line in lines_of(role, configuration) if line.section == section]
        if rows:
            lines += [f"<h2>{escape(headings[place])}</h2>", "<table>", *rows, "</table>"]
    return "\n".join([*lines, "</section>"])


def _row(line: Line, place: int, names: Mapping[str, str]) -> str:
    send, does = (text[place].format(**names) for text in (line.send, line.does))
    return f"<tr><td>{escape(send)}</td><td>{escape(does)}</td></tr>"


def lines_of(role: Role, configuration: Configuration) -> Iterator[Line]:
    """Yield the lines of the words that a role may use."""
    verbs = {verb.name: verb for verb in REGISTRY.verbs}
    for line in (*LINES, *_lines_of_rest()):
        if _may(role, verbs[line.verb], configuration):
            yield line


def _lines_of_rest() -> Iterator[Line]:
    """Yield a line for each word that has none of its own: how it is sent, what it does in English."""
    known = {line.verb for line in LINES} | LEFT_OUT
    for verb in REGISTRY.verbs:
        if verb.name not in known:
            does = re.split(r"[;.]", verb.does.replace("`", "").replace("{", "").replace("}", ""))[0]
            yield Line(verb.name, "more", (example(verb, "en"), example(verb, "sw")), (does, ""))


def _may(role: Role, verb: Verb, configuration: Configuration) -> bool:
    """Return True if the rights open the word to all holders of the role."""
    deed = Deed.TELL if verb.name == "ask" else verb.deed
    if deed is None or verb.name == "minutes":  # all may read minutes; only giving them is a right
        return True
    rights = configuration.rights.by_deed.get(deed, ())
    return any(role in right.roles and not right.groups for right in rights)


def write(folder: Path, configuration: Configuration) -> None:
    """Write the cards of all roles into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for role in Role:
        (folder / f"{role.value}.html").write_text(page(role, configuration), encoding="utf-8")


if __name__ == "__main__":
    write(
        Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGED.parent / "docs" / "cards", load_configuration()
    )
