"""Truth: whether what a text says of the dead is said to be so, or played, denied, a rumour, an exercise."""

from sek_core.understanding.setting import Setting
from sek_core.understanding.tagged import Seen, Tagged
from sek_core.understanding.telling import is_drill

THING_WITHIN = 2
"""Maximum number of words between a thing and the word for its end: "the phone is dead", "kufa kwa simu"."""


class Truth:
    """What the text around the dead and the hurt says of them."""

    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged
        self._setting = Setting(tagged)
        self._asides = {
            seen.start: seen.end for seen in tagged.of("plea") if seen.mark.value in ("aside", "unless")
        }
        self._rumours = {tagged.sentences[each.start] for each in tagged.of("rumour") if self._is_said(each)}
        self._heard = {tagged.sentences[seen.start] for seen in tagged.of("hearsay")}
        self._drill = is_drill(tagged)

    def stands(self, seen: Seen) -> bool:
        """Return True if a phrase without a number is meant literally, and of people now."""
        literal = self._setting.stands(seen, self._asides)
        return literal and not (self._is_rumour(seen) or self._lifeless(seen) or self._of_harmful(seen))

    def _of_harmful(self, seen: Seen) -> bool:
        """Return True if lions or raiders died: "simba 2 wameuawa". "Simba ameua" kills."""
        tagged = self._tagged
        if seen.mark.language != "sw" or tagged.forms[seen.start].endswith("ua"):
            return False
        if tagged.forms[seen.start].startswith("a") and self._names_one_before(seen):
            return False  # "jirani amekanyagwa na ndovu mpaka akafa"
        ends = tagged.ending("harmful")
        return any(
            position in ends and tagged.clauses[position - 1] == tagged.clauses[seen.start]
            for position in (seen.start, seen.start - 1)
        )

    def _is_said(self, seen: Seen) -> bool:
        """Return True if a word for a rumour is not denied: "si uvumi", "it is not a rumour"."""
        denied = self._tagged.ending("negation")
        return seen.start not in denied and not (
            seen.start - 1 in denied and seen.start - 1 in self._tagged.covered("common")
        )

    def _names_one_before(self, seen: Seen) -> bool:
        """Return True if one person is named before, in the clause."""
        clauses = self._tagged.clauses
        return any(
            one.end <= seen.start and clauses[one.start] == clauses[seen.start]
            for one in self._tagged.of("single")
        )

    def denies(self, seen: Seen) -> bool:
        """Return True if counted dead are none: denied, played, laughed about, long past, or things."""
        setting = self._setting
        return (
            setting.denied(seen)
            or setting.unreal(seen)
            or setting.long_past(seen)
            or self._is_rumour(seen)
            or self._lifeless(seen)
        )

    def doubts(self, seen: Seen) -> bool:
        """Return True if the sender must say first whether people died: an exercise, hearsay, or a guess
        ("may be killed").
        """
        maybe = self._tagged.ending("maybe")
        supposed = any(position in maybe for position in (seen.start - 1, seen.start))
        return self._drill or supposed or self._tagged.sentences[seen.start] in self._heard

    def _is_rumour(self, seen: Seen) -> bool:
        """Return True if the sentence, or the next, calls it untrue."""
        sentence = self._tagged.sentences[seen.start]
        return sentence in self._rumours or sentence + 1 in self._rumours

    def _lifeless(self, seen: Seen) -> bool:
        """Return True if a thing came to its end: the word for it stands right before, or behind "kwa"."""
        tagged = self._tagged
        things = tagged.covered("lifeless")
        if not things:
            return False
        people = tagged.covered("single") | {
            position
            for each in tagged.of("affected")
            if each.mark.value == "people"
            for position in range(each.start, each.end)
        }
        clause = tagged.clauses[seen.start]
        for position in range(seen.start - 1, max(-1, seen.start - 2 - THING_WITHIN), -1):
            if tagged.clauses[position] != clause or position in people:
                break
            if position in things:
                return True
        # "stung by bees", "dead since market day": but "kufa kwa simu"
        apart = tagged.covered("clock", "before_place") if seen.mark.language == "en" else set()
        for position in range(seen.end, min(seen.end + THING_WITHIN, len(tagged.forms))):
            if tagged.clauses[position] != clause or position in people or position in apart:
                break
            if position in things:
                return True
        return False
