"""What is to be sent: messages to people, chosen an address and put in words, kept until they left."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from dataclasses import fields as fields_of
from datetime import datetime
from typing import Any, Literal

from sek_core.directory import Address, Person
from sek_core.people import People
from sek_core.screens import Attachment, Bars, Content, Enclosure, Screen
from sek_core.sending import Rendered, Renderer
from sek_core.speaker import Speaker, Voice
from sek_core.store.deliveries import Delivery
from sek_core.store.rows import Rows

Kind = Literal[
    "answer", "alert", "alarm", "update", "notice", "nudge", "digest", "announcement", "change", "invitation",
    "reminder",
]  # fmt: skip
"""answer: to a text. alert: tells of an incident. alarm: tells an operator that something is wrong
with the program. update: what changed since. notice: the rest. nudge: asks for what somebody owes,
digest: what stands open; announcement: what somebody tells many; invitation: to a meeting; reminder: of a
meeting or a task. None of these five is ever sent twice. change: a meeting is moved or called off.
"""

PRIORITY: dict[Kind, int] = {
    "alert": 0,
    "alarm": 0,
    "answer": 0,
    "update": 1,
    "notice": 1,
    "nudge": 2,
    "digest": 2,
    "announcement": 2,
    "change": 2,
    "invitation": 2,
    "reminder": 2,
}
"""Lower leaves first, to the same address and overall."""


AIM = frozenset({"callback", "toast", "alert", "edit", "strip", "only_toast"})
"""What an answer to a tap adds to a message's wire. `callback`: which tap it answers; `toast`: words
beside the button (True: those of the message), `alert`: to be closed by hand; `only_toast`: and no
message. `edit`: the message that it replaces. `strip`: the message that loses its buttons. Channels
that bring taps know these names (`bot/telegram/sender.py`).
"""

_to_json = json.JSONEncoder(ensure_ascii=False).encode

_DEFAULTS = {field.name: field.default for field in fields_of(Content)}


def content_to_json(content: Content) -> str:
    """A content as it is kept with its delivery."""
    values = ((name, getattr(content, name), default) for name, default in _DEFAULTS.items())
    fields = {name: value for name, value, default in values if value != default}
    if content.attachment:
        fields["attachment"] = asdict(content.attachment)
    if content.chart:
        fields["chart"] = asdict(content.chart)
    if content.document:
        fields["document"] = asdict(content.document)
    return _to_json(fields)


def content_from_json(written: str) -> Content:
    """Read it back."""
    fields = json.loads(written)
    for name in ("options", "suggestions", "actions"):
        if name in fields:
            fields[name] = tuple((value, label) for value, label in fields[name])
    if fields.get("attachment"):
        fields["attachment"] = Attachment(**fields["attachment"])
    if fields.get("chart"):
        fields["chart"] = bars_from_json(fields["chart"])
    if fields.get("document"):
        fields["document"] = Enclosure(**fields["document"])
    return Content(**fields)


def bars_from_json(written: Mapping[str, Any]) -> Bars:
    """A chart as it stands in a content, or in a message's wire."""
    groups = tuple((label, tuple(figures)) for label, figures in written["groups"])
    return Bars(written["title"], tuple(written["series"]), groups)


@dataclass(frozen=True, slots=True)
class Wording:
    """What puts a screen in words. `language`: of groups, the mechanism's first."""

    speaker: Speaker
    renderers: Mapping[str, Renderer]
    language: str


class Outbox:
    """Collects the messages of one transaction and writes them in one statement, in their order."""

    def __init__(
        self, rows: Rows, people: People, wording: Wording, now: datetime, real_now: datetime
    ) -> None:
        self._rows = rows
        self._people = people
        self._wording = wording
        self._now = now
        self._real_now = real_now
        self.repeats = False
        """Whether what is written from now on may have been told before, and says so."""
        self._contents: dict[tuple[int, str], tuple[Screen, Content, str]] = {}
        self._voices: dict[str, Voice] = {}
        self._rendered: dict[tuple[int, str, str, bool], Rendered] = {}

    def tell(
        self,
        person: Person,
        screen: Screen,
        kind: Kind,
        about: str = "",
        step: int | None = None,
        avoid: Collection[str] = (),
        while_open: bool = False,
    ) -> bool:
        """Write to a person, in their language, at their best address; one of a channel of `avoid`
        only where there is no other. `while_open`: it does not leave once somebody has taken the incident.

        Nobody is passed over in silence: where there is no address to write to, the message stands
        among the deliveries as failed, and this is False.
        """
        people = self._people
        addresses, language = people.reachable_at(person), people.language_of(person)
        if addresses:
            best = next((each for each in addresses if each.channel not in avoid), addresses[0])
            to = (person.id, best.channel, best.value)
            self._put(*to, screen, language, kind, about, step, while_open=while_open)
        else:
            self._put(person.id, "none", "", screen, language, kind, about, step, error="no address")
        return bool(addresses)

    def sms_segments(self, screen: Screen, person: Person) -> int:
        """How many segments it takes by SMS, in the person's language."""
        language = self._people.language_of(person)
        return self._render(screen, language, "sms", self._say(screen, language)[0]).segments

    def segments(self, person: Person, screen: Screen) -> int | None:
        """How many SMS it would take to tell this person now: 0 by another channel; None: nobody can."""
        addresses = self._people.reachable_at(person)
        if not addresses:
            return None
        language = self._people.language_of(person)
        content, _ = self._say(screen, language)
        return self._render(screen, language, addresses[0].channel, content).segments

    def answer(
        self,
        address: Address,
        screen: Screen,
        language: str,
        about: str = "",
        aim: Mapping[str, object] | None = None,
    ) -> None:
        """Answer what came from `address`. `aim`: how, where it was a tap (see `AIM`)."""
        to = (address.person_id, address.channel, address.value)
        self._put(*to, screen, language, "answer", about, None, aim=aim)

    def write_to(self, address: Address, screen: Screen, language: str, kind: Kind, about: str = "") -> None:
        """Write to an address of which perhaps no person is known, such as a stranger's."""
        to = (address.person_id, address.channel, address.value)
        self._put(*to, screen, language, kind, about, None)

    def post(self, channel: str, address: str, screen: Screen, kind: Kind, about: str = "") -> None:
        """Write to a group, in the mechanism's first language."""
        language = self._wording.language
        self._put(None, channel, address, screen, language, kind, about, None)

    def _put(
        self,
        person_id: int | None,
        channel: str,
        address: str,
        screen: Screen,
        language: str,
        kind: Kind,
        about: str,
        step: int | None,
        error: str | None = None,
        aim: Mapping[str, object] | None = None,
        while_open: bool = False,
    ) -> None:
        content, written = self._say(screen, language)
        rendered = self._render(screen, language, channel, content)
        if aim and aim.get("toast") is True:
            aim = {**aim, "toast": rendered.text}
        wire = {**(rendered.wire or {}), **aim} if aim else rendered.wire
        self._rows.add(
            Delivery,
            {
                "person_id": person_id,
                "channel": channel,
                "address": address,
                "kind": kind,
                "about": about,
                "step": step,
                "priority": PRIORITY[kind],
                "content": written,
                "text": rendered.text,
                "wire": wire,
                "segments": rendered.segments,
                "status": "failed" if error else "queued",
                "due_at": self._real_now,
                "created_at": self._now,
                "changed_at": self._real_now,
                "attempts": 0,
                "repeated": False,
                "error": error,
                "while_open": while_open,
            },
        )

    def _say(self, screen: Screen, language: str) -> tuple[Content, str]:
        """The same screen goes to many: it is put in words once a language."""
        known = self._contents.get((id(screen), language))
        if known is None:
            content = self._voice(language).say(screen)
            # The screen is kept beside its content: while it lives, its id is nobody else's.
            known = self._contents[id(screen), language] = (screen, content, content_to_json(content))
        return known[1], known[2]

    def _voice(self, language: str) -> Voice:
        if language not in self._voices:
            self._voices[language] = self._wording.speaker.voice(language, self._now)
        return self._voices[language]

    def _render(self, screen: Screen, language: str, channel: str, content: Content) -> Rendered:
        key = (id(screen), language, channel, self.repeats)
        if key not in self._rendered:
            renderers = self._wording.renderers
            render = renderers.get(channel) or renderers["sms"]
            self._rendered[key] = render(content, repeat=self.repeats)
        return self._rendered[key]
