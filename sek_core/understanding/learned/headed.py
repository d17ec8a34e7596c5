"""A reader that asks the learned heads about what its rules have read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from config.hazards import OTHER, Hazard
from config.mechanism import Configuration
from sek_core.understanding.learned.combining import NAMED, Thresholds, verdict_of
from sek_core.understanding.learned.engines import Both
from sek_core.understanding.learned.interface import Engine, Learned
from sek_core.understanding.reader import Reader, Reading

BARE, SHORT = 3, 10
"""Words of a report that names its event and nothing else, and of one in the reporter's own keywords."""

SURE_OF_HAZARD = 0.6
"""Probability from which a plea that names no event goes out as the one that the heads guess."""

BRIEF = 8
"""Words of a text that the heads alone do not silence."""

FEWEST, FEW = 3, 4
"""Words of a text about which the heads know something: from the first on whether it is a plea, from the
second on the rest.
"""

HEARD, LONGEST = 512, 2000
"""Texts of which the heads' opinion is kept, and the letters of a text that they read."""


class HeadedReader(Reader):
    """A reader of rules and learned heads. A failure of the heads leaves the rules' reading.

    `failed` hears of each failure. Threads may share it.
    """

    def __init__(
        self,
        configuration: Configuration,
        engine: Engine,
        failed: Callable[[Exception], None] = lambda _error: None,
    ) -> None:
        self._engine = engine
        self._failed = failed
        self._thresholds = Thresholds(**configuration.mechanism.reader.model_dump())
        self._heard = lru_cache(maxsize=HEARD)(engine.read)
        super().__init__(configuration)

    @property
    def is_slow(self) -> bool:
        """True if the heads take so long that they should read before a transaction."""
        return isinstance(self._engine, Both)

    def prepare(self, texts: Iterable[str]) -> None:
        """Let the heads read these texts now; `read` finds what they said."""
        for text in texts:
            self.learned(text)

    def learned(self, text: str) -> Learned | None:
        """Return what the heads say of a text; None if they fail."""
        try:
            return self._heard(text[:LONGEST])
        except Exception as error:
            self._failed(error)
            return None

    def _read(self, text: str, counties: tuple[str, ...]) -> Reading:
        reading = super()._read(text, counties)
        learned = self.learned(text) if len(text.split()) >= FEWEST else None
        return reading if learned is None else judged(reading, text, learned, self._thresholds, self._hazards)


def judged(
    reading: Reading, text: str, learned: Learned, thresholds: Thresholds, known: Mapping[str, Hazard]
) -> Reading:
    """Return a reading of the rules as the heads leave it: sent, asked about, or kept."""
    brief = len(text.split()) <= BRIEF
    if reading.drill or (brief and (reading.plea or _is_settled(reading, text))):
        return reading  # a call for help, or a report in keywords, of a few words is not weighed
    if _is_settled(reading, text) and learned.report >= thresholds.settled:
        return reading
    if len(text.split()) < FEW and learned.plea < thresholds.plea:
        return reading
    verdict = verdict_of(reading, learned, thresholds, known)
    match verdict.act:
        case "at once":
            hazard = reading.hazard or _likely(learned, known)
            return replace(reading, plea=True, hazard=hazard, doubts=(), guesses=verdict.options)
        case "send":
            return reading
        case "ask":
            agreed = reading.hazard is not None and reading.hazard in learned.guesses(NAMED)
            doubts = reading.doubts[:1] or ("unlikely",)
            return replace(reading, plea=False, doubts=doubts, guesses=() if agreed else verdict.options)
        case "keep" if brief:
            return reading  # of so few words the rules know more
        case "keep":
            return replace(reading, plea=False, doubts=(*reading.doubts, "unlikely", "unlikely"))


def _likely(learned: Learned, known: Mapping[str, Hazard]) -> str | None:
    """Return the event that a plea without one tells of, if the heads are sure. A sensitive one is not
    guessed: fewer people would hear of it.
    """
    hazard, probability = next((each for each in learned.hazards if each[0] in known), ("", 0.0))
    sure = probability >= SURE_OF_HAZARD and hazard != OTHER and not known[hazard].sensitive
    return hazard if sure else None


def _is_settled(reading: Reading, text: str) -> bool:
    """Return True for a report in the reporter's own keywords: short, with a place, a number or a severity,
    or nothing but the event.
    """
    length = len(text.split())
    told = reading.place is not None or bool(reading.affected) or reading.severity is not None
    return reading.sure and (length <= BARE or (told and length <= SHORT))
