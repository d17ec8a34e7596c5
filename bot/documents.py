"""The bytes of a document, made when it is sent or opened: a calendar as it stands, a PDF drawn of its text.

fpdf2 and the fonts are loaded when the first PDF is drawn. Any thread
may draw.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.fonts import BOLD, SANS
from sek_core.messages.screens import Enclosure

if TYPE_CHECKING:
    from fpdf import FPDF

PDF = "application/pdf"

MARGIN, LINE, FOOT = 20.0, 6.5, 15.0
"""In millimetres: around the page, from line to line, and below the last one for the page's number."""

TITLE, BODY, SMALL = 18, 11.5, 9
"""Sizes of the letters, in points."""


def made(document: Enclosure) -> bytes:
    """What the file holds."""
    if document.media_type == PDF:
        return _drawn(document.title, document.text)
    return document.text.encode()


@lru_cache(maxsize=16)
def _drawn(title: str, text: str) -> bytes:
    """A4 pages with the title and the lines of the text. Those who are sent the same one get the same."""
    pdf = _paper(title)
    pdf.set_font("sans", "B", TITLE)
    pdf.multi_cell(0, LINE * 1.4, title, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(LINE / 2)
    pdf.set_font("sans", "", BODY)
    pdf.multi_cell(0, LINE, text.expandtabs(4), align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _paper(title: str) -> "FPDF":
    """The first page, still empty, with letters for any name written in Latin, Greek, Cyrillic or Arabic."""
    from fpdf import FPDF

    class Paper(FPDF):
        """Numbers its pages, as fpdf2 asks for it."""

        def footer(self) -> None:
            self.set_y(-FOOT)
            self.set_font("sans", "", SMALL)
            self.cell(0, LINE, f"{self.page_no()} / {{nb}}", align="R")

    paper = Paper(format="A4")
    paper.add_font("sans", "", SANS)
    paper.add_font("sans", "B", BOLD)
    paper.set_title(title)
    paper.set_margin(MARGIN)
    paper.set_auto_page_break(True, MARGIN + FOOT / 2)
    paper.add_page()
    return paper
