"""What a mechanism may change: its name, counties, hazards, routes, rights, words and texts.

It is read once, checked as a whole, and immutable afterwards.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from config.boundaries import Boundary, load_boundaries
from config.catalogues import Catalogue, load_texts, with_names
from config.durations import Duration, Hours, TimeOfDay
from config.faults import Fault, FaultsError, line_at, line_of, load_yaml
from config.gazetteer import Place, load_gazetteer
from config.hazards import OTHER, Hazard, HazardFile, Label, Sign, Words
from config.lookalikes import load_lookalikes
from config.meetings import MeetingFile
from config.names import NameFile
from config.naming import Naming, nameless
from config.rights import Deed, RightFile
from config.routes import RouteFile
from config.sections import (
    OF_A_COUNTY,
    Beyond,
    CodeLimits,
    Net,
    Protection,
    Quarterly,
    ReaderLimits,
    Retention,
    Seat,
    WatchLimits,
)
from config.sending import Budgets, Bundles, Price, Strangers
from config.terms import NEEDS, ROLES, SEVERITIES, Need, Role, Severity, StrictModel
from config.words import WordFile

__all__ = [
    "NEEDS", "OTHER", "PACKAGED", "ROLES", "SEVERITIES", "Configuration", "Hazard", "HazardFile",
    "Label", "Mechanism", "Need", "Role", "Severity", "Sign", "Words", "file_of", "load_configuration",
]  # fmt: skip


PACKAGED = Path(__file__).parent


Loaded = TypeVar("Loaded")


ANY_COUNTY = "any"


class Mechanism(StrictModel):
    """The model of mechanism.yaml."""

    name: str
    short_name: str
    keywords: tuple[str, ...] = ()
    counties: tuple[str, ...] = Field(min_length=1)
    time_zone: str
    country: str = Field(pattern="^[A-Z]{2}$")
    languages: tuple[str, ...] = Field(min_length=1)
    names: dict[str, NameFile] = Field(default={})
    report_hold: Duration
    question_open: Duration
    unknown_wait: Duration
    send_lease: Duration
    other_channel_after: Duration
    give_up_sending: Duration
    same_event: Duration = timedelta(hours=72)
    file_megabytes: int = Field(ge=0, le=20)
    file_links: Duration = timedelta(days=30)
    help_silence: Duration
    quiet_hours: Hours = (time(20), time(7))
    morning_digest: TimeOfDay = time(7, 30)
    questions_at: TimeOfDay = time(9)
    quarterly: Quarterly = Quarterly()
    clt_seats: int = Field(default=5, ge=1)
    seats: tuple[Seat, ...] = ()
    seats_told_on: int = Field(default=2, ge=1, le=28)
    net: Net = Net()
    bundles: Bundles = Bundles()
    budgets: Budgets = Budgets()
    strangers: Strangers = Strangers()
    emergency_numbers: tuple[str, ...] = ("1199", "999")
    beyond: tuple[Beyond, ...] = ()
    reader: ReaderLimits = ReaderLimits()
    protection: Protection = Protection()
    codes: CodeLimits = CodeLimits()
    role_by_text_starts_after: Duration = timedelta(minutes=10)
    watch: WatchLimits
    retention: Retention = Retention()
    sms_price: Decimal
    sms_prices: tuple[Price, ...] = ()
    sms_currency: str

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name!r} is no time zone; write it like Africa/Nairobi") from error
        return name

    @cached_property
    def zone(self) -> ZoneInfo:
        """Time zone of the mechanism's people."""
        return ZoneInfo(self.time_zone)

    def price_of(self, number: str) -> Decimal:
        """Return the price of one SMS segment to a number: that of the longest beginning that fits."""
        fitting = [row for row in self.sms_prices if number.startswith(row.numbers)]
        return max(fitting, key=lambda row: len(row.numbers)).price if fitting else self.sms_price


@dataclass(frozen=True)
class Configuration:
    """All files under config/ that a mechanism may change, read and checked."""

    mechanism: Mechanism
    hazards: dict[str, Hazard]
    sectors: tuple[str, ...]
    routes: RouteFile
    meetings: MeetingFile
    rights: RightFile
    words: WordFile
    places: tuple[Place, ...]
    boundaries: tuple[Boundary, ...]
    texts: dict[str, Catalogue]
    severities: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """By language and hazard, the severities in words that agree with its label."""
    lookalikes: frozenset[str] = frozenset()
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    packaged_names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The names, by language, that a mechanism with names of its own leaves to the packaged file."""


def load_configuration(directory: Path | None = None) -> Configuration:
    """Read the configuration; the packaged file stands in for a file that `directory` lacks.

    Raise FaultsError with every fault of every file.
    """
    if directory is not None and not directory.is_dir():
        raise FaultsError([Fault(str(directory), 0, "SEK_CONFIG_DIR: is no folder")])
    faults: list[Fault] = []

    def read(name: str, load: Callable[[Path], Loaded]) -> Loaded | None:
        try:
            return load(file_of(name, directory))
        except FaultsError as error:
            faults.extend(error.faults)
            return None

    mechanism = read("mechanism.yaml", lambda path: load_yaml(path, Mechanism))
    hazards = read("hazards.yaml", lambda path: load_yaml(path, HazardFile))
    routes = read("routes.yaml", lambda path: load_yaml(path, RouteFile))
    meetings = read("meetings.yaml", lambda path: load_yaml(path, MeetingFile))
    rights = read("rights.yaml", lambda path: load_yaml(path, RightFile))
    words = read("words.yaml", lambda path: load_yaml(path, WordFile))
    places = read("gazetteer.csv", load_gazetteer)
    boundaries = read("counties.geojson", load_boundaries)
    lookalikes = read("lookalikes.txt", load_lookalikes)
    texts = read("texts", lambda own: load_texts(PACKAGED / "texts", own))
    if mechanism and places:
        line = line_of(file_of("mechanism.yaml", directory), "counties")
        faults.extend(_unknown_counties(mechanism, places, line))
        faults.extend(_beyond(mechanism, places, directory))
        faults.extend(_seats(mechanism, places, directory))
    if mechanism:
        faults.extend(_budgets(mechanism, directory))
    if mechanism and hazards and routes:
        ids = [hazard.id for hazard in hazards.hazards]
        unknown = routes.unknown(ids, hazards.sectors, mechanism.counties)
        faults.extend(_located("routes.yaml", directory, unknown))
        if mechanism.bundles.wait >= (shortest := routes.shortest_wait()):
            path = file_of("mechanism.yaml", directory)
            message = f"bundles.wait: should be shorter than the shortest wait of routes.yaml ({shortest})"
            faults.append(Fault("mechanism.yaml", line_at(path, ("bundles", "wait")), message))
    if mechanism and hazards and meetings:
        # The packaged series belong to the packaged counties, so another mechanism leaves them out.
        own = file_of("meetings.yaml", directory).parent == file_of("mechanism.yaml", directory).parent
        unknown = meetings.unknown(hazards.sectors, mechanism.counties if own else None)
        faults.extend(_located("meetings.yaml", directory, unknown))
    if rights and texts:
        faults.extend(_located("rights.yaml", directory, rights.unknown(texts)))
    if rights and routes:
        takers = {role for right in rights.by_deed[Deed.TAKE] for role in right.roles}
        faults.extend(_located("routes.yaml", directory, routes.unable(takers)))
        # A right may be taken away in rights.yaml alone: only files of one hand must agree.
        if file_of("rights.yaml", directory).parent == file_of("routes.yaml", directory).parent:
            faults.extend(_located("routes.yaml", directory, routes.idle(takers)))
    if hazards and words:
        path = file_of("words.yaml", directory)
        faults.extend(
            Fault("words.yaml", line_at(path, (table, name)), f"{table}.{name}: is no sector of hazards.yaml")
            for table, named in (("sectors", words.sectors), ("sector_names", words.sector_names))
            for name in named
            if name not in hazards.sectors
        )
    if mechanism and texts:
        faults.extend(
            Fault(
                "mechanism.yaml",
                line_of(file_of("mechanism.yaml", directory), "languages"),
                f"languages: there is no texts/{language}.po",
            )
            for language in mechanism.languages
            if language not in texts
        )
    naming = _naming(mechanism, directory, texts or {}) if mechanism else None
    if naming and texts and meetings:
        faults.extend(_located("mechanism.yaml", directory, naming.unknown(texts, meetings)))
        faults.extend(_located("meetings.yaml", directory, nameless(naming.series(meetings))))
    if naming and texts:
        texts = with_names(texts, naming.names)
    if faults or not (
        naming
        and mechanism
        and hazards
        and routes
        and meetings
        and rights
        and words
        and places
        and boundaries
        and texts
    ):
        raise FaultsError(sorted(faults))
    return Configuration(
        mechanism=mechanism,
        hazards={hazard.id: hazard for hazard in hazards.hazards},
        sectors=hazards.sectors,
        routes=routes,
        meetings=naming.series(meetings),
        rights=rights,
        words=words.model_copy(
            update={
                "roles": naming.roles(words.roles, texts),
                "audiences": naming.audiences(words.audiences),
            }
        ),
        places=places,
        boundaries=boundaries,
        texts=texts,
        severities=hazards.severities(),
        lookalikes=lookalikes or frozenset(),
        names=naming.names,
        packaged_names=tuple(naming.lacking(meetings)),
    )


def _naming(mechanism: Mechanism, directory: Path | None, texts: Iterable[str]) -> Naming:
    """Return the names: the packaged file's stand in for those that the own file lacks."""
    own = file_of("mechanism.yaml", directory) != PACKAGED / "mechanism.yaml"
    packaged = load_yaml(PACKAGED / "mechanism.yaml", Mechanism).names if own else mechanism.names
    languages = tuple(dict.fromkeys((*mechanism.languages, *texts)))
    return Naming(mechanism.names if own else {}, packaged, mechanism.short_name, languages)


def file_of(name: str, directory: Path | None) -> Path:
    """Return the path of the configuration file or folder `name`."""
    own = directory / name if directory else None
    return own if own and own.exists() else PACKAGED / name


def _located(
    name: str, directory: Path | None, unknown: Iterable[tuple[tuple[int | str, ...], str]]
) -> Iterator[Fault]:
    """Yield a fault, with its line, for each name in a file that the other files do not define."""
    for where, message in unknown:
        line = line_at(file_of(name, directory), where)
        yield Fault(name, line, f"{'.'.join(map(str, where))}: {message}")


def _beyond(mechanism: Mechanism, places: tuple[Place, ...], directory: Path | None) -> Iterator[Fault]:
    """Yield the rows of `beyond` whose county is unknown, or served by the mechanism."""
    known = {place.name for place in places if place.kind == "county"}
    path = file_of("mechanism.yaml", directory)
    for number, row in enumerate(mechanism.beyond):
        if row.county != ANY_COUNTY and (row.county not in known or row.county in mechanism.counties):
            why = "is served by the mechanism" if row.county in known else "is not in gazetteer.csv"
            line = line_at(path, ("beyond", number, "county"))
            yield Fault("mechanism.yaml", line, f"beyond.{number}.county: {row.county!r} {why}")


def _seats(mechanism: Mechanism, places: tuple[Place, ...], directory: Path | None) -> Iterator[Fault]:
    """Yield the rows of `seats` whose county is unknown, or whose role no one can be nominated for. A row of
    a county that the mechanism does not serve is for nothing, but no fault.
    """
    known = {place.county for place in places}
    path = file_of("mechanism.yaml", directory)
    for number, row in enumerate(mechanism.seats):
        if row.county and row.county not in known:
            line = line_at(path, ("seats", number, "county"))
            message = f"seats.{number}.county: {row.county!r} is not in gazetteer.csv"
            yield Fault("mechanism.yaml", line, message)
        if row.role not in OF_A_COUNTY:
            line = line_at(path, ("seats", number, "role"))
            message = f"seats.{number}.role: should be one of {', '.join(map(repr, map(str, OF_A_COUNTY)))}"
            yield Fault("mechanism.yaml", line, message)


def _budgets(mechanism: Mechanism, directory: Path | None) -> Iterator[Fault]:
    """Yield the counties with a budget of their own that the mechanism does not serve."""
    path = file_of("mechanism.yaml", directory)
    for county in mechanism.budgets.counties:
        if county not in mechanism.counties:
            line = line_at(path, ("budgets", "counties", county))
            message = f"budgets.counties: {county!r} is not among the counties of this file"
            yield Fault("mechanism.yaml", line, message)


def _unknown_counties(mechanism: Mechanism, places: tuple[Place, ...], line: int) -> list[Fault]:
    known = {place.county for place in places}
    return [
        Fault(
            "mechanism.yaml", line, f"counties: {county!r} is not in gazetteer.csv; write its name as there"
        )
        for county in mechanism.counties
        if county not in known
    ]
