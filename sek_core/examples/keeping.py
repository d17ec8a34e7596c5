"""Keeping what people decide about a text, as an example from which the reader may learn.

A text that tells of abuse, complains, or comes from a sender who wanted no name never becomes an example.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select

from sek_core.store.erasure import WORDS
from sek_core.store.examples import ExampleRow
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.people import PersonRow
from sek_core.store.statements import changed_one, put
from sek_core.store.states import ExampleLabel, LabelledBy
from sek_core.understanding.learned.headed import HeadedReader
from sek_core.understanding.reader import Reader
from sek_core.work.unit_of_work import UnitOfWork

ABUSE = "protection"
"""The reason of a kept text that tells of abuse, and the head that tells it."""

SAID_TOGETHER = timedelta(hours=1)
"""Time before a text within which its sender's other texts decide whether it may be kept."""

MOST = 20
"""Number of those other texts that are looked at, newest first."""

TOLD = 0.5
"""Probability of abuse from which the heads forbid to keep a text."""


def keep_report(work: UnitOfWork, inbox_id: int, by: LabelledBy, hazard: str | None = None) -> None:
    """Keep the text of an inbox row as a report; of this hazard, if a person chose it. An earlier label of
    the text is replaced.
    """
    _keep(work, inbox_id, ExampleLabel.REPORT, by, hazard)


def keep_no_report(work: UnitOfWork, inbox_id: int, by: LabelledBy) -> None:
    """Keep the text of an inbox row as no report. An earlier label of the text is replaced."""
    _keep(work, inbox_id, ExampleLabel.NO_REPORT, by, None)


def forget_recent(work: UnitOfWork, channel: str, sender: str) -> None:
    """Drop the examples of what this sender wrote just before a text that forbids to keep any."""
    said = select(InboxRow.id).where(
        InboxRow.channel == channel,
        InboxRow.sender == sender,
        InboxRow.received_at > work.now - SAID_TOGETHER,
    )
    changed_one(work.session, delete(ExampleRow).where(ExampleRow.inbox_id.in_(said)))


def _keep(work: UnitOfWork, inbox_id: int, label: ExampleLabel, by: LabelledBy, hazard: str | None) -> None:
    if not work.configuration.mechanism.reader.learn:
        return
    work.flush()
    row = work.session.get_one(InboxRow, inbox_id)
    if row.text == WORDS or not any(map(str.isalpha, row.text)):
        return
    if _must_not_be_kept(work, row):
        changed_one(work.session, delete(ExampleRow).where(ExampleRow.inbox_id == inbox_id))
        return
    address = work.people.sender(row.channel, row.sender)
    everywhere = work.configuration.mechanism.counties
    own = () if address.person is None else work.people.counties(address.person, everywhere)
    counties = work.core.reader.read(row.text, tuple(own)).counties
    put(
        work.session,
        ExampleRow,
        "inbox_id",
        {
            "inbox_id": inbox_id,
            "text": work.core.scrubber.scrub(row.text, _names(work)),
            "county": counties[0] if len(counties) == 1 else "",
            "label": label,
            "hazard": hazard,
            "decided_by": by,
            "person_id": address.person.id if address.person is not None else None,
            "created_at": work.now,
        },
    )


def _names(work: UnitOfWork) -> list[str]:
    """Return the names of all people who are or were on the roster."""
    return list(work.session.scalars(select(PersonRow.name).order_by(PersonRow.id)))


def _must_not_be_kept(work: UnitOfWork, row: InboxRow) -> bool:
    hidden = select(exists().where(Kept.inbox_id == row.id, Kept.reason == ABUSE))
    if work.session.scalar(hidden):
        return True
    texts = (row.text, *_said_before(work, row.channel, row.sender, row.received_at))
    return any(_is_private(work.core.reader, text) for text in texts)


def _said_before(work: UnitOfWork, channel: str, sender: str, at: datetime) -> Iterator[str]:
    """Yield what the sender wrote shortly before or since."""
    query = (
        select(InboxRow.text)
        .where(
            InboxRow.channel == channel,
            InboxRow.sender == sender,
            InboxRow.received_at > at - SAID_TOGETHER,
            InboxRow.text != "",
        )
        .order_by(InboxRow.id.desc())
        .limit(MOST)
    )
    yield from work.session.scalars(query)


def _is_private(reader: Reader, text: str) -> bool:
    """Return True if a text tells of abuse, complains of an organisation, or asks for no name."""
    reading = reader.read(text, ())
    if reading.protection or reading.complaint or reading.nameless:
        return True
    learned = reader.learned(text) if isinstance(reader, HeadedReader) else None
    if learned is None or not learned.hazards:
        return False
    first, probability = learned.hazards[0]
    return first == ABUSE and min(probability, learned.report) >= TOLD
