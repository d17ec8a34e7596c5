"""The methods of the Bot API that this program uses, over chats in memory.

Source of the refusals: https://core.telegram.org/bots/api and what its server answers.
"""

import hmac
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.fake.chats import NOT_STARTED, Chat, Chats, Message
from bot.telegram.fake.contents import Parameters, caption, described, keyboard, text
from bot.telegram.fake.faults import BadCallError, Failure, Failures, Silence, SilenceError
from bot.telegram.fake.markup import units
from bot.telegram.fake.updates import Updates

TOKEN = "123456:the-token-of-the-fake"  # noqa: S105  # opens nothing but this fake
BOT = {"id": 123456, "is_bot": True, "first_name": "SEK", "username": "SekTestBot"}

FILES = ("photo", "voice", "video", "audio", "document")
_MOST_TOAST = 200
_MOST_FILE = 20 * 1024 * 1024
_SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"

_NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels",
    ),
    False,
)  # fmt: skip

Method = Callable[[Parameters], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method, as it came."""

    method: str
    parameters: Parameters


class FakeTelegram:
    """Telegram, as one bot and its people see it. All on one event loop.

    `calls` are all calls in their order, without getUpdates; `taps` the open callback queries; `answers` the
    notes shown for answered ones.
    """

    def __init__(self, token: str = TOKEN, *, open_to_all: bool = False) -> None:
        """Make a new Telegram. `open_to_all`, for the demonstration: the bot may write to any person, as if
        all had pressed start, and answer every tap.
        """
        self.token = token
        # Messages of the demonstration outlive their Telegram: no later message may reuse their numbers.
        self.chats = Chats(open_to_all, last=int(time.time()) if open_to_all else 0)
        self._open_to_all = open_to_all
        self.updates = Updates()
        self.calls: list[Call] = []
        self.taps: set[str] = set()
        self.answers: dict[str, dict[str, Any]] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.webhook: dict[str, Any] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.date = 1_795_503_840
        self._failures = Failures()
        self._methods: dict[str, Method] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "setMyCommands": self._set_my_commands,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_message_text,
            "editMessageCaption": self._edit_message_caption,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
            "getChat": self._get_chat,
            **{f"send{kind.capitalize()}": self._send_file(kind) for kind in FILES},
        }

    def add_person(self, fields: dict[str, Any]) -> Chat:
        """Add a person who has not pressed start yet."""
        return self.chats.add({**fields, "type": "private"}, closed=NOT_STARTED)

    def fail(
        self,
        method: str | None = None,
        *,
        chat: int | None = None,
        status: int = 400,
        description: str = "Bad Request",
        parameters: Mapping[str, Any] | None = None,
        times: int = 1,
    ) -> None:
        """Refuse the next calls of `method` (or any) to `chat` (or any) in these words."""
        error = BadCallError(status, description, parameters)
        self._failures.asked_for.append(Failure(error, method, chat, times))

    def be_silent(
        self,
        how: Silence,
        method: str | None = None,
        *,
        chat: int | None = None,
        times: int = 1,
        done: bool = False,
    ) -> None:
        """Give the next calls no answer; with `done` they are carried out all the same."""
        self._failures.asked_for.append(Failure(SilenceError(how), method, chat, times, done))

    def heal(self) -> None:
        """Let all calls through again."""
        self._failures.asked_for.clear()

    def sent(self, chat_id: int) -> list[Message]:
        """Return the bot's messages in a chat as they stand now, in their order."""
        return [message for message in self.chats.get(chat_id).messages.values() if message["from"] == BOT]

    def keep(self, kind: str, content: bytes, name: str) -> str:
        """Keep a file that a person sends or the bot uploads; return its file_id."""
        file_id = f"AgAC{kind}{len(self.files) + 1}"
        self.files[file_id] = (name, content)
        return file_id

    def move_group(self, chat_id: int, new_id: int) -> list[dict[str, Any]]:
        """Turn a group into a supergroup; return the two updates that tell of it."""
        old = self.chats.get(chat_id)
        new = self.chats.add({**old.fields, "id": new_id, "type": "supergroup"})
        old.moved_to = new_id
        author = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        told = [(old, {"migrate_to_chat_id": new_id}), (new, {"migrate_from_chat_id": chat_id})]
        return [
            self.updates.add("message", self.chats.post(chat, author, self.date, content))
            for chat, content in told
        ]

    async def call(self, token: str, method: str, parameters: Parameters) -> tuple[int, dict[str, Any]]:
        """Carry out a call; return the HTTP status and the answer. Raises SilenceError for none."""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return 401, BadCallError(401, "Unauthorized").body()
        if method != "getUpdates":
            self.calls.append(Call(method, parameters))
        failure = self._failures.next(method, _number(parameters, "chat_id"))
        try:
            if failure and not failure.done:
                raise failure.error
            if method not in self._methods:
                raise BadCallError(404, "Not Found: method not found")
            result = await self._methods[method](parameters)
        except BadCallError as error:
            return error.status, error.body()
        if failure:
            raise failure.error
        return 200, {"ok": True, "result": result}

    def file(self, token: str, path: str) -> bytes | None:
        """Return the content of the file at `path`, as getFile named it, or None."""
        return self.files[path][1] if token == self.token and path in self.files else None

    async def _get_me(self, _parameters: Parameters) -> dict[str, Any]:
        return BOT

    async def _get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        if self.webhook:
            raise BadCallError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        limit, seconds = _number(parameters, "limit"), float(parameters.get("timeout", 0))
        return await self.updates.get(_number(parameters, "offset"), limit or 100, seconds)

    async def _set_webhook(self, parameters: Parameters) -> bool:
        self.webhook = dict(parameters) if parameters.get("url") else {}
        self.updates.wake()
        return True

    async def _delete_webhook(self, _parameters: Parameters) -> bool:
        self.webhook = {}
        return True

    async def _set_my_commands(self, parameters: Parameters) -> bool:
        self.commands[parameters.get("language_code", "")] = json.loads(parameters["commands"])
        return True

    async def _get_chat(self, parameters: Parameters) -> dict[str, Any]:
        chat = self.chats.writable(_number(parameters, "chat_id"))
        required = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
        return {**required, **chat.fields}

    async def _send_message(self, parameters: Parameters) -> Message:
        chat = self.chats.writable(_number(parameters, "chat_id"))
        content = text(parameters) | keyboard(parameters, chat) | self._in_topic(chat, parameters)
        return self.chats.post(chat, BOT, self.date, content)

    def _in_topic(self, chat: Chat, parameters: Parameters) -> dict[str, Any]:
        return self.chats.topic(chat, _number(parameters, "message_thread_id"))

    def _send_file(self, kind: str) -> Method:
        async def send(parameters: Parameters) -> Message:
            chat = self.chats.writable(_number(parameters, "chat_id"))
            file_id = parameters.get(kind, "")
            if file_id not in self.files or not file_id.startswith(f"AgAC{kind}"):
                raise BadCallError(400, "Bad Request: wrong file identifier/HTTP URL specified")
            content = caption(parameters) | keyboard(parameters, chat) | self._in_topic(chat, parameters)
            named = {"file_name": self.files[file_id][0]} if kind == "document" else {}
            return self.chats.post(chat, BOT, self.date, described(kind, file_id, **named) | content)

        return send

    async def _edit_message_text(self, parameters: Parameters) -> Message:
        chat, message = self._to_edit(parameters)
        if "text" not in message:
            raise BadCallError(400, "Bad Request: there is no text in the message to edit")
        return self._edited(message, text(parameters) | keyboard(parameters, chat, edit=True))

    async def _edit_message_caption(self, parameters: Parameters) -> Message:
        chat, message = self._to_edit(parameters)
        if not any(kind in message for kind in FILES):
            raise BadCallError(400, "Bad Request: there is no caption in the message to edit")
        return self._edited(message, caption(parameters) | keyboard(parameters, chat, edit=True))

    async def _edit_message_reply_markup(self, parameters: Parameters) -> Message:
        chat, message = self._to_edit(parameters)
        kept = {name: message[name] for name in ("text", "entities", "caption") if name in message}
        return self._edited(message, kept | keyboard(parameters, chat, edit=True))

    def _to_edit(self, parameters: Parameters) -> tuple[Chat, Message]:
        chat = self.chats.writable(_number(parameters, "chat_id"))
        message = chat.messages.get(_number(parameters, "message_id") or 0)
        if message is None:
            raise BadCallError(400, "Bad Request: message to edit not found")
        if message["from"] != BOT:
            raise BadCallError(400, "Bad Request: message can't be edited")
        return chat, message

    def _edited(self, message: Message, content: dict[str, Any]) -> Message:
        changing = ("text", "entities", "caption", "reply_markup")
        if content == {name: message[name] for name in changing if name in message}:
            raise BadCallError(400, _SAME)
        for name in changing:
            message.pop(name, None)
        message |= content | {"edit_date": self.date}
        return message

    async def _answer_callback_query(self, parameters: Parameters) -> bool:
        callback, note = parameters.get("callback_query_id", ""), parameters.get("text", "")
        if callback not in self.taps and not self._open_to_all:
            raise BadCallError(400, _TOO_OLD)
        if units(note) > _MOST_TOAST:
            raise BadCallError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.taps.discard(callback)
        self.answers[callback] = {"text": note, "alert": parameters.get("show_alert") == "true"}
        return True

    async def _get_file(self, parameters: Parameters) -> dict[str, Any]:
        file_id = parameters.get("file_id", "")
        if file_id not in self.files:
            raise BadCallError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        size = len(self.files[file_id][1])
        if size > _MOST_FILE:
            raise BadCallError(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": file_id}


def _number(parameters: Parameters, name: str) -> int | None:
    try:
        return int(parameters[name])
    except (KeyError, ValueError):
        return None
