"""What may be a report is asked about: nothing is sent before its sender says so, nothing is lost."""

from config.mechanism import OTHER
from handlers import report
from handlers.grammar import CONFIRM, Choose, Confirm, Skip
from handlers.turn import Reply, Turn
from sek_core import triage
from sek_core.screens import HazardName, Option, Screen, Text
from sek_core.understanding import Reading

ANSWERS = ("yes", "no")
_OPTIONS = tuple(Option(answer, Text(f"answer.{answer}")) for answer in ANSWERS)


def ask(turn: Turn, action: Confirm) -> Reply:
    """ "Is this a report of a flood?" The text is kept meanwhile, for people to see if no answer comes."""
    ref = triage.keep(turn.work, turn.inbox_id, turn.address, "may be a report")
    turn.ask(CONFIRM, ref, ANSWERS, draft=action.words)
    return Reply(Screen(_question(action.reading), _OPTIONS, skippable=True), ref)


def ask_again(turn: Turn) -> Screen:
    """The same once more, behind an answer that was none."""
    assert turn.question is not None
    reading = turn.work.core.reader.read(turn.question.draft, turn.counties)
    text = Text("question.again", {"question": _question(reading)})
    return Screen(text, _OPTIONS, skippable=True)


def _question(reading: Reading) -> Text:
    return Text("ask.confirm", {"hazard": HazardName(reading.hazard or OTHER)})


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Yes: the report goes its usual way. No, or 0: it stays as it was kept."""
    asked = turn.question
    assert asked is not None
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Choose) and action.value == "yes":
        triage.settle(turn.work, asked.about)
        return report.confirmed(turn, report.joined(asked.draft, action.rest))
    if isinstance(action, Choose):
        triage.settle(turn.work, asked.about)
    return Reply(Screen(Text("confirm.no")), asked.about)
