"""The unit of work: what every part of the core needs within one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from config.mechanism import Configuration
from sek_core.messages.channel import Channels
from sek_core.messages.screens import Screen
from sek_core.messages.translation import Translator
from sek_core.roster.people import People
from sek_core.roster.rights import Rights
from sek_core.roster.snapshot import Directory
from sek_core.store import facts
from sek_core.store import groups as group_store
from sek_core.store.deliveries import Delivery
from sek_core.store.groups import Group
from sek_core.store.incidents import Incident
from sek_core.store.meetings import Meeting, Task
from sek_core.store.statements import Rows
from sek_core.timing.clock import Clock
from sek_core.understanding.geography import Geography
from sek_core.understanding.offering import Offers
from sek_core.understanding.place_names import Nesting
from sek_core.understanding.reader import Reader
from sek_core.understanding.scrubbing import Scrubber
from sek_core.understanding.tokens import Phrases, fold, forms_of
from sek_core.work.audit import AuditLog
from sek_core.work.conversations import Conversations
from sek_core.work.outbox import Outbox, Wording
from sek_core.work.references import References, unguessable

_WITH_COUNTY: Mapping[str, type[Incident] | type[Meeting] | type[Task]] = {
    "S": Incident,
    "C": Incident,
    "M": Meeting,
    "T": Task,
}
"""What has a county, by the letter of its reference."""


def _tell_nobody(_work: "UnitOfWork", _delivery: Delivery) -> None:
    """Do nothing: used by the core of a command that sends nothing."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One message in the place of several alerts. `wanted`: ids of the deliveries that it replaces; the
    others are no longer wanted. `screen`: None if none is.
    """

    wanted: frozenset[int]
    screen: Screen | None


def _bundle_nothing(_work: "UnitOfWork", alerts: Sequence[Delivery]) -> Bundle:
    """Want each alert by itself: used by the core of a command that sends nothing."""
    return Bundle(frozenset(alert.id for alert in alerts), None)


@dataclass(frozen=True)
class Services:
    """Objects that do not change while the program runs."""

    configuration: Configuration
    clock: Clock
    translator: Translator
    reader: Reader
    channels: Channels
    directory: Directory = field(default_factory=Directory)
    undeliverable: Callable[["UnitOfWork", Delivery], None] = _tell_nobody
    """Called in the transaction in which a message has failed at all of its person's addresses."""
    suffix: Callable[[], str] = unguessable
    """Draws the digits behind the number of a kept text."""
    bundle: Callable[["UnitOfWork", Sequence[Delivery]], Bundle] = _bundle_nothing
    """Called for alerts that wait for one address, to word one message in their place."""
    public_url: str = ""
    demonstration: bool = False
    forgotten_file: Path | None = None
    """The list of the forgotten, for whom the clock forgets. None: a command, which writes it itself."""

    @cached_property
    def wording(self) -> Wording:
        """The means of wording messages."""
        return Wording(self.translator, self.channels, self.configuration.mechanism.languages[0])

    @cached_property
    def geography(self) -> Geography:
        """Map for locating shared positions, built when the first one comes."""
        return Geography(self.configuration.boundaries, self.configuration.places)

    @cached_property
    def nesting(self) -> Nesting:
        """Nesting of places: which of them lie inside which."""
        counties = self.configuration.mechanism.counties
        return Nesting(place for place in self.configuration.places if place.county in counties)

    @cached_property
    def talking(self) -> frozenset[str]:
        """Single words of talk that no place name contains; in English also conjunctions. Place names do
        contain the Swahili ones: Kwa Mutisya.
        """
        words = self.configuration.words
        lists = (words.no_places, words.questions, words.courtesy, words.asking, words.jest, words.urgent)
        english = (words.joining.get("en", ()), words.common.get("en", ()), words.maybe.get("en", ()))
        phrases = [phrase for each in lists for some in each.values() for phrase in some]
        phrases += [phrase for some in english for phrase in some]
        return frozenset(forms[0] for phrase in phrases if len(forms := forms_of(phrase)) == 1)

    @cached_property
    def correcting(self) -> frozenset[str]:
        """Single words that say that something before was wrong: sorry, sio."""
        phrases = (phrase for some in self.configuration.words.correction.values() for phrase in some)
        return frozenset(forms[0] for phrase in phrases if len(forms := forms_of(phrase)) == 1)

    @cached_property
    def counties(self) -> frozenset[str]:
        """Folded names of all counties of the gazetteer."""
        return frozenset(fold(place.county) for place in self.configuration.places)

    @cached_property
    def offers(self) -> Offers:
        """Words of offers of help."""
        return Offers(self.configuration.words)

    @cached_property
    def sectors(self) -> Phrases[str]:
        """Words that name the sector of a concern."""
        return Phrases(
            (phrase, sector)
            for sector, words in self.configuration.words.sectors.items()
            for phrases in words.values()
            for phrase in phrases
        )

    @cached_property
    def scrubber(self) -> Scrubber:
        """Means of taking names and numbers out of texts, built when the first text is labelled."""
        return Scrubber(self.configuration)

    def work(self, session: Session) -> "UnitOfWork":
        """Return a unit of work in the transaction of `session`; `flush` it before the commit."""
        return UnitOfWork(self, session)


class UnitOfWork:
    """The services within one transaction. Its parts cache what they loaded, until the transaction ends."""

    def __init__(self, core: Services, session: Session) -> None:
        self.core = core
        self.session = session
        self.rows = Rows(session)
        self.now: datetime = core.clock.now()
        self.real_now: datetime = core.clock.real()
        self._counties: dict[str, str] = {}
        self.again: dict[int, str] = {}
        """Kept texts that are handled again, as texts of a person on the roster, after this transaction:
        references by id of the inbox row.
        """
        self.whole_texts: dict[int, str] = {}
        """Texts of this transaction of which only the beginning is read, by id of the inbox row: reports keep
        all of them.
        """

    @property
    def configuration(self) -> Configuration:
        """The configuration of the mechanism."""
        return self.core.configuration

    @cached_property
    def people(self) -> People:
        """The roster."""
        mechanism = self.configuration.mechanism
        core = self.core
        return People(self.session, self.now, mechanism.zone, core.directory, core.channels)

    @cached_property
    def rights(self) -> Rights:
        """Who may do what."""
        configuration = self.configuration
        return Rights(self.people, configuration.rights, configuration.mechanism.counties)

    @cached_property
    def conversations(self) -> Conversations:
        """The open dialogues."""
        return Conversations(self.session)

    @cached_property
    def references(self) -> References:
        """The issuer of references."""
        return References(self.session, self.core.suffix)

    @cached_property
    def audit_log(self) -> AuditLog:
        """The audit trail."""
        return AuditLog(self.rows, self.now)

    @cached_property
    def outbox(self) -> Outbox:
        """The outbox."""
        return Outbox(
            self.rows,
            self.people,
            self.core.wording,
            self.now,
            self.real_now,
            self._topic_of_group,
            self._county_of,
        )

    def _county_of(self, about: str) -> str:
        """Return the county of an incident, meeting or task that this transaction has loaded or made; empty
        for others, and for what is of several.
        """
        model = _WITH_COUNTY.get(about[:1])
        if model is None:
            return ""
        if about not in self._counties:
            made = (new for new in self.rows.pending(model) if new["ref"] == about)
            loaded = self.session.identity_map.get(identity_key(model, about))
            county = getattr(loaded, "county", None) or next((new["county"] for new in made), None)
            if county is None:
                return ""
            self._counties[about] = county
        return self._counties[about]

    def _topic_of_group(self, channel: str, address: str) -> int | None:
        """Return the topic of a group that gets alerts, if it has one."""
        here = (channel, address)
        return next((group.topic for group in self.groups if (group.channel, group.address) == here), None)

    @cached_property
    def lost_at(self) -> datetime | None:
        """When the database was lost that a backup replaced; None if none ever was."""
        return facts.lost_at(self.session)

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The group chats that get alerts: few, and needed by every alert."""
        channels = self.core.channels.with_groups
        return group_store.serving(self.session, channels) if channels else ()

    def flush(self) -> None:
        """Write everything that is pending into the transaction, so that queries see it."""
        self.session.flush()
        self.rows.flush()
        if "references" in self.__dict__:  # of most turns none is new
            self.references.flush()
