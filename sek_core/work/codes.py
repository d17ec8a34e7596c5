"""Codes of four digits: proof that a person reads what is sent to their address.

A code is drawn anew for each question. The question keeps it sealed; the message that carries it keeps it
apart from its text, which shows `MASK` to readers of lists and exports of messages.

After too many wrong codes of a person within a day, their codes have eight digits: a forger who goes on
guessing gains nothing, and takes nothing from the person, who copies four digits more.
"""

import hashlib
import secrets

from sqlalchemy import update

from sek_core.messages.screens import MASK
from sek_core.store.deliveries import Delivery
from sek_core.store.statements import changed_one
from sek_core.work.unit_of_work import UnitOfWork

LENGTH, LONG = 4, 8
"""Number of digits of a code: usually, and while somebody guesses."""


def draw(length: int = LENGTH) -> str:
    """Return a new code."""
    return f"{secrets.randbelow(10**length):0{length}}"


def written(code: str) -> str:
    """Return a code as it is shown: "4821", "4821 7703", "482913"."""
    step = len(code) if len(code) % LENGTH else LENGTH
    return " ".join(code[at : at + step] for at in range(0, len(code), step))


def seal(code: str) -> str:
    """Return what is kept of a code. It keeps the code from who only reads it, not from who tries all of
    them: the short life of a code does that.
    """
    salt = secrets.token_hex(8)
    return f"{salt}:{_digest(salt, code)}"


def opens(sealed: str, code: str) -> bool:
    """Return True if this is the code that was sealed."""
    salt, _, digest = sealed.partition(":")
    return bool(digest) and secrets.compare_digest(digest, _digest(salt, code))


def _digest(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()


def masked(length: int) -> str:
    """Return what stands in a text in the place of a code of this length."""
    return written(MASK[:1] * length)


def unmask(text: str, code: str | None) -> str:
    """Return a message with its code: in the last place, for quoted words may hold `MASK` as well."""
    if not code:
        return text
    before, mask, after = text.rpartition(masked(len(code)))
    return f"{before}{written(code)}{after}" if mask else text


def erase(work: UnitOfWork, person_id: int) -> None:
    """Erase the codes in messages to a person: their question is over."""
    work.flush()
    mine = update(Delivery).where(Delivery.person_id == person_id, Delivery.secret.is_not(None))
    changed_one(work.session, mine.values(secret=None))
