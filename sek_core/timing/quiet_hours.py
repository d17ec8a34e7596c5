"""Quiet hours: at night the program sends no reminders, nudges or digests. Alerts and answers always
leave.
"""

from datetime import datetime, timedelta

from config.mechanism import Mechanism


def is_quiet(mechanism: Mechanism, now: datetime) -> bool:
    """Return True if `now` lies in the quiet hours, in the mechanism's time zone."""
    begins, ends = mechanism.quiet_hours
    here = now.astimezone(mechanism.zone).time()
    if begins <= ends:
        return begins <= here < ends
    return here >= begins or here < ends


def first_not_quiet(mechanism: Mechanism, at: datetime) -> datetime:
    """Return `at`, or the end of the quiet hours that contain it."""
    if not is_quiet(mechanism, at):
        return at
    here = at.astimezone(mechanism.zone)
    ends = mechanism.quiet_hours[1]
    day = here.date() if here.time() < ends else here.date() + timedelta(days=1)
    return datetime.combine(day, ends, mechanism.zone)


def last_not_quiet(mechanism: Mechanism, at: datetime) -> datetime:
    """Return `at`, or the time a minute before the quiet hours that contain it."""
    if not is_quiet(mechanism, at):
        return at
    here = at.astimezone(mechanism.zone)
    begins = mechanism.quiet_hours[0]
    day = here.date() if here.time() >= begins else here.date() - timedelta(days=1)
    return datetime.combine(day, begins, mechanism.zone) - timedelta(minutes=1)
