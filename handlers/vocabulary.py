"""The command words, each once. docs/conversations.md and HELP are held to this table by tests."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["whole", "bare", "text", "option"]
"""whole: nothing but the word. bare: perhaps with a reference. text: takes words behind it.
option: an answer to a question, never a command by itself."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that people can ask for, and its words in both languages.

    `yields`: where the rest affirms a sudden hazard, deaths, or is a whole report, it is one instead.
    """

    name: str
    en: tuple[str, ...]
    sw: tuple[str, ...]
    shape: Shape
    does: str
    reference: bool = False
    yields: bool = False


VERBS: tuple[Verb, ...] = (
    Verb(
        "report",
        ("REPORT", "SHOCK", "STRESS", "ALERT"),
        ("RIPOTI", "TAARIFA"),
        "text",
        "a report; the bare word starts the questions",
    ),
    Verb(
        "take",
        ("OK", "ACK", "TAKE"),
        ("SAWA", "NIMEPOKEA"),
        "bare",
        "acknowledges: I take this",
        reference=True,
        yields=True,
    ),
    Verb("release", ("RELEASE",), ("ACHIA",), "bare", "gives it back", reference=True),
    Verb(
        "note",
        ("NOTE",),
        ("MAELEZO",),
        "text",
        "adds to its history; the others on it are told",
        reference=True,
    ),
    Verb(
        "close",
        ("CLOSE",),
        ("FUNGA",),
        "text",
        "closes it; the reporter gets the outcome in full",
        reference=True,
    ),
    Verb(
        "fix",
        ("FIX",),
        ("SAHIHISHA",),
        "text",
        "corrects one's own report; those who were told get what changed",
        reference=True,
    ),
    Verb(
        "add",
        ("ADD",),
        ("ONGEZA",),
        "text",
        "completes one's own report; those who were told get what is new",
        reference=True,
    ),
    Verb("cancel", ("CANCEL",), ("GHAIRI",), "bare", "withdraws one's own report", reference=True),
    Verb("status", ("STATUS",), ("HALI",), "bare", "where it stands", reference=True),
    Verb("more", ("MORE",), ("ZAIDI",), "bare", "the full text, as it was sent", reference=True),
    Verb("list", ("LIST",), ("ORODHA",), "bare", "the open ones of my counties"),
    Verb("language", ("LANG",), ("LUGHA",), "text", "EN or SW: the language of messages to me"),
    Verb(
        "help", ("HELP", "MENU"), ("MSAADA", "MENYU"), "bare", "what I, in my role, can do now", yields=True
    ),
    Verb("stop", ("STOP",), ("SIMAMISHA",), "whole", "no more messages to this address"),
    Verb("start", ("START",), ("ANZA",), "whole", "messages to this address again"),
    Verb("skip", ("SKIP",), ("RUKA",), "option", "leaves a question out, as 0 does"),
    Verb("yes", ("YES",), ("NDIO", "NDIYO"), "option", "it is a report, where that was asked"),
    Verb("no", ("NO",), ("HAPANA",), "option", "it is none"),
)

NO_LANGUAGE = frozenset({"ok", "lang", "menu"})
"""Words that people write in every language, so that they say nothing about the text's."""
