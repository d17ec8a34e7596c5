"""Meanings of each phrase of the configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from config.affected import PARTS, PEOPLE
from config.hazards import Words
from config.mechanism import SEVERITIES, Configuration

MarkKind = Literal[
    "hazard", "faint", "unless", "thing", "state",
    "severity", "urgent", "affected", "number", "about", "measure",
    "negation", "over", "need", "asking", "before_place", "place_kind",
    "talk", "question", "maybe", "past", "document", "jest", "common",
    "single", "group", "patient", "young", "title", "plea", "abuse", "drill", "nameless", "complaint",
    "tally", "of_people", "ordinal", "link", "loss", "restart", "whole",
    "part", "among", "more",
    "office", "taken", "clinic", "copula", "clock", "harmful",
    "lifeless", "known_of", "only_counted", "rumour", "hearsay", "spot_kind", "degree",
]  # fmt: skip
"""Kinds of meanings. hazard: the phrase names a hazard by itself; faint: it may; unless: it only seems to; a
thing and a state together are a sign. The other kinds are the keys of words.yaml; those of the last lines
describe the whole text.
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One meaning of a phrase. `value`, by kind: the hazard, what is counted, a number, and so on."""

    kind: MarkKind
    value: str
    language: str


def marks_of(configuration: Configuration) -> Iterator[tuple[str, Mark]]:
    """Yield every phrase of hazards.yaml and words.yaml with each of its meanings."""
    for hazard in configuration.hazards.values():
        yield from _marks("hazard", hazard.id, hazard.keywords)
        yield from _marks("faint", hazard.id, hazard.faint)
        yield from _marks("unless", hazard.id, hazard.unless)
        for number, sign in enumerate(hazard.signs):
            yield from _marks("thing", f"{hazard.id}/{number}", sign.thing)
            yield from _marks("state", f"{hazard.id}/{number}", sign.state)
    words = configuration.words
    for severity in SEVERITIES:
        yield from _marks("severity", severity, words.severity[severity])
    for what, units in words.affected.items():
        if what in PARTS:
            # Women are counted as people first; which people they are is a meaning of its own.
            yield from _marks("affected", PEOPLE, units)
            yield from _marks("part", what, units)
        else:
            yield from _marks("affected", what, units)
    for language, values in words.numbers.items():
        for phrase, number in values.items():
            yield phrase, Mark("number", str(number), language)
    for name, need in words.needs.items():
        # a custom hazards.yaml may lack the hazard: then its need is ignored
        yield from _marks("need", name, need.words if need.hazard in configuration.hazards else {})
    for kind, names in words.place_kinds.items():
        yield from _marks("place_kind", kind, names)
    for plea, phrases in words.pleas.items():
        yield from _marks("plea", plea, phrases)
    for abuse, phrases in words.abuse.items():
        yield from _marks("abuse", abuse, phrases)
    for drill, phrases in words.drills.items():
        yield from _marks("drill", drill, phrases)
    simple: dict[MarkKind, Words] = {
        "urgent": words.urgent,
        "about": words.about,
        "measure": words.measures,
        "negation": words.negation,
        "degree": words.degrees,
        "over": words.over,
        "asking": words.asking,
        "before_place": words.before_places,
        "talk": words.talk,
        "question": words.questions,
        "maybe": words.maybe,
        "past": words.past,
        "document": words.documents,
        "jest": words.jest,
        "single": words.singles,
        "group": words.groups,
        "patient": words.patients,
        "young": words.young,
        "title": words.titles,
        "nameless": words.nameless,
        "complaint": words.complaints,
        "common": words.common,
        "tally": words.tallies,
        "of_people": words.of_people,
        "ordinal": words.ordinals,
        "link": words.links,
        "loss": words.losses,
        "restart": words.restarts,
        "whole": words.wholes,
        "among": words.among,
        "more": words.more,
        "lifeless": words.lifeless,
        "copula": words.copulas,
        "clock": words.clocks,
        "harmful": words.harmful,
        "taken": words.taken,
        "clinic": words.clinics,
        "office": words.offices,
        "known_of": words.known_of,
        "only_counted": words.only_counted,
        "rumour": words.rumours,
        "hearsay": words.hearsay,
        "spot_kind": words.spot_kinds,
    }
    for kind_, simple_phrases in simple.items():
        yield from _marks(kind_, kind_, simple_phrases)


def _marks(kind: MarkKind, value: str, words: Words) -> Iterator[tuple[str, Mark]]:
    for language, phrases in words.items():
        for phrase in phrases:
            yield phrase, Mark(kind, value, language)
