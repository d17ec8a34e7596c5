"""Texts of the questions about a report, and of its receipt."""

from dataclasses import replace

from config.gazetteer import Place
from config.hazards import OTHER
from config.mechanism import SEVERITIES, Severity
from handlers.engine.turn import Turn
from handlers.incidents.place import question_about
from sek_core.alerts import texts as route_labels
from sek_core.alerts.opening import Opened
from sek_core.incidents import duplicates, queries, wording
from sek_core.incidents.model import AnyIncident
from sek_core.messages.screens import Arg, HazardName, Joined, Moment, Text
from sek_core.store.incidents import CONCERN, Incident
from sek_core.understanding.cuts import joined
from sek_core.understanding.reader import Reading
from sek_core.wording import phrases
from sek_core.work.conversations import Question

OFFERED = 4
"""Number of hazards to choose from, besides another shock."""


def choices_of(reading: Reading) -> tuple[str, ...]:
    """Return the hazards that the question about a reading offers as digits; none where it asks for a yes."""
    hazards = tuple(guess for guess in reading.guesses if guess != OTHER)[:OFFERED]
    return (*hazards, OTHER) if hazards else ()


def _guessed(turn: Turn, incident: AnyIncident) -> tuple[str, ...]:
    """Return the hazards that the words of a plea may tell of."""
    first = queries.reports_of(turn.work, incident)[0]
    return choices_of(turn.work.core.reader.read(first.text, turn.counties))


def join_texts(draft: str, words: str) -> str:
    """Join a draft and the text that came after it."""
    return " ".join(part for part in (draft, words) if part)


def with_draft(turn: Turn, draft: str, words: str, reading: Reading) -> tuple[str, Reading]:
    """Return a draft and the words that came after it as one text, and its reading. If the draft is a later
    part of a message, these words are its beginning, and say what happened.
    """
    reader = turn.work.core.reader
    if not reader.part_of(draft).goes_on:
        whole = join_texts(draft, words)
        return whole, reader.read(whole, turn.counties)
    whole, _ = joined(words, reader.part_of(draft).words)
    together = reader.read(whole, turn.counties)
    return whole, replace(together, hazard=reading.hazard or together.hazard)


def _severity(value: str) -> Severity:
    return next(severity for severity in SEVERITIES if severity == value)


def _county(incident: Incident, place: Place | None) -> str | None:
    """Return the county of a place, if the place settles which of several counties the report is about."""
    if place and len(incident.counties) > 1 and place.county in incident.counties:
        return place.county
    return None


def _words(turn: Turn, incident: Incident) -> str:
    """Return the reporter's own words, for the alert."""
    return queries.first_words(turn.work, incident)


def _told(turn: Turn, incident: AnyIncident) -> str:
    """Return all that the reporters wrote about it so far."""
    return join_texts(" ".join(row.text for row in queries.reports_of(turn.work, incident)), turn.text)


def _suggested_places(turn: Turn, incident: AnyIncident) -> tuple[str, ...]:
    """Return the constituencies of the county: few enough for buttons, and each has a road to it."""
    if len(incident.counties) != 1:
        return ()
    places = turn.work.configuration.places
    here = [place for place in places if place.county == incident.counties[0]]
    return tuple(sorted(place.name for place in here if place.kind == "constituency"))


def _understood(incident: AnyIncident) -> Arg:
    """Return the reading of a held report; its number comes when it is sent."""
    return Text("report.understood", {"summary": wording.summary(incident)})


def _receipt(turn: Turn, opened: Opened) -> Arg:
    """Return a receipt: what was sent and to which audiences, or that there was no recipient."""
    if not any(track.alerted for track in opened.plan.tracks):
        summary = wording.summary(opened.incident)
        return Text("report.nobody", {"ref": opened.incident.ref, "summary": summary})
    # A receipt is one SMS, so it does not name a gap in a concern's sector; the recipients know that.
    concern = opened.incident.kind == CONCERN
    gaps = [gap for gap in opened.plan.gaps if not (concern and gap.sector)]
    return Text(
        "report.receipt",
        {
            "ref": opened.incident.ref,
            "summary": wording.summary(opened.incident),
            "audience": route_labels.audiences_of(turn.work, opened.plan),
            "gaps": route_labels.gaps_of(turn.work, gaps, most=1),
        },
    )


def _deaths(_turn: Turn, question: Question) -> Text:
    return Text("ask.deaths", n=int(question.draft))


def _place_name(turn: Turn, question: Question) -> Text:
    return question_about(turn, question.draft)


def of_event(turn: Turn, ref: str) -> Text:
    """ "Is this S131 (flood Voi, reported 09:12 by the county lead)?" """
    incident = turn.incident(ref)
    return of_other(turn, incident.same_as if incident else None)


def of_other(turn: Turn, ref: str | None) -> Text:
    """Return that question for the reference of the other incident."""
    other = duplicates.load_comparable_facts(turn.work, ref) if ref else None
    if other is None:
        return Text("ask.same_unknown", {"ref": ref or ""})
    reporter = turn.work.people.get(other.reporter_id)
    by: Arg = Text("who.you") if reporter.id == turn.sender.id else phrases.briefly(turn.work, reporter)
    if other.nameless and reporter.id != turn.sender.id:
        by = Text("who.nameless")
    event = Joined((HazardName(other.hazard), wording.place_of(other) or wording.county_of(other)), " ")
    args: dict[str, Arg] = {"ref": other.ref, "event": event, "time": Moment(other.reported_at), "who": by}
    return Text("ask.same", args)
