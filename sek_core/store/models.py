"""Every table, for those who need them all: migrations, tests."""

from sek_core.store.base import Base
from sek_core.store.deliveries import Delivery, Fact
from sek_core.store.inbox import Conversation, InboxRow, Kept
from sek_core.store.incidents import Counter, History, Incident, Recipient, Report, Track
from sek_core.store.people import Address, Person, Role

__all__ = [
    "Address", "Base", "Conversation", "Counter", "Delivery", "Fact", "History", "InboxRow",
    "Incident", "Kept", "Person", "Recipient", "Report", "Role", "Track",
]  # fmt: skip
