"""Speed of a run: seconds for what takes minutes in an installation."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """All values are in seconds. `speaks`: average between two texts of one person. `kills`, `troubles`:
    between two faults of processes, and of providers; `lasts`: duration of a fault. `hangs`: time for which a
    provider keeps a request without an answer. `patience`: time that the program may take at the end until no
    work is left; `settles`: share of it that a last fault may use up. `files`: files of these statuses must
    be done by then. `times`: of the mechanism. `waits`: of the steps of a route, by severity. `plan`: of
    meetings, which are convened a few minutes ahead.

    The holder of a message returns it, or has its answer, within the lease, as in an installation: half of
    the lease plus `hangs` fits in it.
    """

    speaks: float
    kills: tuple[float, float]
    troubles: tuple[float, float]
    lasts: tuple[float, float]
    hangs: float
    patience: float
    settles: float
    files: tuple[str, ...]
    times: dict[str, str]
    waits: Mapping[str, str]
    plan: str


_TIMES = {
    "report_hold": "4s",
    "other_channel_after": "10s",
    "help_silence": "0.001s",
}
"""`help_silence`: every text is answered, so that every one can be checked."""

SHORT = Pace(
    speaks=2.0,
    kills=(0.5, 3.0),
    troubles=(0.3, 1.5),
    lasts=(0.5, 2.5),
    hangs=2.0,
    patience=300.0,
    settles=12.0,
    files=("wanted",),  # whose fetcher was killed is fetched after three minutes
    times=_TIMES | {"send_lease": "6s", "unknown_wait": "1s"},
    waits={"extreme": "2s", "severe": "3s", "unsaid": "3s", "moderate": "4s", "minor": "5s"},
    plan="{invitation: 10m, again: 150s, headcount: 100s, come: 60s, minutes: 1d}",
)
"""A run of seconds. Providers hang for less than the program would wait."""

LONG = Pace(
    speaks=6.0,
    kills=(1.0, 12.0),
    troubles=(0.5, 6.0),
    lasts=(0.5, 10.0),
    hangs=11.0,
    patience=600.0,
    settles=60.0,
    files=("wanted", "fetching"),
    times=_TIMES | {"send_lease": "26s", "unknown_wait": "3s"},
    waits={"extreme": "10s", "severe": "20s", "unsaid": "20s", "moderate": "30s", "minor": "40s"},
    plan="{invitation: 4m, again: 3m, headcount: 2m, come: 1m, minutes: 1d}",
)
"""A run of minutes. Providers hang for longer than the program waits."""
