"""`python -m evaluation.slots FILE...`: how well numbers, deaths and places are read, by language and writer.

Each line of a file is a text with its labels: `kind` (report, doubt, ordinary), `affected` (one value or
several acceptable ones), `place`, `places` (all that are named), `lang`, `writer`. With `--wrong` every
difference is printed; without it no text is shown, so that a set can be held out.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.mechanism import load_configuration
from sek_core.understanding.numbers import numbers_of
from sek_core.understanding.reader import Reader, Reading
from sek_core.understanding.tagger import Tagger
from sek_core.understanding.tokens import fold, plain

CHILDREN = "children"
"""A label for children and pupils, who are measured as people: pupils are of no kind."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its labels. `kind`: report, doubt, or ordinary."""

    text: str
    county: str
    kind: str
    hazards: tuple[str, ...]
    plea: bool
    groups: tuple[str, ...]
    affected: dict[str, tuple[int, ...]]
    place: str
    places: tuple[str, ...]


def main() -> None:
    """Print a table for each file."""
    arguments = argparse.ArgumentParser(prog="python -m evaluation.slots")
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--wrong", action="store_true", help="print every difference")
    options = arguments.parse_args()
    reader = Reader(load_configuration())
    tagger = Tagger(load_configuration())
    for file in options.files:
        _measure(reader, tagger, file, options.wrong)


def _measure(reader: Reader, tagger: Tagger, file: Path, wrong: bool) -> None:
    counts: dict[str, Counter[str]] = {}
    for row in load(file):
        reading = reader.read(row.text, (row.county,))
        written = {number.value for number in numbers_of(tagger.tag(plain(row.text)))}
        found = [*numbers(row, reading, written), *deaths(row, reading), *places(row, reading)]
        for group in ("all", *row.groups):
            counts.setdefault(group, Counter()).update(name for name, _ in found)
        if wrong:
            for name, detail in found:
                if detail:
                    print(f"{name}: {detail}\n    {row.text}")
    print(file.name)
    for group, count in sorted(counts.items(), key=lambda pair: (pair[0] != "all", pair[0])):
        print(f"  {group:<7} {_line(count)}")


def _line(count: Counter[str]) -> str:
    labelled = count["number right"] + count["number wrong"] + count["number missed"]
    written = count["written right"] + count["written missed"]
    named = sum(count[f"place {how}"] for how in ("right", "by name", "asked", "nearby", "wrong"))
    held = count["place right"] + count["place by name"]
    return (
        f"numbers {_share(count['number right'], labelled)} ({count['number wrong']} wrong), "
        f"of those that the text has {_share(count['written right'], written)}; "
        f"deaths invented {count['deaths invented']} (+{count['deaths asked']} asked); "
        f"places {_share(held, named)} ({count['place by name']} of them by name), "
        f"with those asked for {_share(held + count['place asked'], named)}, "
        f"another place of the text {count['place nearby']}, wrong {count['place wrong']}, "
        f"not meant {count['place invented']} (+{count['place offered']} offered)"
    )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.0%}" if whole else "0/0"


def load(file: Path) -> list[Labelled]:
    """Return the texts of a file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_labelled(json.loads(line)) for line in lines if line.strip()]


def _labelled(line: dict[str, Any]) -> Labelled:
    affected = {
        what: tuple(values) if isinstance(values, list) else (values,)
        for what, values in (line["affected"] or {}).items()
    }
    groups = [line[key] for key in ("lang", "writer") if line.get(key)]
    kind = line.get("kind", "report" if line["hazard"] else "ordinary")
    return Labelled(
        line["text"],
        line["from_county"],
        "doubt" if kind == "confirm" else kind,
        tuple(line["hazard"] or ()),
        bool(line.get("plea")),
        tuple(groups),
        affected,
        line["place"] or "",
        tuple(filter(None, line.get("places") or (line["place"] or "").split("|"))),
    )


def numbers(row: Labelled, reading: Reading, written: set[int]) -> Iterator[tuple[str, str]]:
    """Yield each labelled number of a report, as right, wrong or missed; and as "number" where the text has
    it, and not only a person ("the driver is hurt").

    `written`: the numbers of the text.
    """
    if row.kind != "report":
        return
    for what, values in row.affected.items():
        if what == CHILDREN and "people" in row.affected:
            continue
        got = reading.affected.get("people" if what == CHILDREN else what)
        if got in values or (what in ("people", CHILDREN) and _is_of_them(row, reading, values)):
            yield "number right", ""
            if written.intersection(values):
                yield "written right", ""
        else:
            name = "number missed" if got is None else "number wrong"
            if written.intersection(values):
                yield "written missed", ""
            yield name, f"{what} {values}, read {reading.affected}"


def _is_of_them(row: Labelled, reading: Reading, values: tuple[int, ...]) -> bool:
    """Return True if these people are all dead, hurt or missing, and were read so."""
    return any(
        reading.affected.get(what) in values and set(values) & set(row.affected.get(what, ()))
        for what in ("deaths", "injured", "missing")
    )


def deaths(row: Labelled, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the dead people of whom the text does not tell. Those of a text that is no report count too."""
    dead = reading.affected.get("deaths", 0)
    if dead and "deaths" not in row.affected:
        asked = "deaths" in reading.doubtful
        yield ("deaths asked" if asked else "deaths invented"), f"{dead}, labelled {row.affected}"


def places(row: Labelled, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield whether the reader found the labelled place of a report, as (verdict, detail)."""
    if row.kind != "report":
        return
    place = reading.place
    name = place.name if place and place.kind != "county" else ""
    offered = reading.meant.name if reading.meant else reading.spot
    if not row.place:
        if name and not any(_same(name, other) for other in row.places):
            yield "place invented", f"{name}, labelled {row.places}"
        elif offered and not any(_same(offered, other) for other in row.places):
            yield "place offered", f"{offered}, labelled {row.places}"
    elif _same(name, row.place):
        yield "place right", ""
    elif name:
        nearby = any(_same(name, other) for other in row.places)
        yield ("place nearby" if nearby else "place wrong"), f"{name}, labelled {row.place} of {row.places}"
    elif _same(offered, row.place):
        yield "place by name", ""
    else:
        yield "place asked", f"{offered or '-'}, labelled {row.place} of {row.places}"


def _same(name: str, other: str) -> bool:
    """Return True if one name holds the other, or one of several that "|" separates."""
    if "|" in other:
        return any(_same(name, each) for each in other.split("|"))
    one, two = (" ".join(fold(each).replace("-", " ").replace("'", "").split()) for each in (name, other))
    return bool(one and two) and (one in two or two in one)


if __name__ == "__main__":
    main()
