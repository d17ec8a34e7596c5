"""The made-up month of the demonstration, as demo-story.yaml has it."""

import re
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from config.durations import Duration, TimeOfDay
from config.faults import load_yaml
from config.terms import StrictModel

STORY, ROSTER = "demo-story.yaml", "demo-roster.csv"

NAMED = re.compile(r"\{([a-z_]+)\}")
"""A name in a text: of a reference, or of a day."""


class Day(StrictModel):
    """A day that texts name. `ago`: days before today, negative for a day to come. `working`: if that is no
    working day, the next one counts ("after"), or the last one ("before").
    """

    ago: int
    working: str = ""


class Event(StrictModel):
    """Something that happens in the month.

    When: on a `day` (days before today, or the name of one) `at` a time of the day; or so long `ago`.
    What: a person `sender` sends `text`; or messages to a person begin to fail (`fails`), or go through again
    (`heals`). `sender` is a name of the roster, or a telephone number. `named`: what later texts call the
    reference that this event makes. `answers`: the text is sent only while a question of this kind is open
    with the sender.
    """

    day: int | str | None = None
    at: TimeOfDay | None = None
    ago: Duration | None = None
    sender: str = ""
    text: str = ""
    named: str = ""
    answers: str = ""
    fails: str = ""
    heals: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.ago is None) == (self.day is None or self.at is None):
            raise ValueError("when should be said by day and at, or by ago")
        if sum(map(bool, (self.text, self.fails, self.heals))) != 1 or bool(self.text) != bool(self.sender):
            raise ValueError("should have sender and text, or fails, or heals")
        return self


class Story(StrictModel):
    """The days that the texts name, and all events."""

    seed: int
    first_day: int
    days: dict[str, Day] = Field(default_factory=dict)
    events: tuple[Event, ...]

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        known = set(self.days)
        for number, event in enumerate(self.events):
            if unknown := set(NAMED.findall(event.text)) - known:
                raise ValueError(f"events.{number}: {', '.join(sorted(unknown))} is named nowhere before")
            if isinstance(event.day, str) and event.day not in self.days:
                raise ValueError(f"events.{number}: {event.day} is no day")
            known.add(event.named)
        return self


def load_story(folder: Path | None) -> Story | None:
    """Return the story that goes with the demonstration's roster, or None: a mechanism with a roster of its
    own has its own story, or none. Raise FaultsError for a bad file.
    """
    from config.mechanism import PACKAGED

    home = folder if folder and (folder / ROSTER).exists() else PACKAGED
    path = home / STORY
    return load_yaml(path, Story) if path.exists() else None
