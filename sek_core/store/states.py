"""The states of rows. The database keeps the values; each change is one conditional update."""

from enum import StrEnum


class IncidentStatus(StrEnum):
    """State of an incident: held waits for answers, until `held_until` at the latest."""

    HELD = "held"
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PromiseStatus(StrEnum):
    """State of a promise of news: see `sek_core.store.incidents.Promise`."""

    WAITING = "waiting"
    REMINDED = "reminded"
    LATE = "late"
    OVER = "over"


class DeliveryStatus(StrEnum):
    """State of a delivery. Sending: a worker holds it. Unknown: it may or may not have left. Bundled: it
    leaves with others, in the message of the row `bundle_id`.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    BUNDLED = "bundled"


class Budget(StrEnum):
    """What has a sum for each day: all messages, those of a county, those to an address, and the answers to
    an address.
    """

    DAY = "day"
    COUNTY = "county"
    RECIPIENT = "recipient"
    SENDER = "sender"


class InboxStatus(StrEnum):
    """State of a row of the inbox. Failed: its turn raised, and it is kept for replay. Unmatched: a delivery
    report whose message is not known yet.
    """

    NEW = "new"
    DONE = "done"
    FAILED = "failed"
    UNMATCHED = "unmatched"


class KeptStatus(StrEnum):
    """State of a kept text: see `sek_core.store.inbox.Kept`."""

    OPEN = "open"
    SETTLED = "settled"
    VOUCHED = "vouched"
    ASSIGNED = "assigned"
    BLOCKED = "blocked"
    MADE = "made"
    DISMISSED = "dismissed"
    REPLIED = "replied"
    TAKEN = "taken"


class StartStatus(StrEnum):
    """State of a role or address that a person got by text: see `sek_core.store.seats.RoleStart`."""

    WAITING = "waiting"
    STARTED = "started"
    STOPPED = "stopped"


class FileStatus(StrEnum):
    """State of a download. Fetching: a worker holds it. Refused: too large, or gone from the channel."""

    WANTED = "wanted"
    FETCHING = "fetching"
    KEPT = "kept"
    REFUSED = "refused"


class MeetingStatus(StrEnum):
    """State of a meeting. Planned: no invitee is asked yet."""

    PLANNED = "planned"
    CALLED = "called"
    CANCELLED = "cancelled"


class TaskStatus(StrEnum):
    """State of a task."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ReminderStatus(StrEnum):
    """State of a reminder. Stale: it was too late to send. Dropped: what it is about moved or is over."""

    WAITING = "waiting"
    SENT = "sent"
    STALE = "stale"
    DROPPED = "dropped"


class SeriesStanding(StrEnum):
    """State of a series in a county. Asleep: no convener has decided about it."""

    ASLEEP = "asleep"
    AWAKE = "awake"
    DECLINED = "declined"


class ExampleLabel(StrEnum):
    """What people say of a text from which the reader learns."""

    REPORT = "report"
    NO_REPORT = "no report"


class LabelledBy(StrEnum):
    """Who labelled a text: a coordinator in triage, its sender, or a later correction of the report."""

    COORDINATOR = "coordinator"
    SENDER = "sender"
    CORRECTION = "correction"


class OfferStatus(StrEnum):
    """State of an offer. Late: its giver was asked on its day and said nothing for a day."""

    OFFERED = "offered"
    DELIVERED = "delivered"
    LATE = "late"
    WITHDRAWN = "withdrawn"


class NominationStatus(StrEnum):
    """State of a nomination. Dropped: the seat was filled in another way before it was confirmed."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DROPPED = "dropped"


class Arrival(StrEnum):
    """What the reporter said of help that its giver calls delivered."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Batched(StrEnum):
    """What a person reads in the morning digest instead of at once: alerts for information up to a severity,
    or all of them.
    """

    MINOR = "minor"
    MODERATE = "moderate"
    ALL = "all"


class InquiryStatus(StrEnum):
    """State of a question that was asked of many. Cancelled: its asker needs no answers any more."""

    OPEN = "open"
    ENDED = "ended"
    CANCELLED = "cancelled"
