"""Timeline of an incident, for channels with room for it."""

from dataclasses import replace

from handlers.engine.turn import Turn
from sek_core.incidents import timeline, wording
from sek_core.incidents.hidden_names import hidden_of
from sek_core.incidents.timeline import Entry
from sek_core.messages.screens import QUOTE, Arg, Joined, Moment, Text
from sek_core.store.incidents import Incident
from sek_core.wording import phrases
from sek_core.work.events import SHOWN, Event

MOST = 25
EXCERPT = 120


def lines(turn: Turn, incident: Incident) -> Arg:
    """Return a line for each event, and a count of the alert's deliveries."""
    turn.work.flush()
    session = turn.work.session
    events = [event for event in timeline.events(session, incident.ref) if event.what in SHOWN]
    unnamed = hidden_of(incident)
    if unnamed or incident.caller:
        people = turn.work.people.many([*unnamed, *([incident.reporter_id] if incident.caller else [])])
        by_name = {person.name: wording.author(incident, person) for person in people}
        shown: list[Arg] = [_line(event, by_name.get(event.who or "")) for event in events]
        return Joined(tuple(shown[-MOST:]), "\n")
    if events and events[0].what == Event.REPORTED:
        # For a text that was vouched for later, show when it came, not when it was understood.
        events[0] = replace(events[0], at=incident.reported_at)
    told: list[Arg] = [_line(event) for event in events[-MOST:]]
    reached = timeline.arrivals(timeline.messages(session, incident.ref))
    if reached.reached or reached.missed or reached.waiting:
        told.append(
            Text(
                "history.alerts",
                {"reached": reached.reached, "waiting": reached.waiting, "missed": reached.missed},
            )
        )
    return Joined(tuple(told), "\n")


def _line(event: Entry, hidden: Arg | None = None) -> Text:
    """Format one event. `hidden`: the text in place of a reporter's name that is not shown."""
    words = " ".join(event.words.replace(QUOTE, "").split())
    if event.what == Event.GIVEN:
        words = words.removeprefix("to ")  # older entries begin so
    if len(words) > EXCERPT:
        words = words[:EXCERPT].rsplit(" ", 1)[0] + "..."
    args: dict[str, Arg] = {
        "time": Moment(event.at),
        "who": hidden or phrases.shown_name(event.who or event.address),
        "words": Text("history.words", {"words": words}) if words else "",
        "name": words,
    }
    return Text(f"history.{word_of(event.what)}", args)


def word_of(event: str) -> str:
    """Return the end of an event's text key, which holds no spaces: "not solved" is `history.not_solved`."""
    return event.replace(" ", "_")
