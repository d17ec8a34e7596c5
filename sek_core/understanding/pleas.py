"""Pleas: texts about people in distress, with or without a hazard ("children on the roof").

A bare word is no plea; the words beside it decide. The words are those of `pleas` in words.yaml, by their
function in a plea; each rule below is one of its lines.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from config.hazards import Hazard
from sek_core.understanding.hazards import Hazards
from sek_core.understanding.setting import NEAR, Setting
from sek_core.understanding.stems import is_of_things
from sek_core.understanding.tagged import Seen, Tagged

RESCUER_WITHIN = 3
"""Maximum number of words between "send" and the rescuers."""

TROUBLES = 2
"""Number of words of trouble that show distress in the first person."""

FEW = 6
"""Maximum length, in words, of a text that cries for help and says nothing else."""

_BY_THEMSELVES = ("distress", "peril", "harm", "lacking", "lost", "gone", "troubles")


class Harmed(NamedTuple):
    """What the numbers and words about people say: deaths, or missing people."""

    died: bool
    missing: bool


def is_plea(tagged: Tagged, hazards: Hazards, known: Mapping[str, Hazard], harmed: Harmed) -> bool:
    """Return True if a text is a cry for help, or tells of people who need help at once."""
    return harmed.died or harmed.missing or _Signals(tagged, hazards, known).plead()


class _Signals:
    """The words that may make a text a plea, without those that mean something else."""

    def __init__(self, tagged: Tagged, hazards: Hazards, known: Mapping[str, Hazard]) -> None:
        self._tagged = tagged
        self._found: dict[str, list[Seen]] = {}
        all_seen = tagged.of("plea")
        if not all_seen:
            return
        setting = Setting(tagged)
        unless = _covered(all_seen, "unless")
        self._of_animals = animals_alone(tagged)
        asides = {seen.start: seen.end for seen in all_seen if seen.mark.value == "aside"}
        for seen in all_seen:
            if not (
                (seen.start in unless or seen.end - 1 in unless)
                or (
                    seen.mark.value in (*_BY_THEMSELVES, "appeals", "cries")
                    and not setting.stands(seen, asides)
                )
                or (seen.mark.value == "distress" and self._is_of_others(seen))
            ):
                self._found.setdefault(seen.mark.value, []).append(seen)
        self._ours = {position for seen in self._of("ours") for position in range(seen.start, seen.end)}
        self._ours |= tagged.first_person
        self._told_by_us = _sentences(tagged, self._ours)
        self._people = _covered(all_seen, "victims") | tagged.covered("single") | self._counted("people")
        self._sudden = _sentences(
            tagged,
            [
                affirmed.start
                for affirmed in hazards.affirmed
                if affirmed.strength in ("named", "sign", "faint")
                and known[affirmed.hazard].onset == "sudden"
            ],
        )
        self._hurt = _sentences(tagged, self._counted("injured", "missing", "deaths"))
        self._crying = _sentences(tagged, [seen.start for seen in self._of("appeals")])
        self._asking = _sentences(tagged, [seen.start for seen in self._of("requests")]) | self._crying
        self._long = _sentences(tagged, [seen.start for seen in self._of("since")])
        self._lasting = self._asking | self._long | _sentences(tagged, self._people)
        self._elsewhere = (
            bool(asides)
            or bool(self._of("stories"))
            or any(seen.mark.value == "drill" for seen in tagged.of("drill"))
        )
        self._reported = any(
            affirmed.strength in ("named", "sign") and affirmed.start not in tagged.corrected
            for affirmed in hazards.affirmed
        )
        self._harmed = _sentences(tagged, [seen.start for seen in self._of("harm")])
        self._pressed = self._asking | self._harmed | self._sudden | self._hurt
        dangers = [kind for kind in _BY_THEMSELVES if kind != "troubles"]
        self._endangered = (
            self._sudden
            | self._hurt
            | self._harmed
            | _sentences(tagged, [seen.start for kind in dangers for seen in self._of(kind)])
        )

    def plead(self) -> bool:
        """Return True if any rule makes the text a plea."""
        return bool(self._found) and (
            bool(self._of("distress"))
            or any(self._in_peril(seen) for seen in self._of("peril"))
            or any(self._beside(seen, self._ours | self._people) for seen in self._of("harm"))
            or any(self._lacks(seen) for seen in self._of("lacking"))
            or any(self._has_lost(seen) for seen in self._of("lost"))
            or any(self._is_gone(seen) for seen in self._of("gone"))
            or self._is_troubled()
            or (bool(self._of("cries")) and len(self._tagged.forms) <= FEW)
            or any(self._around(sentence, self._endangered) for sentence in self._crying)
            or any(self._calls(seen) for kind in ("sending", "requests") for seen in self._of(kind))
        )

    def _of(self, kind: str) -> list[Seen]:
        return self._found.get(kind, [])

    def _in_peril(self, seen: Seen) -> bool:
        """Return True for peril: "we are on the roof". A peril in one word needs a danger or a cry as
        well.
        """
        sentence = self._tagged.sentences[seen.start]
        pressed = self._around(sentence, self._pressed)
        if self._beside(seen, self._ours) or sentence in self._told_by_us:
            return pressed or seen.end - seen.start > 1
        return (pressed or seen.end - seen.start > 1) and self._beside(seen, self._people)

    def _lacks(self, seen: Seen) -> bool:
        """Return True for lack: "we have not eaten for three days", not "sijakula, lunch at one?"."""
        sentence = self._tagged.sentences[seen.start]
        lasting = self._around(sentence, self._lasting)
        mine = self._around(sentence, self._told_by_us)
        return lasting and (mine or self._around(sentence, self._crying))

    def _is_gone(self, seen: Seen) -> bool:
        """Return True for missing people: "my boys have not come home since Tuesday"."""
        lasting = self._around(self._tagged.sentences[seen.start], self._asking | self._long)
        return lasting and self._beside(seen, self._people)

    def _is_troubled(self) -> bool:
        """Return True for distress without a known hazard: "sister ... mguu ni black, niambie nifanye
        nini".
        """
        if not self._ours or self._elsewhere or self._reported:
            return False
        troubles = {
            self._tagged.forms[seen.start]
            for seen in self._of("troubles")
            if seen.start not in self._tagged.corrected
        }
        if self._crying:
            return bool(troubles)
        return len(troubles) >= TROUBLES

    def _has_lost(self, seen: Seen) -> bool:
        sentence = self._tagged.sentences[seen.start]
        return self._around(sentence, self._told_by_us)

    def _calls(self, seen: Seen) -> bool:
        """Return True for a call for rescuers: "send police", "tumeni mashua"."""
        starts = {other.start for other in self._of("rescuers")}
        reach = range(seen.end, seen.end + RESCUER_WITHIN + 1)
        return any(
            position in starts and self._tagged.clauses[position] == self._tagged.clauses[seen.start]
            for position in reach
        )

    def _beside(self, seen: Seen, others: Collection[int]) -> bool:
        """Return True if one of the other words stands in or near it, in its sentence."""
        sentences = self._tagged.sentences
        reach = range(max(0, seen.start - NEAR), min(seen.end + NEAR, len(sentences)))
        return any(position in others and sentences[position] == sentences[seen.start] for position in reach)

    def _around(self, sentence: int, others: Collection[int]) -> bool:
        """Return True if a sentence, or one next to it, is among the others."""
        return any(near in others for near in (sentence - 1, sentence, sentence + 1))

    def _counted(self, *kinds: str) -> set[int]:
        return {
            position
            for seen in self._tagged.of("affected")
            if seen.mark.value in kinds
            for position in range(seen.start, seen.end)
        }

    def _is_of_others(self, seen: Seen) -> bool:
        """Return True if the distress is that of animals or things: limekwama, "goats trapped"."""
        tagged = self._tagged
        if seen.end - seen.start > 1:
            return False
        of_things = seen.mark.language == "sw" and is_of_things(tagged.forms[seen.start])
        return of_things or tagged.clauses[seen.start] in self._of_animals


def animals_alone(tagged: Tagged) -> set[int]:
    """Return the clauses that name animals and no people."""
    named: dict[str, set[int]] = {"livestock": set(), "people": set()}
    patients = tagged.covered("patient")
    for seen in tagged.of("affected", "single"):
        if seen.start in patients:
            continue
        what = "people" if seen.mark.kind == "single" else seen.mark.value
        if what in named:
            named[what].add(tagged.clauses[seen.start])
    return named["livestock"] - named["people"]


def _covered(all_seen: Collection[Seen], value: str) -> set[int]:
    return {
        position for seen in all_seen if seen.mark.value == value for position in range(seen.start, seen.end)
    }


def _sentences(tagged: Tagged, positions: Collection[int]) -> set[int]:
    return {tagged.sentences[position] for position in positions}
