"""The setting of words: denied, over, played, long past, asked, or about something else."""

import re
from collections.abc import Mapping
from functools import cached_property

from sek_core.understanding.tagged import Seen, Tagged

NEAR = 8
"""Distance, in words, within which words stand beside a word."""

ASIDE_WITHIN = 2
"""Maximum number of words between a word and the one that shows a different subject: "drowning in the
paperwork".
"""

MAYBE_BEFORE = 6

OVER_BEHIND = 4

PLAYED = 2
"""Number of words of play or of church around a sentence that make it unreal."""

_LAUGHTER = re.compile("[\U0001f600-\U0001f606\U0001f602\U0001f923]")
_ASKED = re.compile(r"[\s!)'\"]*\?")


class Setting:
    """The words of a text that say how its others are meant. Each question costs a few look-ups."""

    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged

    def stands(self, seen: Seen, asides: Mapping[int, int]) -> bool:
        """Return True if the phrase is meant literally: said of now, and about no other subject.

        `asides`: the start and end of words that show a different subject.
        """
        return not (
            self.denied(seen)
            or self.aside(seen, asides)
            or self._over(seen)
            or self._clause(seen) in self._past
            or self._played(seen)
            or self._supposed(seen)
            or self._asked(seen)
            or self.joking
        )

    def unreal(self, seen: Seen) -> bool:
        """Return True if what is counted is played, preached or laughed about: in its sentence, or by more
        than one word around it.
        """
        sentence = self._tagged.sentences[seen.start]
        around = sum(self._stories.get(near, 0) for near in (sentence - 1, sentence, sentence + 1))
        return self.joking or self._stories.get(sentence, 0) > 0 or around >= PLAYED

    def long_past(self, seen: Seen) -> bool:
        """Return True if its clause is about an earlier time."""
        return self._clause(seen) in self._past

    @cached_property
    def joking(self) -> bool:
        """True if the text laughs."""
        return bool(self._tagged.of("jest")) or _LAUGHTER.search(self._tagged.text) is not None

    @cached_property
    def speakers(self) -> set[int]:
        """Sentences in which the first person speaks, or cries for help."""
        tagged = self._tagged
        return {
            tagged.sentences[seen.start]
            for seen in tagged.of("plea")
            if seen.mark.value in ("ours", "appeals")
        } | {tagged.sentences[position] for position in tagged.first_person}

    def denied(self, seen: Seen) -> bool:
        """Return True if the phrase is denied: "not trapped", "no one was hurt". Only words for people may
        stand between.
        """
        negations, between = self._tagged.ending("negation"), self._between
        position = seen.start
        while position > 0:
            if position in negations:
                return self._tagged.clauses[position - 1] == self._tagged.clauses[seen.start]
            if position - 1 not in between or seen.start - position >= ASIDE_WITHIN:
                return False
            position -= 1
        return False

    @cached_property
    def _between(self) -> set[int]:
        people = {
            position
            for seen in self._tagged.of("affected")
            if seen.mark.value in ("people", "livestock")
            for position in range(seen.start, seen.end)
        }
        return people | self._tagged.covered("single") | self._tagged.joining

    def _clause(self, seen: Seen) -> int:
        return self._tagged.clauses[seen.start]

    @cached_property
    def _past(self) -> set[int]:
        return {self._clause(seen) for seen in self._tagged.of("past")}

    def aside(self, seen: Seen, asides: Mapping[int, int]) -> bool:
        """Return True if the subject is different: "training on rape", "shooting a video"."""
        clauses = self._tagged.clauses
        for position in range(seen.end, min(seen.end + ASIDE_WITHIN + 1, len(clauses))):
            if position in asides and clauses[position] == clauses[seen.end - 1]:
                return True
        for position in range(max(0, seen.start - ASIDE_WITHIN - 1), seen.start):
            end = asides.get(position)
            if end is not None and end <= seen.start and clauses[position] == clauses[seen.start]:
                return True
        return False

    def _over(self, seen: Seen) -> bool:
        """Return True if it is over: "the trapped men were rescued"."""
        starts = self._tagged.starting("over")
        return any(
            position in starts and self._tagged.clauses[position] == self._clause(seen)
            for position in range(seen.end, seen.end + OVER_BEHIND + 1)
        )

    def _played(self, seen: Seen) -> bool:
        """Return True if it is played, preached or celebrated: "Simba SC wameua Yanga". A phrase of two words
        ("people shot") still counts beside one word of play.
        """
        sentence = self._tagged.sentences[seen.start]
        stories = sum(self._stories.get(near, 0) for near in (sentence - 1, sentence, sentence + 1))
        return stories >= PLAYED or (stories > 0 and seen.end - seen.start == 1)

    @cached_property
    def _stories(self) -> dict[int, int]:
        counts: dict[int, int] = {}
        for seen in self._tagged.of("plea"):
            if seen.mark.value == "stories":
                sentence = self._tagged.sentences[seen.start]
                counts[sentence] = counts.get(sentence, 0) + 1
        return counts

    def _supposed(self, seen: Seen) -> bool:
        """Return True if it is only supposed: "if it rains people will be trapped". The first person does not
        suppose.
        """
        sentence = self._tagged.sentences[seen.start]
        if sentence in self.speakers:
            return False
        starts = self._tagged.starting("maybe")
        return any(
            position in starts and self._tagged.sentences[position] == sentence
            for position in range(max(0, seen.start - MAYBE_BEFORE), seen.start)
        )

    def _asked(self, seen: Seen) -> bool:
        """Return True if it is asked: "Did anyone die?", but not "can you help us, people are trapped?"."""
        sentence = self._tagged.sentences[seen.start]
        return sentence in self._questions and sentence not in self.speakers

    @cached_property
    def _questions(self) -> set[int]:
        tagged = self._tagged
        if "?" not in tagged.text:
            return set()
        last = {sentence: position for position, sentence in enumerate(tagged.sentences)}
        return {
            sentence
            for sentence, position in last.items()
            if _ASKED.match(tagged.text, tagged.words[position].end)
        }
