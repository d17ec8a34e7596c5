"""A chart as a picture: bars side by side with their figures on them, large enough for a telephone.

matplotlib is imported when the first one is drawn, and no state of its own is used: any thread may draw.
"""

from functools import lru_cache
from io import BytesIO

from sek_core.messages.screens import Bars

COLOURS = ("#b8c4ce", "#3a7ca5", "#16324f")
"""From light to dark, so that they differ in print and for who sees no colours."""

INK, PAPER = "#1a1a1a", "#ffffff"
SIZE, DPI = (8.0, 6.0), 100
WIDTH = 0.28


@lru_cache(maxsize=16)
def draw(bars: Bars) -> bytes:
    """The picture as a PNG of 800 by 600 pixels. Those of one county get the same one."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = Figure(SIZE, DPI, facecolor=PAPER, layout=ConstrainedLayoutEngine(w_pad=0.25, h_pad=0.15))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    middle = (len(bars.series) - 1) / 2
    for number, (name, colour) in enumerate(zip(bars.series, COLOURS, strict=True)):
        figures = [each[number] for _, each in bars.groups]
        places = [group + (number - middle) * WIDTH for group in range(len(figures))]
        drawn = axes.bar(places, figures, WIDTH * 0.92, color=colour, label=name)
        axes.bar_label(drawn, fontsize=20, color=INK, padding=2)
    axes.set_title(bars.title, fontsize=24, color=INK, loc="left", pad=16)
    axes.set_xticks(range(len(bars.groups)), [label for label, _ in bars.groups], fontsize=18, color=INK)
    axes.set_yticks([])
    axes.tick_params(length=0, pad=8)
    axes.spines[["top", "left", "right"]].set_visible(False)
    # Room for the figures above the highest bar; and a week without anything is no division by zero.
    axes.set_ylim(0, 1.12 * max(1, *(figure for _, each in bars.groups for figure in each)))
    room = 0.55 if len(bars.groups) > 2 else 1
    axes.set_xlim(-room, len(bars.groups) - 1 + room)
    figure.legend(
        loc="outside lower center",
        ncols=len(bars.series),
        fontsize=20,
        labelcolor=INK,
        frameon=False,
        handlelength=0.8,
        handletextpad=0.4,
        columnspacing=1.2,
    )
    png = BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()
