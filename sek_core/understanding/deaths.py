"""Deaths: of people only if people are meant. "goats 30 sick 12 dead", "mbuzi zimekufa" are animals."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from config.hazards import Hazard
from sek_core.understanding.numbers import Counted, Number
from sek_core.understanding.pleas import animals_alone
from sek_core.understanding.setting import Setting
from sek_core.understanding.stems import is_of_speakers, is_of_things
from sek_core.understanding.tagged import Seen, Tagged

VICTIM_WITHIN = 4
"""Maximum number of words between one person and the word for their death: "killed a boda rider"."""

_ONE_DIED = re.compile(r"a(?:me|li|na)[a-z']*(?<!ua)|ali(?:ye)?[a-z']*(?<!ua)|[a-z]*m[uw]ua")
"""Verbs for the death of one person: amefariki, ameuawa, aliyekufa; and wamemuua: they killed him. But ameua
means the killer.
"""


class Toll(NamedTuple):
    """The numbers of a text, with the dead counted where they belong.

    `died`: people are said to have died, counted or not, and now. `unsafe`: it is not plain who the counted
    dead are.
    """

    counted: list[Counted]
    died: bool
    unsafe: bool


def toll_of(tagged: Tagged, found: Sequence[Counted], hazard: Hazard | None) -> Toll:
    """Separate dead people from dead animals, and count a single victim who has no number."""
    said = [seen for seen in tagged.of("affected") if seen.mark.value == "deaths"]
    if not said:
        return Toll(list(found), False, False)
    where = _Named(tagged, hazard)
    herds = {tagged.sentences[count.number.start] for count in found if count.what == "livestock"}
    counted: list[Counted] = []
    unsafe = False
    for count in found:
        if count.what != "deaths" or count.unit.mark.value == "people":
            counted.append(count)
        elif not where.is_of_animals(count.unit):
            counted.append(count)
            unsafe = unsafe or where.is_doubtful(count.unit)
        elif tagged.sentences[count.number.start] not in herds:
            counted.append(count._replace(what="livestock"))
    setting = Setting(tagged)
    zeros = {count.unit for count in found if not count.number.value}
    asides = _asides(tagged)
    people = [
        seen
        for seen in said
        if seen not in zeros
        and not is_of_speakers(tagged.forms[seen.start])  # "nimekufa na kazi"
        and not where.is_of_animals(seen)
        and setting.stands(seen, asides)
    ]
    numbered = any(count.what == "deaths" and count.number.value for count in counted)
    one = None if numbered else next((seen for seen in people if where.is_one(seen)), None)
    if one:
        counted.append(Counted(Number(one.start, one.end, 1), "deaths", one))
    died = bool(people) and (one is not None or numbered or any(where.has_people(seen) for seen in people))
    return Toll(counted, died, unsafe)


def _asides(tagged: Tagged) -> dict[int, int]:
    return {seen.start: seen.end for seen in tagged.of("plea") if seen.mark.value in ("aside", "unless")}


class _Named:
    """The people and animals that the clauses and sentences of a text name."""

    def __init__(self, tagged: Tagged, hazard: Hazard | None) -> None:
        self._tagged = tagged
        self._hazard = hazard
        self._animal_clauses = animals_alone(tagged)
        self._animals = _sentences(tagged, "livestock")
        self._people = _sentences(tagged, "people") | {
            tagged.sentences[seen.start] for seen in tagged.of("single")
        }
        self._singles = tagged.covered("single")
        self._herds = {
            position
            for seen in tagged.of("affected")
            if seen.mark.value == "livestock"
            for position in range(seen.start, seen.end)
        }
        self._victims = self._singles | {
            position
            for seen in (*tagged.of("affected"), *tagged.of("plea"))
            if seen.mark.value in ("people", "victims", "households")
            for position in range(seen.start, seen.end)
        }

    def is_of_animals(self, seen: Seen) -> bool:
        """Return True if animals died: by the verb, by the words of the clause, by the hazard."""
        if seen.mark.language == "sw" and is_of_things(self._tagged.forms[seen.start]):
            return not self._tagged.forms[seen.start].endswith("ua")  # "radi imeua" kills
        if self._tagged.clauses[seen.start] in self._animal_clauses:
            return True
        sentence = self._tagged.sentences[seen.start]
        if sentence in self._people:
            return self._nearest_is_animal(seen)
        if sentence in self._animals:
            return self._hazard is None or self._hazard.onset == "slow" or self._is_herds()
        return self._is_herds()

    def _nearest_is_animal(self, seen: Seen) -> bool:
        """Return True if the nearest word in a clause with both people and animals is an animal: "40 families
        affected, goats dead 12".
        """
        clause = self._tagged.clauses[seen.start]
        for away in range(1, VICTIM_WITHIN + 1):
            for position in (seen.start - away, seen.end - 1 + away):
                if 0 <= position < len(self._tagged.clauses) and self._tagged.clauses[position] == clause:
                    if position in self._victims:
                        return False
                    if position in self._herds:
                        return True
        return False

    def _is_herds(self) -> bool:
        return self._hazard is not None and self._hazard.sectors[0] == "livestock"

    def is_doubtful(self, seen: Seen) -> bool:
        """Return True if the text names neither people nor animals and the hazard affects both, or if it
        names both.
        """
        sentence = self._tagged.sentences[seen.start]
        if sentence in self._animals:
            return True
        if sentence in self._people or seen.mark.language == "sw":
            return False
        return (
            self._hazard is None
            or self._hazard.onset == "slow"
            or self._hazard.sectors[0] in ("livestock", "agriculture", "environment_wildlife")
        )

    def is_one(self, seen: Seen) -> bool:
        """Return True if one person is said to have died: "killed a boda rider", "mzee ameuawa"."""
        tagged = self._tagged
        form = tagged.forms[seen.start]
        if seen.mark.language == "sw" and _ONE_DIED.fullmatch(form):
            return True
        if form.startswith("wa") and not form.endswith("ua"):
            return False  # wamekufa: several
        clause = tagged.clauses[seen.start]
        reach = range(max(0, seen.start - VICTIM_WITHIN), min(seen.end + VICTIM_WITHIN, len(tagged.forms)))
        near = [position for position in reach if tagged.clauses[position] == clause]
        several = any(position in self._victims and position not in self._singles for position in near)
        return not several and any(position in self._singles for position in near)

    def has_people(self, seen: Seen) -> bool:
        """Return True if the words are about people: "people died", "wamefariki"."""
        if seen.mark.language == "sw" and not self._tagged.forms[seen.start].endswith("ua"):
            return True
        return self._tagged.sentences[seen.start] in self._people


def _sentences(tagged: Tagged, *kinds: str) -> set[int]:
    return {tagged.sentences[seen.start] for seen in tagged.of("affected") if seen.mark.value in kinds}
