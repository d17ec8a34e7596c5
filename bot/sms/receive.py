"""Conversion of the forms of Africa's Talking to rows of the inbox."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.sms import NAME
from sek_core.inbox import queue
from sek_core.inbox.queue import MissingField, storable
from sek_core.timing.clock import Clock

DeliveryOutcome = Literal["accepted", "delivered", "failed"]

OUTCOMES: Mapping[str, DeliveryOutcome] = {
    "Sent": "accepted",
    "Submitted": "accepted",
    "Buffered": "accepted",
    "Queued": "accepted",
    "Success": "delivered",
    "Failed": "failed",
    "Rejected": "failed",
    "Expired": "failed",
    "AbsentSubscriber": "failed",
}
"""Meaning of a delivery report's `status`. Success, and each failure, is final."""

_PLAIN_NUMBER = re.compile(r"\+?[0-9]{9,15}")
_SHORTEST_NUMBER, _LONGEST_NUMBER = 7, 15
_SEPARATORS = str.maketrans("", "", " -().")
_LONGEST_SENDER = 100
_LONGEST_ID = 255
"""In characters: an index of PostgreSQL takes 2,700 bytes, and a provider's ids have about 40."""
_KENYA = "+254"
_LOCAL_DIGITS = 9
"""Digits of a Kenyan number after its 0."""

_SHORTEST_DATE = len("2017-05-03 06:04:45")


@dataclass(frozen=True, slots=True)
class IncomingSms:
    """One SMS to us. `sender` is E.164 if `is_number`, else a name or short code as it came.

    `sent_at` (aware, UTC) is the network's time, or `None` if the date could not be read.
    """

    provider_id: str
    sender: str
    is_number: bool
    text: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """Outcome of one SMS of ours; `number` (E.164) where the report names it."""

    provider_id: str
    status: str
    number: str | None
    failure_reason: str | None

    @property
    def outcome(self) -> DeliveryOutcome | None:
        """Meaning of `status`, or `None` if it is unknown."""
        return OUTCOMES.get(self.status)


@dataclass(frozen=True, slots=True)
class OptOut:
    """A person asked Africa's Talking for no more messages from our sender id; `number` is E.164."""

    number: str


def sms(form: Mapping[str, str], clock: Clock) -> dict[str, Any]:
    """Return the row of a text. Raises MissingField."""
    message = incoming(form)
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
    report = delivery_report(form)
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
    number = read_opt_out(form).number
    now = clock.now()
    return queue.arrival(
        NAME, queue.OPT_OUT, f"{number}:{now:%Y%m%dT%H%M}", f"sms:{number}", dict(form), now, sender=number
    )


def incoming(form: Mapping[str, str]) -> IncomingSms:
    """Read an incoming message. Raises `MissingField` for `id`, `from` or `text`.

    An empty text is a text; an empty id or sender is missing.
    """
    if "text" not in form:
        raise MissingField("text")
    sender, is_number = _sender(_required(form, "from"))
    return IncomingSms(
        provider_id=_identity(form),
        sender=sender,
        is_number=is_number,
        text=storable(form["text"]),
        sent_at=_moment(form.get("date", "")),
    )


def delivery_report(form: Mapping[str, str]) -> DeliveryReport:
    """Read a delivery report. Raises `MissingField` for `id` or `status`."""
    number, is_number = _sender(_optional(form, "phoneNumber"))
    return DeliveryReport(
        provider_id=_identity(form),
        status=_required(form, "status")[:_LONGEST_SENDER],
        number=number if is_number else None,
        failure_reason=_optional(form, "failureReason") or None,
    )


def read_opt_out(form: Mapping[str, str]) -> OptOut:
    """Read an opt-out. Raises `MissingField` for `phoneNumber`."""
    number, _ = _sender(_required(form, "phoneNumber"))
    return OptOut(number)


def _required(form: Mapping[str, str], field: str) -> str:
    value = _optional(form, field)
    if not value:
        raise MissingField(field)
    return value


def _identity(form: Mapping[str, str]) -> str:
    written = _required(form, "id")
    if len(written) <= _LONGEST_ID:
        return written
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()


def _optional(form: Mapping[str, str], field: str) -> str:
    return storable(form.get(field, "")).strip()


def _sender(written: str) -> tuple[str, bool]:
    """Return E.164 and True for a phone number; for a name or short code, the text as written and False."""
    written = written[:_LONGEST_SENDER]
    number = written if _PLAIN_NUMBER.fullmatch(written) else written.translate(_SEPARATORS)
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return written, False
    if not _SHORTEST_NUMBER <= len(digits) <= _LONGEST_NUMBER:
        return written, False
    if digits[0] != "0":
        return f"+{digits}", True
    if len(digits) == _LOCAL_DIGITS + 1 and digits[1] != "0":
        return _KENYA + digits[1:], True
    return written, False


def _moment(date: str) -> datetime | None:
    """Return the time in `2017-05-03T06:04:45Z`, `2017-05-03 06:04:45` (UTC), or with milliseconds."""
    if len(date) < _SHORTEST_DATE:
        return None  # without seconds: the time of receipt is closer
    try:
        moment = datetime.fromisoformat(date)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


READERS: Mapping[str, Callable[[Mapping[str, str], Clock], dict[str, Any]]] = {
    queue.TEXT: sms,
    queue.DELIVERY_REPORT: delivery,
    queue.OPT_OUT: opt_out,
}
"""How the fields of a form are read, by the kind of its rows."""
