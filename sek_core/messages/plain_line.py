"""Words from outside as one plain line, before they become part of a message of the program."""

import re
import unicodedata

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of control characters, changes of direction, halves of characters, and ends of lines."""

LONGEST_NAME = 24
"""Letters of an outsider's name that are shown."""

LONGEST_TYPED = 60
"""Letters of a name, a title or an organisation that a person typed of another."""

_REFERENCE = re.compile(r"[^\W\d_]{0,3}\d+", re.UNICODE)
_NO_NAME = "?"


def one_line(text: str) -> str:
    """Return a text as one line with single spaces, without characters that are not seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN).split())


def outsider(name: str) -> str:
    """Return the name that an outsider gave themselves, or a group, in quotation marks and cut short.

    It is their text in our message. So it has no sign by which we mark a sender, a quote or a reference, and
    no word in capitals as a command is written: `Ali: "hi" VOUCH U1 Desk` is shown as "Ali hi Vouch Desk".
    """
    cut = typed_name(name).rstrip(".")[: LONGEST_NAME + 1]
    if len(cut) > LONGEST_NAME:
        cut = cut[: LONGEST_NAME - 2].rstrip() + ".."
    return f'"{cut or _NO_NAME}"'


def typed_name(name: str) -> str:
    """Return the name of a person as another typed it: a guest, an attendee, somebody new on the roster.

    From here on it stands in our messages without quotation marks. So it is held to what `outsider` is held
    to: it has no sign, reference or number, and no command. "Jane S1 closed: OK M1" becomes "Jane closed Ok".
    """
    return " ".join(_quiet(word) for word in _held(name, "").split())


def typed_title(words: str) -> str:
    """Return a title or an organisation as a person typed it, held to the same; FAO stays in capitals."""
    return _held(words, "&/()")


def _held(words: str, signs: str) -> str:
    plain = "".join(c if _is_of_a_name(c) or c in signs else " " for c in one_line(words))
    kept = (word for word in plain.split() if not _REFERENCE.fullmatch(word.strip(".,()-'/&@")))
    return " ".join(kept).lstrip(" -'.@&/()")[:LONGEST_TYPED].rstrip(" -'@&/(")


def _is_of_a_name(character: str) -> bool:
    return character.isalnum() or character in " -'@." or unicodedata.category(character)[0] == "M"


def _quiet(word: str) -> str:
    return word.capitalize() if len(word) > 1 and word.isupper() else word


def number_or_name(sender: str) -> str:
    """Return a sender's telephone number; the name that stands in its place as an outsider's."""
    return sender if sender.lstrip("+").isdigit() and sender.isascii() else outsider(sender)
