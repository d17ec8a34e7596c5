"""Replies to a command when it is unclear which incident or meeting it is about, or when there is none."""

from collections.abc import Sequence

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from sek_core.incidents import wording
from sek_core.meetings import texts
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting

CANDIDATES = 4
"""Maximum number of candidates in the reply; LIST shows the others."""


def one_of(turn: Turn, word: str, candidates: Sequence[Incident], rest: str = "") -> Reply:
    """List the candidates, one a line, each with the exact reply to send. `rest`: the words behind the
    reference.
    """
    lines = tuple(
        Text(
            "which.line",
            {
                "word": word_in(turn, word),
                "ref": f"{incident.ref} {rest}".rstrip(),
                "incident": wording.short(incident),
            },
        )
        for incident in candidates[:CANDIDATES]
    )
    return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2))


def one_meeting(turn: Turn, word: str, candidates: Sequence[Meeting], rest: str = "") -> Reply:
    """List the candidate meetings in the same way; without any, say that there is no meeting."""
    if not candidates:
        return Reply(Screen(Text("meetings.none")))
    lines = tuple(
        Text(
            "which.line",
            {
                "word": word_in(turn, word),
                "ref": f"{meeting.ref} {rest}".rstrip(),
                "incident": Joined(
                    (texts.when(turn.work, meeting.starts_at), texts.places(turn.work, meeting.counties))
                ),
            },
        )
        for meeting in candidates[:CANDIDATES]
    )
    return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2))


def word_in(turn: Turn, word: str) -> str:
    """Return a command word in the language of the answer."""
    verb = next((verb for verb in turn.registry.verbs if word in verb.en), None)
    return verb.words(turn.language)[0] if verb else word


def nothing_to(turn: Turn, command: Command) -> Reply:
    """Reply that there is no such incident."""
    return Reply(Screen(unknown(command.ref or "")))


def unknown(ref: str) -> Text:
    """Say that there is no such reference, and which word lists what there is."""
    return Text("ref.unknown_meeting" if ref.startswith("M") else "ref.unknown", {"ref": ref})
