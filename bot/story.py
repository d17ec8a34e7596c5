"""`sek incident REF`: the whole story of an incident, as text for an operator or as one JSON object."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.cli import listing
from bot.cli.unnamed import Unnamed
from bot.shown import without_tokens
from sek_core.incidents import timeline
from sek_core.incidents.timeline import Entry, Message, Try
from sek_core.store.incidents import Incident


def as_object(session: Session, ref: str, zone: ZoneInfo) -> dict[str, Any] | None:
    """Return all that is known of one incident, or None if there is none. Times are those of `zone`."""
    incident = session.get(Incident, ref)
    if incident is None:
        return None
    names = timeline.people_of(session, incident)

    def name(person_id: int | None) -> str | None:
        return names.get(person_id) if person_id else None

    def time(at: datetime | None) -> str | None:
        return at.astimezone(zone).isoformat(timespec="seconds") if at else None

    head = listing.incident(session, incident)
    for track in head["tracks"]:
        at = track["acknowledged_at"]
        track["acknowledged_at"] = time(datetime.fromisoformat(at)) if at else None
    found = {
        **head,
        "reported_by": name(incident.reporter_id),
        "reported_at": time(incident.reported_at),
        "opened_at": time(incident.opened_at),
        "taken_by": name(incident.taken_by_id),
        "taken_at": time(incident.taken_at),
        "closed_by": name(incident.closed_by_id),
        "closed_at": time(incident.closed_at),
        "outcome": incident.outcome,
        "history": [
            {
                "at": time(event.at),
                "what": event.what,
                "who": event.who,
                "address": event.address or None,
                "words": event.words or None,
            }
            for event in timeline.events(session, ref)
        ],
        "messages": [
            {
                "at": time(message.at),
                "kind": message.kind,
                "step": message.step,
                "to": message.who,
                "text": without_tokens(message.text),
                "tries": [
                    {
                        "channel": each.channel,
                        "address": each.address or None,
                        "status": each.status,
                        "since": time(each.changed_at),
                        "attempts": each.attempts,
                        "error": each.error,
                    }
                    for each in message.tries
                ],
            }
            for message in timeline.messages(session, ref)
        ],
    }
    return cast(dict[str, Any], Unnamed(session).scrub(ref, found))


def lines(session: Session, ref: str, zone: ZoneInfo) -> Iterator[str]:
    """Yield the same as text: a heading, then everything in order of time. Nothing if there is no such
    incident.
    """
    unnamed = Unnamed(session)
    for line in _lines(session, ref, zone):
        yield unnamed.scrub(ref, line)


def _lines(session: Session, ref: str, zone: ZoneInfo) -> Iterator[str]:
    incident = session.get(Incident, ref)
    if incident is None:
        return
    head = listing.incident(session, incident)
    facts = ("ref", "hazard", "severity", "place", "county", "status", "affected")
    yield listing.as_line({name: head[name] for name in facts})
    names = timeline.people_of(session, incident)
    yield f"  reported by {names[incident.reporter_id]}, received {_day(incident.reported_at, zone)}"
    for track in head["tracks"]:
        at = track["acknowledged_at"]
        taken = f"taken by {track['acknowledged_by']} {_day(datetime.fromisoformat(at), zone)}" if at else ""
        yield f"  {track['audience']}: step {track['step']}, {taken or 'not taken'}"
    if incident.outcome:
        yield f'  outcome: "{incident.outcome}"'
    messages = timeline.messages(session, ref)
    if incident.opened_at and not messages:
        yield "  its messages are no longer kept"
    yield from _in_order(timeline.events(session, ref), messages, zone)


def _in_order(events: list[Entry], messages: list[Message], zone: ZoneInfo) -> Iterator[str]:
    """Yield events and the messages about them in order of time, with a heading for each day."""
    found: list[tuple[datetime, int, str]] = [(event.at, 0, _event(event)) for event in events]
    found += [(message.at, 1, _message(message)) for message in messages]
    day = ""
    for at, _, line in sorted(found, key=lambda each: each[:2]):  # within a moment, in the order of writing
        local = at.astimezone(zone)
        if f"{local:%d %b %Y}" != day:
            day = f"{local:%d %b %Y}"
            yield ""
            yield day
        yield f"{local:%H:%M:%S}  {line}"


def _event(event: Entry) -> str:
    who = " ".join(part for part in (event.who, f"({event.address})" if event.address else "") if part)
    words = f'"{event.words}"' if event.words and event.who else event.words
    return f"{event.what.upper()}  {': '.join(part for part in (who, words) if part)}".rstrip()


def _message(message: Message) -> str:
    step = f", step {message.step}" if message.step else ""
    tries = ", then ".join(_try(one) for one in message.tries)
    return f"    {message.kind}{step} to {message.who or 'a stranger'}: {tries}"


def _try(one: Try) -> str:
    where = "nowhere" if one.channel == "none" else f"{one.channel} {one.address}"
    return f"{where} {one.status}{f' ({one.error})' if one.error else ''}"


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d %b %Y %H:%M}"
