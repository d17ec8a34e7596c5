"""Outcomes: what a text says was done, in answer to "What was done?" and behind CLOSE."""

import re
from collections.abc import Sequence
from typing import Literal

from config.mechanism import Configuration
from sek_core.understanding.tokens import Phrases, forms_of, plain, words_of

Outcome = Literal["help", "deed", "promise", "none", "open"]
"""Kinds of outcome. help: people were helped. deed: something was done. promise: something will be done.
none: nothing was done, or the text says nothing. open: the words tell none of these.
"""

_ENGLISH = re.compile(r"[a-z]{3,}(?<!e)ed")
_SWAHILI = re.compile(r"(?:ni|tu|wa|a|u|i|ya|zi|vi|ki|li|m|mu|ku|pa)(?:mesha|lisha|me|li)[a-z]{3,}")
"""Swahili verb forms for what has happened: "tumepeleka", "yalifika"."""

_CLAUSE = re.compile(r"[.,;:!?\n]+|\b(?:but|and|while|lakini|na|huku|bali)\b")


class Outcomes:
    """The vocabulary of outcomes. Built once."""

    def __init__(self, configuration: Configuration) -> None:
        words = configuration.words
        self._said: Phrases[Outcome] = Phrases(
            (phrase, what)
            for what, spoken in words.outcomes.items()
            for phrases in spoken.values()
            for phrase in phrases
        )
        # "Flooded", "wamekwama": what happened to people is not what was done for them.
        happened = [*words.pleas.values(), *(hazard.keywords for hazard in configuration.hazards.values())]
        self._happened = {
            form
            for spoken in happened
            for phrases in spoken.values()
            for phrase in phrases
            if len(forms := forms_of(phrase)) == 1
            for form in forms
        }
        courtesy = (phrase for phrases in words.courtesy.values() for phrase in phrases)
        self._courtesy: Phrases[str] = Phrases((phrase, phrase) for phrase in courtesy)

    def read(self, text: str) -> Outcome:
        """Return the outcome that a text tells; of several the strongest."""
        forms = [word.form for word in words_of(plain(text))]
        found = self._said.find(forms)
        told = {what for each in found for what in each.values}
        if self._says_nothing(forms):
            return "none"
        if "help" in told:
            return "help"
        if "promise" in told:
            return "promise"
        return "deed" if "deed" in told or any(map(self._is_past, forms)) else "open"

    def _is_past(self, form: str) -> bool:
        past = _ENGLISH.fullmatch(form) or _SWAHILI.fullmatch(form)
        return bool(past) and form not in self._happened

    def _says_nothing(self, forms: Sequence[str]) -> bool:
        """Return True for a text that is only "nothing", "hakuna", "ok", a bare number, or polite."""
        covered: set[int] = set()
        for each in self._said.find(forms):
            if "none" in each.values:
                covered.update(range(each.start, each.end))
        for polite in self._courtesy.find(forms):
            covered.update(range(polite.start, polite.end))
        return all(form.isdigit() or position in covered for position, form in enumerate(forms))


def clauses(text: str) -> list[str]:
    """Return the parts of a text that may differ in outcome: "two were rescued, three are still trapped"."""
    return [part for part in map(str.strip, _CLAUSE.split(plain(text).lower())) if part]
