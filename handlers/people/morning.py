"""QUIET and DIGEST: what comes at once, and what comes in the morning. The newest word counts."""

from collections.abc import Mapping

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.digests import morning
from sek_core.messages.screens import Screen, Text
from sek_core.store.states import Batched
from sek_core.understanding.tokens import forms_of
from sek_core.work.events import Event

_LEVELS: Mapping[str, Batched] = {
    "minor": Batched.MINOR,
    "kidogo": Batched.MINOR,
    "ndogo": Batched.MINOR,
    "moderate": Batched.MODERATE,
    "wastani": Batched.MODERATE,
}

_ALL = frozenset({"all", "zote", "yote"})

OFF = frozenset({"off", "zima"})


def level_of(words: str) -> Batched | str | None:
    """Return the level that alone stands behind QUIET, or "off"; None for any other words."""
    said = _only_form(words)
    return "off" if said in OFF else _LEVELS.get(said)


def is_digest(words: str) -> bool:
    """Return True if "all" or "off" alone stands behind DIGEST."""
    return _only_form(words) in _ALL | OFF


def quiet(turn: Turn, command: Command) -> Reply:
    """Put alerts for information, up to a severity, off to the morning: QUIET minor."""
    level = level_of(command.rest)
    return _choose(turn, level if isinstance(level, Batched) else None)


def digest(turn: Turn, command: Command) -> Reply:
    """Put all alerts for information, and other news, off to the morning: DIGEST all."""
    return _choose(turn, Batched.ALL if _only_form(command.rest) in _ALL else None)


def _choose(turn: Turn, batched: Batched | None) -> Reply:
    if turn.work.people.choose_batched(turn.sender, batched):
        detail = batched.value if batched else "off"
        turn.work.audit_log.add("", Event.BATCHED, turn.sender.id, turn.address.value, detail)
    at = morning.hour(turn.work, turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date())
    key = f"batched.{batched.value}" if batched else "batched.off"
    return Reply(Screen(Text(key, {"hour": f"{at.hour}:{at.minute:02}"}), max_segments=2))


def _only_form(words: str) -> str:
    """Return the only word, or an empty text."""
    forms = forms_of(words)
    return forms[0] if len(forms) == 1 else ""


WORDS = (
    Verb(
        "quiet",
        ("QUIET",),
        ("KIMYA",),
        "text",
        "`QUIET minor` or `QUIET moderate`: alerts for my information up to that severity come in the "
        "morning digest; `QUIET off`: at once again. What asks me to act comes at once all the same",
        "everyone on the roster",
        exact=True,
    ),
    Verb(
        "digest",
        ("DIGEST",),
        ("MUHTASARI",),
        "text",
        "`DIGEST all`: all alerts for my information and other news of shocks come in the morning digest, "
        "but severe and extreme ones of my counties at once; `DIGEST off`: at once again",
        "everyone on the roster",
        exact=True,
    ),
)
COMMANDS = {("quiet", ""): quiet, ("digest", ""): digest}
