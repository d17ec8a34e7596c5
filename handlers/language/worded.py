"""Answers with more words than an option has: "very severe", "3 severe", "many, nobody counted"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from config.mechanism import SEVERITIES, Configuration, Severity
from handlers.language.intents import RSVP, About, Choose, Context, Intent, Say, Skip
from handlers.language.kinds import OF_TWO
from handlers.language.verbs import Verb
from handlers.language.ways import Ways
from handlers.language.words import rest_of
from sek_core.understanding.reader import Reader, Reading
from sek_core.understanding.tokens import Phrases, Word, fold, forms_of

MOST = 10
"""Maximum number of words of an answer that only says that nothing is known."""

_DIGIT = re.compile(r"[1-9]")
_BETWEEN_PLACES = re.compile(r"[0-9]+(?![0-9])")


class Worded(Ways):
    """Reader of answers in more words."""

    def __init__(self, configuration: Configuration, reader: Reader, verbs: Iterable[Verb]) -> None:
        super().__init__(configuration, reader, verbs)
        self._uncounted = _phrases(configuration.words.uncounted)
        self._not_known = _phrases(configuration.words.not_known)
        self._before = _phrases(configuration.words.before_choices)
        numbers = configuration.words.numbers.values()
        self._numbers = {fold(word): n for words in numbers for word, n in words.items() if n <= 9}

    def _worded(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read an answer to the open question in more words than its options have."""
        question = context.question
        if question is None or not words or self._orders(words) or text.rstrip().endswith("?"):
            return None
        if context.kind.takes != "words" and (chosen := self._choice_among(text, words, context)):
            return chosen
        if context.kind.of_report and context.kind.takes == "a_name":
            return self._unknown(text, words, context)  # "I don't know the ward"
        if not context.kind.of_report or context.kind.takes != "choices":
            return None
        if context.kind.name == "county":
            return self._county_of_place(text, question.choices)
        if context.kind.options == "severities":
            return self._severity_told(text, words, context)
        return self._unknown(text, words, context)

    def _orders(self, words: Sequence[Word]) -> bool:
        """Return True if a text begins with a command word other than yes or no."""
        verb, _, _ = self._leading(words)
        return verb is not None and verb.name not in RSVP

    def _choice_among(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read a choice between little words: "it is 3", "number two", "1 yes"; "2 yes" is none."""
        assert context.question is not None
        choices = context.question.choices
        start = self._behind_little(words)
        number = self._number_of(words[start]) if start < len(words) else 0
        if not 1 <= number <= len(choices):
            return None
        if len(words) == start + 1:
            return Intent(Choose(choices[number - 1]))
        if context.kind.options not in OF_TWO:
            return None
        said, language, used = self._said(words[start + 1 :])
        if said != choices[number - 1]:
            return None
        return Intent(Choose(said, rest_of(text, words, start + 1 + used)), language)

    def _county_of_place(self, text: str, counties: Sequence[str]) -> Intent | None:
        """Read "it is in Kitui", and a place as the county that it lies in: "near Mwingi"."""
        said = set(forms_of(text))
        named = [county for county in counties if set(forms_of(county)) <= said]
        if len(named) == 1 and len(said) <= MOST:
            return Intent(Choose(named[0]))
        reading = self._reader.read(text, counties)
        told = reading.hazard or reading.plea or reading.protection or reading.affected
        if told or reading.place is None or reading.place.county not in counties:
            return None
        return Intent(Say(text.strip(), reading), reading.language)

    def _severity_told(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read how bad it is, and what more is told of the same event; that it is not known, too."""
        about = context.asked_about()
        reading = self._reader.read(text, context.counties)
        known = self._hazards.get(about.hazard or "")
        follows = known is not None and reading.hazard in known.leads_to and reading.place is None
        if follows and self._severity_of_digit(text, words, context):
            reading = replace(reading, hazard=about.hazard)  # "3, and people are leaving"
        if reading.protection or reading.drill or reading.hazard not in (None, about.hazard):
            return None
        of_place = self._severity_of_place(text, about, context)
        elsewhere = reading.place and about.place and reading.place.name != about.place
        if (elsewhere and not of_place) or reading.outside:
            return None
        severity = of_place or _worse(reading.severity, self._severity_of_digit(text, words, context))
        if severity or reading.affected:
            told = replace(reading, severity=severity, place=None if of_place else reading.place)
            return Intent(Say(text.strip(), told), reading.language)
        return self._unknown(text, words, context)

    def _severity_of_digit(self, text: str, words: Sequence[Word], context: Context) -> Severity | None:
        """Return the severity of a digit in front that counts nothing: "3, the road is cut"; "1 more has
        died" counts.
        """
        start = self._behind_little(words)
        number = self._number_of(words[start]) if start < len(words) else 0
        if not 1 <= number <= len(SEVERITIES):
            return None
        whole = self._reader.read(text, context.counties)
        if whole.more:
            return None
        rest = self._reader.read(rest_of(text, words, start + 1), context.counties)
        return SEVERITIES[number - 1] if whole.affected == rest.affected else None

    def _severity_of_place(self, text: str, about: About, context: Context) -> Severity | None:
        """Return the severity beside the event's place, where each place has its own: "kabati 3. kauwi
        labda 1". If its place is not among them, the worst counts.
        """
        told: dict[str, int] = {}
        start = 0
        for match in _BETWEEN_PLACES.finditer(text):
            words = text[start : match.start()].strip(" ,.;:-=\n")
            start = match.end()
            name = self._place_in(words, about, context)
            if not name or not 1 <= int(match[0]) <= len(SEVERITIES):
                return None
            told[name] = max(told.get(name, 0), int(match[0]))
        if not told or text[start:].strip(" .,;)\n"):
            return None
        return SEVERITIES[told.get(about.place or "", max(told.values())) - 1]

    def _place_in(self, words: str, about: About, context: Context) -> str | None:
        """Return the place that a few words name, and nothing else besides little words."""
        if about.place and set(forms_of(about.place)) <= set(forms_of(words)):
            return about.place
        # Behind "at", a name that is a common word too ("kabati") counts as a place.
        reading = self._reader.read(f"at {words}", context.counties)
        if reading.place is None or reading.affected or reading.hazard:
            return None
        return reading.place.name

    def _unknown(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read "Many, nobody counted", whose words are kept, or "I don't know": both end the question."""
        forms = [word.form for word in words]
        uncounted = self._uncounted.find(forms) if context.kind.name in ("severity", "deaths") else []
        found = uncounted or [each for each in self._not_known.find(forms) if each.start == 0]
        if not found or len(words) > MOST:
            return None
        reading = self._reader.read(text, context.counties)
        if reading.plea or reading.protection or reading.hazard or reading.place:
            return None
        said = Say(text.strip(), Reading(affected=reading.affected)) if uncounted else Skip()
        return Intent(said, found[0].values[0])

    def _behind_little(self, words: Sequence[Word]) -> int:
        """Return the position behind the little words in front of an answer."""
        small = {found.start: found.end for found in self._before.find([word.form for word in words])}
        position = 0
        while position in small:
            position = small[position]
        return position

    def _number_of(self, word: Word) -> int:
        """Return the number that a word or a digit is; 0 if it is none."""
        return int(word.form) if _DIGIT.fullmatch(word.form) else self._numbers.get(word.form, 0)


def _worse(one: Severity | None, other: Severity | None) -> Severity | None:
    """Return the worse of two severities."""
    told = [severity for severity in SEVERITIES if severity in (one, other)]
    return told[-1] if told else None


def _phrases(words: Mapping[str, Iterable[str]]) -> Phrases[str]:
    return Phrases((phrase, language) for language, phrases in words.items() for phrase in phrases)
