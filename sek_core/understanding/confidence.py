"""Confidence of a reading: what speaks against sending it out unasked."""

import re
from dataclasses import dataclass
from typing import Literal

from sek_core.understanding.hazards import Affirmed
from sek_core.understanding.meanings import MarkKind
from sek_core.understanding.places import Where
from sek_core.understanding.sifting import OF_SLOTS
from sek_core.understanding.tagged import Tagged

Doubt = Literal[
    "faint",
    "talk",
    "thin",
    "buried",
    "question",
    "maybe",
    "past",
    "jest",
    "outside",
    "over",
    "drill",
    "unlikely",
]
"""Doubts. faint: only words that may mean something else. talk: of a meeting, a training. thin: more words
than a report needs, and neither place nor number. buried: one word in a long text. question, maybe, past,
jest: the text is phrased as one. over: it says that the event has ended. drill: it says of itself that it is
a test. outside: the place is in a county not served, or the hazard is set in one. unlikely: the learned heads
take it for no report.
"""

SHORT, LONG = 8, 16
"""Length limits in words: of a text about nothing but one thing, and of a text that tells a story."""

FEW = 3
"""Maximum number of words of a text that may report by talking of a report: "flooding reported"."""

MOST_UNKNOWN = 1
"""Maximum number of unknown words in a short report without a place or number: "STOP the elephants" has one,
"elephant census results are out" should be asked about.
"""

MOST = 1
"""Maximum number of doubts with which the sender is asked. With more, the text is no report: asking about
every text that names a hazard would be a nuisance.
"""

MAYBE_WITHIN = 4

_ASKED = re.compile(r"[\s!)'\"]*\?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says besides its hazard.

    `told`: how many numbers count something, plus one for a severity. `mentions`: how many hazards it
    affirms. `harm`: it counts more than people, or says how bad it is. `deaths`: it says that people died,
    with their number. `pressing`: it says extreme, or has a word of urgency. `drill`: it says that it is a
    test.
    """

    told: int
    mentions: int
    harm: bool
    deaths: bool
    pressing: bool
    drill: bool = False


def doubts_of(tagged: Tagged, hazard: Affirmed, where: Where, evidence: Evidence) -> tuple[Doubt, ...]:
    """Return the doubts about a report; empty if it is sure.

    A text that names a hazard is never held back if it tells of deaths, extreme severity or urgency.
    """
    if evidence.drill:
        return ("drill",)
    length = len(tagged.forms)
    named = hazard.strength in ("named", "sign")
    clear = named or (hazard.strength == "faint" and (where.place is not None or length <= SHORT))
    other_time = _other_time(tagged, hazard)
    if not other_time and (
        (evidence.deaths and hazard.strength not in ("need", "talked")) or (evidence.pressing and clear)
    ):
        return ()
    if hazard.strength == "talked":
        # "flood report: Kyuso, 40 houses" may be a report; forty people at a training are none
        return ("talk",) if evidence.harm or length <= FEW else ("talk", "faint")
    doubts: list[Doubt] = []
    shown = bool(where.used) or evidence.told > 0
    if hazard.strength == "need":
        if where.place is None or not evidence.told:
            doubts.append("faint")
    elif hazard.strength == "faint":
        if not shown or (where.place is None and length > LONG):
            doubts.append("faint")
    elif not shown and _is_thin(tagged):
        doubts.append("thin")
    if not shown and length > LONG and evidence.mentions == 1 and hazard.strength != "need":
        doubts.append("buried")
    if _questioned(tagged, hazard):
        doubts.append("question")
    if _near(tagged, hazard, "maybe") or other_time == "maybe":
        doubts.append("maybe")
    if _near(tagged, hazard, "past") or other_time == "past":
        doubts.append("past")
    if _has_ended(tagged, hazard):
        doubts.append("over")
    if "talk" not in doubts and _in_sentence(tagged, hazard, "document"):
        doubts.append("talk")
    if tagged.of("jest"):
        doubts.append("jest")
    if where.outside is not None or _is_elsewhere(tagged, hazard, where):
        doubts.append("outside")
    return tuple(doubts)


def _is_thin(tagged: Tagged) -> bool:
    """Return True if the text has many unknown words and no place, not even a hamlet."""
    length = len(tagged.forms)
    if length <= LONG and _somewhere(tagged):
        return False
    return length > SHORT or len(_unknown(tagged)) > MOST_UNKNOWN


def _unknown(tagged: Tagged) -> set[int]:
    """Return the positions of words that are in no phrase and no name."""
    known = tagged.covered(*(kind for kind in tagged.seen if kind not in OF_SLOTS)) | tagged.joining
    known = known.union(*(range(name.start, name.end) for name in tagged.names))
    return set(range(len(tagged.forms))) - known


def _somewhere(tagged: Tagged) -> bool:
    """Return True if the text names a place outside the gazetteer: a hamlet ("at Makongeni")."""
    hamlets = _unknown(tagged).union(name.start for name in tagged.names)
    return not hamlets.isdisjoint(tagged.ending("before_place"))


def _questioned(tagged: Tagged, hazard: Affirmed) -> bool:
    """Return True if the hazard's sentence asks something other than help."""
    if "?" not in tagged.text and not tagged.of("question"):
        return False
    sentence = tagged.sentences[hazard.start]

    def here(kind: MarkKind) -> bool:
        return any(tagged.sentences[seen.start] == sentence for seen in tagged.of(kind))

    if here("asking"):
        return False
    last = max(position for position, own in enumerate(tagged.sentences) if own == sentence)
    asked = _ASKED.match(tagged.text, tagged.words[last].end)
    return asked is not None or here("question")


def _other_time(tagged: Tagged, hazard: Affirmed) -> Doubt | None:
    """Return the doubt that the event is not of now: "In 2018 flood killed three", "if it rains tonight the
    houses will be flooded". Even deaths do not remove it.
    """
    if _in_clause(tagged, hazard, "past"):
        return "past"
    sentence = tagged.sentences[hazard.start]
    leading = any(
        seen.start == 0 or tagged.sentences[seen.start - 1] != sentence
        for seen in tagged.of("maybe")
        if tagged.sentences[seen.start] == sentence and seen.start < hazard.start
    )
    return "maybe" if leading else None


def _in_clause(tagged: Tagged, hazard: Affirmed, kind: MarkKind) -> bool:
    """Return True if a word of this kind stands in the hazard's clause."""
    clause = tagged.clauses[hazard.start]
    return any(tagged.clauses[seen.start] == clause for seen in tagged.of(kind))


OVER_WITHIN = 14
"""Maximum number of words between a hazard and the words that say that it has ended."""

SUBJECT_WITHIN = 3

_LEFT = frozenset({"left", "away", "wameondoka"})


def _has_ended(tagged: Tagged, hazard: Affirmed) -> bool:
    """Return True if the hazard's clause says after it that it has ended; that people have left their homes
    does not count.
    """
    clause = tagged.clauses[hazard.start]
    people = tagged.covered("affected")
    for seen in tagged.of("over"):
        if tagged.clauses[seen.start] != clause or not 0 <= seen.start - hazard.end <= OVER_WITHIN:
            continue
        before = range(max(hazard.end, seen.start - SUBJECT_WITHIN), seen.start)
        leaving = tagged.forms[seen.end - 1] in _LEFT and not people.isdisjoint(before)
        if not leaving:
            return True
    return False


def _in_sentence(tagged: Tagged, hazard: Affirmed, kind: MarkKind) -> bool:
    sentence = tagged.sentences[hazard.start]
    return any(tagged.sentences[seen.start] == sentence for seen in tagged.of(kind))


def _is_elsewhere(tagged: Tagged, hazard: Affirmed, where: Where) -> bool:
    """Return True if the hazard is set in another county: "Garissa floods: 900 families displaced ..., good
    we are in Voi".
    """
    clause = tagged.clauses[hazard.start]
    return any(tagged.clauses[name.start] == clause for name in where.elsewhere) and not any(
        tagged.clauses[name.start] == clause for name in where.used
    )


def _near(tagged: Tagged, hazard: Affirmed, kind: MarkKind) -> bool:
    """Return True if a word of this kind stands in the hazard's clause, not far from it."""
    starts = tagged.starting(kind)
    if not starts:
        return False
    near = range(hazard.start - MAYBE_WITHIN, hazard.end + MAYBE_WITHIN)
    return any(
        position in starts and tagged.clauses[position] == tagged.clauses[hazard.start] for position in near
    )
