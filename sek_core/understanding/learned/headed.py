"""A reader that asks the learned heads about what its rules have read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from config.hazards import OTHER, Hazard
from config.mechanism import Configuration
from config.sections import ReaderLimits
from sek_core.understanding.learned.combining import NAMED, verdict_of
from sek_core.understanding.learned.engines import Both
from sek_core.understanding.learned.interface import PROTECTION, Engine, Learned
from sek_core.understanding.reader import Reader, Reading

SURE_OF_HAZARD = 0.6
"""Probability from which a plea that names no event goes out as the one that the heads guess."""

SURE_OF_ABUSE, HALF = 0.8, 0.5
"""Probabilities of abuse and of a report from which a text that names no event is a report of abuse."""

HEARD = 128
"""Texts of which the heads' opinion is kept: those of a batch, and of the turns that read one twice."""


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
        self._limits = configuration.mechanism.reader
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
            return self._heard(text)
        except Exception as error:
            self._failed(error)
            return None

    def _read(self, text: str, counties: tuple[str, ...]) -> Reading:
        reading = super()._read(text, counties)
        learned = self.learned(text)
        return reading if learned is None else judged(reading, text, learned, self._limits, self._hazards)


def judged(
    reading: Reading, text: str, learned: Learned, limits: ReaderLimits, known: Mapping[str, Hazard]
) -> Reading:
    """Return a reading of the rules as the heads leave it: sent, asked about, or kept."""
    if _tells_of_abuse(reading, learned):
        return replace(reading, protection=True)
    verdict = verdict_of(text, reading, learned, limits, known)
    if verdict is None:
        return reading
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
        case "keep":
            return replace(reading, plea=False, doubts=(*reading.doubts, "unlikely", "unlikely"))


def _tells_of_abuse(reading: Reading, learned: Learned) -> bool:
    """Return True if the heads are sure of abuse, and the rules see no event. Its words then go to no
    audience, and one focal person calls; a wrong guess costs that call.
    """
    what, probability = learned.hazards[0] if learned.hazards else ("", 0.0)
    sure = what == PROTECTION and probability >= SURE_OF_ABUSE and learned.report >= HALF
    return sure and reading.hazard is None and not reading.drill


def _likely(learned: Learned, known: Mapping[str, Hazard]) -> str | None:
    """Return the event that a plea without one tells of, if the heads are sure. A sensitive one is not
    guessed: fewer people would hear of it.
    """
    hazard, probability = next((each for each in learned.hazards if each[0] in known), ("", 0.0))
    sure = probability >= SURE_OF_HAZARD and hazard != OTHER and not known[hazard].sensitive
    return hazard if sure else None
