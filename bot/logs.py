"""Logs: one event a line, JSON where a machine reads them. Never a text, a full number or a secret.

Callers log names of events, and ids of rows. This module masks whatever else reaches the log: the words of a
text, a number, a key. So a careless call, or one of a library, prints none of them.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, cast

import structlog

from bot.shown import shown

_NUMBER = re.compile(r"\+?\d{6,}(?=\d{3})")
_SECRET_FIELDS = frozenset(
    {"text", "words", "body", "payload", "secret", "api_key", "token", "password", "form"}
)

_TELLTALES = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "fontTools": logging.WARNING,
    "fpdf": logging.ERROR,
}
"""Minimum log level by library. Some log each request, with the token in its address or the text in its body;
others log each step of drawing a document, and characters that the font lacks.
"""


class StandardError:
    """Standard error as a stream that never raises.

    It may be a file on a full disk. Much is logged at such a moment, from loops and error handlers that must
    go on.
    """

    def write(self, text: str) -> int:
        """Write, or lose the line."""
        with suppress(OSError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, or keep the data for later."""
        with suppress(OSError):
            sys.stderr.flush()


def masked(number: str) -> str:
    """Return a number of which only the last three digits can be read."""
    return _NUMBER.sub("***", number)


def configure(level: str, form: str) -> None:
    """Set up logging for this process. `form`: json, console, or empty to choose by stderr."""
    as_json = form == "json" or (not form and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask,
    ]
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, StandardError())),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(StandardError())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name, heard in _TELLTALES.items():
        logging.getLogger(name).setLevel(heard)


def _mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    error = event.pop("exc_info", None)
    if error:
        event["exception"] = _where(error)
    for name, value in event.items():
        if name in _SECRET_FIELDS:
            event[name] = "***"
        elif isinstance(value, str) and name != "timestamp":
            event[name] = shown(masked(value))
        elif isinstance(value, dict | list | tuple | set):
            event[name] = shown(masked(repr(value)))
    return event


def _where(error: Any) -> str:
    """Return what was raised, and where; not its message, which may hold a person's words."""
    if error is True:
        error = sys.exc_info()
    raised = error[1] if isinstance(error, tuple) else error
    if raised is None:
        return ""
    frames = traceback.extract_tb(raised.__traceback__)
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(raised).__name__} at {places}"
