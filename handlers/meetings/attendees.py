"""PRESENT with a list: attendees who were not invited, doubtful names, and a photo of the list."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.engine import questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Answer, Say
from handlers.language.kinds import Kind
from sek_core.inbox import attachments as stored_files
from sek_core.meetings import attendance, register, sheet, walk_ins
from sek_core.meetings.attendee_list import Attendees
from sek_core.meetings.walk_ins import Typed
from sek_core.messages.incoming import Attached
from sek_core.messages.plain_line import typed_title
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.store.meetings import Meeting
from sek_core.work.conversations import Question

ATTENDEES = Kind("attendees", takes="words", weighed=True)
"""Who is meant by each doubtful name of a list?"""

ASKED = 6
"""Maximum number of doubtful names in one question."""

NAMED = 12
"""Maximum number of names that the answer repeats."""


def record(turn: Turn, meeting: Meeting, said: Attendees) -> Reply:
    """Record the certain names at once, and ask about the doubtful ones in one message."""
    _enter(turn, meeting, said.people, said.new)
    asked, more = said.doubts[:ASKED], said.doubts[ASKED:]
    lines: list[Arg] = _lines(meeting, said)
    left = (*map(typed_title, said.unclear), *(doubt.typed.name for doubt in more))
    if left:
        lines.append(
            Text("attendees.unclear", {"names": Joined(tuple(left)), "ref": meeting.ref, "word": "PRESENT"})
        )
    if not asked:
        screen = Screen(joined(lines), max_segments=None, document=sheet.document(turn.work, meeting))
        return Reply(screen, meeting.ref)
    doubts = [
        {"n": doubt.number, "typed": _fields(doubt.typed), "people": [person.id for person in doubt.people]}
        for doubt in asked
    ]
    draft = json.dumps({"ref": meeting.ref, "doubts": doubts})
    turn.ask(ATTENDEES, meeting.ref, draft=draft)
    lines.append(_question(turn, draft))
    return Reply(Screen(joined(lines), max_segments=None), meeting.ref)


def answered(turn: Turn, action: Answer, _sure: bool) -> Reply | None:
    """Record the people whom the digits choose, one for each doubtful name in order."""
    question = turn.question
    assert question is not None
    meeting = register.find(turn.work, question.about)
    doubts: list[dict[str, Any]] = json.loads(question.draft)["doubts"]
    if not isinstance(action, Say) or meeting is None:
        turn.work.conversations.answered(turn.party)
        return Reply(Screen(Text("attendees.left", {"ref": question.about})), question.about)
    chosen = _chosen(action.words, doubts)
    if chosen is None:
        if any(map(str.isalpha, action.words)):
            refusals.keep(turn, "no answer about attendees")
        return Reply(questions.show_question_again(turn), meeting.ref)
    turn.work.conversations.answered(turn.party)
    pairs = list(zip(doubts, chosen, strict=True))
    ids = [doubt["people"][digit - 1] for doubt, digit in pairs if 0 < digit <= len(doubt["people"])]
    new = tuple(Typed(**doubt["typed"]) for doubt, digit in pairs if digit > len(doubt["people"]))
    people = tuple(turn.work.people.get(person_id) for person_id in ids)
    if not people and not new:
        return Reply(Screen(Text("attendees.left", {"ref": meeting.ref})), meeting.ref)
    _enter(turn, meeting, people, new)
    lines = _lines(meeting, Attendees(people, new))
    document = sheet.document(turn.work, meeting)
    return Reply(Screen(joined(lines), max_segments=None, document=document), meeting.ref)


def with_file(turn: Turn, meeting: Meeting, attached: Attached) -> Reply:
    """Keep a photo or document of a list with its meeting; the names in it must be typed."""
    work = turn.work
    stored_files.keep(work, turn.inbox_id, turn.address, attached, None, meeting.ref)
    most = work.configuration.mechanism.file_megabytes
    args: dict[str, Arg] = {"file": Text(f"file.{attached.kind}"), "ref": meeting.ref, "most": most}
    too_large = attached.size is not None and attached.size > most * 1024 * 1024
    key = "attendees.file_large" if too_large else "attendees.file"
    return Reply(Screen(Text(key, args), max_segments=2), meeting.ref)


def _enter(turn: Turn, meeting: Meeting, people: Sequence[Any], new: Sequence[Typed]) -> None:
    address = turn.address.value
    attendance.correct(turn.work, meeting, people, True, turn.sender, address)
    for typed in new:
        walk_ins.add(turn.work, meeting, typed, turn.sender, address)


def _chosen(words: str, doubts: Sequence[dict[str, Any]]) -> list[int] | None:
    """Return a number for each doubtful name, or None if the words are no such numbers."""
    parts = words.replace(",", " ").split()
    if not all(part.isdecimal() and len(part) == 1 for part in parts) or len(parts) != len(doubts):
        return None
    digits = [int(part) for part in parts]
    fits = all(digit <= len(doubt["people"]) + 1 for doubt, digit in zip(doubts, digits, strict=True))
    return digits if fits else None


def _lines(meeting: Meeting, said: Attendees) -> list[Arg]:
    lines: list[Arg] = []
    if said.people:
        names = [person.name for person in said.people]
        lines.append(Text("present.done", {"ref": meeting.ref, "who": _some(names)}))
    if said.new:
        names = [", ".join(filter(None, (one.name, one.title))) for one in said.new]
        lines.append(Text("attendees.new", {"ref": meeting.ref, "names": _some(names, "; ")}))
    return lines


def _some(names: Sequence[str], separator: str = ", ") -> Joined:
    more: Arg = Text("more.n", n=len(names) - NAMED) if len(names) > NAMED else ""
    return Joined((*names[:NAMED], more), separator)


def _question(turn: Turn, draft: str) -> Text:
    """Return "Who is meant? 3 Jane M.: 1 Jane Mutua 2 Jane Mueni 3 a new name"."""
    doubts: list[dict[str, Any]] = json.loads(draft)["doubts"]
    lines = tuple(_doubt(turn, doubt) for doubt in doubts)
    example = " ".join(str(1 + index % 2) for index in range(len(doubts)))
    return Text("attendees.ask", {"lines": Joined(lines, "\n"), "example": example}, n=len(doubts))


def _doubt(turn: Turn, doubt: dict[str, Any]) -> Text:
    names = [turn.work.people.get(person_id).name for person_id in doubt["people"]]
    options = tuple(f"{digit} {name}" for digit, name in enumerate(names, start=1))
    last = Text("attendees.option_new", {"number": str(len(names) + 1)})
    args: dict[str, Arg] = {"number": str(doubt["n"]), "name": doubt["typed"]["name"]}
    return Text("attendees.doubt", args | {"options": Joined((*options, last), " ")})


def _fields(typed: Typed) -> dict[str, str]:
    return {
        "name": typed.name,
        "title": typed.title,
        "organisation": typed.organisation,
        "email": typed.email,
    }


def joined(lines: Sequence[Arg]) -> Text:
    """Return the lines as one text."""
    return Text("attendees.lines", {"lines": Joined(tuple(lines), "\n")})


def _shown(turn: Turn, question: Question) -> Text:
    return _question(turn, question.draft)


QUESTIONS = (Asks(ATTENDEES, answered, _shown, questions.end_question),)
