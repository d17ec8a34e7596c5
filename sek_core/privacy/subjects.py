"""Subjects: the person or the number that an export or an erasure is about, and all that shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from config.mechanism import Configuration
from sek_core.privacy.traces import SHORTEST_PART, Common, Traces, phrases_of, words_in
from sek_core.roster import emails
from sek_core.roster.phone_numbers import is_e164, to_e164
from sek_core.store.deliveries import Delivery
from sek_core.store.erasure import WORDS
from sek_core.store.examples import ExampleRow
from sek_core.store.files import File
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import ReportRow
from sek_core.store.meetings import WalkIn
from sek_core.store.people import AddressRow, FormerContact, PersonRow
from sek_core.store.seats import Nomination

Pair = tuple[str, str]
"""A channel and an address."""

NO_CHANNEL = ("none", "")
"""Channels of messages that had no address."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is meant. `person` is None for a stranger, and for a person of whom only the name is known.

    `pairs`: every number and chat that is or was theirs alone. `moved`: those that are another person's now,
    with the time until which they were this one's, if that is known. `shown`: what a channel shows as their
    name; people write there what they like, so only the whole of it counts, and no common words.
    """

    person: PersonRow | None
    names: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    moved: tuple[tuple[Pair, datetime | None], ...] = ()
    shown: tuple[str, ...] = ()
    address_ids: tuple[int, ...] = field(default=(), compare=False)

    @property
    def person_id(self) -> int:
        """The person's id; -1, which no person has, for a stranger."""
        return self.person.id if self.person is not None else -1

    @property
    def values(self) -> list[str]:
        """The numbers and chats."""
        return [value for _, value in self.pairs]


def find_people_by_name(session: Session, name: str) -> list[PersonRow]:
    """Return the people with that name, now or before; `#17` is the person with this id."""
    everybody = select(PersonRow).options(selectinload(PersonRow.roles), selectinload(PersonRow.addresses))
    if name.startswith("#") and name[1:].isdigit():
        return list(session.scalars(everybody.where(PersonRow.id == int(name[1:]))))
    wanted = _folded(name)
    found = [one for one in session.scalars(everybody.order_by(PersonRow.id)) if _folded(one.name) == wanted]
    if found:
        return found
    before = select(FormerContact).where(FormerContact.what == "name")
    ids = {one.person_id for one in session.scalars(before) if _folded(one.value) == wanted}
    return list(session.scalars(everybody.where(PersonRow.id.in_(ids)).order_by(PersonRow.id)))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def of_person(session: Session, person: PersonRow) -> Subject:
    """Return the subject of a person on the roster, now or earlier."""
    former = list(session.scalars(select(FormerContact).where(FormerContact.person_id == person.id)))
    names = [person.name, *(one.value for one in former if one.what == "name")]
    mails = [person.email, *(one.value for one in former if one.what == emails.COLUMN)]
    until = {(one.what, one.value): one.ended_at for one in former if one.what != "name"}
    own = select(AddressRow).where(AddressRow.person_id == person.id).order_by(AddressRow.id)
    now = [(address.channel, address.value) for address in session.scalars(own)]
    ever = dict.fromkeys((*now, *until, *_written_to(session, person.id)))
    owners = _owners(session, ever)
    moved = [pair for pair in ever if owners.get(pair) not in (None, person.id)]
    alone = [pair for pair in ever if pair not in moved]
    said = (each for each in (*names, *mails) if each and not each.startswith(WORDS))
    return _whole(
        session,
        Subject(
            person, tuple(dict.fromkeys(said)), tuple(alone), tuple((pair, until.get(pair)) for pair in moved)
        ),
    )


def _written_to(session: Session, person_id: int) -> Iterator[Pair]:
    """Yield where the person got messages, and from where they acted: also at addresses of long ago."""
    to = select(Delivery.channel, Delivery.address).where(Delivery.person_id == person_id).distinct()
    for channel, address in session.execute(to):
        if channel not in NO_CHANNEL and address:
            yield channel, address
    kept = select(Kept.channel, Kept.sender).where(Kept.person_id == person_id, Kept.sender != "").distinct()
    yield from ((channel, sender) for channel, sender in session.execute(kept))
    sent = select(InboxRow.channel, InboxRow.sender).where(
        InboxRow.id.in_(_linked(person_id)), InboxRow.sender != ""
    )
    yield from ((channel, sender) for channel, sender in session.execute(sent.distinct()))


def _linked(person_id: int) -> Any:
    """Return the ids of received texts that other rows give to the person."""
    rows = (ReportRow, ExampleRow, File, Kept)
    first, *more = (select(row.inbox_id).where(row.person_id == person_id) for row in rows)
    return first.union(*more)


def _owners(session: Session, pairs: Iterable[Pair]) -> dict[Pair, int | None]:
    known = select(AddressRow.channel, AddressRow.value, AddressRow.person_id).where(
        tuple_(AddressRow.channel, AddressRow.value).in_(list(pairs))
    )
    return {(channel, value): owner for channel, value, owner in session.execute(known)}


def of_stranger(
    session: Session, written: str, configuration: Configuration, with_numbers: Iterable[str]
) -> Subject | None:
    """Return the subject of a number or a chat that is no person's; None if it is neither.

    A number may be written in any usual form, a chat with the name of its channel and a colon in front, or
    alone. `with_numbers`: the channels whose addresses are telephone numbers.
    """
    channel, _, value = written.strip().rpartition(":")
    number = to_e164(written, configuration.mechanism) if not channel else None
    if not channel and (number is None) and not value.lstrip("-").isdigit():
        return None
    wanted = [each for each in (number, value.strip()) if each]
    matching = (AddressRow.value.in_(wanted), *([AddressRow.channel == channel] if channel else []))
    rows = list(session.scalars(select(AddressRow).where(*matching)))
    senders = select(InboxRow.channel, InboxRow.sender).where(InboxRow.sender.in_(wanted)).distinct()
    pairs = {
        *((row.channel, row.value) for row in rows),
        *((each.channel, each.sender) for each in session.execute(senders)),
        *((each, number) for each in with_numbers if number and not rows),
    }
    if channel:
        pairs = {pair for pair in pairs if pair[0] == channel} or {(channel, value)}
    return of_pairs(session, pairs) if pairs else None


def of_pairs(session: Session, pairs: Iterable[Pair]) -> Subject:
    """Return the subject of numbers and chats, whose owner does not matter."""
    return _whole(session, Subject(None, (), tuple(sorted(pairs))))


def of_name(session: Session, name: str) -> Subject | None:
    """Return the subject of a name that is on no roster, but on a list of attendees or a nomination."""
    wanted = _folded(name)
    listed = [*session.scalars(select(WalkIn.name)), *session.scalars(select(Nomination.name))]
    found = next((each for each in listed if _folded(each) == wanted), None)
    return Subject(None, (found,)) if found else None


def owner_of(session: Session, subject: Subject) -> int | None:
    """Return the id of the person whose number or chat this is; None if it is a stranger's."""
    return next((owner for owner in _owners(session, subject.pairs).values() if owner), None)


def former_owner_of(session: Session, subject: Subject) -> int | None:
    """Return the id of the person whose number or chat this was."""
    was = select(FormerContact.person_id).where(
        tuple_(FormerContact.what, FormerContact.value).in_(subject.pairs)
    )
    return session.scalar(was.order_by(FormerContact.id.desc()).limit(1))


def _whole(session: Session, subject: Subject) -> Subject:
    """Return the subject with the names that a channel shows of them, and the ids of the addresses."""
    pairs = list(subject.pairs)
    ids = select(AddressRow.id).where(tuple_(AddressRow.channel, AddressRow.value).in_(pairs))
    parts = select(InboxRow.parts).where(
        tuple_(InboxRow.channel, InboxRow.sender).in_(pairs), InboxRow.parts.is_not(None)
    )
    calls = (str((each or {}).get("name", "")) for each in session.scalars(parts))
    shown = tuple(dict.fromkeys(name for name in calls if len(name.split()) > 1))
    return replace(subject, shown=shown, address_ids=tuple(session.scalars(ids)))


def texts_received(subject: Subject) -> ColumnElement[bool]:
    """Return the condition for the rows of the inbox that the subject sent."""
    conditions: list[ColumnElement[bool]] = [
        tuple_(InboxRow.channel, InboxRow.sender).in_(list(subject.pairs))
    ]
    if subject.person is not None:
        conditions.append(InboxRow.id.in_(_linked(subject.person.id)) & (InboxRow.sender != ""))
    for (channel, value), until in subject.moved:
        if until is not None:
            here = and_(InboxRow.channel == channel, InboxRow.sender == value)
            conditions.append(here & (InboxRow.received_at <= until))
    return or_(false(), *conditions)


def traces_of(
    session: Session, subject: Subject, configuration: Configuration, texts: Iterable[str]
) -> Traces:
    """Return what shows the subject in the words of others. `texts`: what they wrote."""
    common = common_words(configuration)
    everybody = session.execute(select(PersonRow.id, PersonRow.name))
    others = [row.name for row in everybody if row.id != subject.person_id]
    names = [name for name in subject.names if _folded(name) not in {_folded(other) for other in others}]
    taken = {word for other in others for word in words_in(other)}
    numbers = [value for value in subject.values if is_e164(value)]
    shown = [name for name in subject.shown if not _is_common(name, common, len(name))]
    return Traces(
        names=(*(name for name in names if not _is_common(name, common)), *shown),
        parts=tuple(dict.fromkeys(_parts(names, taken, common))),
        numbers=tuple(dict.fromkeys(numbers)),
        chats=tuple(dict.fromkeys(value for value in subject.values if value not in numbers)),
        phrases=phrases_of(texts, common),
    )


def _is_common(name: str, common: Common, up_to: int = 1) -> bool:
    """Return True for a name of so many common words, which would be found in every text."""
    words = words_in(name)
    return len(words) <= up_to and all(word in common.facts or word in common.said for word in words)


def _parts(names: Iterable[str], taken: set[str], common: Common) -> Iterator[str]:
    for name in names:
        words = [] if "@" in name else name.replace(",", " ").split()
        for word in words:
            forms = words_in(word)
            common_word = any(form in common.facts or form in common.said or form in taken for form in forms)
            if len(word) >= SHORTEST_PART and forms and not common_word:
                yield word


def common_words(configuration: Configuration) -> Common:
    """Return the words of the configuration: those of hazards, places and commands, and all of the texts."""
    sources: list[Any] = [
        configuration.words.model_dump(exclude={"ordinary"}),
        [hazard.model_dump() for hazard in configuration.hazards.values()],
        [(place.name, *place.aliases, place.county) for place in configuration.places],
        list(configuration.mechanism.counties),
        configuration.names,
    ]
    facts = frozenset(word for text in _texts(sources) for word in words_in(text))
    catalogues = (
        text for each in configuration.texts.values() for forms in each.forms.values() for text in forms
    )
    return Common(facts, frozenset(word for text in catalogues for word in words_in(text)))


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key, value in found.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(found, list | tuple | set | frozenset):
        for value in found:
            yield from _texts(value)
