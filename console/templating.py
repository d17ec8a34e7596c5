"""The templates: loaded once, escaping everything, refusing names that no page gave them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from console import assets
from console.naming import spaced


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


def render(template: str, context: Mapping[str, Any]) -> str:
    """Return a template, filled."""
    return _environment().get_template(template).render(**context)
