"""Echoes: a machine that answers every message with the same words, and would be answered without end.

What is compared is kept with the dialogue, so all processes see it, and it outlives a restart. Of the words
only digests are kept.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select

from sek_core.roster.snapshot import Address
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.states import DeliveryStatus
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

BOUND = 5
"""Number of times in a row that the same text may come as a direct reply; the last gets the last answer."""

WITHIN = timedelta(minutes=1)
"""Time after a message of the program within which a text is a direct reply to it. An SMS is slow."""

SILENCE = timedelta(days=1)
"""Time for which the same words get no answer after that."""

AWAITED = "awaited"

LONG, LIKE = 6, 0.9
"""From this number of words on, texts are like one another if this share of them is the same."""


@dataclass(frozen=True, slots=True)
class Words:
    """What tells a text from another one: digests of all its words, and of those without digits; and the row
    of the inbox that has it.
    """

    exact: str
    like: str
    inbox_id: int


@dataclass(frozen=True, slots=True)
class Echo:
    """The last text of a party that was answered, when, and how many times in a row it came. `silent`: the
    words that get no answer until `until`. `awaited`: the open question waited for it.
    """

    words: Words
    at: str
    times: int = 1
    silent: Words | None = None
    until: str = ""
    awaited: bool = False


def words_of_text(text: str, inbox_id: int) -> Words:
    """Return what tells this text from another one."""
    forms = forms_of(text)
    without = [form for form in forms if form.isalpha()]
    return Words(_digest(forms), _digest(without) if without else "", inbox_id)


def last(work: UnitOfWork, party: str) -> Echo | None:
    """Return the last echo that is known of a party."""
    written = work.conversations.echo(party)
    if written is None:
        return None
    words, silent = written["words"], written.get("silent")
    known = {**written, "words": Words(**words), "silent": Words(**silent) if silent else None}
    if known.get("until") == AWAITED:
        known |= {"until": "", "awaited": True}
    return Echo(**known)


def note(work: UnitOfWork, party: str, echo: Echo | None) -> None:
    """Keep this echo of a party in the place of the last one."""
    written: dict[str, Any] | None = asdict(echo) if echo is not None else None
    # The previous version, which may run beside this one, knows no `awaited`, and reads no `until` here.
    if written is not None and written.pop("awaited") and written["silent"] is None:
        written["until"] = AWAITED
    work.conversations.keep_echo(party, written)


def is_silenced(work: UnitOfWork, echo: Echo, address: Address, words: Words, *, order: bool) -> bool:
    """Return True for the words of a machine, soon after any message to it. Unasked, it may be a person."""
    if echo.silent is None or datetime.fromisoformat(echo.until) <= work.now:
        return False
    if not is_same(work, echo.silent, words, order=order):
        return False
    newest = _newest_message(work, address)
    return newest is not None and work.now - newest[1] <= WITHIN


def times_now(
    work: UnitOfWork, echo: Echo | None, address: Address, words: Words, received_at: datetime, *, order: bool
) -> int:
    """Return how many times in a row this text has now come as a direct reply to the answer to it."""
    if echo is None:
        return 1
    apart = received_at - datetime.fromisoformat(echo.at)
    if not timedelta() <= apart <= WITHIN or not is_same(work, echo.words, words, order=order):
        return 1
    if echo.times + 1 < BOUND:
        return echo.times + 1
    newest = _newest_message(work, address)
    # After another message, such as an alert, it answers that.
    return echo.times + 1 if newest is not None and newest[0] == "answer" else 1


def silenced(work: UnitOfWork, words: Words) -> Echo:
    """Return the echo of a party whose words get no more answers for a while."""
    until = (work.now + SILENCE).isoformat()
    return Echo(words, work.now.isoformat(), BOUND, words, until)


def counted(work: UnitOfWork, echo: Echo | None, words: Words, times: int, *, awaited: bool) -> Echo:
    """Return the echo after a text was answered."""
    known = echo or Echo(words, "")
    return replace(known, words=words, at=work.now.isoformat(), times=times, awaited=awaited)


def is_same(work: UnitOfWork, before: Words, words: Words, *, order: bool) -> bool:
    """Return True for the same words, or nearly the same that tell of the same event. An order (`order`) is
    the same only in the same words: HELP 2 is not HELP 3.
    """
    if before.exact == words.exact:
        return True
    if order:
        return False
    rows = [work.session.get(InboxRow, each.inbox_id) for each in (before, words)]
    old, new = (row.text if row is not None else "" for row in rows)
    if before.like != words.like and not _is_like(old, new):
        return False
    reader = work.core.reader
    return bool(words.like) and _facts(reader.read(old, ())) == _facts(reader.read(new, ()))


def _is_like(old: str, new: str) -> bool:
    one, other = forms_of(old), forms_of(new)
    return min(len(one), len(other)) >= LONG and SequenceMatcher(None, one, other).ratio() >= LIKE


def _facts(reading: Reading) -> tuple[object, ...]:
    place = reading.place.name if reading.place else None
    told = (reading.hazard, place, reading.severity, tuple(sorted(reading.affected.items())))
    return (*told, reading.plea, reading.protection, tuple(reading.needs), reading.outside)


def _digest(forms: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(forms).encode()).hexdigest()[:16]


def _newest_message(work: UnitOfWork, address: Address) -> tuple[str, datetime] | None:
    """Return the kind and the time of the newest message to an address."""
    work.flush()
    query = (
        select(Delivery.kind, Delivery.created_at)
        .where(
            Delivery.channel == address.channel,
            Delivery.address == address.value,
            Delivery.status != DeliveryStatus.SKIPPED,
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    row = work.session.execute(query).first()
    return (row.kind, row.created_at) if row else None
