"""Decisions: lines of minutes are offered to the person who gave them, and kept; DECISIONS lists them."""

import json
from collections.abc import Sequence
from dataclasses import replace

from config.rights import Deed
from handlers.engine import questions
from handlers.engine.disambiguation import unknown
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Answer, Choose, Command
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.meetings import answers, decisions, register
from sek_core.messages.screens import Arg, Joined, Option, Screen, Text
from sek_core.store.meetings import Meeting
from sek_core.store.questions import Decision
from sek_core.tasks import assigning, tasks
from sek_core.understanding.tokens import fold
from sek_core.wording import phrases
from sek_core.work.conversations import Question

DECIDE = Kind("decide", aside=True, labels="decisions", skip="decisions.none_kept")
"""Are lines of the minutes to be kept as decisions?"""

DECIDE_WHICH = Kind("decide_which", several=True, aside=True, skip="decisions.none_kept")
"""Which of the lines?"""

ALL_OR_SOME = ("all", "choose")


def offer(turn: Turn, meeting: Meeting, words: str, reply: Reply) -> Reply:
    """Offer the decisions in minutes behind the answer that they were given."""
    lines = decisions.lines_of(words)
    if not lines:
        return reply
    turn.ask(DECIDE, meeting.ref, choices=ALL_OR_SOME, draft=json.dumps(lines))
    text = Text("ask", {"said": reply.screen.text, "question": _found(lines)})
    options = questions.options(DECIDE, ALL_OR_SOME)
    screen = replace(
        reply.screen, text=text, options=options, skippable=True, skip=DECIDE.skip, max_segments=None
    )
    return replace(reply, screen=screen)


def _found(lines: Sequence[str]) -> Text:
    return Text("decisions.found", {"lines": f'"{lines[0]}"'} if len(lines) == 1 else {}, n=len(lines))


def _answered(turn: Turn, action: Answer, _sure: bool) -> Reply:
    question = turn.question
    assert question is not None
    ref, lines = question.about, json.loads(question.draft)
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose):
        return Reply(Screen(Text("decisions.dropped", {"ref": ref})), ref)
    if action.value == "choose":
        numbers = tuple(str(number) for number, _ in enumerate(lines, 1))
        turn.ask(DECIDE_WHICH, ref, choices=numbers, draft=question.draft)
        return Reply(Screen(_which(lines), skippable=True, skip=DECIDE.skip, max_segments=None), ref)
    return _keep(turn, ref, lines)


def _which(lines: Sequence[str]) -> Text:
    shown = tuple(
        Text("decisions.line", {"number": number, "words": line}) for number, line in enumerate(lines, 1)
    )
    return Text("decisions.which", {"lines": Joined(shown, "\n")})


def _chosen(turn: Turn, action: Answer, _sure: bool) -> Reply:
    question = turn.question
    assert question is not None
    ref, lines = question.about, json.loads(question.draft)
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose):
        return Reply(Screen(Text("decisions.dropped", {"ref": ref})), ref)
    return _keep(turn, ref, [lines[int(number) - 1] for number in action.value.split()])


def _keep(turn: Turn, ref: str, lines: Sequence[str]) -> Reply:
    """Keep lines as decisions; give a task of each line that names one person."""
    meeting = register.find(turn.work, ref)
    if meeting is None:
        return Reply(Screen(unknown(ref)))
    decisions.keep(turn.work, meeting, turn.sender, lines, turn.address.value)
    refs = [given for line in lines if (given := _task(turn, meeting, line))]
    state: Arg = Text("decisions.tasks", {"refs": ", ".join(refs)}, n=len(refs)) if refs else phrases.EMPTY
    args: dict[str, Arg] = {"ref": ref, "state": state}
    return Reply(Screen(Text("decisions.kept", args, n=len(lines)), max_segments=2), ref)


def _task(turn: Turn, meeting: Meeting, line: str) -> str | None:
    """Give the task of a line such as "Jane to repair the borehole by 12 Dec"; return its reference."""
    work = turn.work
    if not turn.may(Deed.TASK, [meeting.county]):
        return None
    said = assigning.read(work, turn.sender, decisions.without_label(line), [meeting.county])
    if len(said.people) != 1 or not said.what:
        return None
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    day = said.day if said.day and today <= said.day <= today + tasks.FURTHEST else None
    given = tasks.give(
        work, turn.sender, said.people[0], said.what, day, meeting.county, meeting.ref, turn.address.value
    )
    return given.task.ref


def listing(turn: Turn, command: Command) -> Reply:
    """List the decisions of a meeting or of a county, to people with a role for it and to invitees."""
    work = turn.work
    if command.ref is not None:
        meeting = register.find(work, command.ref)
        if meeting is None:
            return Reply(Screen(unknown(command.ref)))
        if not answers.is_for(work, meeting.ref, turn.sender):
            return Reply(Screen(Text("ref.forbidden", {"ref": meeting.ref})), meeting.ref)
        return _list(turn, meeting.ref, decisions.of_meeting(work, meeting.ref))
    said = fold(command.rest.strip(" ,.:?"))
    own = turn.counties
    county = next((each for each in own if fold(each) == said), None)
    if county is None and not said and len(own) == 1:
        county = own[0]
    if county is None:
        return Reply(Screen(Text("decisions.whose")))
    return _list(turn, county, decisions.of_county(work, county))


def _list(turn: Turn, name: str, found: Sequence[Decision]) -> Reply:
    if not found:
        return Reply(Screen(Text("decisions.nothing", {"name": name}), max_segments=2))
    zone = turn.work.configuration.mechanism.zone
    lines = tuple(
        Text(
            "decisions.item",
            {
                "ref": each.meeting_ref,
                "day": phrases.day(each.created_at.astimezone(zone).date()),
                "words": each.text,
            },
        )
        for each in found
    )
    text = Text("decisions.listed", {"name": name, "lines": Joined(lines, "\n")})
    return Reply(Screen(text, max_segments=None))


def _shown(_turn: Turn, question: Question) -> Text:
    return _found(json.loads(question.draft))


QUESTIONS = (
    Asks(DECIDE, _answered, _shown, questions.end_question),
    Asks(
        DECIDE_WHICH,
        _chosen,
        lambda _turn, question: _which(json.loads(question.draft)),
        questions.end_question,
        lambda _question: tuple[Option, ...](),
    ),
)
WORDS = (
    Verb(
        "decisions",
        ("DECISIONS",),
        ("MAAMUZI",),
        "text",
        "`DECISIONS Kitui`, `DECISIONS M7`: what meetings of a county, or one meeting, decided",
        "invitees and people with a role in the county",
        reference=True,
        gives_way="to_hazard",
    ),
)
COMMANDS = {("decisions", ""): listing, ("decisions", "M"): listing}
