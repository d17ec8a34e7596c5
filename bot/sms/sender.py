"""Sender through Africa's Talking: the SDK in threads, an outcome for every number."""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from bot.sms.answer import Answer, Unanswered, outcomes
from sek_core.messages.channel import NoAnswer, Outcome, Refused, Wire

_log = logging.getLogger(__name__)

_THREADS = 12
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class AfricasTalkingSender:
    """A `sek_core.messages.channel.Sender` for SMS.

    It logs no text, no number and no API key.
    """

    bulk = 20
    """Maximum number of addresses in a request. The gateway takes 100, but a lost answer leaves all of them
    in doubt.
    """

    def __init__(
        self,
        username: str,
        api_key: str,
        *,
        sender_id: str | None = None,
        api_url: str | None = None,
        connect_timeout: float = 3.05,
        read_timeout: float = 9.0,
    ) -> None:
        """Make a sender; nothing is connected yet.

        `api_url` (with `/version1`) replaces the one that the SDK chooses by `username`, sandbox
        or production. Timeouts are in seconds; the read timeout counts from the last byte.
        """
        from bot.sms.service import MessagingService  # slow to import, only needed to send SMS

        self._service = MessagingService(username, api_key, api_url)
        self._sender_id = sender_id
        self._timeout = (connect_timeout, read_timeout)
        self._executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="sms")

    async def send(
        self, text: str, addresses: Sequence[str], wire: Wire | None = None
    ) -> Mapping[str, Outcome]:
        """Send `text` in one request to `addresses` (E.164, up to 100), each once. Never raises.

        An address that is no phone number is refused for good here: the SDK would raise for it, and send to
        none of the others.
        """
        numbers = [address for address in dict.fromkeys(addresses) if _E164.fullmatch(address)]
        result: dict[str, Outcome] = dict.fromkeys(addresses, Refused("not a phone number", permanent=True))
        if not numbers:
            return result
        loop = asyncio.get_running_loop()
        try:
            answered = await loop.run_in_executor(self._executor, self._send, text, numbers)
        except RuntimeError:  # the executor takes no work after close()
            answered = dict.fromkeys(numbers, Refused("the sender is closed"))
        return result | answered

    async def reachable(self) -> str | None:
        """Ask for received messages, which changes nothing. Return `None` if that works, else why not.

        The sentence is for the operator who set up the account, and names the fault to fix.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._probe)

    async def received(self, after: int) -> Answer:
        """Return the answer with the texts received after the one with the id `after`; 0: all texts. Raises
        Unanswered.
        """
        ask = partial(self._service.fetch_messages, after, timeout=self._timeout)
        answer: Answer = await asyncio.get_running_loop().run_in_executor(self._executor, ask)
        return answer

    async def close(self) -> None:
        """Wait for the requests under way, then release threads and connections."""
        await asyncio.to_thread(self._executor.shutdown)
        self._service.close()

    def _send(self, text: str, numbers: list[str]) -> dict[str, Outcome]:
        try:
            answer: Answer = self._service.send(text, numbers, self._sender_id, timeout=self._timeout)
            return outcomes(answer, numbers)
        except Unanswered as unanswered:
            return dict.fromkeys(numbers, unanswered.outcome)
        except Exception as error:
            # Its message may hold a number. Whether the request left is unknown, so say just that.
            _log.error("SMS request failed unexpectedly: %s", type(error).__name__)
            return dict.fromkeys(numbers, NoAnswer(f"unexpected {type(error).__name__}"))

    def _probe(self) -> str | None:
        try:
            answer: Answer = self._service.fetch_messages(timeout=self._timeout)
        except Unanswered as unanswered:
            return f"Africa's Talking could not be reached: {unanswered.outcome.reason}"
        if answer.status in {401, 403}:
            return "Africa's Talking refused the user name or the API key"
        if not answer.ok:
            return f"Africa's Talking answered with HTTP status {answer.status}"
        if not (isinstance(answer.body, dict) and "SMSMessageData" in answer.body):
            return "What answered is not Africa's Talking's SMS service: check the API URL"
        return None
