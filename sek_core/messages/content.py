"""A message's content as its delivery stores it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import fields as fields_of
from typing import Any

from sek_core.messages.screens import Attachment, Bars, Content, Enclosure

AIM = frozenset({"callback", "toast", "alert", "edit", "strip", "only_toast"})
"""Keys that an answer to a tap adds to a message's wire. `callback`: the tap that it answers. `toast`: words
beside the button (True: those of the message). `alert`: the toast must be closed by hand. `only_toast`: no
message is sent. `edit`: the message that it replaces. `strip`: the message that loses its buttons. Channels
that bring taps know these names (`bot/telegram/sender.py`).
"""


_to_json = json.JSONEncoder(ensure_ascii=False).encode


_DEFAULTS = {field.name: field.default for field in fields_of(Content)}


def content_to_json(content: Content) -> str:
    """Return a content as JSON, as its delivery stores it."""
    values = ((name, getattr(content, name), default) for name, default in _DEFAULTS.items())
    fields = {name: value for name, value, default in values if value != default}
    if content.attachment:
        fields["attachment"] = asdict(content.attachment)
    if content.chart:
        fields["chart"] = asdict(content.chart)
    if content.document:
        fields["document"] = asdict(content.document)
    return _to_json(fields)


def content_from_json(written: str) -> Content:
    """Return the content that `content_to_json` wrote."""
    fields = json.loads(written)
    for name in ("options", "suggestions", "actions"):
        if name in fields:
            fields[name] = tuple((value, label) for value, label in fields[name])
    if fields.get("attachment"):
        fields["attachment"] = Attachment(**fields["attachment"])
    if fields.get("chart"):
        fields["chart"] = bars_from_json(fields["chart"])
    if fields.get("document"):
        fields["document"] = Enclosure(**fields["document"])
    return Content(**fields)


def bars_from_json(written: Mapping[str, Any]) -> Bars:
    """Return a chart from its JSON form in a content or in a message's wire."""
    groups = tuple((label, tuple(figures)) for label, figures in written["groups"])
    return Bars(written["title"], tuple(written["series"]), groups)
