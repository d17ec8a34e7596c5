"""Sifting: which of the found phrases count: none inside a longer one, no "dead" of houses."""

from collections.abc import Collection, Mapping, Sequence

from config.gazetteer import Place
from sek_core.understanding.lexicon import Find
from sek_core.understanding.meanings import Mark, MarkKind
from sek_core.understanding.stems import is_of_things, is_verb
from sek_core.understanding.tagged import Named, Seen

_PARTS: frozenset[MarkKind] = frozenset({"thing", "state", "common", "before_place", "place_kind", "number"})
"""Kinds whose phrases say little alone: they hide no other phrase, and no phrase hides them."""

OF_SLOTS: frozenset[MarkKind] = frozenset(
    {
        "tally",
        "of_people",
        "ordinal",
        "link",
        "loss",
        "restart",
        "whole",
        "part",
        "among",
        "more",
        "copula",
        "clock",
        "harmful",
        "lifeless",
        "known_of",
        "only_counted",
        "rumour",
        "hearsay",
        "taken",
        "clinic",
        "office",
        "spot_kind",
    }
)
"""Kinds whose phrases only say how numbers, the dead and places beside them are meant."""

BESIDE: frozenset[MarkKind] = OF_SLOTS | {
    "single",
    "group",
    "patient",
    "young",
    "title",
    "document",
    "plea",
    "abuse",
    "drill",
    "nameless",
    "complaint",
}
"""Kinds that describe the whole text: they hide no other phrase, and no phrase hides them."""

_OPEN = _PARTS | BESIDE

_OF_PEOPLE = ("deaths", "injured", "missing")

_OF_HAZARDS: frozenset[MarkKind] = frozenset({"hazard", "faint", "thing", "state"})
"""Kinds that an "unless" cancels."""

_LONGEST_PHRASE = 12
"""Length, in words, of the longest phrase, joining words included: a hiding phrase begins at most this far
back.
"""


def phrases_by_kind(found: Sequence[Find[Mark]], names: Sequence[Find[Place]]) -> dict[MarkKind, list[Seen]]:
    """Return the phrases by kind, without those inside something longer: "kali" in "njaa kali"."""
    ends = _hiding(found)
    for start, end, _ in names:
        if end - start > 1:
            ends[start] = max(ends.get(start, 0), end)
    not_drills = {
        position
        for start, end, marks in found
        for mark in marks
        if mark.kind == "drill" and mark.value == "unless"
        for position in range(start, end)
    }
    units: dict[int, int] = {}
    excepted: set[int] = set()
    for start, end, marks in found:
        for mark in marks:
            if mark.kind == "affected" and end - start > 1:
                units[start] = max(units.get(start, 0), end)
            elif mark.kind == "unless":
                excepted.update(range(start, end))
    by_kind: dict[MarkKind, list[Seen]] = {}
    for start, end, marks in found:
        hidden = bool(ends) and _inside(start, end, ends)
        for mark in marks:
            kind = mark.kind
            if kind == "affected":
                # "families" counts in "families moved" too
                if units and _inside(start, end, units):
                    continue
            elif (hidden and kind not in _OPEN) or (
                kind in _OF_HAZARDS and start in excepted and end - 1 in excepted
            ):
                continue
            elif kind in ("negation", "talk") and start in not_drills and end - 1 in not_drills:
                continue  # "this is not a drill", "exercise books"
            by_kind.setdefault(kind, []).append(Seen(start, end, mark))
    return by_kind


def without_things(
    by_kind: dict[MarkKind, list[Seen]], forms: Sequence[str], sentences: Sequence[int]
) -> dict[MarkKind, list[Seen]]:
    """Return the phrases without the dead, hurt and missing that are things: zimezama is not about people if
    no animals are named.
    """
    units = by_kind.get("affected", [])
    if not any(seen.mark.value in _OF_PEOPLE and is_of_things(forms[seen.start]) for seen in units):
        return by_kind
    herds = {sentences[seen.start] for seen in units if seen.mark.value == "livestock"}
    return {
        **by_kind,
        "affected": [
            seen
            for seen in units
            if seen.mark.value not in _OF_PEOPLE
            or not is_of_things(forms[seen.start])
            or forms[seen.start].endswith("ua")  # "radi imeua watu" kills
            or sentences[seen.start] in herds
        ],
    }


def without_several(by_kind: dict[MarkKind, list[Seen]], forms: Sequence[str]) -> dict[MarkKind, list[Seen]]:
    """Return the phrases for one person without those for several ("riders", "girls"), which have the same
    root; and units without Swahili verbs ("imepiga" is no pig) and without "neighbouring".
    """
    units = by_kind.get("affected")
    if units:
        by_kind = {**by_kind, "affected": [seen for seen in units if not _is_no_noun(seen, forms)]}
    singles = by_kind.get("single")
    if singles:
        kept = [seen for seen in singles if not (_is_several(seen, forms) or _is_near(seen, forms))]
        by_kind = {**by_kind, "single": kept}
    return by_kind


def _is_no_noun(seen: Seen, forms: Sequence[str]) -> bool:
    if seen.mark.language != "en" or seen.mark.value in _OF_PEOPLE:
        return False
    form = forms[seen.start]
    verb = form[-1] in "aeiou" and is_verb(form)  # "hauses" is none
    return verb or (seen.mark.value == "people" and _is_near(seen, forms))


def _is_several(seen: Seen, forms: Sequence[str]) -> bool:
    last = forms[seen.end - 1]
    return seen.mark.language == "en" and last.endswith("s") and not last.endswith("ss")


def _is_near(seen: Seen, forms: Sequence[str]) -> bool:
    return seen.mark.language == "en" and forms[seen.end - 1].endswith("ing")


def with_kids(
    by_kind: dict[MarkKind, list[Seen]], sentences: Sequence[int], of_animals: Collection[str]
) -> dict[MarkKind, list[Seen]]:
    """Return the phrases with "kids" as children, unless goats or a disease of animals stand in their
    sentence.
    """
    young = {(seen.start, seen.end) for seen in by_kind.get("young", ())}
    if not young:
        return by_kind
    units = by_kind.get("affected", [])
    herds = {
        sentences[seen.start]
        for seen in units
        if seen.mark.value == "livestock" and (seen.start, seen.end) not in young
    }
    herds |= {sentences[seen.start] for seen in by_kind.get("hazard", ()) if seen.mark.value in of_animals}

    def stays(seen: Seen) -> bool:
        if (seen.start, seen.end) not in young or seen.mark.value not in ("livestock", "people"):
            return True
        return (seen.mark.value == "livestock") == (sentences[seen.start] in herds)

    return {**by_kind, "affected": [seen for seen in units if stays(seen)]}


def longest_names(names: Sequence[Find[Place]], found: Sequence[Find[Mark]]) -> list[Named]:
    """Return the names that are not inside a longer name or a phrase ("Rift Valley fever")."""
    if not names:
        return []
    ends = _hiding(found)
    for start, end, _ in names:
        ends[start] = max(ends.get(start, 0), end)
    return [Named(*name) for name in names if not _inside(name[0], name[1], ends)]


def _hiding(found: Sequence[Find[Mark]]) -> dict[int, int]:
    """Return the ends of phrases of several words, by their starts."""
    ends: dict[int, int] = {}
    for start, end, marks in found:
        if end - start > 1 and end > ends.get(start, 0):
            for mark in marks:
                if mark.kind not in _OPEN:
                    ends[start] = end
                    break
    return ends


def _inside(start: int, end: int, ends: Mapping[int, int]) -> bool:
    """Return True if something longer covers these words."""
    for before in range(max(0, start - _LONGEST_PHRASE), start + 1):
        last = ends.get(before, 0)
        if last >= end and last - before > end - start:
            return True
    return False
