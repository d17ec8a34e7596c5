"""What a short text says beside facts: second thoughts, questions, how a shock goes on, another event."""

from config.hazards import Words
from config.mechanism import Configuration
from config.terms import Need
from sek_core.understanding.cuts import Part, part_of
from sek_core.understanding.outcomes import Outcome, Outcomes
from sek_core.understanding.sayings import Sayings
from sek_core.understanding.sequels import Sequels
from sek_core.understanding.tokens import Phrases, fold, forms_of, plain, words_of

FEW = 7
"""Maximum length, in words, of a text that only takes back or asks; a longer one tells more."""


def _phrases(words: Words) -> Phrases[str]:
    return Phrases((phrase, language) for language, phrases in words.items() for phrase in phrases)


class Remarks:
    """The vocabulary of such texts. Built once; threads may share it."""

    def __init__(self, configuration: Configuration) -> None:
        words = configuration.words
        self._outcomes = Outcomes(configuration)
        self._minutes = _phrases(words.minutes)
        self._second_thoughts = _phrases(words.second_thoughts)
        self._correcting = _phrases(words.correction)
        self.words_that_correct = frozenset(
            form
            for some in (words.correction, words.second_thoughts, words.negation)
            for phrases in some.values()
            for phrase in phrases
            for form in forms_of(phrase)
        )
        """Words that say that something before was wrong, each alone."""
        self._another = _phrases(words.another)
        self._unfinished = frozenset(fold(word) for spoken in words.unfinished.values() for word in spoken)
        self._asking_who = _phrases(words.asking_who)
        self._sequels = Sequels(words)
        self.sayings = Sayings(words)

    def outcome(self, text: str) -> Outcome:
        """Return the outcome that a text tells."""
        return self._outcomes.read(text)

    def reads_as_minutes(self, text: str) -> bool:
        """Return True if a text has words of minutes: "Present: 14. Water trucking was agreed"."""
        return bool(self._minutes.find(forms_of(text)))

    def takes_back(self, text: str) -> bool:
        """Return True if a short text takes back what was said before: "no wait", "that was a mistake"."""
        forms = forms_of(text)
        return len(forms) <= FEW and bool(self._second_thoughts.find(forms))

    def corrects(self, text: str) -> bool:
        """Return True if a text says that something said before was wrong: "sorry", "sio", "my mistake"."""
        forms = forms_of(text)
        return bool(self._correcting.find(forms) or self._second_thoughts.find(forms))

    def asks_who(self, text: str) -> bool:
        """Return True if a text asks who follows what was said before: "who has it?"."""
        forms = forms_of(text)
        return len(forms) <= FEW and bool(self._asking_who.find(forms))

    def needs_named(self, text: str) -> tuple[Need, ...]:
        """Return the needs that a text names and nothing else: "water and food", "maji na chakula"."""
        return self._sequels.needs_named(text)

    def tells_more(self, text: str) -> bool:
        """Return True if an answer says more than a severity: "severe, the road is cut"."""
        return self._sequels.tells_more(text)

    def tells_change(self, text: str) -> bool:
        """Return True if a text tells how a shock goes on that was reported before."""
        return self._sequels.tells_change(text)

    def tells_only_change(self, text: str) -> bool:
        """Return True if a text tells nothing but how a shock goes on: "same as yesterday but worse"."""
        return self._sequels.tells_only_change(text)

    def tells_improvement(self, text: str) -> bool:
        """Return True if the words tell that something got better, and nothing bad besides."""
        return self._sequels.tells_improvement(text)

    def two_events(self, text: str) -> tuple[str, str] | None:
        """Return the parts of a text around words such as "alafu si hiyo tu", which part two events."""
        words = words_of(plain(text))
        for found in self._another.find([word.form for word in words]):
            if found.start > 0 and found.end < len(words):
                start, end = words[found.start].start, words[found.end].start
                return plain(text)[:start].rstrip(" ,;.-&"), plain(text)[end:]
        return None

    def part_of(self, text: str) -> Part:
        """Return what a text shows of being a part of a longer one."""
        return part_of(text, self._unfinished)

    def tells_another(self, text: str) -> bool:
        """Return True if words say that what follows is another event: "alafu si hiyo tu"."""
        return bool(self._another.find(forms_of(text)))

    def asks(self, text: str) -> bool:
        """Return True if a text is a question and ends as one."""
        return text.rstrip().endswith("?")
