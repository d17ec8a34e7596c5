"""Reading of Africa's Talking's answer to a request: the outcome for each number.

Source of the codes: https://developers.africastalking.com/docs/sms/sending/bulk
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any

from sek_core.messages.channel import Accepted, NoAnswer, Outcome, Refused

_ACCEPTED = frozenset({100, 101, 102})

_REFUSALS: Mapping[int, Refused] = {
    401: Refused("RiskHold (401)", ours=True),
    402: Refused("InvalidSenderId (402)", ours=True),
    403: Refused("InvalidPhoneNumber (403)", permanent=True),
    404: Refused("UnsupportedNumberType (404)", permanent=True),
    405: Refused("InsufficientBalance (405)", ours=True),
    406: Refused("UserInBlacklist (406)", permanent=True),
    407: Refused("CouldNotRoute (407)", permanent=True),
    409: Refused("DoNotDisturbRejection (409)", permanent=True),
    500: Refused("InternalServerError (500)"),
    501: Refused("GatewayError (501)"),
    502: Refused("RejectedByGateway (502)", permanent=True),
}

_LONGEST_WAIT = 3600.0
"""Maximum wait in seconds, whatever the gateway asks for."""

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer: `headers` ignore case, `body` is the JSON read, `None` if there was none."""

    status: int
    headers: Mapping[str, str]
    body: object

    @property
    def ok(self) -> bool:
        """True if the gateway took the request (2xx)."""
        return 200 <= self.status < 300


class Unanswered(Exception):
    """No HTTP answer came; `outcome` says whether the request may have arrived all the same."""

    def __init__(self, outcome: Refused | NoAnswer) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def outcomes(answer: Answer, numbers: Sequence[str]) -> dict[str, Outcome]:
    """Return the outcome for each of the E.164 `numbers` (no duplicates) of one request.

    An HTTP error is an answer: the gateway refused the request, even by a 500, 502 or 504, which in theory
    may come after the message left. Calling these unknown would delay each alert of an outage.
    """
    if not answer.ok:
        return dict.fromkeys(numbers, _refused_request(answer))
    data = _message_data(answer.body)
    if data is None:
        return dict.fromkeys(numbers, NoAnswer("unreadable answer"))
    message, rows = data
    if not rows:
        return dict.fromkeys(numbers, _refused_message(message))
    return _by_number(rows, numbers)


def _refused_request(answer: Answer) -> Refused:
    if answer.status in {401, 403}:
        return Refused(f"user name or API key refused (HTTP {answer.status})", ours=True)
    # 408 means that the server closed an idle connection; the request is not at fault.
    if answer.status in {408, 429} or answer.status >= 500:
        return Refused(f"HTTP {answer.status}", retry_after=_retry_after(answer.headers))
    return Refused(f"request refused (HTTP {answer.status})", ours=True)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait by the Retry-After header, which holds seconds or a date (RFC 9110)."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - datetime.now(UTC)).total_seconds()), _LONGEST_WAIT)


def _message_data(body: object) -> tuple[str, list[_Row]] | None:
    """Return the answer's message and its row for each recipient, or `None` if it has another shape."""
    data = body.get("SMSMessageData") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        return None
    message, rows = data.get("Message") or "", data.get("Recipients") or []
    if not isinstance(message, str) or not isinstance(rows, list) or not (message or rows):
        return None
    return (message, rows) if all(isinstance(row, dict) for row in rows) else None


def _refused_message(message: str) -> Refused:
    """Return the refusal of a message that reached no recipient. Repeat only known words: the text may hold a
    number.
    """
    spelled = message.lower().replace(" ", "")
    if "senderid" in spelled:
        return Refused("InvalidSenderId", ours=True)
    if "insufficient" in spelled:
        return Refused("InsufficientBalance", ours=True)
    return Refused("no recipient was taken")


def _by_number(rows: Sequence[_Row], numbers: Sequence[str]) -> dict[str, Outcome]:
    by_digits = {number.removeprefix("+"): number for number in numbers}
    known: dict[str, Outcome] = {}
    strays: list[Outcome] = []
    for row in rows:
        outcome = _outcome(row)
        number = by_digits.get(str(row.get("number")).strip().removeprefix("+"))
        if number is None:
            strays.append(outcome)
        elif not isinstance(known.get(number), Accepted):
            known[number] = outcome
    missing = [number for number in numbers if number not in known]
    return known | dict.fromkeys(missing, _common(strays, len(missing)))


def _common(strays: Sequence[Outcome], missing: int) -> Outcome:
    """Return the outcome that rows without a number of ours give to each number without a row.

    One row and one number belong together. With several, no order is promised, and a delivery report must
    never reach another person's message, so only an outcome that all rows share counts.
    """
    if missing != len(strays):
        return NoAnswer("not named in the answer")
    if missing == 1 or len(set(strays)) == 1:
        return strays[0]
    if all(isinstance(stray, Accepted) for stray in strays):
        return Accepted(provider_id=None)
    return NoAnswer("not named in the answer")


def _outcome(row: _Row) -> Outcome:
    code, provider_id = _integer(row.get("statusCode")), _provider_id(row.get("messageId"))
    if code in _ACCEPTED or (code not in _REFUSALS and provider_id):
        return Accepted(provider_id, _integer(row.get("messageParts")), _cost(row.get("cost")))
    return _REFUSALS.get(code or 0, Refused(f"unknown status code {code}"))


LONGEST_ID, LARGEST, DEAREST = 255, 1000, 10**8
"""Limits of plausible values: no gateway answers beyond them, and no database column holds them."""


def _provider_id(value: object) -> str | None:
    """Return the message id, or None; Africa's Talking writes the word None where there is none."""
    written = str(value or "").strip()
    written = written.replace("\0", "")[:LONGEST_ID]
    return None if written in {"", "None"} else written


def _integer(value: object) -> int | None:
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if 0 <= number <= LARGEST else None


def _cost(value: object) -> Decimal | None:
    """Return the amount in `KES 0.8000` or `0`, without its currency."""
    try:
        amount = Decimal(str(value).rpartition(" ")[2])
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < DEAREST else None
