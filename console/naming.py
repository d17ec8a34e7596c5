"""Names of incidents and how they stand, as lists and headings say them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sek_core.messages.screens import Arg, Joined
from sek_core.store.incidents import CONCERN, Incident
from sek_core.store.states import IncidentStatus
from sek_core.views.shocks import Row

MOST_NAMES = 3


class Speaker(Protocol):
    """What names need of a page: its language, and whether its reader sees words of people."""

    @property
    def sees_words(self) -> bool:
        """Whether the reader may read what people wrote."""
        ...

    def t(self, key: str, n: int | None = None, **args: Arg) -> str:
        """Return a text of the pages."""
        ...

    def arg(self, arg: Arg) -> str:
        """Return an argument of texts in the language of the page."""
        ...

    def hazard(self, hazard_id: str) -> str:
        """Return the name of a hazard."""
        ...

    def ward(self, code: str | None) -> str:
        """Return the name of a ward."""
        ...

    def clock(self, at: datetime) -> str:
        """Return a time."""
        ...


def name_of(view: Speaker, incident: Incident) -> str:
    """Return "Flood, Ikutha"; of a concern its subject."""
    if incident.kind == CONCERN:
        return (view.sees_words and incident.subject) or view.t("concern")
    return ", ".join(filter(None, (view.hazard(incident.hazard), incident.place)))


def where(view: Speaker, incident: Incident) -> str:
    """Return "Ikutha, Kitui": the ward if it is known and not the place itself, and the county."""
    ward = view.ward(incident.ward_code)
    county = " / ".join(incident.counties)
    return ", ".join(filter(None, (ward if ward != incident.place else "", county)))


def names(view: Speaker, some: Sequence[str]) -> str:
    """Return names with commas between them; of many the first few, and how many more."""
    shown: list[str] = list(some[:MOST_NAMES])
    if more := len(some) - len(shown):
        shown.append(view.t("more", n=more))
    return view.arg(Joined(tuple(shown)))


def standing(view: Speaker, row: Row) -> str:
    """Return in a few words who has an incident or is asked, and what comes next."""
    incident = row.incident
    if incident.status == IncidentStatus.HELD:
        return view.t("row.held", time=view.clock(incident.held_until) if incident.held_until else "-")
    if incident.status == IncidentStatus.OPEN:
        said = names(view, row.waits_for) or view.t("row.none_asked")
        if row.next_at is not None:
            return view.t("row.next", who=said, time=view.clock(row.next_at))
        return said
    if incident.status == IncidentStatus.TAKEN:
        said = view.t("you") if row.mine else row.holder or view.t("someone")
        said = said[:1].upper() + said[1:]
        if row.promise is not None:
            return view.t("row.late" if row.late else "row.promise", who=said, time=view.clock(row.promise))
        return said
    if incident.status == IncidentStatus.CLOSED and incident.closed_at is not None:
        return view.t("row.closed", time=view.clock(incident.closed_at))
    return view.t("row.cancelled")


def spaced(number: str) -> str:
    """Return a telephone number with its digits in groups: +254 711 000 101. What is none stays as it is."""
    if not number.startswith("+") or len(number) < 8:
        return number
    tail = number[-9:]
    return " ".join(filter(None, (number[:-9], tail[:3], tail[3:6], tail[6:])))
