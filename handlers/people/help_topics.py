"""HELP: the words of a role, ten at most, with an example of the sender's own county; the others by topic."""

from collections.abc import Iterable, Mapping, Sequence

from config.rights import Deed
from handlers.engine import examples
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.language.verbs import examples as listed_examples
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.understanding.tokens import forms_of

MOST = 10
"""Maximum number of words that HELP alone lists."""

LEFT_OUT = ("more", "add", "start", "release", "away", "fix", "concern")
"""Words that are listed by topic only, in this order, where there are more."""

TOPICS: Mapping[str, frozenset[str]] = {
    "reports": frozenset({
        "take", "release", "note", "close", "status", "more", "give", "reopen", "escalate", "fix", "add",
        "cancel", "mine", "list", "undo", "offer", "report",
    }),
    "meetings": frozenset({
        "meeting", "meetings", "move", "call_off", "invite", "guest", "item", "agenda", "minutes",
        "decisions", "here", "present", "absent", "nudge", "maybe",
    }),
    "tasks": frozenset({"task", "tasks", "done"}),
    "texts": frozenset({"triage", "vouch", "block", "unblock", "assign", "dismiss"}),
}  # fmt: skip
"""The words of each topic, by name; all others are of the topic "messages"."""

REST = "messages"

NEEDS = {"dismiss": Deed.TRIAGE}
"""Words that go with the right of another word."""


def help_(turn: Turn, command: Command) -> Reply:
    """List what the sender, in this role, can do now; "HELP 2": all other words; "HELP meetings": a topic."""
    verbs, asked = _open_to(turn), forms_of(command.rest)
    page = _first(turn, verbs)
    if len(asked) == 1 and asked[0].isdigit() and asked[0] not in ("0", "1"):  # there is no third page
        return _lines(turn, [verb for verb in verbs if verb not in page])
    topic = _topic_named(turn, asked)
    if topic is not None:
        return _lines(turn, [verb for verb in verbs if _topic_of(verb) == topic])
    takes = turn.work.rights.may(turn.sender, Deed.TAKE, turn.counties, if_asked=False)
    role = "taker" if takes else "reporter" if turn.may(Deed.REPORT) else "observer"
    args = {"words": listed_examples(page, turn.language), "place": examples.place(turn)}
    return Reply(Screen(Text(f"help.{role}", args)))


def _open_to(turn: Turn) -> list[Verb]:
    """Return the command words that the sender may use."""
    found = []
    for verb in turn.registry.verbs:
        deed = NEEDS.get(verb.name, verb.deed)
        if (deed is None or turn.may(deed, turn.counties)) and (
            verb.shape != "option" or verb.name == "maybe"
        ):
            found.append(verb)
    return found


def _first(turn: Turn, verbs: Iterable[Verb]) -> list[Verb]:
    """Return the words of the first page: the listed ones, without the less needed where they are too many.
    The receipt of a report tells its reporter what can be done with it.
    """
    takes = turn.work.rights.may(turn.sender, Deed.TAKE, turn.counties, if_asked=False)
    page = [verb for verb in verbs if verb.listed is not None and not (takes and verb.own_report)]
    for name in LEFT_OUT:
        if len(page) > MOST:
            page = [verb for verb in page if verb.name != name]
    return page


def _topic_of(verb: Verb) -> str:
    return next((topic for topic, names in TOPICS.items() if verb.name in names), REST)


def _topic_named(turn: Turn, asked: Sequence[str]) -> str | None:
    """Return the topic that words name: its own name, or a command word of it."""
    words = turn.work.configuration.words.help_topics
    for topic in (*TOPICS, REST):
        phrases = [phrase for by_language in words.get(topic, {}).values() for phrase in by_language]
        if asked and asked in [forms_of(phrase) for phrase in phrases]:
            return topic
    for verb in turn.registry.verbs:
        if asked in [forms_of(form) for form in (*verb.en, *verb.sw)]:
            return _topic_of(verb)
    return None


def _lines(turn: Turn, verbs: Sequence[Verb]) -> Reply:
    """Return the words of each topic in a line."""
    lines = []
    for topic in (*TOPICS, REST):
        words = [verb.words(turn.language)[0] for verb in verbs if _topic_of(verb) == topic]
        if words:
            lines.append(
                Text("help.topic", {"topic": Text(f"help.topic.{topic}"), "words": ", ".join(words)})
            )
    return Reply(Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))
