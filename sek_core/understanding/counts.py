"""What numbers count: "400 households", "goats 120 dead", "wawili wako hospitali", "Sofia 14, Birikani 9"."""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import NamedTuple

from sek_core.understanding.listing import follows_name, is_listed
from sek_core.understanding.meanings import Mark
from sek_core.understanding.numbers import Number
from sek_core.understanding.stems import is_of_others, is_of_speakers, is_verb
from sek_core.understanding.tagged import Seen, Tagged
from sek_core.understanding.uncounted import counts_nothing, hurt_ones, pairs_of, things_before

STATES = ("deaths", "injured", "missing")
"""What can happen to people."""

_HELD = ("livestock", "houses", "acres")
"""What dies, burns or is lost and stays what it is."""

_NOUNS = ("livestock", "people", "households", "houses")

UNIT_WITHIN = 2
"""Maximum number of words between a number and what it counts: "400 affected households"."""

STATE_WITHIN = 3
"""Maximum number of words between people and what happened to them: "3 people were found dead"."""

PUT_RIGHT_WITHIN = 3

UNIT_BEFORE = 8

NOUN_BEFORE = 14
"""Maximum number of words back to what a number without a unit counts: "hizi mbuzi zinakohoa na ...
nimepoteza 17".
"""

AND = ("na", "and")

LACKING = frozenset({"hawana", "hana", "hatuna", "sina", "bila", "wamekosa", "tumekosa", "without"})
"""Words behind which stands what is missing, and no unit."""

GUESSED = ("hivi", "ivi")
"""Words right behind a number that is a guess."""

GUESSED_BEFORE = 25
"""Maximum number of words back to what a guess counts: it counts what the whole text is about."""

YEARS = range(1950, 2051)
"""Numbers that count only beside their unit: "ndugu zetu wa 2009 waliofunikwa"."""

LOSS_WITHIN = 2

NO_PATIENTS = frozenset({"bay", "leave", "off", "days"})
"""Words behind "sick" that make another thing of it."""


class Counted(NamedTuple):
    """A number with what it counts, and the phrase that says so."""

    number: Number
    what: str
    unit: Seen


def counted(tagged: Tagged, numbers: Sequence[Number]) -> list[Counted]:
    """Return the numbers that count something relevant; distances, prices, dates and the like do not.

    A unit stands behind its number ("400 households") or right before it ("kaya 400", "goats 120 dead"): a
    unit that has its number takes no second one.
    """
    return _Counting(tagged, numbers).count() if numbers else []


class _Counting:
    """One text's numbers, and the units that are already taken."""

    def __init__(self, tagged: Tagged, numbers: Sequence[Number]) -> None:
        self._tagged = tagged
        self._numbers = numbers
        self._starts = {number.start for number in numbers}
        self._words = {position for number in numbers for position in range(number.start, number.end)}
        self._about = tagged.covered("about")
        self._taken: set[Seen] = set()
        self._replaced, self._wholes = pairs_of(tagged, numbers)
        self._denied = {seen.end for seen in tagged.of("negation")} & self._starts
        self._denied -= {number.start for number in self._replaced}  # "18, hapana, 28"

    def count(self) -> list[Counted]:
        """Count from left to right; then the numbers of a list of places, which share one unit."""
        dropped = {*self._replaced.values(), *self._wholes.values()}
        found: list[Counted] = []
        bare: list[Number] = []
        for number in self._numbers:
            if number in dropped or self._counts_nothing(number):
                continue
            chosen = self._unit(number)
            if chosen is None:
                bare.append(number)
                continue
            found.append(self._take(number, *chosen))
        return sorted([*found, *self._listed(found, bare)], key=lambda count: count.number.start)

    def _take(self, number: Number, what: str, unit: Seen) -> Counted:
        if what == "people":
            what = _became(self._tagged, number, unit, self._words, self._taken) or what
        self._taken.add(unit)
        return Counted(number, what, unit)

    def _counts_nothing(self, number: Number) -> bool:
        return number.start in self._denied or counts_nothing(self._tagged, number, self._starts)

    def _unit(self, number: Number) -> tuple[str, Seen] | None:
        chosen = self._beside(number)
        if chosen is None and (whole := self._wholes.get(number)):
            chosen = self._beside(whole)
        if chosen is None and (replaced := self._replaced.get(number)):
            chosen = self._beside(replaced) or self._lost(replaced)
        if chosen is None:
            chosen = self._put_right(number) or self._of_us(number)
        bare = number.start not in self._tagged.ending("clock") and number.value not in YEARS
        if chosen is None and bare:
            chosen = self._lost(number) or self._so_many(number)
            chosen = chosen or self._of_persons(number) or self._guessed(number)
        fraction = number.value >= 1000 and "." in self._tagged.typed(number.start, number.end)
        if chosen and chosen[0] == "acres" and fraction:
            return None  # 2.500 acres: thousands or a fraction
        return chosen

    def _beside(self, number: Number) -> tuple[str, Seen] | None:
        """Return the unit right before a number or behind it."""
        tagged = self._tagged
        ends = tagged.ending("affected")
        left = self._left_of(number)
        before = _not_of_animals(tagged, ends.get(left + 1)) or _animals(ends.get(left))
        if before and number.value > 1 and _is_one(tagged, before):
            before = None  # "girl 14": her age
        if before and (
            before in self._taken or not _together(tagged, before.end - 1, number.start, colon=True)
        ):
            before = None
        behind = [
            unit
            for unit in _behind(tagged, number, self._words)
            if unit not in self._taken and _not_of_animals(tagged, unit)
        ]
        if before and ends.get(left + 1) and behind and behind[0].end in self._starts:
            behind = []  # "nyumba tano zimebomoka na watu wawili": those units have their own number
        if before and before.end == number.start and "=" in tagged.between(number.start - 1, number.start):
            behind = []  # "cases=12 deaths=1"
        chosen = _choose(before, behind)
        if chosen:
            self._taken.update(seen for seen in behind if seen.start < chosen[1].end)
        return chosen

    def _put_right(self, number: Number) -> tuple[str, Seen] | None:
        """Return the unit of a number behind a denied one, which counts what was named before: "houses
        affected, si 12 ni 21".
        """
        tagged = self._tagged
        reach = range(number.start - PUT_RIGHT_WITHIN, number.start)
        first = next((p for p in reach if p in self._denied), None)
        if first is None:
            return None
        ends = tagged.ending("affected")
        for position in range(first, max(0, first - UNIT_BEFORE), -1):
            unit = ends.get(position)
            if unit and unit not in self._taken and self._same_sentence(unit.start, number.start):
                return unit.mark.value, unit
        return None

    def _of_us(self, number: Number) -> tuple[str, Seen] | None:
        """Return people for a number that the speakers count of themselves, or have counted: "tuko 33"."""
        tagged = self._tagged
        seen = tagged.ending("tally").get(self._left_of(number) + 1)
        if seen and tagged.clauses[seen.end - 1] == tagged.clauses[number.start]:
            herd = self._noun_before(number, ("livestock",)) if is_verb(tagged.forms[seen.end - 1]) else None
            if herd:
                return "livestock", herd  # "mbuzi zinakufa, tumehesabu 130"
            return "people", _as_unit(seen.start, seen.end, seen.mark.language)
        return None

    def _lost(self, number: Number) -> tuple[str, Seen] | None:
        """Return what was named last, for a number of lost or affected ones: "sheep and goats, 112
        aborted".
        """
        tagged = self._tagged
        starts, ends = tagged.starting("loss"), tagged.ending("loss")
        clause = tagged.clauses[number.start]
        behind = range(number.end, min(number.end + LOSS_WITHIN, len(tagged.clauses)))
        left = self._left_of(number)
        near = any(position in starts and tagged.clauses[position] == clause for position in behind)
        copula = tagged.ending("copula").get(left + 1)
        guessed = left + 1 < number.start
        if not near and not copula and not guessed and left + 1 not in ends:
            return None
        noun = self._noun_before(number)
        if noun is None or near or left + 1 in ends:
            return (noun.mark.value, noun) if noun else None
        measures = tagged.covered("measure")
        close = tagged.clauses[noun.start] == clause and not any(
            position in measures for position in range(noun.end, number.start)
        )
        return (noun.mark.value, noun) if close else None

    def _so_many(self, number: Number) -> tuple[str, Seen] | None:
        """Return what happened to people whose number stands behind it: "waliokufa wamefika 4"."""
        tagged = self._tagged
        copula = tagged.ending("copula").get(self._left_of(number) + 1)
        state = tagged.ending("affected").get(copula.start) if copula else None
        if state is None or state in self._taken or state.mark.value not in STATES:
            return None
        return (state.mark.value, state) if _together(tagged, state.start, number.start) else None

    def _guessed(self, number: Number) -> tuple[str, Seen] | None:
        """Return what was named before a guess that says nothing else: "loaders walikua juu, kama kumi
        hivi".
        """
        tagged = self._tagged
        behind = number.end
        guess = behind < len(tagged.forms) and tagged.forms[behind] in GUESSED
        noun = self._noun_before(number, within=GUESSED_BEFORE) if guess else None
        return (noun.mark.value, noun) if noun else None

    def _left_of(self, number: Number) -> int:
        """Return the position before a number and the words such as "about" before it."""
        left = number.start - 1
        while left in self._about and left not in self._words:
            left -= 1
        return left

    def _noun_before(
        self, number: Number, kinds: Collection[str] = _NOUNS, within: int = NOUN_BEFORE
    ) -> Seen | None:
        """Return the last countable thing before a number, in its sentence or the one before, that has no
        number yet.
        """
        tagged = self._tagged
        one = tagged.covered("single")
        nouns = [
            seen
            for seen in tagged.of("affected")
            if seen.mark.value in kinds
            and 0 <= number.start - seen.end <= within
            and tagged.sentences[number.start] - tagged.sentences[seen.start] <= 1
            and seen not in self._taken
            and (seen.mark.value != "people" or seen.start not in one)
        ]
        return max(nouns, key=lambda seen: seen.end, default=None)

    def _of_persons(self, number: Number) -> tuple[str, Seen] | None:
        """Return people for a number that agrees with them, or whose verb does: "wawili wako hospitali", "9
        wamelala"; animals if they were named before.
        """
        tagged = self._tagged
        agrees = any(
            (seen.start < number.end and number.start < seen.end) or seen.start == number.end
            for seen in tagged.of("of_people")
        )
        behind = number.end
        verb = (
            behind < len(tagged.forms)
            and number.value > 1
            and tagged.clauses[behind] == tagged.clauses[number.start]
            and is_of_others(tagged.forms[behind])
        )
        guess = any(tagged.clauses[seen.start] == tagged.clauses[number.start] for seen in tagged.of("maybe"))
        if guess or not (agrees or verb):
            return None
        noun = self._noun_before(number)
        same = noun and self._same_sentence(noun.start, number.start)
        if noun and same and noun.mark.value == "livestock":
            return "livestock", noun
        return "people", _as_unit(number.start, number.end, "sw")

    def _listed(self, found: Sequence[Counted], bare: Sequence[Number]) -> list[Counted]:
        """Return the numbers of a list of places, whose unit stands once: "HH: Sofia 14, Birikani 9"."""
        tagged = self._tagged
        runs: list[list[Number]] = []
        units, alone = {count.number: count for count in found}, frozenset(bare)
        for number in self._numbers:
            if number not in alone and number not in units:
                continue
            if not follows_name(tagged, number):
                continue
            last = runs[-1][-1] if runs else None
            if last and is_listed(tagged, last, number):
                runs[-1].append(number)
            else:
                runs.append([number])
        listed: list[Counted] = []
        for run in runs:
            own = [units[number] for number in run if number in units]
            rest = [number for number in run if number not in units]
            if len(run) < 2 or not rest or len({count.what for count in own}) > 1:
                continue
            unit = own[0].unit if own else self._free_unit(run[0])
            if unit:
                what = own[0].what if own else unit.mark.value
                listed += [Counted(number, what, unit) for number in rest]
        return listed

    def _free_unit(self, first: Number) -> Seen | None:
        units = [
            seen
            for seen in self._tagged.of("affected")
            if seen.end <= first.start
            and first.start - seen.end <= UNIT_BEFORE
            and self._same_sentence(seen.start, first.start)
            and seen not in self._taken
        ]
        return units[-1] if units else None

    def _same_sentence(self, one: int, other: int) -> bool:
        return self._tagged.sentences[one] == self._tagged.sentences[other]


def _as_unit(start: int, end: int, language: str) -> Seen:
    """Return people as the unit of a number that stands without a word for them."""
    return Seen(start, end, Mark("affected", "people", language))


def _is_one(tagged: Tagged, unit: Seen) -> bool:
    """Return True if a unit is one person: "girl", "old man"; not "mothers", nor "mama wajawazito"."""
    singles = tagged.covered("single")
    return singles.issuperset(range(unit.start, unit.end)) and not tagged.forms[unit.end - 1].endswith("s")


def _animals(unit: Seen | None) -> Seen | None:
    """Return the unit if it is animals: "goats dying 45". With a word between, only animals stand before
    their number.
    """
    return unit if unit and unit.mark.value == "livestock" else None


def _not_of_animals(tagged: Tagged, unit: Seen | None) -> Seen | None:
    """Return the unit unless it says how animals beside it are: "12 sick goats", "livestock sick 40"."""
    if unit is None or unit.start not in tagged.covered("patient"):
        return unit
    if unit.end < len(tagged.forms) and tagged.forms[unit.end] in NO_PATIENTS:
        return None
    beside = (tagged.starting("affected").get(unit.end), tagged.ending("affected").get(unit.start))
    return None if any(map(_animals, beside)) else unit


def _choose(before: Seen | None, behind: Sequence[Seen]) -> tuple[str, Seen] | None:
    """Choose the unit of a number. Animals and houses stay what they are, dead or burnt; what happened to
    people outweighs the people.
    """
    kinds = {unit.mark.value: unit for unit in reversed(behind)}
    if before and (
        before.mark.value == "livestock" or (before.mark.value in _HELD and set(kinds) <= set(STATES))
    ):
        return before.mark.value, before
    if "livestock" in kinds and set(kinds) <= {"livestock", *STATES}:
        return "livestock", kinds["livestock"]
    if behind:
        return behind[0].mark.value, behind[0]
    return (before.mark.value, before) if before else None


def _behind(tagged: Tagged, number: Number, numbers: set[int]) -> list[Seen]:
    """Return the units that follow a number within reach, and what stands right behind the first of them."""
    starts, measures = tagged.starting("affected"), tagged.starting("measure")
    little = tagged.covered("common", "about", "copula")
    parts = tagged.covered("whole")
    found: list[Seen] = []
    passed = ""
    position, reach = number.end, number.end + UNIT_WITHIN
    while position <= reach and position < len(tagged.forms):
        if position in numbers or position in measures or tagged.forms[position] in AND:
            break
        if tagged.forms[position] in LACKING:
            break  # "familia 20 hawana makazi" counts no houses
        if not _together(tagged, position - 1, position):
            break
        if unit := starts.get(position):
            if not found and unit.mark.value in STATES and things_before(tagged, number):
                break  # "maduka 5 yameungua"
            if passed and not found and unit.mark.value in STATES and not hurt_ones(tagged, passed, unit):
                break  # "4 hyenas dead"
            found.append(unit)
            position = unit.end
            reach = position if len(found) == 1 else -1
        else:
            passed = passed or ("" if position in little else tagged.forms[position])
            reach += position in parts
            position += 1
    return found


def _became(
    tagged: Tagged, number: Number, unit: Seen, numbers: set[int], taken: Collection[Seen]
) -> str | None:
    """Return what happened to counted people: "3 people were found dead", "wameua watu wawili"."""
    starts = tagged.starting("affected")
    first, last = min(number.start, unit.start), max(number.end, unit.end)
    reach = takewhile(lambda position: position not in numbers, range(last, last + STATE_WITHIN + 1))
    behind = [starts[position] for position in reach if position in starts]
    before = tagged.ending("affected").get(first)
    for state in [*behind, *([before] if before and before not in taken else [])]:
        edge = (last - 1, state.start) if state.start >= last else (state.end - 1, first)
        own = state.start >= last and _has_its_own(tagged, unit.start < number.start, state, numbers)
        mine = is_of_speakers(tagged.forms[state.start])  # "tulikuwa 15, mimi nimeumia"
        if state.mark.value in STATES and not (own or mine) and _together(tagged, *edge):
            return state.mark.value
    return None


def _has_its_own(tagged: Tagged, units_lead: bool, state: Seen, numbers: set[int]) -> bool:
    """Return True if a number right behind what happened is of it: "cases=12 deaths=1", "wagonjwa 12 wamekufa
    2". `units_lead`: the number before it stands behind its unit, too.
    """
    if state.end not in numbers or not _together(tagged, state.end - 1, state.end, colon=True):
        return False
    if tagged.between(state.end - 1, state.end).strip() in ("=", ":"):
        return True
    behind = state.end + 1
    if not units_lead or behind in numbers:
        return False
    if behind >= len(tagged.forms) or not _together(tagged, state.end, behind):
        return True
    unit = tagged.starting("affected").get(behind)
    return tagged.forms[behind] in AND or (unit is not None and unit.end in numbers)


def _together(tagged: Tagged, left: int, right: int, colon: bool = False) -> bool:
    """Return True if no sentence or clause ends between two words; a colon joins a unit to its number."""
    if tagged.clauses[left] == tagged.clauses[right]:
        return True
    return colon and right == left + 1 and tagged.between(left, right).strip() in (":", "=")
