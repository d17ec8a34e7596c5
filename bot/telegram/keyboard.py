"""Buttons under a message, as the Bot API's reply_markup (JSON)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sek_core.messages.screens import Content

Button = dict[str, Any]
Rows = list[list[Button]]

MOST_BYTES = 64
"""Maximum size of callback_data, by the Bot API."""

SAY = "say:"
SKIP = "0"

_WIDTHS = ((3, 9), (2, 16))
"""Buttons in a row, and the longest label (characters) that a small phone still shows whole there."""


def keyboard(content: Content) -> dict[str, Any] | None:
    """Return the buttons of `content`, or None. A button that shares a number leaves no room for others.

    The data of a tap: "p12:5:2" is the second option of the question p12:5, "p12:5:s2" its second suggestion,
    "p12:5:0" skips it, "say:OK S127" is a command as if typed.
    """
    if content.contact:
        button = {"text": _label(content.contact), "request_contact": True}
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    asked = content.asked
    groups = [
        _buttons((f"{asked}:{index}", label) for index, (_, label) in enumerate(content.options, 1)),
        _buttons((f"{asked}:s{index}", label) for index, (_, label) in enumerate(content.suggestions, 1)),
        _buttons([(f"{asked}:{SKIP}", content.skip)] if content.skip else []),
        _buttons((f"{SAY}{says}", label) for says, label in content.actions),
    ]
    rows = [row for group in groups for row in _rows(group)]
    return {"inline_keyboard": rows} if rows else None


def _buttons(pairs: Iterable[tuple[str, str]]) -> list[Button]:
    return [
        {"text": _label(label), "callback_data": data}
        for data, label in pairs
        if label and len(data.encode()) <= MOST_BYTES  # one button too long would cost the message
    ]


def _label(label: str) -> str:
    return label[:1].upper() + label[1:]


def _rows(buttons: Sequence[Button]) -> Rows:
    """Arrange the buttons: as many in a row as their labels allow, evenly. Four that fit three by three make
    two and two.
    """
    longest = max((len(button["text"]) for button in buttons), default=0)
    most = next((columns for columns, width in _WIDTHS if longest <= width), 1)
    count = -(-len(buttons) // most)
    columns = -(-len(buttons) // count) if count else 1
    return [list(buttons[start : start + columns]) for start in range(0, len(buttons), columns)]
