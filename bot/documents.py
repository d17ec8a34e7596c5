"""Bytes of a document, made when it is sent or opened: a calendar as is, a PDF drawn from its text.

fpdf2 and the fonts are loaded when the first PDF is drawn. Any thread may draw.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.fonts import BOLD, SANS
from sek_core.messages.screens import Enclosure

if TYPE_CHECKING:
    from fpdf import FPDF

PDF = "application/pdf"

MARGIN, LINE, FOOT = 20.0, 6.5, 15.0
"""In millimetres: page margin, line height, and height of the footer with the page number."""

TITLE, BODY, SMALL = 18, 11.5, 9
"""Font sizes in points."""


def document_bytes(document: Enclosure) -> bytes:
    """Return the content of the file."""
    if document.media_type == PDF:
        return _drawn(document.title, document.text)
    return document.text.encode()


@lru_cache(maxsize=16)
def _drawn(title: str, text: str) -> bytes:
    """Return A4 pages with the title and the lines of the text. The same document gives the same bytes."""
    pdf = _paper(title)
    pdf.set_font("sans", "B", TITLE)
    pdf.multi_cell(0, LINE * 1.4, title, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(LINE / 2)
    pdf.set_font("sans", "", BODY)
    pdf.multi_cell(0, LINE, text.expandtabs(4), align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _paper(title: str) -> "FPDF":
    """Return an empty first page, with fonts for names in Latin, Greek, Cyrillic or Arabic script."""
    from fpdf import FPDF

    class Paper(FPDF):
        """A document that numbers its pages in the footer, as fpdf2 asks for it."""

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
