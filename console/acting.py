"""A button is a text: what a form says becomes a turn of its visitor, with the form's nonce as its id."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from config.rights import Guarded
from console.channel import NAME, address_of
from handlers.language.verbs import Verb
from sek_core.inbox import queue
from sek_core.messages.content import content_from_json
from sek_core.messages.screens import Content
from sek_core.roster.snapshot import Person
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.work.unit_of_work import UnitOfWork

_NONCE = re.compile(r"[0-9a-f]{16,64}")

MOST = 4096
"""Maximum length of the words of a form, in letters: longer ones are refused, not cut."""


FIRST = 4


def is_nonce(written: str) -> bool:
    """Return True for what a form of ours carries."""
    return _NONCE.fullmatch(written) is not None


def text_row(work: UnitOfWork, person: Person, nonce: str, text: str, tap: str = "") -> dict[str, Any]:
    """Return the inbox row of a form. `tap`: the data of an option of a question that the page showed."""
    sender = address_of(person)
    parts = {"tap": {"callback": nonce, "data": tap}} if tap else None
    return queue.arrival(
        NAME,
        queue.TEXT,
        _id_of(person, nonce),
        f"{NAME}:{sender}",
        {"say": queue.storable(text), "tap": tap},
        work.now,
        sender=sender,
        text=queue.storable(text),
        parts=parts,
    )


def _id_of(person: Person, nonce: str) -> str:
    """Return the id of a form's text. It names the person: the nonce of another's form is another text."""
    return f"{person.id}:{nonce}"


def answers_to(work: UnitOfWork, person: Person, nonce: str) -> tuple[list[Content], bool]:
    """Return what the program answered to a form, and whether the form is known. A form whose turn failed, or
    needs no answer, has none.
    """
    said = _id_of(person, nonce)
    shown = (
        select(Delivery.content)
        .where(Delivery.channel == NAME, Delivery.provider_id == said, Delivery.person_id == person.id)
        .order_by(Delivery.id)
    )
    found = [content_from_json(written) for written in work.session.scalars(shown)]
    if found:
        return found, True
    known = select(InboxRow.id).where(
        InboxRow.channel == NAME, InboxRow.kind == queue.TEXT, InboxRow.provider_id == said
    )
    return [], work.session.scalar(known) is not None


def needs_confirming(verbs: Sequence[Verb], text: str) -> bool:
    """Return True if one of the first words of a text is one that a person must confirm who they are for: one
    that by SMS needs a code. A reference may stand before it.
    """
    said = f" {' '.join(text.upper().split()[:FIRST])} "
    guarded = {word.name.lower() for word in Guarded}
    forms = (form for verb in verbs if verb.name in guarded for form in (*verb.en, *verb.sw))
    return any(f" {form.upper()} " in said for form in forms)
