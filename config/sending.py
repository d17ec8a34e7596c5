"""How much the program sends: the keys of mechanism.yaml about it."""

from datetime import timedelta

from pydantic import Field

from config.durations import Duration
from config.terms import StrictModel


class Bundles(StrictModel):
    """From when on alerts come together in one message: `bundles` in mechanism.yaml.

    `after`: number of alerts to one address in the time `within`; the next ones wait, up to `wait`, and leave
    together. What is severe, extreme or a call for help never waits.
    """

    after: int = Field(default=5, ge=1)
    within: Duration = timedelta(hours=1)
    wait: Duration = timedelta(minutes=5)
