"""Output of the database by `sek`: a JSON object a line, or a line for people."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session

from bot.cli.unnamed import NAMELESS, Unnamed
from bot.shown import shown, shown_json, without_tokens
from config.affected import ordered
from sek_core.digests import outcomes
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.incidents import Incident, Promise, ReportRow, Track
from sek_core.store.offers import Offer
from sek_core.store.people import PersonRow
from sek_core.store.statements import table_of
from sek_core.store.states import InboxStatus, IncidentStatus, PromiseStatus
from sek_core.triage.kept_texts import PROTECTION

PAGE = 500
"""Number of rows read at once: a long export must not hold a snapshot open."""


def as_json(row: dict[str, Any]) -> str:
    """Return one line of JSON."""
    return shown_json(_encode(row))


_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_line(row: dict[str, Any]) -> str:
    """Return one line for people: the values, without empty ones."""
    return "  ".join(_for_people(value) for value in row.values() if value not in (None, "", [], {}))


def _for_people(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {part}" for name, part in value.items() if part is not None)
    if isinstance(value, list):
        return ", ".join(_for_people(part) for part in value)
    return shown(str(value))


_INCIDENTS, _TRACKS, _REPORTS = table_of(Incident).c, table_of(Track).c, table_of(ReportRow).c
_OFFERS, _PROMISES = table_of(Offer).c, table_of(Promise).c

_TOLD = or_(
    _INCIDENTS.status != IncidentStatus.CANCELLED,
    _INCIDENTS.same_as.is_(None),
    _INCIDENTS.opened_at.is_not(None),
)
"""Not those that were merged into another before any alert."""

_IS_BEHIND = tuple_(_INCIDENTS.reported_at, _INCIDENTS.ref) > tuple_(
    bindparam("at", type_=_INCIDENTS.reported_at.type), bindparam("last")
)
_IN_ORDER = (_INCIDENTS.reported_at, _INCIDENTS.ref)
_BEGINNING = {"at": datetime.min.replace(tzinfo=UTC), "last": ""}


class _Queries:
    """The statements for some incidents and all that is shown of them. They read columns and load no objects:
    these cost more than all the rest.
    """

    def __init__(self, some: Select[Any]) -> None:
        refs = some.with_only_columns(_INCIDENTS.ref)
        self.incidents = some
        self.tracks = (
            select(
                _TRACKS.incident_ref,
                _TRACKS.audience,
                _TRACKS.step,
                _TRACKS.acknowledged_by_id,
                _TRACKS.acknowledged_at,
            )
            .where(_TRACKS.incident_ref.in_(refs))
            .order_by(_TRACKS.incident_ref, _TRACKS.audience, _TRACKS.county)
        )
        self.reports = (
            select(_REPORTS.incident_ref, func.count())
            .where(_REPORTS.incident_ref.in_(refs), _REPORTS.kind == "report")
            .group_by(_REPORTS.incident_ref)
        )
        self.offers = select(table_of(Offer)).where(_OFFERS.incident_ref.in_(refs)).order_by(_OFFERS.id)
        self.promises = select(_PROMISES.incident_ref, _PROMISES.due_at, _PROMISES.person_id).where(
            _PROMISES.incident_ref.in_(refs), _PROMISES.status != PromiseStatus.OVER
        )


_SHOWN = select(
    _INCIDENTS.ref,
    _INCIDENTS.hazard,
    _INCIDENTS.counties,
    _INCIDENTS.place,
    _INCIDENTS.severity,
    _INCIDENTS.affected,
    _INCIDENTS.status,
    _INCIDENTS.needs,
    _INCIDENTS.confirmed,
    _INCIDENTS.reported_at,
)
_PAGE = _Queries(_SHOWN.where(_TOLD, _IS_BEHIND).order_by(*_IN_ORDER).limit(PAGE))
_ONE = _Queries(_SHOWN.where(_INCIDENTS.ref == bindparam("ref")))


def incidents(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every incident with its tracks, a page at a time."""
    names, unnamed = _names(session), Unnamed(session)
    behind: dict[str, object] | None = _BEGINNING
    while behind is not None:
        page = session.connection().execute(_PAGE.incidents, behind).all()
        yield from _incidents(session, _PAGE, page, behind, names, unnamed)
        behind = {"at": page[-1].reported_at, "last": page[-1].ref} if page else None


def _names(session: Session) -> dict[int, str]:
    return {row.id: row.name for row in session.execute(select(PersonRow.id, PersonRow.name))}


def _incidents(
    session: Session,
    queries: _Queries,
    page: Sequence[Row[Any]],
    parameters: Mapping[str, object],
    names: Mapping[int, str],
    unnamed: Unnamed,
) -> Iterator[dict[str, Any]]:
    """Yield the incidents of a page. `parameters`: those of the page's query."""
    execute = session.connection().execute
    tracks: dict[str, list[dict[str, Any]]] = {}
    for ref, audience, step, by, at in execute(queries.tracks, parameters).all():
        track = {
            "audience": audience,
            "step": step,
            "acknowledged_by": names[by] if by else None,
            "acknowledged_at": _time(at),
        }
        tracks.setdefault(ref, []).append(track)
    reports = {row[0]: row[1] for row in execute(queries.reports, parameters)}
    offers: dict[str, list[dict[str, Any]]] = {}
    for offer in execute(queries.offers, parameters):
        offers.setdefault(offer.incident_ref, []).append(
            {
                "person": names[offer.person_id],
                "organisation": offer.organisation,
                "what": offer.what,
                "amount": offer.amount,
                "unit": offer.unit,
                "when": offer.day.isoformat() if offer.day else None,
                "status": offer.status,
                "arrival": offer.arrival,
            }
        )
    promises = {
        ref: {"by": _time(due_at), "person": names[person_id]}
        for ref, due_at, person_id in execute(queries.promises, parameters)
    }
    for incident in page:
        ref = incident.ref
        row = {
            "ref": ref,
            "hazard": incident.hazard,
            "county": " / ".join(incident.counties),
            "place": incident.place,
            "severity": incident.severity,
            "affected": ordered(incident.affected),
            "needs": incident.needs or [],
            "status": incident.status,
            "reports": reports.get(ref, 0),
            "tracks": tracks.get(ref, []),
            "promise": promises.get(ref),
            "offers": offers.get(ref, []),
            "confirmed": incident.confirmed,
        }
        yield unnamed.scrub(ref, row)


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


def deliveries(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every delivery. A person is the roster's name."""
    last, unnamed = 0, Unnamed(session)
    while True:
        query = (
            select(Delivery, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == Delivery.person_id)
            .where(Delivery.id > last)
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
            yield unnamed.scrub(delivery.about, row)


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
    only = {"ref": one.ref}
    page = session.connection().execute(_ONE.incidents, only).all()
    found = next(_incidents(session, _ONE, page, only, _names(session), Unnamed(session)))
    return found | {"kind": one.kind, "subject": one.subject}


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
