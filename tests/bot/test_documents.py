"""Content of documents: a calendar to the letter, a readable PDF. No library for it is loaded at the
start.
"""

import logging
import re
import subprocess
import sys

import pytest

from bot import documents
from sek_core.messages.screens import Enclosure

MINUTES = """\
Waliokuwepo: Wanjirũ wa Ngũgĩ, Müller, Łukasz, Ελένη, Ольга

1. Magari ya maji matatu yatapeleka maji Mutomo kuanzia kesho."""


def pages(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF-")
    counted = re.search(rb"/Count (\d+)", pdf)
    assert counted
    return int(counted[1])


def pdf(title: str, text: str) -> bytes:
    return documents.document_bytes(Enclosure("M12.pdf", "application/pdf", title, text))


def test_a_calendar_is_what_was_written() -> None:
    text = "BEGIN:VCALENDAR\r\nLOCATION:Ukumbi é\r\nEND:VCALENDAR\r\n"
    assert documents.document_bytes(Enclosure("M12.ics", "text/calendar", "M12", text)) == text.encode()


def test_a_pdf_is_drawn_on_a4_with_a_picture_of_every_letter(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        drawn = pdf("Kumbukumbu: Mkutano wa SEK Kitui (M12)", MINUTES)
    assert pages(drawn) == 1
    assert b"/MediaBox [0 0 595.28 841.89]" in drawn
    assert "missing" not in caplog.text


def test_long_minutes_go_on_for_as_many_pages_as_they_take() -> None:
    assert pages(pdf("Minutes", "\n".join(["A line of what was said at the meeting."] * 100))) == 3


@pytest.mark.parametrize(
    "text", ["", "\n\n", "x" * 5000, "nul \x00 bell \x07 tab\t\r\n", "😀 中文 አማርኛ", "a\u2028b"]
)
def test_whatever_somebody_writes_can_be_drawn(text: str) -> None:
    assert pages(pdf(text[:100], text)) >= 1


def test_what_goes_to_many_is_drawn_once() -> None:
    assert pdf("Minutes", MINUTES) is pdf("Minutes", MINUTES)


@pytest.mark.parametrize("library", ["fpdf", "icalendar", "PIL"])
def test_nothing_of_it_is_imported_at_the_start(library: str) -> None:
    code = f"import sys, bot.cli.app, bot.server, bot.telegram.sender; print({library!r} in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
