"""The outbox: messages with their addresses and words, stored until they have left."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sek_core.messages.channel import Channels, Rendered
from sek_core.messages.content import content_to_json
from sek_core.messages.kinds import PRIORITY, Kind, Priority
from sek_core.messages.screens import Content, Screen
from sek_core.messages.translation import LocalizedText, Translator
from sek_core.roster.people import People
from sek_core.roster.snapshot import Address, Person
from sek_core.store.deliveries import Delivery
from sek_core.store.statements import Rows
from sek_core.store.states import DeliveryStatus

END = "\u00a7"
"""A sign behind a quote: if a message shows it, it shows all of the quote. Each channel has it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Means of wording a screen. `language`: the language of groups, the mechanism's first."""

    translator: Translator
    channels: Channels
    language: str


def _no_topic(_channel: str, _address: str) -> int | None:
    return None


def _no_county(_about: str) -> str:
    return ""


class Outbox:
    """Collector of the messages of one transaction. It writes them in one statement, in order."""

    def __init__(
        self,
        rows: Rows,
        people: People,
        wording: Wording,
        now: datetime,
        real_now: datetime,
        topic_of: Callable[[str, str], int | None] = _no_topic,
        county_of: Callable[[str], str] = _no_county,
    ) -> None:
        """`topic_of`: into which topic of the group at a channel and an address messages go. `county_of`: the
        county of what a message is about, or empty.
        """
        self._rows = rows
        self._people = people
        self._wording = wording
        self._now = now
        self._real_now = real_now
        self._topic_of = topic_of
        self._county_of = county_of
        self.repeats = False
        """True if the messages written from now on may have been sent before; they then say so."""
        self._contents: dict[tuple[int, str], tuple[Screen, Content, str]] = {}
        self._urgent: set[tuple[str, str]] = set()
        """Addresses to which urgent messages were written."""
        self._voices: dict[str, LocalizedText] = {}
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
        urgent: bool = False,
    ) -> bool:
        """Write to a person, in their language, at their best address; use a channel of `avoid` only if there
        is no other. `while_open`: the message does not leave once its incident is taken, or once the version
        `step` of its meeting or task is superseded. `urgent`: it leaves before all others.

        No person is skipped silently: without an address, the message is stored as a failed delivery, and the
        return value is False.
        """
        people = self._people
        addresses, language = people.reachable_at(person), people.language_of(person)
        if addresses:
            best = next((each for each in addresses if each.channel not in avoid), addresses[0])
            to = (person.id, best.channel, best.value)
            self._put(*to, screen, language, kind, about, step, while_open=while_open, urgent=urgent)
        else:
            self._put(person.id, "none", "", screen, language, kind, about, step, error="no address")
        return bool(addresses)

    def sms_segments(self, screen: Screen, person: Person, language: str = "") -> int:
        """Return the number of SMS segments of a screen in this language, or the person's."""
        language = language or self._people.language_of(person)
        counted, (content, _) = self._wording.channels.counted.name, self._say(screen, language)
        return self._render(screen, language, counted, content).segments

    def segments(self, person: Person, screen: Screen) -> int | None:
        """Return how many SMS this screen would take for this person now: 0 over another channel, None if the
        person has no address.
        """
        addresses = self._people.reachable_at(person)
        if not addresses:
            return None
        language = self._people.language_of(person)
        content, _ = self._say(screen, language)
        return self._render(screen, language, addresses[0].channel, content).segments

    def shows_whole(self, address: Address, screen: Screen, language: str) -> bool:
        """Return True if the message at this address shows the whole quote of a screen."""
        content = self._voice(language).say(replace(screen, quote=screen.quote + END))
        return END in self._wording.channels.renderer(address.channel)(content).text

    def sms_to(self, address: Address, screen: Screen, language: str) -> int:
        """Return how many SMS this screen takes at this address: 0 over another channel."""
        content, _ = self._say(screen, language)
        return self._render(screen, language, address.channel, content).segments

    def answer(
        self,
        address: Address,
        screen: Screen,
        language: str,
        about: str = "",
        aim: Mapping[str, object] | None = None,
        *,
        leads: bool = False,
    ) -> None:
        """Answer a message from `address`. `aim`: how to answer a tap (see `AIM`). `leads`: before urgent
        alerts to the same address.
        """
        to = (address.person_id, address.channel, address.value)
        self._put(*to, screen, language, "answer", about, None, aim=aim, urgent=leads)

    def write_to(self, address: Address, screen: Screen, language: str, kind: Kind, about: str = "") -> None:
        """Write to an address that may have no known person, such as a stranger's."""
        to = (address.person_id, address.channel, address.value)
        self._put(*to, screen, language, kind, about, None)

    def post(
        self,
        channel: str,
        address: str,
        screen: Screen,
        kind: Kind,
        about: str = "",
        *,
        urgent: bool = False,
    ) -> None:
        """Write to a group, into its topic if it has one, in the mechanism's first language."""
        language, topic = self._wording.language, self._topic_of(channel, address)
        aim = {"topic": topic} if topic is not None else None
        self._put(None, channel, address, screen, language, kind, about, None, aim=aim, urgent=urgent)

    def in_words(self, screen: Screen, person: Person | None) -> Content:
        """Return the content of a screen in the language of a person; of a stranger, in the first one."""
        language = self._people.language_of(person) if person else self._wording.language
        return self._say(screen, language)[0]

    def word(self, screen: Screen, person: Person, channel: str) -> tuple[str, Rendered]:
        """Return the content (JSON) of a screen in the person's language, and as the channel shows it."""
        language = self._people.language_of(person)
        content, written = self._say(screen, language)
        return written, self._render(screen, language, channel, content)

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
        urgent: bool = False,
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
                "priority": self._priority(channel, address, kind, urgent=urgent),
                "content": written,
                "text": rendered.text,
                "wire": wire,
                "segments": rendered.segments,
                "status": DeliveryStatus.FAILED if error else DeliveryStatus.QUEUED,
                "due_at": self._real_now,
                "created_at": self._now,
                "changed_at": self._real_now,
                "attempts": 0,
                "repeated": False,
                "error": error,
                "while_open": while_open,
                "secret": screen.secret or None,
                "county": self.county_for(person_id, about),
            },
        )

    def county_for(self, person_id: int | None, about: str) -> str:
        """Return the county that pays for a message: that of what it is about, else the only one of its
        recipient, else none.
        """
        county = self._county_of(about) if about else ""
        if county or person_id is None:
            return county
        own = {role.county for role in self._people.roles(self._people.get(person_id))}
        return (own.pop() or "") if len(own) == 1 else ""

    def _priority(self, channel: str, address: str, kind: Kind, *, urgent: bool) -> Priority:
        """Return the place in the order of sending. An answer leads the urgent alerts that its own turn
        wrote to its sender.
        """
        if kind == "answer":
            leads = urgent or (channel, address) in self._urgent
            return Priority.LEADING if leads else Priority.ANSWER
        priority = Priority.URGENT if urgent else PRIORITY[kind]
        if priority == Priority.URGENT:
            self._urgent.add((channel, address))
        return priority

    def _say(self, screen: Screen, language: str) -> tuple[Content, str]:
        """Return the content of a screen, and its JSON. Many people get the same screen, so each language is
        worded once.
        """
        known = self._contents.get((id(screen), language))
        if known is None:
            content = self._voice(language).say(screen)
            # The screen is kept beside its content: while it lives, no other object gets its id.
            known = self._contents[id(screen), language] = (screen, content, content_to_json(content))
        return known[1], known[2]

    def _voice(self, language: str) -> LocalizedText:
        if language not in self._voices:
            self._voices[language] = self._wording.translator.localized(language, self._now)
        return self._voices[language]

    def _render(self, screen: Screen, language: str, channel: str, content: Content) -> Rendered:
        key = (id(screen), language, channel, self.repeats)
        if key not in self._rendered:
            render = self._wording.channels.renderer(channel)
            self._rendered[key] = render(content, repeat=self.repeats)
        return self._rendered[key]
