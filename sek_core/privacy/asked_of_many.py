"""What a person asked or told many, answered, and told of a county, for the export of their data; and for
which seats they were nominated.
"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, or_

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
from sek_core.store.seats import Nomination


def export(
    rows: Callable[..., list[dict[str, Any]]], person_id: int, numbers: Collection[str]
) -> dict[str, Any]:
    """Return these data of a person."""
    got, said = AnnouncementRecipient, AnnouncementReply
    return {
        "questions": rows(Inquiry, Inquiry.asker_id == person_id, "ref", "text", "status", "created_at"),
        "answers": rows(
            InquiryAnswer, InquiryAnswer.person_id == person_id,
            "inquiry_ref", "asked_at", "answer", "answered_at",
        ),
        "announcements": rows(
            Announcement, Announcement.sender_id == person_id, "id", "kind", "text", "created_at"
        ),
        "announcements_received": rows(got, got.person_id == person_id, "announcement_id", "told_at"),
        "replies": rows(said, said.person_id == person_id, "id", "announcement_id", "text", "created_at"),
        "task_groups": rows(TaskGroup, TaskGroup.giver_id == person_id, "ref", "audience", "created_at"),
        "county_updates": rows(
            CountyUpdate, CountyUpdate.person_id == person_id, "id", "county", "text", "created_at"
        ),
        "nominations": rows(
            Nomination,
            or_(_of(person_id, numbers), Nomination.nominator_id == person_id),
            "id", "role", "county", "name", "number", "created_at", "status",
        ),
        "decisions": rows(
            Decision, Decision.person_id == person_id, "id", "meeting_ref", "text", "created_at"
        ),
    }  # fmt: skip


def _of(person_id: int, numbers: Collection[str]) -> ColumnElement[bool]:
    """Return the condition for nominations of a person."""
    return or_(Nomination.person_id == person_id, Nomination.number.in_(numbers))
