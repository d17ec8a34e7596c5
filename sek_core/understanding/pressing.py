"""A first look at a text, before it is read: whether it has words of need or urgency.

It only decides which of many waiting texts is read first, so it may err. It costs some 30 microseconds for an
SMS, and 150 at most: no roots, no spelling, no places.
"""

from collections.abc import Iterator

from config.mechanism import Configuration
from sek_core.understanding.tokens import Phrases, forms_of

LOOKED_AT = 250
"""Number of characters that are looked at, at either end of a text: a long one must not delay its receipt."""

_OF_NEED = ("distress", "peril", "harm", "lacking", "gone", "appeals", "cries")
"""Parts of a plea that are words of need by themselves. `unless` has phrases that only look like one."""


class PressingWords:
    """Phrases of need and urgency. Built once; threads may share it."""

    def __init__(self, configuration: Configuration) -> None:
        self._phrases = Phrases(_phrases(configuration))

    def stand_in(self, text: str) -> bool:
        """Return True if a text has such words."""
        short = text if len(text) <= 2 * LOOKED_AT else f"{text[:LOOKED_AT]}\n{text[-LOOKED_AT:]}"
        return any(True in found.values for found in self._phrases.find(forms_of(short)))


def _phrases(configuration: Configuration) -> Iterator[tuple[str, bool]]:
    """Yield each phrase, and whether it presses. The longest one at each word counts: "help us with"."""
    words = configuration.words
    pleas, counted = words.pleas, words.affected
    pressing = [words.urgent, counted["deaths"], counted["missing"]]
    pressing += [pleas[part] for part in _OF_NEED if part in pleas]
    for presses, lists in ((True, pressing), (False, [pleas.get("unless", {})])):
        yield from ((phrase, presses) for spoken in lists for some in spoken.values() for phrase in some)
