"""Output of the database by `sek`: a JSON object a line, or a line for people."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from bot.cli.unnamed import NAMELESS, Unnamed
from bot.cli.wanted import ALL, Wanted
from bot.shown import shown, shown_json, without_tokens
from config.affected import ordered
from sek_core.digests import outcomes
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import LIVE, Incident, Promise, ReportRow, Track
from sek_core.store.offers import Offer
from sek_core.store.people import PersonRow
from sek_core.store.states import DeliveryStatus, InboxStatus, IncidentStatus, PromiseStatus
from sek_core.triage.kept_texts import PROTECTION

PAGE = 500
"""Number of rows read at once: a long export must not hold a snapshot open."""


def as_json(row: dict[str, Any]) -> str:
    """Return one line of JSON."""
    return shown_json(json.dumps(row, ensure_ascii=False))


def as_line(row: dict[str, Any]) -> str:
    """Return one line for people: the values, without empty ones."""
    return "  ".join(_for_people(value) for value in row.values() if value not in (None, "", [], {}))


def _for_people(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {part}" for name, part in value.items() if part is not None)
    if isinstance(value, list):
        return ", ".join(_for_people(part) for part in value)
    return shown(str(value))


_UNDER_WAY = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)
_FAILED = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)

_TOLD: ColumnElement[bool] = or_(
    Incident.status != IncidentStatus.CANCELLED, Incident.same_as.is_(None), Incident.opened_at.is_not(None)
)


_SHOWN = (
    Incident.ref,
    Incident.hazard,
    Incident.counties,
    Incident.place,
    Incident.severity,
    Incident.affected,
    Incident.status,
    Incident.needs,
    Incident.confirmed,
    Incident.reported_at,
)


def incidents(session: Session, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
    """Yield the incidents that are wanted, with their tracks, but not those that were merged into another
    before any alert.
    """
    for _, row in dated_incidents(session, wanted):
        yield row


def dated_incidents(session: Session, wanted: Wanted) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Yield the same, each with the time of its report."""
    conditions = [_TOLD]
    if wanted.since is not None:
        conditions.append(Incident.reported_at >= wanted.since)
    if wanted.about:
        conditions.append(Incident.ref == wanted.about.upper())
    if wanted.is_open:
        conditions.append(Incident.status.in_(LIVE))
    last: tuple[datetime, str] | None = None
    while True:
        query = select(*_SHOWN).where(*conditions).order_by(Incident.reported_at, Incident.ref).limit(PAGE)
        if last is not None:
            behind = tuple_(literal(last[0], Incident.reported_at.type), literal(last[1]))
            query = query.where(tuple_(Incident.reported_at, Incident.ref) > behind)
        page = session.execute(query).all()
        if not page:
            return
        yield from zip((each.reported_at for each in page), _incidents(session, page), strict=True)
        last = (page[-1].reported_at, page[-1].ref)


def _incidents(session: Session, page: Sequence[Incident | Row[Any]]) -> Iterator[dict[str, Any]]:
    """Yield incidents, of which the columns `_SHOWN` are known. It loads no objects: they cost more than all
    the rest.
    """
    refs = [incident.ref for incident in page]
    tracks: dict[str, list[dict[str, Any]]] = {ref: [] for ref in refs}
    query = (
        select(Track.incident_ref, Track.audience, Track.step, PersonRow.name, Track.acknowledged_at)
        .outerjoin(PersonRow, PersonRow.id == Track.acknowledged_by_id)
        .where(Track.incident_ref.in_(refs))
        .order_by(Track.audience, Track.county)
    )
    for ref, audience, step, name, at in session.execute(query):
        tracks[ref].append(
            {"audience": audience, "step": step, "acknowledged_by": name, "acknowledged_at": _time(at)}
        )
    reports = dict.fromkeys(refs, 0)
    counted = select(ReportRow.incident_ref).where(
        ReportRow.incident_ref.in_(refs), ReportRow.kind == "report"
    )
    for ref in session.scalars(counted):
        reports[ref] += 1
    offers: dict[str, list[dict[str, Any]]] = {ref: [] for ref in refs}
    offered = (
        select(Offer, PersonRow.name)
        .join(PersonRow, PersonRow.id == Offer.person_id)
        .where(Offer.incident_ref.in_(refs))
        .order_by(Offer.id)
    )
    for offer, name in session.execute(offered):
        offers[offer.incident_ref].append(
            {
                "person": name,
                "organisation": offer.organisation,
                "what": offer.what,
                "amount": offer.amount,
                "unit": offer.unit,
                "when": offer.day.isoformat() if offer.day else None,
                "status": offer.status,
                "arrival": offer.arrival,
            }
        )
    promises = _promises(session, refs)
    unnamed = Unnamed(session)
    for incident in page:
        row = {
            "ref": incident.ref,
            "hazard": incident.hazard,
            "county": " / ".join(incident.counties),
            "place": incident.place,
            "severity": incident.severity,
            "affected": ordered(incident.affected),
            "needs": incident.needs or [],
            "status": incident.status,
            "reports": reports[incident.ref],
            "tracks": tracks[incident.ref],
            "promise": promises.get(incident.ref),
            "offers": offers[incident.ref],
            "confirmed": incident.confirmed,
        }
        yield unnamed.scrub(incident.ref, row)


def _promises(session: Session, refs: list[str]) -> dict[str, dict[str, Any]]:
    """Return by when news of each incident is promised, and by whom."""
    query = (
        select(Promise.incident_ref, Promise.due_at, PersonRow.name)
        .join(PersonRow, PersonRow.id == Promise.person_id)
        .where(Promise.incident_ref.in_(refs), Promise.status != PromiseStatus.OVER)
    )
    return {ref: {"by": _time(due_at), "person": name} for ref, due_at, name in session.execute(query)}


def figures(
    session: Session, zone: ZoneInfo, now: datetime, county: str, month: str
) -> Iterator[dict[str, Any]]:
    """Yield the outcomes of incidents by county and month. Times that were not measured are left out."""
    for each in outcomes.by_month(session, zone, now, county, month):
        times = {
            "hours_to_taken": each.to_take,
            "hours_to_offered": each.to_offer,
            "hours_to_delivered": each.to_deliver,
            "hours_to_closed": each.to_close,
        }
        measured = {
            name: round(time.total_seconds() / 3600, 2) for name, time in times.items() if time is not None
        }
        kept = {"promises": each.promised, "promises_kept": each.kept} if each.promised else {}
        closed = {"closed": each.closed, "confirmed": each.confirmed} if each.closed else {}
        yield {
            "county": each.county,
            "month": each.month,
            "opened": each.opened,
            **closed,
            **measured,
            **kept,
        }


def named(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of figures as people read it: county and month, then each number behind its name."""
    numbers = {name.replace("_", " "): value for name, value in row.items()}
    return {"county": numbers.pop("county"), "month": numbers.pop("month"), "figures": numbers}


def deliveries(session: Session, wanted: Wanted = ALL) -> Iterator[dict[str, Any]]:
    """Yield the deliveries that are wanted. A person is the roster's name."""
    for _, row in dated_deliveries(session, wanted):
        yield row


def dated_deliveries(session: Session, wanted: Wanted) -> Iterator[tuple[Delivery, dict[str, Any]]]:
    """Yield the same, each behind its row of the database."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(Delivery.created_at >= wanted.since)
    if wanted.about:
        conditions.append(Delivery.about == wanted.about.upper())
    if wanted.is_open:
        conditions.append(Delivery.status.in_(_UNDER_WAY))
    if wanted.failed:
        conditions.append(Delivery.status.in_(_FAILED))
    last, unnamed = 0, Unnamed(session)
    while True:
        query = (
            select(Delivery, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == Delivery.person_id)
            .where(Delivery.id > last, *conditions)
            .order_by(Delivery.id)
            .limit(PAGE)
        )
        page = session.execute(query).all()
        if not page:
            return
        for delivery, name in page:
            last = delivery.id
            row = {
                "person": name,
                "channel": delivery.channel,
                "address": delivery.address,
                "kind": delivery.kind,
                "about": delivery.about or None,
                "step": delivery.step,
                "status": delivery.status,
                "provider_id": delivery.provider_id,
                "attempts": delivery.attempts,
                "segments": delivery.segments,
                "cost": float(delivery.cost) if delivery.cost is not None else None,
                "text": without_tokens(delivery.text),
            }
            yield delivery, unnamed.scrub(delivery.about, row)


def unsettled(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery that may have left."""
    return {
        "id": delivery.id,
        "at": _time(delivery.created_at),
        "status": delivery.status,
        "channel": delivery.channel,
        "address": delivery.address,
        "kind": delivery.kind,
        "about": delivery.about,
        "text": without_tokens(delivery.text),
    }


def incident(session: Session, one: Incident) -> dict[str, Any]:
    """Return one incident with its tracks, kind and subject."""
    return next(_incidents(session, [one])) | {"kind": one.kind, "subject": one.subject}


def inbox_row(session: Session, identity: int) -> list[str]:
    """Return all that is known of one received message, a field a line; nothing if there is none."""
    row = session.get(InboxRow, identity)
    if row is None:
        return []
    hidden = session.scalar(select(Kept.ref).where(Kept.inbox_id == identity, Kept.reason == PROTECTION))
    fields = {
        "id": row.id,
        "received": _time(row.received_at),
        "sent": _time(row.sent_at),
        "status": row.status,
        "channel": row.channel,
        "kind": row.kind,
        "sender": row.sender,
        "text": HIDDEN if hidden else row.text,
        "error": row.error,
        "handled": _time(row.handled_at),
        "as it came": HIDDEN if hidden else as_json(row.payload),
    }
    return [f"{name}: {shown(str(value))}" for name, value in fields.items() if value not in (None, "")]


def inbox_rows(session: Session, failed_only: bool) -> Iterator[str]:
    """Yield received messages, oldest first: id, time, status, sender, and what went wrong."""
    query = select(InboxRow, Kept.ref).order_by(InboxRow.id)
    query = query.outerjoin(Kept, (Kept.inbox_id == InboxRow.id) & (Kept.reason == PROTECTION))
    if failed_only:
        query = query.where(InboxRow.status == InboxStatus.FAILED)
    unnamed = Unnamed(session).inbox_ids
    for row, hidden in session.execute(query.execution_options(yield_per=PAGE)):
        parts = [
            str(row.id),
            _time(row.received_at) or "",
            row.status,
            row.kind,
            NAMELESS if row.id in unnamed else row.sender,
            HIDDEN if hidden else row.text,
            row.error,
        ]
        yield "  ".join(shown(part) for part in parts if part)


HIDDEN = "(a report of abuse: its words are not shown)"


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
