"""How much the program sends: the keys of mechanism.yaml about it."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from config.durations import Duration
from config.terms import StrictModel


class Bundles(StrictModel):
    """From when on alerts come together in one message: `bundles` in mechanism.yaml.

    `after`: number of alerts to one address in the time `within`; the next ones wait, up to `wait`, and leave
    together. What is severe, extreme or a call for help never waits. `answer_wait`: how long an answer waits
    for others once a budget is used up.
    """

    after: int = Field(default=5, ge=1)
    within: Duration = timedelta(hours=1)
    wait: Duration = timedelta(minutes=5)
    answer_wait: Duration = timedelta(minutes=1)


Amount = Annotated[Decimal, Field(gt=0)]


class Budgets(StrictModel):
    """What messages may cost in a day, in the currency of mechanism.yaml: `budgets` there. A day begins at
    midnight in the zone of the mechanism.

    `day`: all of them. `county`: those of one county; `counties` has counties with another sum. `recipient`:
    those to one address. `sender`: the answers to one address of the roster; `unknown_sender`: to one that is
    not on it. `alarm_at`: the share at which people are told.
    """

    day: Amount = Decimal(20_000)
    county: Amount = Decimal(8_000)
    counties: Mapping[str, Amount] = Field(default={})
    recipient: Amount = Decimal(200)
    sender: Amount = Decimal(120)
    unknown_sender: Amount = Decimal(20)
    alarm_at: float = Field(default=0.8, gt=0, le=1)

    def of_county(self, county: str) -> Decimal:
        """Return the sum of one county."""
        return self.counties.get(county, self.county)


class Price(StrictModel):
    """The price of a segment to numbers that begin so: a row of `sms_prices` in mechanism.yaml."""

    numbers: str = Field(pattern=r"^\+[0-9]+$")
    price: Decimal = Field(ge=0)


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
