"""E-mail addresses of people: a column of the roster file, kept as written, and addresses of a channel.

The person's row keeps what the file says (`PersonRow.email`). Messages go to the row of `addresses`, in small
letters. A roster that was imported before there was such a channel has only the first.
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from sek_core.messages.channel import Channels
from sek_core.roster.snapshot import mark_roster_changed
from sek_core.store.people import AddressRow, PersonRow, RoleRow
from sek_core.store.statements import insert_missing

COLUMN = "email"
"""The column of the roster file, and what a former e-mail is called."""


def plain(written: str) -> str:
    """Return an e-mail address as a cell has it, without what spreadsheets put in front."""
    return written.removeprefix("mailto:")


def read(written: str) -> str:
    """Return the address in a cell, in small letters; raise ValueError if it is none."""
    address = plain(written)
    name, at, domain = address.partition("@")
    if not (name and at and "." in domain and "@" not in domain and " " not in address):
        raise ValueError(f"{address!r} is no e-mail address; write one, like name@example.org")
    return address.lower()


def identity(email: str) -> str:
    """Return the contact by which two lines with the same e-mail are of one person."""
    return f"{COLUMN} {email.lower()}"


def channel_of(channels: Channels) -> str:
    """Return the name of the channel whose addresses stand in this column; empty if there is none."""
    found = (each.name for each in channels if each.column and each.column.name == COLUMN)
    return next(found, "")


def is_to_be_remembered(person: PersonRow, email: str) -> bool:
    """Return True if the person has another e-mail now, and no address that will be remembered instead."""
    before = person.email.lower()
    return before != email.lower() and all(address.value != before for address in person.addresses)


def make_addresses(session: Session, channel: str) -> None:
    """Make the addresses of people whose e-mail has none yet at this channel; those with a role first."""
    if not channel:
        return
    has_address = exists().where(AddressRow.person_id == PersonRow.id, AddressRow.channel == channel)
    has_role = exists().where(RoleRow.person_id == PersonRow.id)
    query = select(PersonRow.id, PersonRow.email).where(PersonRow.email != "", ~has_address)
    found = session.execute(query.order_by(has_role.desc(), PersonRow.id)).all()
    if found:
        rows = [{"channel": channel, "value": email.lower(), "person_id": person} for person, email in found]
        insert_missing(session, AddressRow, rows)
        mark_roster_changed(session)
