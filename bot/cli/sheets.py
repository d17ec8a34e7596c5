"""Output of `sek meetings sheet`: the attendance of a meeting as a file."""

from sqlalchemy.orm import Session

from bot.cli import common
from bot.documents import document_bytes
from bot.wiring import Program
from sek_core.meetings import register, sheet
from sek_core.messages.screens import Enclosure

WRITES = (".csv", ".pdf")
"""Ends of the names of files that can be written."""


def write(program: Program, session: Session, ref: str, suffix: str, language: str) -> bytes:
    """Return the attendance sheet as CSV or PDF; exit if there is no such meeting."""
    work = program.core.work(session)
    meeting = register.find(work, ref.strip().upper())
    if meeting is None:
        common.fail(f"there is no {ref}")
    if suffix.lower() == ".csv":
        return sheet.as_csv(work, meeting, language).encode()
    title, lines = sheet.printed(work, meeting, language)
    return document_bytes(Enclosure(f"{meeting.ref}.pdf", sheet.PDF, title, lines))
