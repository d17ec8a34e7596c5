"""WEB: a link to the pages, and signing out of them everywhere."""

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.access import sessions, signing_in
from sek_core.messages.screens import Screen, Text
from sek_core.understanding.tokens import forms_of

OFF = frozenset({"off", "out", "stop", "end", "funga", "ondoka", "zima"})


def web(turn: Turn, command: Command) -> Reply:
    """Give a link by which the sender signs in once: WEB. WEB OFF signs out everywhere."""
    work = turn.work
    if set(forms_of(command.rest)) & OFF:
        return Reply(Screen(Text("signin.off", n=sessions.end_all(work, turn.sender))))
    if not work.core.public_url or turn.address.apart:
        return Reply(Screen(Text("signin.no_pages")))
    link = signing_in.link_for(work, turn.sender)
    return Reply(Screen(Text("signin.link", {"link": link}), max_segments=2))


WORDS = (
    Verb(
        "web",
        ("WEB",),
        ("TOVUTI",),
        "text",
        "a link to the pages, for ten minutes; `WEB OFF` signs out of them everywhere",
        "everyone on the roster",
    ),
)
COMMANDS = {("web", ""): web}
