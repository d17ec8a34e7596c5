"""LANG, HELP, STOP, START: how the program deals with the sender."""

from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.people.help_topics import help_
from sek_core.deliveries import fallback
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster.roles import LEADS, Role
from sek_core.roster.snapshot import Person
from sek_core.understanding.tokens import words_of
from sek_core.wording import phrases
from sek_core.work.events import Event

LANGUAGES = {"english": "en", "kiingereza": "en", "swahili": "sw", "kiswahili": "sw"}
"""Names of languages, beside their codes."""


def language(turn: Turn, command: Command) -> Reply:
    """Choose the sender's language: LANG EN, LANG SW."""
    forms = [word.form for word in words_of(command.rest)]
    known = turn.work.configuration.mechanism.languages
    chosen = next((code for form in forms if (code := LANGUAGES.get(form, form)) in known), None)
    if chosen is None:
        return Reply(Screen(Text("language.ask")))
    turn.work.people.choose_language(turn.sender, chosen)
    turn.work.audit_log.add("", Event.LANGUAGE_CHOSEN, turn.sender.id, turn.address.value, chosen)
    return Reply(Screen(Text("language.done")), language=chosen)


def stop(turn: Turn, _command: Command) -> Reply:
    """Stop all messages to this address. Tell the people who count on reaching the sender."""
    if turn.work.people.opt_out(turn.address, True):
        turn.work.audit_log.add("", Event.OPTED_OUT, turn.address.person_id, turn.address.value)
        fallback.drop_for(turn.work, turn.address.channel, turn.address.value)
        if turn.person is not None:
            _tell_those_who_route(turn, turn.person, "stop.told")
    return Reply(Screen(Text("stop.done", _here(turn))))


def start(turn: Turn, _command: Command) -> Reply:
    """Allow messages to this address again."""
    if turn.work.people.opt_out(turn.address, False):
        turn.work.audit_log.add("", Event.OPTED_IN, turn.address.person_id, turn.address.value)
        if turn.person is not None:
            _tell_those_who_route(turn, turn.person, "start.told")
    return Reply(Screen(Text("start.done", _here(turn))))


def _here(turn: Turn) -> dict[str, Arg]:
    """Return the text "at this number" or "in this chat"."""
    return {"here": Text(f"here.{turn.address.channel}")}


def _tell_those_who_route(turn: Turn, person: Person, key: str) -> None:
    """Tell RLA, which keeps the roster, and the leads of the person's own counties."""
    people = turn.work.people
    own = {role.county for role in people.roles(person) if role.county}
    others: dict[int, Person] = {}
    for county in turn.counties:
        roles = (Role.RLA, *(LEADS if county in own else ()))
        for role in roles:
            others.update((other.id, other) for _, other in people.holders(role, county))
    screen = Screen(
        Text(key, {"who": phrases.named(person), "channel": Text(f"channel.{turn.address.channel}")})
    )
    for other in people.with_cover(others.values()):
        if other.id != person.id:
            turn.work.outbox.tell(other, screen, "notice")


WORDS = (
    Verb(
        "language",
        ("LANG",),
        ("LUGHA",),
        "text",
        "`LANG EN` or `LANG SW`: the language of messages to me",
        "everyone on the roster",
        listed=11,
    ),
    Verb(
        "help",
        ("HELP", "MENU"),
        ("MSAADA", "MENYU"),
        "bare",
        "what I can do, in my role; `HELP 2` the other words, `HELP meetings` those of a topic",
        "everyone on the roster",
        yields=True,
        means="help",
    ),
    Verb(
        "stop",
        ("STOP",),
        ("SIMAMISHA",),
        "whole",
        "no more messages to this number; RLA and the leads of my counties are told",
        "everyone",
        listed=12,
    ),
    Verb("start", ("START",), ("ANZA",), "whole", "messages again; the same are told", "everyone"),
)
COMMANDS = {
    ("language", ""): language,
    ("help", ""): help_,
    ("stop", ""): stop,
    ("start", ""): start,
}
