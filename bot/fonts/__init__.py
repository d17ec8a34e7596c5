"""The fonts of documents and charts: DejaVu Sans, with Latin, Greek, Cyrillic, Arabic letters."""

from pathlib import Path

SANS = Path(__file__).parent / "DejaVuSans.ttf"
BOLD = Path(__file__).parent / "DejaVuSans-Bold.ttf"
