"""Hazards of a text: those that it affirms, denies, or only talks about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from config.hazards import Hazard
from config.words import Request
from sek_core.understanding.places import Where
from sek_core.understanding.tagged import Seen, Tagged

Strength = Literal["named", "sign", "faint", "need", "talked"]
"""Strengths of evidence. named: a keyword. sign: a thing and what happened to it. faint: a word that may mean
the hazard. need: only a request implies it ("we need food"). talked: it stands beside a word of talk.
"""

STRENGTHS: tuple[Strength, ...] = get_args(Strength)

SIGN_WITHIN = 5
"""Maximum number of words between a thing and what happened to it: "the borehole at Kyatune is dry"."""

MOST_WORDS = 4
"""Number of words of the longest state."""

NEED_WITHIN = 8

TALK_BEFORE, TALK_BEHIND = 3, 1
"""Maximum number of words between talk and hazard: "training for farmers on drought", "flood preparedness
meeting".
"""


class Affirmed(NamedTuple):
    """A hazard that a text affirms, in words `start` to `end` (exclusive)."""

    hazard: str
    strength: Strength
    start: int
    end: int


@dataclass(slots=True)
class Hazards:
    """The hazards of a text. `set_aside`: hazards that are not affirmed, each with the words that say why."""

    affirmed: list[Affirmed] = field(default_factory=list)
    denied: list[Seen] = field(default_factory=list)
    set_aside: list[tuple[Seen, Seen]] = field(default_factory=list)
    needs: tuple[str, ...] = ()

    def best(self, hazards: Mapping[str, Hazard]) -> Affirmed | None:
        """Return the surest hazard, then a sudden one before a slow one, then the first; of needs the
        first.
        """
        return max(
            self.affirmed,
            key=lambda affirmed: (
                -STRENGTHS.index(affirmed.strength),
                affirmed.strength not in ("need", "talked") and hazards[affirmed.hazard].onset == "sudden",
                -affirmed.start,
            ),
            default=None,
        )


def hazards_of(tagged: Tagged, where: Where, needs: Mapping[str, Request]) -> Hazards:
    """Return all hazards of a text. Words that name the place name no hazard ("huku Simba")."""
    found = Hazards()
    places = {position for name in where.used for position in range(name.start, name.end)}
    for seen in sorted(tagged.of("hazard", "faint"), key=lambda seen: seen.start):
        if seen.start in places:
            continue
        if _denied(seen, tagged):
            found.denied.append(seen)
        elif talk := _talked_of(seen, tagged):
            found.set_aside.append((seen, talk))
        else:
            strength: Strength = "named" if seen.mark.kind == "hazard" else "faint"
            found.affirmed.append(Affirmed(seen.mark.value, strength, seen.start, seen.end))
    found.affirmed += _signs(tagged)
    asked_for = _needs(tagged)
    found.needs = tuple(asked_for)
    if not found.affirmed:
        found.affirmed = [
            Affirmed(needs[name].hazard, "need", seen.start, seen.end) for name, seen in asked_for.items()
        ]
    if not found.affirmed:
        found.affirmed = [
            Affirmed(seen.mark.value, "talked", seen.start, seen.end) for seen, _ in found.set_aside
        ]
    return found


def _denied(seen: Seen, tagged: Tagged) -> bool:
    """Return True if the hazard is denied: "no flood", with one word between "not a flood"; "the flood is
    over", "mafuriko hayapo".
    """
    negations, over = tagged.ending("negation"), tagged.starting("over")
    if not negations and not over:
        return False
    return any(
        position in negations and _one_clause(tagged, position - 1, seen.start)
        for position in _steps(tagged, seen.start, -1)
    ) or any(
        position in over and _one_clause(tagged, seen.start, position)
        for position in _steps(tagged, seen.end, 1)
    )


def _steps(tagged: Tagged, position: int, step: int) -> Iterator[int]:
    """Yield the positions from here on, over at most one word that is not a little one."""
    words = 0
    little = tagged.covered("common")
    while 0 <= position <= len(tagged.forms):
        yield position
        passed = position if step > 0 else position - 1
        if passed not in little:
            words += 1
            if words > 1:
                return
        position += step


def _talked_of(seen: Seen, tagged: Tagged) -> Seen | None:
    """Return the word of talk whose subject the hazard is: "the drought meeting", "mafunzo ya ukame"."""
    starts, ends = tagged.starting("talk"), tagged.ending("talk")
    if not starts:
        return None
    for position in range(seen.end, seen.end + TALK_BEHIND + 1):
        if (talk := starts.get(position)) and _one_clause(tagged, seen.start, position):
            return talk
    for position in range(seen.start, seen.start - TALK_BEFORE - 1, -1):
        if (talk := ends.get(position)) and _one_clause(tagged, position - 1, seen.start):
            return talk
    return None


def _one_clause(tagged: Tagged, left: int, right: int) -> bool:
    return tagged.clauses[left] == tagged.clauses[right]


def _signs(tagged: Tagged) -> Iterator[Affirmed]:
    """Yield each sign once: a thing and what happened to it, near each other in one sentence."""
    things, negations = tagged.of("thing"), tagged.ending("negation")
    states: dict[str, dict[int, Seen]] = {}
    for state in tagged.of("state") if things else ():
        if state.start not in negations and state.start - 1 not in negations:
            states.setdefault(state.mark.value, {})[state.start] = state
    for thing in things:
        happened = states.get(thing.mark.value)
        if happened and (state_ := _near(thing, happened, tagged)):
            del states[thing.mark.value]
            start, end = min(thing.start, state_.start), max(thing.end, state_.end)
            yield Affirmed(thing.mark.value.partition("/")[0], "sign", start, end)


def _near(thing: Seen, states: Mapping[int, Seen], tagged: Tagged) -> Seen | None:
    """Return what happened to a thing: behind it, or before it."""
    behind = range(thing.end, thing.end + SIGN_WITHIN + 1)
    before = range(thing.start - 1, thing.start - SIGN_WITHIN - MOST_WORDS - 1, -1)
    for position in (*behind, *before):
        state = states.get(position)
        if state is None or tagged.sentences[position] != tagged.sentences[thing.start]:
            continue
        if state.start >= thing.end or 0 <= thing.start - state.end <= SIGN_WITHIN:
            return state
    return None


def _needs(tagged: Tagged) -> dict[str, Seen]:
    """Return what the text asks for, and where: a need near a word of asking."""
    asking = tagged.starting("asking")
    if not asking:
        return {}
    told: dict[str, Seen] = {}
    for need in tagged.of("need"):
        near = range(need.start - NEED_WITHIN, need.start + NEED_WITHIN + 1)
        if need.mark.value not in told and any(
            position in asking and tagged.sentences[position] == tagged.sentences[need.start]
            for position in near
        ):
            told[need.mark.value] = need
    return told
