"""An open question as it is shown: its text, its options, and what channels with buttons add."""

import json
from datetime import datetime

from config.mechanism import OTHER
from handlers import convene, readback
from handlers.intents import (
    CHANGE,
    CONFIRM,
    CONVENE,
    EITHER,
    IS_REPORT,
    MINUTES,
    PLACE_NAME,
    SAME,
    SEND_MINUTES,
    SURE,
    TELL,
    WITHDRAW,
    YES_OR_NO,
)
from handlers.turn import Turn
from sek_core.incidents import duplicates, queries, wording
from sek_core.meetings import minutes, register
from sek_core.messages.screens import Arg, HazardName, Joined, Moment, Option, Screen, Text
from sek_core.response import corrections, following
from sek_core.wording import phrases
from sek_core.work.conversations import Question

YES_NO = ("yes", "no")
SAME_NEW = ("same", "new")

ABOUT_A_REPORT = frozenset({"deaths", "county", "place", PLACE_NAME, SAME, "what", "severity"})
"""Kinds of questions about what a report leaves open."""


def again(turn: Turn, said: Arg = "") -> Screen:
    """The open question once more, with its options: behind what was understood meanwhile (`said`),
    or behind an answer that was none.
    """
    question = turn.question
    assert question is not None
    asked = _asked(turn, question)
    return Screen(
        Text("ask", {"said": said, "question": asked})
        if said
        else Text("question.again", {"question": asked}),
        either_options(question.draft)
        if question.kind == EITHER
        else options(question.kind, question.choices),
        skippable=question.kind != "hazard",
        max_segments=None if said else 1,
        # A hazard that is suggested is a word of the vocabulary, and reads well enough as a label.
        suggestions=named(question.suggestions),
        hint=hint(question.kind),
    )


def _asked(turn: Turn, question: Question) -> Text:
    if question.kind == CONFIRM:
        return of_draft(turn, question.draft)
    if question.kind == IS_REPORT:
        return Text("net.ask", {"time": Moment(datetime.fromisoformat(question.draft))})
    if question.kind == EITHER:
        return Text("ask.either")
    if question.kind in SURE:
        return of_sure(turn, question.kind, question.about)
    if question.kind == CHANGE:
        return of_change(turn, question.about, question.draft)
    if question.kind == TELL:
        return readback.once_more(turn, question.draft)
    if question.kind == CONVENE:
        return convene.of_draft(turn, question.draft)
    if question.kind == MINUTES:
        return _of_minutes(turn, question.about)
    if question.kind == SAME:
        return of_event(turn, question.about)
    if question.kind == "deaths":
        return Text("ask.deaths", n=int(question.draft))
    if question.kind == PLACE_NAME:
        return Text("ask.place_name", {"place": question.draft})
    return Text(f"ask.{question.kind}", {"ref": question.about})


def _of_minutes(turn: Turn, ref: str) -> Text:
    """ "Minutes of M12 SEK meeting Kitui? ..." """
    meeting = register.find(turn.work, ref)
    return minutes.question_for(turn.work, meeting) if meeting else Text("ref.unknown", {"ref": ref})


def of_event(turn: Turn, ref: str) -> Text:
    """ "Is this S131 (flood Voi, reported 09:12 by the county lead)?" """
    incident = queries.find(turn.work, ref)
    return of_other(turn, incident.same_as if incident else None)


def of_other(turn: Turn, ref: str | None) -> Text:
    """The same, of the incident that it may be."""
    other = duplicates.known(turn.work, ref) if ref else None
    if other is None:
        return Text("ask.same_unknown", {"ref": ref or ""})
    reporter = turn.work.people.get(other.reporter_id)
    by: Arg = Text("who.you") if reporter.id == turn.sender.id else phrases.briefly(turn.work, reporter)
    if other.nameless and reporter.id != turn.sender.id:
        by = Text("who.nameless")
    event = Joined((HazardName(other.hazard), wording.place_of(other) or wording.county_of(other)), " ")
    args: dict[str, Arg] = {"ref": other.ref, "event": event, "time": Moment(other.reported_at), "who": by}
    return Text("ask.same", args)


def of_change(turn: Turn, ref: str, draft: str) -> Text:
    """ "Change S127: 400 to 40 households?" """
    incident = queries.find(turn.work, ref)
    reading = turn.work.core.reader.read(draft, turn.counties)
    changes = corrections.preview(incident, reading) if incident else None
    return Text("ask.change", {"ref": ref, "changes": changes or draft})


def of_draft(turn: Turn, draft: str) -> Text:
    """ "Is this a report of a flood?" """
    reading = turn.work.core.reader.read(draft, turn.counties)
    return Text("ask.confirm", {"hazard": HazardName(reading.hazard or OTHER)})


def either_options(draft: str) -> tuple[Option, ...]:
    """ "1 Report 2 Minutes of M7"."""
    asked = json.loads(draft)["asked"]
    return (Option("report", Text("either.report")), Option("answer", _answer_of(asked)))


def _answer_of(asked: dict[str, str]) -> Text:
    return Text(f"either.{asked['kind']}", {"ref": asked["about"]})


def of_sure(turn: Turn, kind: str, ref: str) -> Text:
    """ "Send this as the minutes of M7 to 6 people?", "Withdraw S1 flood Kyuso? 6 people will be told"."""
    work = turn.work
    if kind == SEND_MINUTES:
        meeting = register.find(work, ref)
        told = len(minutes.readers(work, meeting, turn.sender)) if meeting else 0
        return Text("ask.send_minutes", {"ref": ref}, n=told)
    incident = queries.find(work, ref)
    if incident is None:
        return Text("ref.unknown", {"ref": ref})
    args: dict[str, Arg] = {"ref": ref, "incident": wording.short(incident)}
    if kind == WITHDRAW:
        return Text("ask.withdraw", args, n=len(corrections.hearing(work, incident, turn.sender)))
    told = len(following.involved(work, incident, besides=[turn.sender]))
    return Text("ask.send_outcome", args, n=told)


def options(kind: str, choices: tuple[str, ...]) -> tuple[Option, ...]:
    """What is numbered, or has buttons: `choices` with their labels."""
    if kind == "severity":
        return tuple(Option(severity, Text(f"severity.{severity}")) for severity in choices)
    if kind == IS_REPORT:
        return tuple(Option(answer, Text(f"pass.{answer}")) for answer in choices)
    if kind in YES_OR_NO or kind == SAME:
        return tuple(Option(answer, Text(f"answer.{answer}")) for answer in choices)
    return named(choices)


def named(names: tuple[str, ...]) -> tuple[Option, ...]:
    """Options whose labels are names."""
    return tuple(Option(name, Text("name", {"name": name})) for name in names)


def hint(kind: str) -> Text | None:
    """What else may be sent, where a channel can."""
    return Text("hint.location") if kind == "place" else None
