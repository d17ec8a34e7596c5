"""Reading of questions about what the program knows: "when is the next meeting?", "how do I close it?"."""

from collections.abc import Iterable, Sequence
from typing import Any

from config.mechanism import Configuration
from config.words import Subject
from handlers.language.answers import Answers
from handlers.language.intents import Context, Intent, Wonder
from handlers.language.verbs import Verb
from handlers.language.words import asked_of
from sek_core.understanding.reader import Reader
from sek_core.understanding.tokens import Found, Phrases, Word, fold

_ASKING = frozenset({"show", "list", "see"})
"""Words that ask for something to be shown, among them a command word."""

_OF_PERSONS = ("who", "nani")

NEAR = 2
"""Number of words that may stand in front of an English question word."""

OF_A_MEETING = frozenset({"headcount", "still_on", "ask_convener"})
"""What is asked about one meeting, which another dialogue answers."""

LONGEST = 12
"""Maximum number of words of such a question; a longer text tells something besides."""


class Wondering(Answers):
    """Reader of questions in words."""

    def __init__(self, configuration: Configuration, reader: Reader, verbs: Iterable[Verb]) -> None:
        super().__init__(configuration, reader, verbs)
        words = configuration.words
        self._asks, self._hows = (
            Phrases((phrase, language) for language, phrases in each.items() for phrase in phrases)
            for each in (words.wondering, words.how_to)
        )
        self._subjects: Phrases[Subject] = Phrases(
            (phrase, subject)
            for subject, by_language in words.subjects.items()
            for phrases in by_language.values()
            for phrase in phrases
        )
        self._deeds: Phrases[str] = Phrases(
            (phrase, name)
            for name, by_language in words.deeds.items()
            for phrases in by_language.values()
            for phrase in phrases
        )
        self._roles = {
            tuple(fold(word) for word in phrase.split()): role
            for named in (words.audiences, words.roles)
            for role, by_language in named.items()
            for phrases in by_language.values()
            for phrase in phrases
        }

    def _wondering(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read a question about meetings, about what is open or mine, about who holds a role, or about how to
        do a thing here. A text that tells of a shock is none, nor one with a number.
        """
        if not 2 <= len(words) <= LONGEST or asked_of(context).takes == "words":
            return None
        forms = [word.form for word in words]
        if self._orders_others(words, forms) or self._reader.sayings.said(text) & OF_A_MEETING:
            return None
        if hows := self._hows.find(forms):
            return self._how(forms, hows[0])
        asks = [each for each in self._asks.find(forms) if each.start <= NEAR or each.values[0] == "sw"]
        if not asks or any(character.isdigit() for character in text):
            return None
        reading = self._reads(text, context)
        if reading.hazard or reading.affected or reading.plea or reading.protection:
            return None
        language = asks[0].values[0]
        if role := self._role(forms, asks):
            return Intent(Wonder("who", role), language)
        subjects = self._subjects.find(_outside(forms, asks))
        return Intent(Wonder(subjects[0].values[0]), language) if subjects else None

    def _orders_others(self, words: Sequence[Word], forms: Sequence[str]) -> bool:
        """Return True if a text begins with a command word and no subject of a question: "TELL Kitui leads,
        when is the meeting?" asks others.
        """
        verb, _, _ = self._leading(words)
        if verb is None or verb.means == "help" or forms[0] in _ASKING:
            return False
        return not any(found.start == 0 for found in self._subjects.find(forms))

    def _how(self, forms: Sequence[str], how: Found[str]) -> Intent | None:
        """Read "How do I close an incident?": the deed is the first command word that the question names."""
        rest = _outside(forms, [how])
        if deeds := self._deeds.find(rest):
            return Intent(Wonder("how", deeds[0].values[0]), how.values[0])
        for form in rest:
            verb, _ = self._verbs.get(form, self._exact.get(form, (None, None)))
            if verb is not None and verb.shape != "option":
                return Intent(Wonder("how", verb.name), how.values[0])
        return None

    def _role(self, forms: Sequence[str], asks: Sequence[Found[str]]) -> str | None:
        """Return the longest role that a question of persons names."""
        behind = range(min(found.start for found in asks), len(forms))
        if not any(forms[position].startswith(_OF_PERSONS) for position in behind):
            return None
        found = [
            (len(name), role)
            for name, role in self._roles.items()
            for start in range(len(forms))
            if tuple(forms[start : start + len(name)]) == name
        ]
        return max(found)[1] if found else None


def _outside(forms: Sequence[str], found: Sequence[Found[Any]]) -> list[str]:
    """Return the words outside these phrases, each of which leaves an empty word behind."""
    inside = {position for each in found for position in range(each.start, each.end)}
    return ["" if position in inside else form for position, form in enumerate(forms)]
