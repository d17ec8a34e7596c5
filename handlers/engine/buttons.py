"""Meaning of a pressed button. Its data is `say:` and a command, or party, turn and option of a question."""

import re
from dataclasses import dataclass

from handlers.language.intents import RSVP, Choose, Rsvp, Skip
from sek_core.work.conversations import Question, prefix_of

SAYS = "say:"
SKIP = "0"


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of a question that is no longer open."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A button that stands for words, as if the sender had typed them."""

    words: str


Pressed = Typed | Choose | Skip | Rsvp | Stale

_INVITATION = re.compile(r"(m\d+):(\d+):([123])")
"""The data of a button under an invitation: its meeting, the version of the meeting, the answer."""


_OF_MANY = re.compile(r"(q\d+):0:([1-9])")
"""The data of a button under a question that was asked of many: its reference, the number of the answer."""


def read_button(data: str, party: str, question: Question | None) -> Pressed:
    """Return what the button with this `data` says to the question that is open with `party`."""
    if data.startswith(SAYS):
        return Typed(data.removeprefix(SAYS))
    if (invited := _INVITATION.fullmatch(data)) is not None:
        return Rsvp(RSVP[int(invited[3]) - 1], invited[1].upper(), "", int(invited[2]))
    if (to_many := _OF_MANY.fullmatch(data)) is not None:
        return Typed(f"{to_many[1].upper()} {to_many[2]}")
    asked, _, option = data.rpartition(":")
    if question is None or asked != question_prefix(party, question):
        return Stale()
    if option == SKIP:
        return Skip()
    suggested = option.startswith("s")
    offered = question.suggestions if suggested else question.choices
    number = option.removeprefix("s")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(offered)):
        return Stale()
    value = offered[int(number) - 1]
    return Typed(value) if suggested else Choose(value)


def question_prefix(party: str, question: Question) -> str:
    """Return the prefix of the data of a question's buttons."""
    return prefix_of(party, question.turn)
