"""Victims: the dead, the hurt and the missing, if people are meant and it is said to be true.

"goats 30 sick 12 dead", "mbuzi zimekufa" are animals; "the battery died", "an exercise with 11 dead", and
"40 dead is a rumour" are no dead people.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from config.hazards import Hazard
from sek_core.understanding.companions import JOINED, OWN
from sek_core.understanding.counts import STATES, UNIT_BEFORE, Counted
from sek_core.understanding.numbers import Number
from sek_core.understanding.pleas import animals_alone
from sek_core.understanding.stems import is_of_speakers, is_of_things
from sek_core.understanding.tagged import Seen, Tagged
from sek_core.understanding.truth import Truth

_SEVERAL = ("wa", "hawa", "hatujawa", "sijawa")

VICTIM_WITHIN = 6
"""Maximum number of words between one person and the word for their death: "killed a boda rider"."""

_ONE = re.compile(
    r"(?:a(?:me|li|na|ka)|nime)[a-z']*(?<!ua)|a(?:fa|fariki|uawa)|[a-z]*m[uw]ua|wa(?:me|li|ka)m[a-z']{4,}"
    r"|ka[a-z']{2,}|ha[jo][a-z']+|(?:si|hatu)jam[a-z']+"
)
"""Verbs for one person: amefariki, ameuawa, aliyekufa, kafariki; and wamemuua: they killed him. But ameua
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
    """Separate dead people from dead animals and from those who are none, and count a single victim who has
    no number.
    """
    said = [seen for seen in tagged.of("affected") if seen.mark.value in STATES]
    if not said:
        return Toll(list(found), False, False)
    where = _Named(tagged, hazard)
    truth = Truth(tagged)
    herds = {tagged.sentences[count.number.start] for count in found if count.what == "livestock"}
    counted: list[Counted] = []
    unsafe = heard = False
    for count in found:
        if count.what != "deaths":
            counted.append(count)
        elif truth.denies(_state(tagged, count)):
            continue
        elif count.unit.mark.value == "people" or not where.is_of_animals(count.unit):
            counted.append(count)
            heard = heard or truth.doubts(_state(tagged, count))
            unsafe = unsafe or where.is_doubtful(count.unit)
        elif tagged.sentences[count.number.start] not in herds:
            counted.append(count._replace(what="livestock"))
    zeros = {count.unit for count in found if not count.number.value}
    people = [
        seen
        for seen in said
        if seen not in zeros
        and where.may_be_one(seen)
        and (
            seen.mark.value == "injured" or not is_of_speakers(tagged.forms[seen.start])
        )  # "nimekufa na kazi"
        and not where.is_of_animals(seen)
        and truth.stands(seen)
    ]
    numbered = {count.what for count in counted if count.number.value}
    dead_one: Seen | None = None
    for what in STATES:
        told = (seen for seen in people if seen.mark.value == what)
        one = next((seen for seen in told if where.is_one(seen) or where.is_couple(seen)), None)
        if one and dead_one and not where.are_two(dead_one, one):
            continue  # "amekanyagwa na ndovu akafa"
        if one and what not in numbered:
            dead_one = one if what == "deaths" else dead_one
            how_many = 2 if where.is_couple(one) else 1
            counted.append(Counted(Number(one.start, one.end, how_many), what, one))
            heard = heard or (what == "deaths" and truth.doubts(one))
    if dead_one:
        counted = [count for count in counted if not where.is_same(count, dead_one)]
    dead = [seen for seen in people if seen.mark.value == "deaths"]
    numbered_dead = any(count.what == "deaths" and count.number.value for count in counted)
    died = bool(dead) and (numbered_dead or any(where.has_people(seen) for seen in dead))
    return Toll(counted, died and not heard, unsafe or heard)


def _state(tagged: Tagged, count: Counted) -> Seen:
    """Return the word for what happened to counted people: "died" for "3 people died"."""
    if count.unit.mark.value in STATES:
        return count.unit
    near = [
        seen
        for seen in tagged.of("affected")
        if seen.mark.value == count.what and abs(seen.start - count.number.start) <= UNIT_BEFORE
    ]
    return min(near, key=lambda seen: abs(seen.start - count.number.start), default=count.unit)


_ILL = frozenset({"sick", "ill"})
"""Words that tell of people, or of animals if a text names them."""


class _Named:
    """The people and animals that the clauses and sentences of a text name."""

    def __init__(self, tagged: Tagged, hazard: Hazard | None) -> None:
        self._tagged = tagged
        self._hazard = hazard
        self._animal_clauses = animals_alone(tagged)
        self._animals = _sentences(tagged, "livestock")
        owners, young = _owners(tagged), tagged.covered("young") if self._animals else set()
        if self._animals:  # "goats: 30 sick 12 dead"
            young = young | {position for position, form in enumerate(tagged.forms) if form in _ILL}
        self._people = {
            tagged.sentences[seen.start]
            for seen in tagged.of("affected", "single")
            if (seen.mark.kind == "single" or seen.mark.value == "people")
            and seen.start not in owners
            and seen.start not in young
        }
        self._animals_alone = self._animals - self._people
        self._singles = tagged.covered("single") - owners
        only = tagged.covered("only_counted")
        self._only_counted = {seen for seen in tagged.of("affected") if seen.start in only}
        self._lasting = {
            tagged.sentences[each.start] for each in tagged.of("plea") if each.mark.value == "since"
        }
        self._known_of = {seen.end for seen in tagged.of("known_of")}
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
            if position not in owners
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
        return self._is_herds() or (seen.mark.language == "en" and sentence - 1 in self._animals_alone)

    def _nearest_is_animal(self, seen: Seen) -> bool:
        """Return True if the nearest word in a clause with both people and animals is an animal: "40 families
        affected, goats dead 12".
        """
        clause = self._tagged.clauses[seen.start]
        for away in range(1, VICTIM_WITHIN + 1):
            near = {
                position
                for position in (seen.start - away, seen.end - 1 + away)
                if 0 <= position < len(self._tagged.clauses) and self._tagged.clauses[position] == clause
            }
            if near & self._victims:
                return False
            if near & self._herds:
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

    def may_be_one(self, seen: Seen) -> bool:
        """Return True if a phrase tells of victims without a number: not "road cut", nor "the man who died".
        Who is only not seen is missing if that lasts.
        """
        if seen.start in self._known_of:
            return False
        lasting = seen.mark.value == "missing" and self._tagged.sentences[seen.start] in self._lasting
        return lasting or seen not in self._only_counted

    def is_one(self, seen: Seen) -> bool:
        """Return True if one person is said to be dead, hurt or missing: "killed a boda rider", "mzee
        ameuawa", "driver bleeding from the leg". Not "the man who died", of whom others were told before.
        """
        tagged = self._tagged
        form = tagged.forms[seen.start]
        if seen.mark.language == "sw" and _ONE.fullmatch(form):
            return True
        if form.startswith(_SEVERAL) and not form.endswith("ua"):
            return False  # wamekufa: several
        clause = tagged.clauses[seen.start]
        reach = range(max(0, seen.start - VICTIM_WITHIN), min(seen.end + VICTIM_WITHIN, len(tagged.forms)))
        near = [position for position in reach if tagged.clauses[position] == clause]
        several = any(position in self._victims and position not in self._singles for position in near)
        return not several and any(position in self._singles for position in near)

    def is_couple(self, seen: Seen) -> bool:
        """Return True if two persons are joined right before the word for what happened to them: "husband and
        wife killed", "mzee na mkewe wameuawa".
        """
        tagged = self._tagged
        ends = tagged.ending("single")
        last = next((ends[p] for p in (seen.start, seen.start - 1) if p in ends), None)
        if last is None or last.start < 2 or last.start in self._known_of:
            return False
        joined = last.start - 1 - (tagged.forms[last.start - 1] in OWN)
        one = ends.get(joined) if tagged.forms[joined] in JOINED else None
        return one is not None and tagged.clauses[one.start] == tagged.clauses[seen.start]

    def are_two(self, one: Seen, other: Seen) -> bool:
        """Return True if what happened to one person and what happened to another are told of two: in two
        sentences, or of two persons who are named.
        """
        sentences = self._tagged.sentences
        if sentences[one.start] != sentences[other.start]:
            return True
        named = {
            seen.start for seen in self._tagged.of("single") if sentences[seen.start] == sentences[one.start]
        }
        return len(named) > 1

    def is_same(self, count: Counted, dead: Seen) -> bool:
        """Return True if the one hurt person of a count died: "mmoja amepigwa na radi, akafa"."""
        return count.what == "injured" and count.number.value == 1 and not self.are_two(count.unit, dead)

    def has_people(self, seen: Seen) -> bool:
        """Return True if the words are about people: "people died", "wamefariki"."""
        if seen.mark.language == "sw" and not self._tagged.forms[seen.start].endswith("ua"):
            return True
        return self._tagged.sentences[seen.start] in self._people


def _owners(tagged: Tagged) -> set[int]:
    """Return the positions of people who own the animals named before them: "kuku za mama zote 38 dead"."""
    links = tagged.ending("link")
    herds = {seen.end for seen in tagged.of("affected") if seen.mark.value == "livestock"}
    return {
        seen.start
        for seen in tagged.of("affected", "single")
        if seen.start in links and links[seen.start].start in herds
    }


def _sentences(tagged: Tagged, *kinds: str) -> set[int]:
    return {tagged.sentences[seen.start] for seen in tagged.of("affected") if seen.mark.value in kinds}
