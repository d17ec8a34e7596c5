"""Other ways in which people write a command, a yes or a no: "okay s1", "taken", "I will attend", a thumb."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from config.hazards import Words as Vocabulary
from config.mechanism import Configuration
from handlers.language.intents import OFFER, RSVP, Command, Context, Intent
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.language.words import Words, goes_with, leading, rest_of
from sek_core.understanding.dates import MONTHS, NEAR_A_DAY
from sek_core.understanding.reader import Reader
from sek_core.understanding.tokens import Found, Phrases, Word, fold, plain, words_of

ALONE = frozenset({"take", "close", "stop", "undo", "list", "back", "call_off"})
"""Commands whose other ways count without a reference, if nothing else stands in the text."""

LONGEST = 12
"""Maximum number of words of a text that answers an invitation in words of its sender's own."""

LONGEST_AWAY = 20
"""Maximum number of words of a text that tells of one's absence, and who covers."""

SHORT = 5
"""Maximum number of words of a text that takes an offer back."""

LONGEST_LANGUAGE = 7
"""Maximum number of words of a text that asks for a language."""

_BEFORE = frozenset({"re", "ref", "reg", "regarding", "fw", "fwd", "kuhusu"})
"""Words in front of a reference that say that the text is about it."""

_GLUED = re.compile(r"\W*(?P<word>[a-z]+)(?P<ref>[scmtuq][0-9]{1,9})(?![^\W_])", re.IGNORECASE)
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d\\s]")

Name = TypeVar("Name", bound=str)

Kept = tuple[str, str]
"""What a phrase stands for, and its language."""


class Ways(Words):
    """Reader of the other ways."""

    def __init__(self, configuration: Configuration, reader: Reader, verbs: Iterable[Verb]) -> None:
        super().__init__(configuration, reader, verbs)
        words = configuration.words
        self._keywords = {fold(word) for word in configuration.mechanism.keywords}
        ways = {name: _with_own(self._verbs_by_name.get(name), each) for name, each in words.ways.items()}
        self._ways = _named(ways)
        self._languages = _named({"": words.ways.get("language", {})})
        self._alone = _named({name: each for name, each in ways.items() if name in ALONE})
        self._between = _named({"": words.ways_between})
        self._replies, self._replies_alone = _named(words.replies), _named(words.replies_alone)
        self._no_problem = _named({"yes": words.no_problem})
        self._attending = _named(words.attending)
        self._attending_alone = _named(words.attending_alone)
        self._offer_back = _named({"": words.offer_back})
        self._signs = {
            sign: name
            for name, signs in words.signs.items()
            for each in signs
            for sign in _SKIN.sub("", each)
        }

    def _as_usual(self, text: str, context: Context) -> str:
        """Return a text without the keyword of a short code, with a sign as the word that it stands for, and
        with a space in "OKS1".
        """
        text = self.without_keyword(text, context.kind)
        words = words_of(text)
        if not words and (said := self._sign(text)):
            of_two = context.kind.options == "yes_or_no"
            return "no" if said == "thumb_down" else "yes" if of_two else "ok"
        glued = _GLUED.match(text)
        verb, _ = self._verbs.get(fold(glued["word"]), (None, None)) if glued else (None, None)
        if glued and verb and verb.reference and context.exists(glued["ref"].upper()):
            return f"{text[: glued.start('ref')]} {text[glued.start('ref') :]}"
        return text

    def without_keyword(self, text: str, asked: Kind) -> str:
        """Return a text without the keyword of a short code in front of it, unless an open question takes
        any words.
        """
        words = words_of(plain(text)) if self._keywords else ()
        if len(words) < 2 or words[0].form not in self._keywords:
            return text
        return text if (asked.reads_back or asked).takes == "words" else rest_of(plain(text), words, 1)

    def _sign(self, text: str) -> str | None:
        """Return the sign that a text consists of, once or several times."""
        told = {self._signs.get(each) for each in _SKIN.sub("", text)}
        return told.pop() if len(told) == 1 else None

    def _whole(self, words: Sequence[Word]) -> Intent | None:
        """1. Read STOP or START, if it is the whole message but for polite words."""
        bare = self._without_courtesy(words)
        verb, language = self._verb(bare[0]) if len(bare) == 1 else (None, None)
        if verb and verb.shape == "whole":
            return Intent(Command(verb.name), language)
        return None

    def _way_before(
        self, words: Sequence[Word], text: str, exists: Callable[[str], bool]
    ) -> tuple[Verb | None, str | None, int]:
        """Return the command that words in front of an existing reference stand for: "okay s1", "status of
        s1". Return its language and the number of words before the reference.
        """
        forms = [word.form for word in words]
        if forms and forms[0] in _BEFORE:
            return None, None, 0
        verb, language, used = self._leading(words)
        start = 0 if verb else self._over(forms, 0)
        found = next((each for each in self._ways.find(forms) if each.start == start), None)
        if found is not None and found.end > (used if verb else 0):
            name, language = found.values[0]
            verb, used = self._verbs_by_name.get(name), found.end
        if verb is None or not verb.reference:
            return None, None, 0
        used = self._over(forms, used)
        ref = leading(words[used:], text)
        if ref is None or not goes_with(verb, ref[0]) or not exists(ref[0]):
            return None, None, 0
        return verb, language, used

    def _over(self, forms: Sequence[str], used: int) -> int:
        """Return the position behind little words."""
        small = {found.start: found.end for found in self._between.find(forms)}
        while used in small:
            used = small[used]
        return used

    def _about(self, words: Sequence[Word], text: str, exists: Callable[[str], bool]) -> int:
        """Return the number of words in front of a reference that only say "about": "Re: S1"."""
        if len(words) < 2 or words[0].form not in _BEFORE:
            return 0
        ref = leading(words[1:], text)
        return 1 if ref and exists(ref[0]) else 0

    def _way_behind(self, ref: str, words: Sequence[Word], text: str, context: Context) -> Intent | None:
        """Read the way behind a reference: "s1 taken", and "s1 closed, water was brought"."""
        forms = [word.form for word in words]
        found = self._ways.find(forms)
        if not found:
            return None
        name, language = found[0].values[0]
        verb = self._verbs_by_name.get(name)
        if verb is None or not verb.reference or not goes_with(verb, ref):
            return None
        if self._is_all(words, [each for each in found if each.values[0][0] == name]):
            return Intent(Command(name, ref), language)
        rest = rest_of(text, words, found[0].end)
        closes = name == "close" and found[0].start == 0 and context.opens("close")
        if closes and self._reader.outcome(rest) in ("help", "deed"):
            return Intent(Command(name, ref, rest), language)
        return None

    def _way_alone(self, words: Sequence[Word]) -> Intent | None:
        """Read a command in other words, and nothing else: "Okay", "taken", "closed", "stop messages"."""
        found = self._alone.find([word.form for word in words])
        names = {each.values[0][0] for each in found}
        if len(names) != 1:
            return None
        if names == {"stop"} and sum(each.end - each.start for each in found) < len(words):
            return None  # "stop it"
        name, language = found[0].values[0]
        if not self._is_all(words, found, polite=name == "stop"):  # "stop it" may be said to a person
            return None
        return Intent(Command(name), language) if name in self._verbs_by_name else None

    def _away_said(self, text: str, words: Sequence[Word], context: Context) -> Intent | None:
        """Read "I will be on leave until Friday, Jane covers" as AWAY, if it names a day and no shock."""
        forms = [word.form for word in words]
        found = next((each for each in self._ways.find(forms) if each.values[0][0] == "away"), None)
        if found is None or found.start != 0 or len(words) > LONGEST_AWAY or not context.opens("away"):
            return None
        rest = rest_of(text, words, found.end)
        # "I am sick until Friday" is no disease outbreak; what else the text tells counts.
        reading = self._reader.read(rest, context.counties)
        if reading.hazard or reading.plea or reading.affected or reading.protection:
            return None
        behind = forms[found.end :]
        names_a_day = bool(NEAR_A_DAY.intersection(behind) or MONTHS.keys() & set(behind))
        return Intent(Command("away", None, rest), found.values[0][1]) if names_a_day else None

    def _is_all(self, words: Sequence[Word], found: Sequence[Found[Kept]], *, polite: bool = False) -> bool:
        """Return True if besides these phrases only polite and little words stand in the text; with `polite`
        only polite ones.
        """
        forms = [word.form for word in words]
        told = {position for each in found for position in range(each.start, each.end)}
        little = [] if polite else self._between.find(forms)
        small: list[Found[Any]] = [*little, *self._courtesy.find(forms)]
        for each in small:
            told.update(range(each.start, each.end))
        return len(told) == len(forms)

    def _said(self, words: Sequence[Word]) -> tuple[str | None, str | None, int]:
        """Return the yes, no or maybe that words begin with, its language, and its number of words."""
        forms = [word.form for word in words]
        if self._is_no_problem(forms):
            return None, None, 0
        found = next((each for each in self._replies.find(forms) if each.start == 0), None)
        if found is None and (alone := self._replies_alone.get(forms)):
            found = Found(0, len(forms), alone)
        verb, language = self._verb(words[0]) if words else (None, None)
        if verb is not None and verb.name in RSVP and (found is None or found.end == 1):
            return verb.name, language, 1
        return (*found.values[0], found.end) if found else (None, None, 0)

    def _is_no_problem(self, forms: Sequence[str]) -> bool:
        """Return True for "no problem", which is no "no"."""
        return any(found.start == 0 for found in self._no_problem.find(forms))

    def _attends(self, words: Sequence[Word]) -> Kept | None:
        """Return the answer to an invitation that a text gives in words of its own."""
        forms = [word.form for word in words]
        if len(forms) > LONGEST:
            return None
        told = {each.values[0] for each in self._attending.find(forms)}
        if {answer for answer, _ in told} == {"yes", "no"}:
            told = {each for each in told if each[0] == "no"}  # "I can't make it, Jane will come"
        if len({answer for answer, _ in told}) == 1:
            return told.pop()
        if told:
            return None
        found = self._attending_alone.get(forms)
        problem = self._no_problem.find(forms)
        if problem and self._is_all(words, problem):
            found = problem[0].values
        return found[0] if found else None

    def _language_said(self, words: Sequence[Word]) -> Intent | None:
        """Read "change my language to Swahili" and "niandikie kwa Kiswahili" as LANG."""
        forms = [word.form for word in words]
        if len(forms) > LONGEST_LANGUAGE or not self._languages.find(forms):
            return None
        reading = self._reader.read(" ".join(forms), ())
        told = reading.hazard or reading.affected or reading.place or reading.plea
        return None if told else Intent(Command("language", None, " ".join(forms)))

    def _offer_taken_back(self, words: Sequence[Word]) -> Intent | None:
        """Read "withdraw my offer" and "sitaleta tena"."""
        found = self._offer_back.find([word.form for word in words]) if len(words) <= SHORT else []
        return Intent(Command("cancel", None, OFFER), found[0].values[0][1]) if found else None


def _named(words: Mapping[Name, Vocabulary]) -> Phrases[Kept]:
    """Return phrases that are found in a text, each with what it stands for and its language."""
    return Phrases(
        (phrase, (name, language))
        for name, by_language in words.items()
        for language, phrases in by_language.items()
        for phrase in phrases
    )


def _with_own(verb: Verb | None, ways: Vocabulary) -> Vocabulary:
    """Return the other ways of a command word, and the word itself: "I take it" has both."""
    if verb is None:
        return ways
    own = {"en": verb.en, "sw": verb.sw}
    return {language: (*phrases, *own.get(language, ())) for language, phrases in ways.items()}
