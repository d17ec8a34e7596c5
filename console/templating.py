"""The templates: loaded once, escaping everything, refusing names that no page gave them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from console import assets
from console.view import View


def spaced(number: str) -> str:
    """Return a telephone number with its digits in groups: +254 711 000 101. What is none stays as it is."""
    if not number.startswith("+") or len(number) < 8:
        return number
    tail = number[-9:]
    return " ".join(filter(None, (number[:-9], tail[:3], tail[3:6], tail[6:])))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("console"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["asset"] = assets.address_of
    made.filters["spaced"] = spaced
    return made


def render(template: str, view: View, context: Mapping[str, Any]) -> str:
    """Return a template, filled."""
    shared = {"view": view, "t": view.t, "lang": view.language}
    return _environment().get_template(template).render(**shared, **context)
