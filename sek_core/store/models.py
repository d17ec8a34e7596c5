"""All tables, imported together for migrations and tests."""

from sek_core.store.asking import Asked
from sek_core.store.base import Base
from sek_core.store.deliveries import Bucket, Delivery, Fact, Lease, Spending
from sek_core.store.examples import ExampleRow
from sek_core.store.files import File, FileContent
from sek_core.store.groups import Group
from sek_core.store.inbox import Conversation, InboxRow, Kept, KeptReader
from sek_core.store.incidents import Counter, History, Incident, Promise, Recipient, ReportRow, Track
from sek_core.store.known_places import KnownPlace
from sek_core.store.meetings import (
    AgendaItem,
    CalendarLink,
    Invitation,
    Meeting,
    Minutes,
    Reminder,
    SeriesChange,
    SeriesState,
    Task,
)
from sek_core.store.offers import Offer
from sek_core.store.people import AbsenceRow, AddressRow, DutyRow, FormerContact, PersonRow, RoleRow
from sek_core.store.questions import (
    Announcement,
    AnnouncementRecipient,
    AnnouncementReply,
    CountyUpdate,
    Decision,
    Inquiry,
    InquiryAnswer,
    TaskGroup,
)
from sek_core.store.seats import Nomination, NominationAsk, RoleStart
from sek_core.store.watch import Alarm, Refusal

__all__ = [
    "AbsenceRow", "AddressRow", "AgendaItem", "Alarm", "Announcement", "AnnouncementRecipient",
    "AnnouncementReply", "Asked", "Base", "Bucket", "CalendarLink", "Conversation", "Counter",
    "CountyUpdate", "Decision", "Delivery", "DutyRow", "ExampleRow", "Fact", "File", "FileContent",
    "FormerContact", "Group", "History", "InboxRow", "Incident", "Inquiry", "InquiryAnswer",
    "Invitation", "Kept", "KeptReader", "KnownPlace", "Lease", "Meeting", "Minutes", "Nomination",
    "NominationAsk", "Offer", "PersonRow", "Promise", "Recipient", "Refusal", "Reminder", "ReportRow",
    "RoleRow", "RoleStart", "SeriesChange", "SeriesState", "Spending", "Task", "TaskGroup", "Track",
]  # fmt: skip
