"""What a person asked or told many, and answered, for the export and the erasure of their data."""

from collections.abc import Callable
from typing import Any

from sek_core.store.erasure import WORDS
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


def export(rows: Callable[..., list[dict[str, Any]]], person_id: int) -> dict[str, Any]:
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
        "decisions": rows(
            Decision, Decision.person_id == person_id, "id", "meeting_ref", "text", "created_at"
        ),
    }  # fmt: skip


def erase(erase: Callable[..., None], person_id: int) -> None:
    """Erase the words. That others were asked and told something stays."""
    erase("questions", Inquiry, Inquiry.asker_id == person_id, text=WORDS)
    said = (InquiryAnswer.person_id == person_id) & (InquiryAnswer.answer != "")
    erase("answers", InquiryAnswer, said, answer=WORDS, pass_at=None)
    erase("announcements", Announcement, Announcement.sender_id == person_id, text=WORDS)
    erase("replies", AnnouncementReply, AnnouncementReply.person_id == person_id, text=WORDS, pass_at=None)
    erase("updates", CountyUpdate, CountyUpdate.person_id == person_id, text=WORDS)
    erase("decisions", Decision, Decision.person_id == person_id, text=WORDS)
