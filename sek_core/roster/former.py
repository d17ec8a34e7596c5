"""Former names, numbers and chats of people. Erasure needs them: texts of long ago came from them."""

from datetime import datetime

from sqlalchemy.orm import Session

from sek_core.store.people import FormerContact


def remember(session: Session, person_id: int, what: str, value: str, ended_at: datetime) -> None:
    """Record that a name (`name`), an e-mail (`email`) or an address (its channel) is no longer theirs."""
    if value:
        session.add(FormerContact(person_id=person_id, what=what, value=value, ended_at=ended_at))
