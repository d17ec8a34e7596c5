"""What people say of a meeting or of a task of theirs in words of their own: "can we start at 11?"."""

from config.words import Saying, WordFile
from sek_core.understanding.tokens import Found, Phrases, plain, words_of

LONGEST = 20
"""Maximum number of words of such a text; a longer one tells something besides."""

SHORT = 8
"""Maximum number of words of a text that only says whether its sender comes."""

_OF_THE_TIME = frozenset({"saa", "siku", "hadi", "mpaka", "at", "on"})
"""Words at the end of a phrase that belong to the day or time behind it: "tufanye saa nane"."""


class Sayings:
    """The vocabulary. Built once."""

    def __init__(self, words: WordFile) -> None:
        self._said: Phrases[Saying] = Phrases(
            (phrase, what)
            for what, spoken in words.sayings.items()
            for phrases in spoken.values()
            for phrase in phrases
        )
        self._attending: Phrases[str] = Phrases(
            (phrase, answer)
            for answer, spoken in words.attending.items()
            for phrases in spoken.values()
            for phrase in phrases
        )
        self._off = Phrases(
            (phrase, "")
            for phrases in words.ways.get("call_off", {}).values()
            for phrase in phrases
            if len(phrase.split()) > 1
        )

    def said(self, text: str) -> frozenset[Saying]:
        """Return all that a text says."""
        return frozenset(value for found in self._found(text) for value in found.values)

    def attends(self, text: str) -> bool:
        """Return True for a short text that says whether its sender comes: "I can't come on Thursday"."""
        forms = [word.form for word in words_of(plain(text))]
        return len(forms) <= SHORT and bool(self._attending.find(forms))

    def behind(self, text: str, what: Saying) -> str:
        """Return the words behind the last phrase that says it: the day behind "is postponed to"."""
        words = words_of(plain(text))
        ends = [found.end for found in self._found(text) if what in found.values]
        if not ends:
            return ""
        last = words[max(ends) - 1]
        return plain(text)[last.start if last.form in _OF_THE_TIME else last.end :].strip()

    def why_off(self, text: str) -> str | None:
        """Return the words behind "meeting cancelled", which may say why; None if none is called off."""
        words = words_of(plain(text))
        found = self._off.find([word.form for word in words]) if len(words) <= LONGEST else []
        return plain(text)[words[found[-1].end - 1].end :].strip(" ,.:;-!?") if found else None

    def _found(self, text: str) -> list[Found[Saying]]:
        forms = [word.form for word in words_of(plain(text))]
        return self._said.find(forms) if len(forms) <= LONGEST else []
