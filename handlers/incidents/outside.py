"""A shock in a county that the mechanism does not serve: is it there, and who hears of it?

Without an answer, a coordinator gets the words at the end of the hold, as for other doubtful reports.
"""

from dataclasses import replace

from handlers.engine import meanwhile, questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import report
from handlers.incidents.report_questions import join_texts
from handlers.language.intents import Choose, Confirm, Report, Skip
from handlers.language.kinds import Kind
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.triage import beyond, kept_texts
from sek_core.understanding.reader import Reading
from sek_core.work.conversations import Question

OUTSIDE = Kind("outside", "yes_or_no", drafted=True, labels="answer")
"""Is this shock in a county that the mechanism does not serve?"""


def ask(turn: Turn, action: Report | Confirm) -> Reply | None:
    """Ask whether the shock is in the other county that it names. Return None for a plea, which goes out at
    once, and for a text that names no other county.
    """
    county = county_of(action.reading)
    if not county or action.reading.plea or (turn.parts.kept and turn.question):
        return None
    ref = meanwhile.keep(turn, "may be outside")
    turn.ask(OUTSIDE, ref, choices=questions.YES_NO, draft=action.words)
    return Reply(Screen(_question(turn, county), questions.options(OUTSIDE, questions.YES_NO)), ref)


def county_of(reading: Reading) -> str:
    """Return the county outside the mechanism that a report names as its only place, or ""."""
    if reading.outside is None or reading.place is not None:
        return ""
    return reading.outside.county or reading.outside.name


def _question(turn: Turn, county: str) -> Text:
    return Text("ask.outside", {"county": county})


def _again(turn: Turn, asked: Question) -> Text:
    return _question(turn, county_of(turn.work.core.reader.read(asked.draft, turn.counties)))


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Yes: it goes to whom the configuration names for that county. No: it is a report as any other. 0: a
    coordinator reads it.
    """
    asked, work = turn.question, turn.work
    assert asked is not None
    work.conversations.answered(turn.party)
    if isinstance(action, Skip):
        shown = kept_texts.find(work, asked.about)
        at = shown.kept.pass_at if shown is not None else None
        text = Text("net.kept", {"time": Moment(at)}) if at is not None else Text("confirm.no")
        return Reply(Screen(text), asked.about)
    words = join_texts(asked.draft, action.rest)
    if action.value != "yes":
        kept_texts.settle(work, asked.about)
        reading = work.core.reader.read(asked.draft, turn.counties)
        return report.confirmed(turn, words, reading.hazard)
    shown = kept_texts.find(work, asked.about)
    county = county_of(work.core.reader.read(asked.draft, turn.counties))
    assert shown is not None  # it was kept when the question was asked
    named = beyond.pass_on(work, shown, words, county, turn.sender)
    return Reply(
        Screen(beyond.what_becomes_of_it(work, named, county, words), max_segments=None), asked.about
    )


def with_those_beyond(turn: Turn, reply: Reply, reading: Reading) -> Reply:
    """Pass a plea from another county, whose alert has left, to the people named for that county as well."""
    county = county_of(reading)
    if not county or not reading.plea or turn.incident(reply.about) is None:
        return reply
    named = beyond.named_for(turn.work, county, turn.sender.id)
    beyond.tell(turn.work, named, reply.about, turn.text, county, turn.sender)
    more = beyond.what_becomes_of_it(turn.work, named, county, turn.text)
    text = Text("beyond.also", {"said": reply.screen.text, "more": more})
    return replace(reply, screen=replace(reply.screen, text=text, max_segments=None))


def end_question(turn: Turn) -> Reply:
    """Handle CANCEL of the question: nothing is sent."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    kept_texts.settle(turn.work, turn.question.about)
    return Reply(Screen(Text("confirm.no")), turn.question.about)


QUESTIONS = (Asks(OUTSIDE, questions.of_choice(answered), _again, end_question),)
