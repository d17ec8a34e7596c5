"""Conversion of a form of Africa's Talking to a row of the inbox."""

from collections.abc import Mapping
from typing import Any

from bot.sms import NAME, parse
from sek_core.inbox import queue
from sek_core.timing.clock import Clock


def sms(form: Mapping[str, str], clock: Clock) -> dict[str, Any]:
    """Return the row of a text. Raises MissingField."""
    message = parse.incoming(form)
    return queue.arrival(
        NAME,
        queue.TEXT,
        message.provider_id,
        f"sms:{message.sender}",
        dict(form),
        clock.now(),
        sender=message.sender,
        text=message.text,
        sent_at=message.sent_at,
    )


def delivery(form: Mapping[str, str], clock: Clock) -> dict[str, Any]:
    """Return the row of a delivery report. Raises MissingField.

    The gateway reports on one message more than once, so the id holds the status.
    """
    report = parse.delivery_report(form)
    return queue.arrival(
        NAME,
        queue.DELIVERY_REPORT,
        f"{report.provider_id}:{report.status}",
        f"report:{report.provider_id}",
        dict(form),
        clock.now(),
        sender=report.number or "",
        text=report.outcome or "",
        about=report.provider_id,
    )


def opt_out(form: Mapping[str, str], clock: Clock) -> dict[str, Any]:
    """Return the row of an opt-out at the gateway. It has no id, so its time stands for one. Raises
    MissingField.
    """
    number = parse.opt_out(form).number
    now = clock.now()
    return queue.arrival(
        NAME, queue.OPT_OUT, f"{number}:{now:%Y%m%dT%H%M}", f"sms:{number}", dict(form), now, sender=number
    )
