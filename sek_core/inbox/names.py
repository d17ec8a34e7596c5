"""The program's own name at a channel where commands may name the program that they are for."""

from sqlalchemy.orm import Session

from sek_core.store import facts


def remember(session: Session, channel: str, name: str) -> None:
    """Keep the name by which people call the program at this channel."""
    if name and facts.value_of(session, _fact(channel)) != name.lower():
        facts.put(session, _fact(channel), name.lower())


def is_another(session: Session, channel: str, called: str, *, in_group: bool) -> bool:
    """Return True if a command that names a program is for another one. While the own name is not known, it
    is in a group: an order to another program must not be obeyed.
    """
    own = facts.value_of(session, _fact(channel))
    return in_group if own is None else own != called.lower()


def _fact(channel: str) -> str:
    return f"{channel}_name"
