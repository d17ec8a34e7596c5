"""Test data: a roster, and complete reports that differ in sender, hazard, place and numbers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, cycle, product

from config.hazards import Hazard
from config.mechanism import Configuration, load_configuration
from sek_core.understanding.reader import Reader

REPORTERS = 96
"""More than a batch of turns takes, so that no batch waits for two messages of one person."""

DELIVERIES = 5
"""Minimum number of deliveries from a report: to USAID, RLA and CLT, to lead and deputy."""

FIRST_NUMBER = 100
"""Number in the first text. Up to 999 every text has its own, which identifies it."""


@dataclass(frozen=True, slots=True)
class Message:
    """An incoming SMS."""

    id: str
    sender: str
    text: str


def roster(reporters: int = REPORTERS) -> str:
    """Return a roster (CSV) on which every report goes to USAID, RLA, a CLT lead, a county lead and a deputy.

    The reporters represent sectors: they may report, but get no alerts, so their number does not
    change the cost of a report.
    """
    counties = load_configuration().mechanism.counties
    numbers = map("+25430{:07}".format, count(1_000_000))
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["name", "organisation", "role", "county", "phone", "language"])
    for role in ("usaid", "rla", "chair"):
        rows.writerow([role, "USAID", role, "", next(numbers), "en"])
    for county, role in product(counties, ("clt_lead", "county_lead", "deputy_county_lead")):
        language = "sw" if role == "deputy_county_lead" else "en"
        rows.writerow([f"{county} {role}", "USAID", role, county, next(numbers), language])
    for number, county in zip(range(reporters), cycle(counties), strict=False):
        rows.writerow(["Reporter", f"{county} County", "sector_rep", county, reporter(number), "en"])
    return file.getvalue()


def reporter(number: int) -> str:
    """Return the telephone number of a reporter."""
    return f"+25430{number:07}"


def reports(wanted: int, reporters: int = REPORTERS) -> list[Message]:
    """Return reports by one reporter after the other, each complete by itself.

    Hazard and place differ from text to text, and in the first thousand none of the hazards leads to another,
    so that few are of an event that was reported before. As they are extreme, these go out at once all the
    same.
    """
    configuration = load_configuration()
    counties = configuration.mechanism.counties
    events = {county: _events(configuration, county) for county in counties}
    messages: list[Message] = []
    for number in range(wanted):
        who = number % reporters
        event = next(events[counties[who % len(counties)]])
        text = f"{event}, {FIRST_NUMBER + number} households"
        messages.append(Message(f"benchmark-{number}", reporter(who), text))
    return messages


def _events(configuration: Configuration, county: str) -> Iterator[str]:
    """Yield texts that affirm a hazard at a place of the county, as extreme, each once."""
    reader = Reader(configuration)
    apart: list[Hazard] = []
    related: list[Hazard] = []
    for hazard in configuration.hazards.values():
        if hazard.keywords and not hazard.sensitive:
            leads = any(hazard.id in other.leads_to or other.id in hazard.leads_to for other in apart)
            (related if leads else apart).append(hazard)
    places = [
        place for place in configuration.places if place.kind in ("town", "ward") and place.county == county
    ]
    for place, hazard in chain(product(places, apart), product(places, related)):
        text = f"Extreme {hazard.keywords['en'][0]} in {place.name}"
        reading = reader.read(text, [county])
        if (reading.hazard, reading.place, reading.severity) == (hazard.id, place, "extreme"):
            yield text
