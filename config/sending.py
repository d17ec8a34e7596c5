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


class Strangers(StrictModel):
    """How many SMS go out within an hour because of all unknown numbers together: `strangers` in
    mechanism.yaml.

    `answers`: to them. `told`: to the secretariat about their texts, one by one. `pleas`: to coordinators
    about their calls for help. `digests`: to the secretariat about the texts that it was not told of, at most
    each `digest_every`.
    """

    answers: int = Field(default=10, ge=1)
    told: int = Field(default=6, ge=1)
    pleas: int = Field(default=16, ge=4)
    digests: int = Field(default=8, ge=1)
    digest_every: Duration = timedelta(minutes=10)
