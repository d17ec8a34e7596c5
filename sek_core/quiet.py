"""Quiet hours: at night nobody is reminded, nudged or sent a digest. Alerts and answers always go."""

from datetime import datetime

from config.mechanism import Mechanism


def is_quiet(mechanism: Mechanism, now: datetime) -> bool:
    """Whether `now` lies in the quiet hours, by the clock that people of the mechanism read."""
    begins, ends = mechanism.quiet_hours
    here = now.astimezone(mechanism.zone).time()
    if begins <= ends:
        return begins <= here < ends
    return here >= begins or here < ends
