"""Charts as pictures: bars side by side with their figures on them, large enough for a telephone.

Pillow is imported when the first chart is drawn. Any thread may draw.
"""

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.fonts import SANS
from sek_core.messages.screens import Bars

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

COLOURS = ("#b8c4ce", "#3a7ca5", "#16324f")
"""From light to dark, so that the colours differ in print and for colour-blind readers."""

INK, PAPER, LINE = "#1a1a1a", "#ffffff", "#8a8a8a"
WIDTH, HEIGHT, EDGE = 800, 600, 28
TITLE, FIGURE, LABEL = 32, 26, 24
TOP, FLOOR, LEGEND = 130, 480, 556
"""In pixels from the top: the end of the highest bar, the floor of the bars, the middle of the legend."""

BAR = 0.28
"""Share of a bar in the width of its group."""


@lru_cache(maxsize=16)
def draw(bars: Bars) -> bytes:
    """Return the picture as a PNG of 800 by 600 pixels. Equal bars give the same bytes."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE, EDGE), bars.title, INK, _fitting(bars.title, TITLE, WIDTH - 2 * EDGE))
    _groups(pen, bars)
    pen.line((EDGE, FLOOR, WIDTH - EDGE, FLOOR), LINE, 2)
    _legend(pen, bars.series)
    png = BytesIO()
    picture.save(png, "PNG", optimize=True)
    return png.getvalue()


def _groups(pen: "ImageDraw", bars: Bars) -> None:
    # A week with all figures zero must not divide by zero.
    highest = max(1, *(figure for _, each in bars.groups for figure in each))
    # A few groups must not make broad bars.
    room = (WIDTH - 2 * EDGE) / max(len(bars.groups), 3)
    left = (WIDTH - room * len(bars.groups)) / 2
    labels = _fitting(max((label for label, _ in bars.groups), key=len, default=""), LABEL, room - 8)
    figures = _fitting(str(highest), FIGURE, room * BAR * 1.15)
    for place, (label, each) in enumerate(bars.groups):
        middle = left + room * (place + 0.5)
        pen.text((middle, FLOOR + 10), label, INK, labels, anchor="ma")
        for number, (figure, colour) in enumerate(zip(each, COLOURS, strict=True)):
            x = middle + room * BAR * (number - (len(each) - 1) / 2)
            top = FLOOR - (FLOOR - TOP) * figure / highest
            half = room * BAR * 0.46
            if figure:
                pen.rectangle((x - half, top, x + half, FLOOR), colour)
            pen.text((x, top - 4), str(figure), INK, figures, anchor="mb")


def _legend(pen: "ImageDraw", names: tuple[str, ...]) -> None:
    square, gap, between = 18, 8, 28
    fixed = len(names) * (square + gap) + (len(names) - 1) * between
    font = _fitting("".join(names), LABEL, WIDTH - 2 * EDGE - fixed)
    x = (WIDTH - fixed - sum(font.getlength(name) for name in names)) / 2
    for name, colour in zip(names, COLOURS, strict=True):
        pen.rectangle((x, LEGEND - square / 2, x + square, LEGEND + square / 2), colour)
        x += square + gap
        pen.text((x, LEGEND), name, INK, font, anchor="lm")
        x += font.getlength(name) + between


def _fitting(text: str, size: int, room: float) -> "FreeTypeFont":
    """Return the font in this size, or as small as `text` needs to fit into `room` pixels."""
    from PIL import ImageFont

    font = ImageFont.truetype(SANS, size)
    length = font.getlength(text)
    return font if length <= room else ImageFont.truetype(SANS, max(int(size * room / length), 10))
