"""The guided first minute: who texts what, one step after the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from sek_core.roster.roles import Role

STEPS: tuple[Mapping[str, Any], ...] = (
    {
        "title": "Report a shock",
        "who": Role.COUNTY_LEAD,
        "text": "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune",
        "why": "The county lead texts what has happened. USAID, RLA and the liaison team hear it at once.",
    },
    {
        "title": "Take it",
        "who": Role.CLT_LEAD,
        "text": "OK {ref}",
        "why": "The lead of the liaison team takes responsibility. The county lead hears who has it.",
    },
    {
        "title": "Close it",
        "who": Role.CLT_LEAD,
        "text": "CLOSE {ref} water trucking starts tomorrow, 3 bowsers",
        "why": "Everybody who was told hears what was done.",
    },
    {
        "title": "Say that it is solved",
        "who": Role.COUNTY_LEAD,
        "text": "1",
        "why": "The county has the last word: solved, partly, or not.",
    },
    {
        "title": "Let nobody answer",
        "who": Role.COUNTY_LEAD,
        "text": "landslide Kyuso severe",
        "why": "Then press Next event, again and again: nobody takes it, so it goes to the next people.",
    },
)
"""{ref}: the reference of the first report."""


def steps(everyone: Sequence[Mapping[str, Any]], first: Sequence[int]) -> list[dict[str, Any]]:
    """Return the steps, of the people whose phones are open at first; none if one of them is missing."""
    shown = [person for number in first for person in everyone if person["id"] == number]
    found: list[dict[str, Any]] = []
    for step in STEPS:
        who = next((person for person in shown if step["who"] in person["roles"]), None)
        if who is None:
            return []
        found.append({**step, "who": who["id"]})
    return found
