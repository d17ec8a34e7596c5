"""Events: the words of the audit trail."""

from enum import StrEnum


class Event(StrEnum):
    """Events of an incident, a meeting, a task or a text. The database stores the values."""

    ABSENT = "absent"
    ACCEPTED = "accepted"
    ANNOUNCED = "announced"
    ANSWERED_MAYBE = "answered maybe"
    ANSWERED_NO = "answered no"
    ANSWERED_YES = "answered yes"
    APART = "apart"
    ASSIGNED = "assigned"
    AWAY = "away"
    BACK = "back"
    BATCHED = "batched"
    BETTER = "better"
    BLOCKED = "blocked"
    CALLED_OFF = "called off"
    CODES_ENDED = "codes ended"
    CHANGED = "changed"
    CLOSED = "closed"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CONVENED = "convened"
    CORRECTED = "corrected"
    DATABASE_RESTORED = "database restored"
    DIGEST_SKIPPED = "digest skipped"
    DISMISSED = "dismissed"
    DONE = "done"
    DROPPED = "dropped"
    DUE_CHANGED = "due changed"
    ENDED = "ended"
    ESCALATED = "escalated"
    EXHAUSTED = "exhausted"
    SIGNED_OUT = "signed out"
    SIGNED_IN = "signed in"
    READ = "read"
    EXPORTED = "exported"
    FILE_ADDED = "file added"
    FORGOTTEN = "forgotten"
    GETS_ALERTS = "gets alerts"
    GUEST_ADDED = "guest added"
    GUEST_ENDED = "guest ended"
    GIVEN = "given"
    INFORMED = "informed"
    INVITED = "invited"
    JOINED = "joined"
    JOINED_A_GROUP = "joined a group"
    KEPT = "kept"
    LANGUAGE_CHOSEN = "language chosen"
    LEFT_A_GROUP = "left a group"
    LEFT_BEHIND = "left behind"
    LINK_REVOKED = "link revoked"
    LINKED = "linked"
    MADE_OF_A_TEXT = "made of a text"
    MINUTES_GIVEN = "minutes given"
    MOVED = "moved"
    STOPPED_ALERTS = "stopped alerts"
    MOVED_A_GROUP = "moved a group"
    NOMINATED = "nominated"
    NOTED = "noted"
    NOTE_TAKEN_BACK = "note_taken_back"
    NOT_CONFIRMED = "not_confirmed"
    NOT_SOLVED = "not_solved"
    NUDGED = "nudged"
    ON_DUTY = "on duty"
    OPENED = "opened"
    OPTED_IN = "opted in"
    OPTED_OUT = "opted out"
    PASSED_ON = "passed on"
    PRESENT = "present"
    PROMISE_LATE = "promise_late"
    PROMISED = "promised"
    PROPOSED = "proposed"
    POSTPONED_BY = "put off"
    RELEASED = "released"
    REMINDER_SKIPPED = "reminder skipped"
    REOPENED = "reopened"
    REPEATED = "repeated"
    REPLAYED = "replayed"
    REPLIED = "replied"
    REPORTED = "reported"
    ROSTER_IMPORTED = "roster imported"
    SAME = "same"
    START_STOPPED = "start stopped"
    STANDS_BESIDE = "stands_beside"
    SEAT_FILLED = "seat filled"
    SEAT_REFUSED = "seat refused"
    SERIES_ASLEEP = "series asleep"
    SERIES_AWAKE = "series awake"
    SERIES_DECLINED = "series declined"
    SERIES_CHANGED = "series changed"
    SERIES_ENDED = "series ended"
    TAKEN = "taken"
    TOLD_BEYOND = "told beyond"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    UNBLOCKED = "unblocked"
    UNDELIVERABLE = "undeliverable"
    UNREACHABLE = "unreachable"
    VOUCHED = "vouched"
    VOUCHED_FOR = "vouched for"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_BY_ONE = "withdrawn by one"
    OFFERED = "offered"
    NAME_HIDDEN = "name_hidden"
    OFFER_DELIVERED = "offer_delivered"
    OFFER_LATE = "offer_late"
    OFFER_MOVED = "offer_moved"
    OFFER_NOT_YET = "offer_not_yet"
    OFFER_WITHDRAWN = "offer_withdrawn"
    HELP_CAME = "help_came"
    HELP_CAME_PARTLY = "help_came_partly"
    HELP_DID_NOT_COME = "help_did_not_come"
    WORSE = "worse"
    WRONG_CODE = "wrong code"
    ASKED_AFTER = "asked_after"
    SENT_AGAIN = "sent_again"
    RESENT = "resent"
    ASKED_MANY = "asked_many"
    ANSWERED = "answered"
    QUESTION_ENDED = "question_ended"
    QUESTION_CANCELLED = "question_cancelled"
    RESULT_TOLD = "result_told"
    REPLY_TO_SENDER = "reply_to_sender"
    DECIDED = "decided"


SHOWN = frozenset(
    {
        Event.REPORTED,
        Event.OPENED,
        Event.COMPLETED,
        Event.CORRECTED,
        Event.CHANGED,
        Event.NOTED,
        Event.NOTE_TAKEN_BACK,
        Event.JOINED,
        Event.TAKEN,
        Event.STANDS_BESIDE,
        Event.RELEASED,
        Event.GIVEN,
        Event.REOPENED,
        Event.PROMISED,
        Event.PROMISE_LATE,
        Event.CLOSED,
        Event.CONFIRMED,
        Event.NOT_CONFIRMED,
        Event.NOT_SOLVED,
        Event.WITHDRAWN,
        Event.UNDELIVERABLE,
        Event.SAME,
        Event.APART,
        Event.ESCALATED,
        Event.EXHAUSTED,
        Event.OFFERED,
        Event.OFFER_DELIVERED,
        Event.OFFER_LATE,
        Event.OFFER_MOVED,
        Event.OFFER_NOT_YET,
        Event.OFFER_WITHDRAWN,
        Event.HELP_CAME,
        Event.HELP_CAME_PARTLY,
        Event.HELP_DID_NOT_COME,
        Event.BETTER,
        Event.UNCHANGED,
        Event.WORSE,
        Event.ENDED,
    }
)
"""Events of an incident that STATUS and MORE show. Each has a text: `history.` and its value. Only operators
see the whole history.
"""
