"""GUEST: guests who are invited to the meetings of a county from now on, without a place on the roster."""

import json
from typing import Any

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.meetings import convening, guest_text, register, regulars, texts
from sek_core.meetings.guest_text import GuestText
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.store.meetings import RegularGuest
from sek_core.store.states import MeetingStatus
from sek_core.wording import phrases

ADD_GUEST = Kind("guest", "yes_or_no", labels="answer")
"""Is this guest to be invited from now on?"""


def guest(turn: Turn, command: Command) -> Reply | None:
    """Add a guest (GUEST Kitui county communication director +254...), list them, or end it."""
    said = guest_text.read(turn.work.configuration, command.rest)
    assert said is not None  # the grammar reads no other text as GUEST
    if not turn.may(Deed.GUEST):
        return refusals.not_for_them(turn, Deed.GUEST)
    counties = [said.county] if said.county else turn.work.configuration.mechanism.counties
    if forbidden := [county for county in counties if not turn.may(Deed.GUEST, [county])]:
        return Reply(Screen(Text("convene.not_all", {"counties": Joined(tuple(forbidden))}), max_segments=2))
    if said.does == "list":
        return _list(turn, said.county)
    if said.does == "remove":
        return _remove(turn, said)
    if not said.number:
        return Reply(Screen(Text("guest.no_number", {"number": said.typed})))
    wanted = {"county": said.county, "series": said.series, "name": said.name, "number": said.number}
    return _ask(turn, wanted)


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Add the guest on yes, and ask them about the meetings for which the others have been asked."""
    assert turn.question is not None
    wanted: dict[str, Any] = json.loads(turn.question.draft)
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose) or action.value != "yes":
        return Reply(Screen(Text("convene.dropped")))
    work, county, address = turn.work, wanted["county"], turn.address.value
    person = regulars.person_with_number(work, wanted["number"], wanted["name"])
    args = _args(turn, wanted) | {"who": person.name}
    if not regulars.add(work, person, county, wanted["series"], turn.sender, address):
        return Reply(Screen(Text("guest.already", args), max_segments=2))
    asked = [
        meeting.ref
        for meeting in register.coming(work, [county] if county else work.configuration.mechanism.counties)
        if meeting.status == MeetingStatus.CALLED
        and not meeting.whom
        and wanted["series"] in ("", meeting.series)
        and meeting.starts_at > work.now
        and convening.invite(work, meeting, [person], turn.sender, address)
    ]
    args["now"] = Text("guest.asked_now", {"refs": Joined(tuple(asked))}) if asked else ""
    return Reply(Screen(Text("guest.done", args), max_segments=2))


def _ask(turn: Turn, wanted: dict[str, Any]) -> Reply:
    turn.ask(ADD_GUEST, choices=questions.YES_NO, draft=json.dumps(wanted))
    options = questions.options(ADD_GUEST, questions.YES_NO)
    return Reply(Screen(_question(turn, wanted), options, max_segments=2))


def _question(turn: Turn, wanted: dict[str, Any]) -> Text:
    """Return who the guest is, and to what they would be invited."""
    known = turn.work.people.by_number(wanted["number"])
    if known is None:
        return Text("guest.ask", _args(turn, wanted))
    return Text("guest.ask_known", _args(turn, wanted) | {"who": phrases.named(known)})


def _args(turn: Turn, wanted: dict[str, Any]) -> dict[str, Arg]:
    return {
        "name": wanted["name"],
        "number": wanted["number"],
        "series": _series(turn, wanted["series"]),
        "county": wanted["county"] or Text("meeting.all_counties"),
        "word": wanted["county"] or "all",
    }


def _series(turn: Turn, series: str) -> Arg:
    return texts.name(turn.work, series) if series else Text("guest.all_meetings")


def _list(turn: Turn, county: str | None) -> Reply:
    """List the guests of a county, and those of all counties behind them."""
    found = [*regulars.of_county(turn.work, county), *regulars.of_county(turn.work, None)]
    args: dict[str, Arg] = {"county": county or ""}
    if not found:
        return Reply(Screen(Text("guest.none", args), max_segments=2))
    lines = Joined(tuple(_line(turn, row) for row in found), "\n")
    return Reply(Screen(Text("guest.list", args | {"lines": lines}), max_segments=None))


def _line(turn: Turn, row: RegularGuest) -> Text:
    where: Arg = row.county or Text("meeting.all_counties")
    args: dict[str, Arg] = {"name": phrases.name_of(turn.work.people.get(row.person_id)), "county": where}
    return Text("guest.line", args | {"series": _series(turn, row.series)})


def _remove(turn: Turn, said: GuestText) -> Reply:
    work = turn.work
    found = regulars.named(work, said.county, said.name)
    county: Arg = said.county or Text("meeting.all_counties")
    args: dict[str, Arg] = {"name": said.name, "county": county, "word": said.county or "all"}
    if not found:
        return Reply(Screen(Text("guest.unknown", args), max_segments=2))
    people = {row.person_id: work.people.get(row.person_id) for row in found}
    if len(people) > 1:
        lines = tuple(f"GUEST {args['word']} remove {person.name}" for person in people.values())
        return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2))
    for row in found:
        regulars.end(work, row, turn.sender, turn.address.value)
    return Reply(Screen(Text("guest.ended", args | {"name": next(iter(people.values())).name})))


QUESTIONS = (
    Asks(
        ADD_GUEST,
        questions.of_choice(answered),
        lambda turn, question: _question(turn, json.loads(question.draft)),
        questions.end_question,
    ),
)
WORDS = (
    Verb(
        "guest",
        ("GUEST",),
        ("MGENI",),
        "text",
        "`GUEST Kitui county communication director` and a telephone number: invites them by SMS to each "
        "meeting of the county from now on; `GUEST Kitui monthly ...` only to a series, `GUEST all ...` in "
        "all counties; `GUEST Kitui` lists the guests, `GUEST Kitui remove` and the name ends it",
        "{rights}",
        exact=True,
    ),
)
COMMANDS = {("guest", ""): guest}
