"""The training texts with their labels. What is held back for evaluation is not among them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
OWN = Path(__file__).parents[1] / "tests" / "texts"

FIELD = (
    "field_texts_3",
    "field_texts_w1",
    "field_texts_w2",
    "field_texts_w3",
    "field_texts_w4",
    "field_texts_w5",
    "field_texts_w6",
    "field_texts_w7",
)
OWN_SETS = ("given", "tuned", "more")
"""Sets by the hand that wrote the vocabulary. `held` is the other half, and stays for evaluation."""

WRITERS = ("c1", "c2", "c3", "c4", "w1", "w2", "w3", "w4", "w5", "w6", "w7")
"""Writers who had seen neither the vocabulary nor each other's texts. Each is held out in its turn."""

PEOPLE = "people"
"""The writer of what people labelled in an installation; held out as one."""

SPEECH_WEIGHT, OWN_WEIGHT = 0.1, 0.5
"""Weights of public sentences and of our own sets: the former are easy, the latter are phrased as the
vocabulary expects.
"""

PHRASE_WEIGHT = 0.3
"""Weight of a phrase of the vocabulary; it counts for the hazards only."""

_SAME = {
    "price_rise": "food_price_spike",
    "gender_based_violence": "protection",
    "food_contamination": "other",
}
_BIRDS = re.compile(r"quelea|kwelea|ndege|bird|nyuni")
_WORMS = re.compile(r"army ?worm|viwavi|mahindi|maize|corn|funnel")
_OUTSIDE = re.compile(r"msitu|forest|bush|grass|nyasi|mlima|hill|kichaka|vichaka|ranch|shamba|moorland")


@dataclass(frozen=True, slots=True)
class Sample:
    """A training text.

    `kind`: report, doubt (must not be sent unasked) or ordinary. `hazards`: acceptable ones, the best first.
    `plea`, `telling`: None where the source does not say. `weight`: of the text when the heads are trained;
    `hazard_weight`: when those of the hazards are.
    """

    text: str
    source: str
    writer: str
    persona: str
    lang: str
    county: str
    kind: str
    hazards: tuple[str, ...]
    plea: bool | None
    telling: frozenset[str] | None
    weight: float = 1.0
    hazard_weight: float = 1.0

    @property
    def is_report(self) -> bool:
        """True if it is a report."""
        return self.kind == "report"


@cache
def samples() -> tuple[Sample, ...]:
    """Return all training texts, always in the same order."""
    return (*_field(), *_bulletins(), *_own(), *_labelled(), *_speech(), *_phrases())


def writers_of(texts: Sequence[Sample]) -> tuple[str, ...]:
    """Return the writers that are held out in their turn."""
    written = {sample.writer for sample in texts}
    return tuple(writer for writer in (*WRITERS, PEOPLE) if writer in written)


def of_people(rows: Iterable[Mapping[str, Any]]) -> Iterator[Sample]:
    """Yield what people labelled in an installation: rows with `text`, `county`, `is_report` and `hazard`.
    How a text is told if it is no report, and whether a report is a plea, was not asked.
    """
    for row in rows:
        yield Sample(
            text=row["text"],
            source=PEOPLE,
            writer=PEOPLE,
            persona="",
            lang="",
            county=row["county"] or "Kitui",
            kind="report" if row["is_report"] else "ordinary",
            hazards=(row["hazard"],) if row["hazard"] else (),
            plea=None if row["is_report"] else False,
            telling=None,
        )


def held_back() -> list[dict[str, Any]]:
    """Return the texts that are never trained on, with their labels."""
    return list(_lines(OWN / "held.jsonl"))


def data_checksum(texts: Sequence[Sample] | None = None) -> str:
    """Return the checksum of training texts with their labels; by default of all in the repository."""
    told = [
        [
            s.text,
            s.writer,
            s.kind,
            s.hazards,
            s.plea,
            sorted(s.telling or ()),
            s.telling is None,
            s.weight,
            s.hazard_weight,
        ]
        for s in (samples() if texts is None else texts)
    ]
    return blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _field() -> Iterator[Sample]:
    """Yield the texts of the writers; how their doubtful texts are told stands in a file beside them."""
    told = {row["id"]: frozenset(row["telling"]) for row in _lines(TEXTS / "telling.jsonl")}
    for name in FIELD:
        for row in _lines(TEXTS / f"{name}.jsonl"):
            telling = told[row["id"]] if row["kind"] == "doubt" else frozenset[str]()
            yield _sample(row, name, row["writer"], row["kind"], plea=row["plea"], telling=telling)


def _bulletins() -> Iterator[Sample]:
    for row in _lines(TEXTS / "field_texts_2.jsonl"):
        kind = "doubt" if row["kind"] == "confirm" else row["kind"]
        telling = None if kind == "doubt" else frozenset[str]()
        yield _sample(row, "field_texts_2", "f2", kind, plea=None, telling=telling)


def _own() -> Iterator[Sample]:
    for name in OWN_SETS:
        for row in _lines(OWN / f"{name}.jsonl"):
            kind = "report" if row["hazard"] else "ordinary"
            telling = frozenset[str]() if kind == "report" else None
            yield _sample(row, name, "own", kind, plea=None, telling=telling, weight=OWN_WEIGHT)


def _labelled() -> Iterator[Sample]:
    for row in _lines(TEXTS / "labelled.jsonl"):
        telling = None if row["kind"] == "doubt" else frozenset[str]()
        yield _sample(row, "labelled", "real", row["kind"], plea=row["plea"], telling=telling)


def _speech() -> Iterator[Sample]:
    for row in _lines(TEXTS / "speech.jsonl"):
        row["hazard"] = []
        yield _sample(
            row, "speech", "speech", "ordinary", plea=False, telling=frozenset(), weight=SPEECH_WEIGHT
        )


def _phrases() -> Iterator[Sample]:
    """Yield phrases of the vocabulary, as it was when they were copied."""
    for row in _lines(TEXTS / "phrases.jsonl"):
        yield Sample(
            text=row["text"],
            source="phrases",
            writer="vocabulary",
            persona="",
            lang=row["lang"],
            county="Kitui",
            kind="phrase",
            hazards=(row["hazard"],),
            plea=None,
            telling=None,
            weight=0,
            hazard_weight=PHRASE_WEIGHT,
        )


def _sample(
    row: dict[str, Any],
    source: str,
    writer: str,
    kind: str,
    *,
    plea: bool | None,
    telling: frozenset[str] | None,
    weight: float = 1.0,
) -> Sample:
    hazards = [hazard for named in row["hazard"] for hazard in _hazards(named, row["text"].lower())]
    return Sample(
        text=row["text"],
        source=source,
        writer=writer,
        persona=row.get("persona", ""),
        lang=row.get("lang", ""),
        county=row.get("from_county") or "Kitui",
        kind=kind,
        hazards=tuple(dict.fromkeys(hazards)),
        plea=plea,
        telling=telling,
        weight=weight,
    )


def _hazards(named: str, text: str) -> tuple[str, ...]:
    """Return our hazards for a writer's label, the best first."""
    if named == "pest_disease_crop":
        if _BIRDS.search(text):
            return ("quelea_birds",)
        return ("fall_armyworm", "crop_pest") if _WORMS.search(text) else ("crop_pest",)
    if named == "fire" and _OUTSIDE.search(text):
        return ("wildfire", "fire")
    return (_SAME.get(named, named),)
