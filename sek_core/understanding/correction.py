"""Corrections in passing: "sorry 40 not 400", "samahani ni kali sio kidogo"."""

from collections.abc import Mapping

from config.affected import as_said
from config.mechanism import SEVERITIES, Configuration
from sek_core.understanding.numbers import numbers_of
from sek_core.understanding.tagged import Tagged
from sek_core.understanding.tokens import Phrases


class Corrections:
    """The vocabulary of corrections. Built once."""

    def __init__(self, configuration: Configuration) -> None:
        words = configuration.words
        self._said: Phrases[str] = Phrases(
            (phrase, language)
            for some in (words.correction, words.second_thoughts)
            for language, phrases in some.items()
            for phrase in phrases
        )
        self._units: dict[str, str] = {what: units["en"][0] for what, units in words.affected.items()}
        self._severities: dict[str, str] = {name: words.severity[name]["en"][0] for name in SEVERITIES}

    def read(self, tagged: Tagged, affected: Mapping[str, int], severity: str | None) -> str | None:
        """Return the corrected value, in words that read as such ("40 households"), if a text corrects a
        known value (`affected`, `severity`). Return None if it does not, or if it is ambiguous.
        """
        if not self._said.find(tagged.forms):
            return None
        # A mechanism's own words may lack a kind that is known from before.
        known = {what: number for what, number in as_said(affected).items() if what in self._units}
        return self._number(tagged, known) or self._severity(tagged, severity)

    def _number(self, tagged: Tagged, affected: Mapping[str, int]) -> str | None:
        """Return the corrected number: in "40 not 400" the known number is wrong and the other one right. A
        single number counts if there is only one value that it can replace.
        """
        numbers = numbers_of(tagged)
        denied = _denied(tagged)
        said = list(dict.fromkeys(number.value for number in numbers))
        wrong = [what for what, value in affected.items() if value in said]
        right = [value for value in said if value not in affected.values()]
        if len(said) == 1 and not wrong:
            wrong = list(affected)
        if len(right) != 1 or len(wrong) != 1:
            return None
        if any(number.start in denied and number.value == right[0] for number in numbers):
            return None  # "40 not 400", but 40 is the known number
        return f"{right[0]} {self._units[wrong[0]]}"

    def _severity(self, tagged: Tagged, severity: str | None) -> str | None:
        denied = _denied(tagged)
        named = {str(seen.mark.value) for seen in tagged.of("severity") if seen.start not in denied}
        named.discard(severity or "")
        return self._severities[named.pop()] if severity and len(named) == 1 else None


def _denied(tagged: Tagged) -> set[int]:
    """Return the positions of words behind a "not" or "sio"."""
    return {seen.end for seen in tagged.of("negation")}
