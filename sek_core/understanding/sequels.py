"""Words about a shock that was reported: what it needs, how it goes on, whose dead they are."""

from collections.abc import Sequence

from config.mechanism import NEEDS
from config.terms import Need
from config.words import WordFile
from sek_core.understanding.tokens import Phrases, forms_of

LONGEST = 10
"""Maximum length, in words, of an answer that only names needs."""


class Sequels:
    """The vocabulary of sequels, built once. Threads may share it."""

    def __init__(self, words: WordFile) -> None:
        sources = {need: [words.needed.get(need, {})] for need in NEEDS}
        for need in NEEDS:
            if need in words.needs:
                sources[need].append(words.needs[need].words)
        self._needs = Phrases(
            (phrase, need)
            for need, lists in sources.items()
            for by_language in lists
            for phrases in by_language.values()
            for phrase in phrases
        )
        self._little = Phrases(
            (phrase, "")
            for by_language in (words.joining, words.common, words.courtesy, words.asking)
            for phrases in by_language.values()
            for phrase in phrases
        )
        self._of_answers = Phrases(
            (phrase, "")
            for by_language in (
                words.before_choices,
                words.negation,
                words.joining,
                words.courtesy,
                *words.severity.values(),
            )
            for phrases in by_language.values()
            for phrase in phrases
        )
        self._own = _phrases(words.own_people)
        self._departed = _phrases(words.departed)
        self._changed = _phrases(words.changed)
        self._improved = _phrases(words.improved)
        self._not_improved = _phrases(words.not_improved)
        self._only_change = Phrases(
            (phrase, "")
            for by_language in (words.changed, *words.standings.values())
            for phrases in by_language.values()
            for phrase in phrases
        )

    def needs_named(self, text: str) -> tuple[Need, ...]:
        """Return the needs that a text names; none if it says anything besides."""
        forms = forms_of(text)
        if not 0 < len(forms) <= LONGEST:
            return ()
        named = self._needs.find(forms)
        told = {position for found in named for position in range(found.start, found.end)}
        rest = [form for position, form in enumerate(forms) if position not in told]
        little = sum(found.end - found.start for found in self._little.find(rest))
        return tuple(dict.fromkeys(found.values[0] for found in named)) if little == len(rest) else ()

    def tells_more(self, text: str) -> bool:
        """Return True if an answer says more than a severity, a digit and little words."""
        forms = [form for form in forms_of(text) if not form.isdecimal()]
        told = {place for found in self._of_answers.find(forms) for place in range(found.start, found.end)}
        return len(told) < len(forms)

    def is_bereaved(self, forms: Sequence[str], *, died: bool) -> bool:
        """Return True if people of the speaker's own are dead. `died`: the text tells of dead people."""
        return bool(self._departed.find(forms)) or (died and bool(self._own.find(forms)))

    def tells_change(self, text: str) -> bool:
        """Return True if the words tell how something goes on."""
        return bool(self._changed.find(forms_of(text)))

    def tells_improvement(self, text: str) -> bool:
        """Return True if the words tell that something got better, and nothing bad besides."""
        forms = forms_of(text)
        return bool(self._improved.find(forms)) and not self._not_improved.find(forms)

    def tells_only_change(self, text: str) -> bool:
        """Return True if the words tell nothing but how something goes on: "same as yesterday but worse"."""
        forms = forms_of(text)
        told = {
            place
            for known in (self._only_change, self._of_answers, self._little)
            for found in known.find(forms)
            for place in range(found.start, found.end)
        }
        return self.tells_change(text) and len(told) == len(forms)


def _phrases(words: dict[str, tuple[str, ...]]) -> Phrases[str]:
    return Phrases((phrase, "") for phrases in words.values() for phrase in phrases)
