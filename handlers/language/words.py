"""Command words, courtesies and references of a text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from config.mechanism import Configuration
from handlers.language.intents import (
    RSVP,
    Context,
)
from handlers.language.kinds import Kind
from handlers.language.verbs import NO_LANGUAGE, Verb
from sek_core.understanding.reader import Reader, Reading
from sek_core.understanding.tokens import Phrases, Word, fold, plain, words_of


class Words:
    """Knowledge of single words for the grammar. Built once; safe to use from any thread."""

    def __init__(self, configuration: Configuration, reader: Reader, verbs: Iterable[Verb]) -> None:
        self._reader = reader
        self._configuration = configuration
        self._hazards = configuration.hazards
        self._verbs: dict[str, tuple[Verb, str | None]] = {}
        self._exact: dict[str, tuple[Verb, str | None]] = {}
        for verb in verbs:
            for language, forms in (("en", verb.en), ("sw", verb.sw)):
                for form in forms:
                    folded = fold(form)
                    if verb.exact:
                        self._exact[folded] = (verb, language)
                        continue
                    self._verbs[folded] = (verb, None if folded in NO_LANGUAGE else language)
        self._verbs_by_name = {verb.name: verb for verb, _ in self._verbs.values()}
        self._answering = frozenset(verb.name for verb, _ in self._verbs.values() if verb.answers)
        words = configuration.words
        self._courtesy, self._menu, self._unsolved, self._unmet, self._unmet_alone = map(
            _phrases, (words.courtesy, words.menu, words.unsolved, words.unmet, words.unmet_alone)
        )

        self._help_topics = Phrases(
            (phrase, topic)
            for topic, by_language in words.help_topics.items()
            for phrases in by_language.values()
            for phrase in phrases
        )
        self._standings = Phrases(
            (phrase, (standing, language))
            for standing, by_language in words.standings.items()
            for language, phrases in by_language.items()
            for phrase in phrases
        )

    def _leading(self, words: Sequence[Word]) -> tuple[Verb | None, str | None, int]:
        """Return the verb at the beginning, its language, and its number of words: "call off" has two."""
        if not words:
            return None, None, 0
        if len(words) > 1:
            verb, language = self._verbs.get(f"{words[0].form} {words[1].form}", (None, None))
            if verb is not None:
                return verb, language, 2
        return *self._verb(words[0]), 1

    def _verb(self, word: Word) -> tuple[Verb | None, str | None]:
        return self._verbs.get(word.form, (None, None))

    def _without_courtesy(self, words: Sequence[Word]) -> list[Word]:
        """Return the words that say something besides "please", "asante", "sir"."""
        courteous: set[int] = set()
        for found in self._courtesy.find([word.form for word in words]):
            courteous.update(range(found.start, found.end))
        return [word for index, word in enumerate(words) if index not in courteous]

    def _is_command(self, word: Word) -> bool:
        """Return True if a place name cannot begin with this word; "New Mutomo" may."""
        verb, _ = self._verb(word)
        return verb is not None and not verb.in_names

    def _without_ask(self, text: str, context: Context) -> str:
        """Return a text that begins with "ask" without it, unless a group and a question follow, or an open
        question takes any words.
        """
        words = words_of(text)
        verb, _ = self._verb(words[0]) if len(words) > 1 else (None, None)
        if verb is None or not verb.only_to_many or asked_of(context).takes != "choices":
            return text
        rest = rest_of(text, words, 1)
        return text if context.asks(rest) else rest

    def _reads(self, words: str, context: Context) -> Reading:
        return self._reader.read(words, context.counties)


def _phrases(words: Mapping[str, Iterable[str]]) -> Phrases[str]:
    """Return phrases that are found in a text, each with its language."""
    return Phrases((phrase, language) for language, phrases in words.items() for phrase in phrases)


def asked_of(context: Context) -> Kind:
    """Return the kind of the question that the sender answers: of words that are read back, the one that
    asked for them.
    """
    return context.kind.reads_back or context.kind


def goes_with(verb: Verb, ref: str) -> bool:
    """Return False for yes and no beside a reference that is neither a meeting, a task nor a question."""
    return verb.name not in RSVP or ref.startswith(("M", "T", "Q"))


def rsvp_digit(word: Word) -> str | None:
    """Return the answer that 1, 2, 3 stand for after an invitation."""
    return dict(zip("123", RSVP, strict=True)).get(word.form)


def rest_of(text: str, words: Sequence[Word], used: int) -> str:
    """Return the text behind the first `used` words, as typed."""
    if used >= len(words):
        return ""
    start = words[used].start
    if used and (sign := _SIGN.search(text, words[used - 1].end, start)):
        start = sign.start()
    return text[start:].strip()


_SIGN = re.compile(r"(?<=\s)(?:[<>≤≥~+€$£(-]+)$")
"""Signs that belong to the word behind them: "<5 goats", "-5 degrees", "(see the map)"."""

REFERENCE = re.compile(r"([scmtuq])(?=o*[0-9])([0-9o]{1,9})")
_DIGITS = re.compile(r"(?=o*[0-9])[0-9o]{1,9}")
_REVERSED = re.compile(r"([0-9]{1,9})([scmtuq])")


def leading(words: Sequence[Word], text: str) -> tuple[str, int] | None:
    """Return a reference at the beginning (`S127`, `s 127`, `#s127`, `S-127`, O for zero), and its number of
    words.
    """
    if words and (match := REFERENCE.fullmatch(words[0].form)):
        return _written(match[1], match[2]), 1
    if (
        len(words) > 1
        and words[0].form in ("s", "c", "m", "t", "u", "q")
        and _DIGITS.fullmatch(words[1].form)
        and text[words[0].end : words[1].start].strip() in ("", "-", "#")
    ):
        return _written(words[0].form, words[1].form), 2
    return None


def reference_in(text: str) -> str | None:
    """Return the reference with which a text begins, or None."""
    text = plain(text)
    found = leading(words_of(text), text)
    return found[0] if found else None


def reversed_(words: Sequence[Word], exists: Callable[[str], bool]) -> tuple[str, int] | None:
    """Return the reference `127s` beside a verb, if it exists, and its number of words."""
    match = _REVERSED.fullmatch(words[0].form) if words else None
    if match and exists(ref := _written(match[2], match[1])):
        return ref, 1
    return None


def _written(letter: str, digits: str) -> str:
    return f"{letter.upper()}{int(digits.replace('o', '0'))}"
