"""Output of `sek triage`: what waits for a coordinator, and incidents whose hazard is in question."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cli import listing
from bot.cli.unnamed import NAMELESS
from bot.reading import Explainer, Explanation
from sek_core.messages.incoming import parts_of
from sek_core.store.base import among
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import CONCERN, Incident, ReportRow
from sek_core.store.people import PersonRow
from sek_core.store.states import IncidentStatus, KeptStatus
from sek_core.triage.kept_texts import UNSEEN
from sek_core.understanding.learned.combining import NAMED
from sek_core.understanding.reader import Reading

HIDDEN = "(abuse or a complaint: the words are not shown)"
REASONS = ("hazard", "faint", "denied", "report", "no report", "text")
"""Kinds of words that show why the rules take a text for a report or not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of a list: its facts, and why the words were read as they were; None where they are hidden."""

    facts: dict[str, Any]
    explanation: Explanation | None

    def as_object(self) -> dict[str, Any]:
        """Return it as one object of JSON."""
        return self.facts | (self.explanation.as_object() if self.explanation else {})

    def lines(self) -> Iterator[str]:
        """Yield it in lines for people."""
        yield listing.as_line(self.facts)
        if self.explanation is not None:
            yield from self.explanation.lines()


def kept_texts(session: Session, explainer: Explainer, served: tuple[str, ...]) -> Iterator[Shown]:
    """Yield the open kept texts, the oldest first. `served`: the counties of the mechanism, from which a text
    comes if its county is not known.
    """
    query = (
        select(Kept, InboxRow, PersonRow.name)
        .join(InboxRow, InboxRow.id == Kept.inbox_id)
        .outerjoin(PersonRow, PersonRow.id == Kept.person_id)
        .where(Kept.status == KeptStatus.OPEN, Kept.reason.not_in(UNSEEN))
        .order_by(Kept.created_at, Kept.inbox_id)
    )
    for kept, row, name in session.execute(query):
        counties = tuple(kept.counties or served)
        reading = explainer.reader.by_rules(row.text, counties)
        hidden = _is_hidden(reading)
        facts = {
            "ref": kept.ref,
            "at": kept.created_at.isoformat(timespec="seconds"),
            "county": " / ".join(kept.counties or ()) or None,
            "sender": NAMELESS if reading.nameless else name or kept.sender,
            "reason": kept.reason,
            "text": HIDDEN if hidden else _words(row),
        }
        yield Shown(facts, None if hidden else _reasons(explainer.explain(row.text, counties)))


def doubtful_incidents(session: Session, explainer: Explainer, served: tuple[str, ...]) -> Iterator[Shown]:
    """Yield the incidents that are open or taken and whose hazard the rules read where the heads have it not
    among their first guesses, the oldest first.
    """
    first = select(func.min(ReportRow.id)).where(ReportRow.kind == "report").group_by(ReportRow.incident_ref)
    query = (
        select(Incident, ReportRow.text)
        .join(ReportRow, ReportRow.incident_ref == Incident.ref)
        .where(
            among(Incident.status, IncidentStatus.OPEN, IncidentStatus.TAKEN),
            Incident.kind != CONCERN,
            ReportRow.id.in_(first),
        )
        .order_by(Incident.reported_at, Incident.ref)
    )
    for incident, text in session.execute(query):
        reading = explainer.reader.by_rules(text, tuple(incident.counties or served))
        learned = explainer.learned(text)
        if learned is None or reading.hazard is None or reading.hazard != incident.hazard:
            continue  # what a person chose is not in question
        if reading.hazard in learned.guesses(NAMED):
            continue
        facts = {
            "ref": incident.ref,
            "at": incident.reported_at.isoformat(timespec="seconds"),
            "county": " / ".join(incident.counties),
            "hazard": reading.hazard,
            "text": HIDDEN if incident.against or _is_hidden(reading) else text,
        }
        yield Shown(facts, Explanation([], learned, []))


def _words(row: InboxRow) -> str:
    attached = parts_of(row.parts).attached
    return row.text or (f"({attached.kind})" if attached else "")


def _reasons(explanation: Explanation) -> Explanation:
    """Return the explanation without the words that decide nothing by themselves."""
    return replace(explanation, rules=[each for each in explanation.rules if each[1] in REASONS])


def _is_hidden(reading: Reading) -> bool:
    return reading.protection or reading.complaint
