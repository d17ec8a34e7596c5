"""Answers to questions in words: what meets, what is mine, what is open, who holds a role, how to do it."""

from collections.abc import Sequence

from handlers.engine import refusals
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command, Wonder
from handlers.language.usage import LINES
from handlers.people import help_topics
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

MOST = 3
"""Maximum number of people whom the answer names, and of forms of one word that it shows."""

_WORDS = {"meetings": "meetings", "mine": "mine", "open": "list"}
"""The command word that answers a question about each subject."""


def answer(turn: Turn, action: Wonder) -> Reply | None:
    """Answer a question in words as the command word does that shows the same."""
    if action.subject == "who":
        return _who(turn, action.what)
    if action.subject == "how":
        return _how(turn, action.what)
    return turn.registry.answer(turn, Command(_WORDS[action.subject]))


def _how(turn: Turn, name: str) -> Reply | None:
    """Show how the word is sent and what it does; name those who may, where the sender may not."""
    verb = next(verb for verb in turn.registry.verbs if verb.name == name)
    if verb.deed is not None and not turn.may(verb.deed, turn.counties):
        return refusals.not_for_them(turn, verb.deed)
    place = 1 if turn.language == "sw" else 0
    names = turn.work.configuration.names[turn.language]
    lines = [
        Text(
            "wonder.how",
            {"send": line.send[place].format(**names), "does": line.does[place].format(**names)},
        )
        for line in LINES
        if line.verb == name
    ][:MOST]
    if not lines:
        return help_topics.help_(turn, Command("help"))
    return Reply(Screen(Text("wonder.how_more", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))


def _who(turn: Turn, role: str) -> Reply:
    """Name the holders of a role: in the counties that the question names, or in the sender's."""
    work = turn.work
    said = set(forms_of(turn.text))
    everywhere = work.configuration.mechanism.counties
    counties = [county for county in everywhere if set(forms_of(county)) <= said] or turn.counties
    called = phrases.role_of(work, role)
    wide = work.people.anywhere(role)
    if wide and all(
        held.county is None for person in wide for held in work.people.roles(person) if held.role == role
    ):
        return Reply(Screen(Text("wonder.who_wide", {"role": called, "names": _names(wide)})))
    lines: list[Arg] = []
    for county in counties:
        people = [person for _, person in work.people.holders(role, county)]
        key = "wonder.who" if people else "wonder.vacant"
        lines.append(Text(key, {"role": called, "county": county, "names": _names(people)}))
    return Reply(Screen(Text("list", {"lines": Joined(tuple(lines), "\n")}), max_segments=None))


def _names(people: Sequence[Person]) -> Arg:
    names: list[Arg] = [phrases.named(each) for each in people[:MOST]]
    if len(people) > MOST:
        names.append(Text("list.others", n=len(people) - MOST))
    return Joined(tuple(names))
