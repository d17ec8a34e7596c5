"""Fake Africa's Talking: it delivers texts, lists them, and accepts messages."""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.serving import Served

SECRET = "the-secret-of-these-tests"
SHORT_CODE = "21512"
LONGEST_LIST = 3
"""Length of a page of the list: so short that a test reads more than one page."""


@dataclass(frozen=True)
class Text:
    """One text to us; `callback` is its id in callbacks, `number` its id in the list."""

    sender: str
    words: str
    number: int
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    callback: str = field(default_factory=lambda: str(uuid.uuid4()))


class Gateway(Served):
    """The gateway at `url`; `sent` are the messages that left, as (number, text), in their order."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.sent: list[tuple[str, str]] = []
        self.lists_texts = True
        self._numbers = itertools.count(15071)
        routes = [
            Route("/version1/messaging", self._send, methods=["POST"]),
            Route("/version1/messaging", self._list, methods=["GET"]),
        ]
        super().__init__(Starlette(routes=routes))

    def receives(self, sender: str, words: str) -> Text:
        """Receive a text from a person, without a callback."""
        text = Text(sender, words, next(self._numbers))
        self.texts.append(text)
        return text

    def brings(self, text: Text, program: str) -> httpx.Response:
        """Send the callback of one text to the program at that URL."""
        form = {
            "id": text.callback, "from": text.sender, "text": text.words, "to": SHORT_CODE,
            "date": f"{text.at:%Y-%m-%d %H:%M:%S}",
        }  # fmt: skip
        return httpx.post(f"{program}/webhooks/africastalking/{SECRET}/sms", data=form, timeout=30)

    async def _send(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        numbers = form["to"].split(",")
        first = len(self.sent)
        self.sent += [(number, form["message"]) for number in numbers]
        rows = [
            {"statusCode": 101, "number": number, "status": "Success", "cost": "KES 0.8000",
             "messageId": f"ATXid_{place}", "messageParts": 1}
            for place, number in enumerate(numbers, first)
        ]  # fmt: skip
        return JSONResponse({"SMSMessageData": {"Message": "Sent", "Recipients": rows}}, 201)

    async def _list(self, request: Request) -> Response:
        if not self.lists_texts:
            return Response("not for this account", 404)
        after = int(request.query_params.get("lastReceivedId", 0))
        page = [text for text in self.texts if text.number > after][:LONGEST_LIST]
        rows = [
            {"id": text.number, "from": text.sender, "text": text.words, "to": SHORT_CODE, "linkId": "",
             "date": f"{text.at:%Y-%m-%dT%H:%M:%S}.{text.at.microsecond // 1000:03}Z"}
            for text in page
        ]  # fmt: skip
        return JSONResponse({"SMSMessageData": {"Messages": rows}})
