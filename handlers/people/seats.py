"""NOMINATE and APPOINT: people for the seats of a county, by who owes them; RLA or the chair confirms."""

import json
from dataclasses import asdict

from config.rights import Deed, Guarded
from config.sections import OF_A_COUNTY
from handlers.engine import proving, questions, refusals
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.messages.screens import Arg, Joined, Moment, Screen, Text
from sek_core.roster.roles import Role
from sek_core.seats import confirming, nominating, owing, seat_text
from sek_core.seats.nominating import Decided, Nominee
from sek_core.seats.seat_text import SeatText
from sek_core.store.states import NominationStatus
from sek_core.wording import phrases
from sek_core.work.conversations import Question

NOMINATE = Kind("nominate", "yes_or_no", labels="answer")
"""Is this person to be nominated?"""

CONFIRM = Kind(confirming.QUESTION, "yes_or_no", labels="answer", lasts="while_last", skippable=False)
"""Is a nominee to be put on the roster?"""


def nominate(turn: Turn, command: Command) -> Reply | None:
    """Read back a nomination; or take the decision about one: "NOMINATE 3 yes"."""
    if decided := seat_text.decision(command.rest):
        return _decide(turn, *decided)
    said = seat_text.read(turn.work.configuration, command.rest)
    assert said is not None  # the grammar reads no other text as NOMINATE
    return _propose(turn, said, Deed.NOMINATE)


def appoint(turn: Turn, command: Command) -> Reply | None:
    """Read back whom a county appoints for a sector."""
    if decided := seat_text.decision(command.rest):
        return _decide(turn, *decided)
    said = seat_text.read(turn.work.configuration, command.rest, appoints=True)
    assert said is not None  # the grammar reads no other text as APPOINT
    return _propose(turn, said, Deed.APPOINT)


def _propose(turn: Turn, said: SeatText, deed: Deed) -> Reply | None:
    work = turn.work
    counties = [said.county] if said.county else ()
    if not turn.may(deed, counties or None):
        return refusals.not_for_them(turn, deed, counties)
    if said.role is None or said.county is None or owing.row_of(work, said.role, said.county) is None:
        return Reply(_unclear(turn, said, deed))
    if owing.deed_of(said.role) != deed:
        return Reply(Screen(Text("nominate.by_appoint"), max_segments=2))
    nominee = Nominee(said.name, said.number, said.role, said.county, said.sector)
    if not owing.may(work, turn.sender, nominee.role, nominee.county):
        return _not_theirs(turn, nominee, deed)
    if not said.number:
        return Reply(Screen(Text("nominate.no_number", {"number": said.typed}), max_segments=2))
    if wrong := _wrong(turn, nominee):
        return Reply(wrong)
    turn.ask(NOMINATE, choices=questions.YES_NO, draft=json.dumps(asdict(nominee)))
    options = questions.options(NOMINATE, questions.YES_NO)
    reply = Reply(Screen(_question(turn, nominee), options, max_segments=2))
    return proving.guard(turn, Guarded(deed.value), reply)


def _unclear(turn: Turn, said: SeatText, deed: Deed) -> Screen:
    """Say which counties, roles or sectors there are."""
    configuration = turn.work.configuration
    if said.county is None:
        counties = Joined(tuple(configuration.mechanism.counties))
        return Screen(Text("nominate.no_county", {"lines": counties, "word": deed.value}), max_segments=2)
    if deed == Deed.APPOINT:
        sectors = tuple(nominating.sector_name(turn.work, each) for each in configuration.sectors)
        return Screen(Text("appoint.no_sector", {"lines": Joined(sectors)}), max_segments=2)
    named = {row.role for row in configuration.mechanism.seats if row.role != Role.SECTOR_REP}
    roles = tuple(phrases.role_of(turn.work, role) for role in OF_A_COUNTY if role in named)
    args: dict[str, Arg] = {"lines": Joined(roles), "county": said.county}
    return Screen(Text("nominate.no_role" if roles else "nominate.no_seats", args), max_segments=2)


def _not_theirs(turn: Turn, nominee: Nominee, deed: Deed) -> Reply:
    """Refuse a seat that others owe: say who, and offer to pass the words on. The text is kept."""
    row = owing.row_of(turn.work, nominee.role, nominee.county)
    assert row is not None
    args = _args(turn, nominee) | {"organisation": owing.owner_of(turn.work, row)}
    said = Text("nominate.not_yours", args)
    own = refusals.keep(turn, "not for them")
    return refusals.with_those_who_may(turn, deed, own, said, [nominee.county], own)


def _wrong(turn: Turn, nominee: Nominee) -> Screen | None:
    """Return why nobody can be nominated for this seat now."""
    why, name = nominating.wrong(turn.work, nominee)
    if not why:
        return None
    full = why == "filled" and nominee.role == Role.CLT_MEMBER
    args = _args(turn, nominee) | {"who": name, "whole": turn.work.configuration.mechanism.clt_seats}
    return Screen(Text("nominate.clt_full" if full else f"nominate.{why}", args), max_segments=2)


def _args(turn: Turn, nominee: Nominee) -> dict[str, Arg]:
    return {
        "name": nominee.name,
        "number": nominee.number,
        "role": nominating.role_and_sector(turn.work, nominee.role, nominee.sector),
        "county": nominee.county,
    }


def _question(turn: Turn, nominee: Nominee) -> Text:
    """Return the nomination as it is read back. A known number is the same person."""
    known = turn.work.people.by_number(nominee.number)
    if known is None:
        return Text("nominate.ask", _args(turn, nominee))
    return Text("nominate.ask_known", _args(turn, nominee) | {"who": phrases.named(known)})


def _shown(turn: Turn, question: Question) -> Text:
    return _question(turn, Nominee(**json.loads(question.draft)))


def _answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Enter the nomination on yes. The clock then asks those who confirm it."""
    assert turn.question is not None
    work, nominee = turn.work, Nominee(**json.loads(turn.question.draft))
    work.conversations.answered(turn.party)
    if not isinstance(action, Choose) or action.value != "yes":
        return Reply(Screen(Text("nominate.dropped")))
    if not owing.may(work, turn.sender, nominee.role, nominee.county):  # the roster has changed since
        return Reply(Screen(Text("nominate.dropped")))
    entered = (wrong := _wrong(turn, nominee)) is None and nominating.nominate(
        work, nominee, turn.sender, turn.address.value
    )
    if not entered:
        wrong = wrong or _wrong(turn, nominee)
        return Reply(wrong or Screen(Text("nominate.dropped")))
    return Reply(Screen(Text("nominate.done", _args(turn, nominee)), max_segments=2))


def _decide(turn: Turn, number: int, yes: bool) -> Reply | None:
    """Confirm or refuse a nomination by its number. A no also stops a confirmed one before it starts."""
    if not yes and (stopped := _stopped(turn, number)):
        return stopped
    if not turn.may(Deed.SEAT):
        return refusals.not_for_them(turn, Deed.SEAT)
    if yes and (first := _first(turn, number)):
        return first
    decided = nominating.decide(turn.work, number, turn.sender, turn.address.value, yes=yes)
    return Reply(_decided(turn, decided, number))


def _first(turn: Turn, number: int) -> Reply | None:
    """Ask for a proof before a nominee gets a role, where that needs one."""
    nomination = nominating.find(turn.work, number)
    if nomination is None or nomination.status != NominationStatus.OPEN:
        return None
    if not nominating.may_decide(turn.work, turn.sender, nomination):
        return None
    sure = Text("seat.sure", nominating.args_of(turn.work, nomination))
    return proving.first(turn, Guarded.SEAT, Command("nominate", None, f"{number} yes"), sure)


def _stopped(turn: Turn, number: int) -> Reply | None:
    done = nominating.stop(turn.work, number, turn.sender, turn.address.value)
    if done in ("none", "not yours"):
        return None
    nomination = nominating.find(turn.work, number)
    assert nomination is not None
    args = nominating.args_of(turn.work, nomination)
    return Reply(Screen(Text(f"seat.stop.{done}", args), max_segments=2))


def _decided(turn: Turn, decided: Decided, number: int) -> Screen:
    nomination = decided.nomination
    if nomination is None:
        return Screen(Text("seat.unknown", {"nomination": number}))
    args = nominating.args_of(turn.work, nomination)
    if decided.result == "own":
        return Screen(Text("seat.own", args), max_segments=2)
    by = nomination.settled_by_id
    if decided.result == "already" and by is not None and nomination.settled_at is not None:
        who = phrases.named(turn.work.people.get(by))
        args |= {"who": who, "time": Moment(nomination.settled_at)}
        return Screen(Text(f"seat.already_{nomination.status}", args), max_segments=2)
    if nomination.status == NominationStatus.DROPPED:
        return Screen(Text("seat.dropped", args), max_segments=2)
    confirmed = nomination.status == NominationStatus.CONFIRMED
    if confirmed and (at := nominating.starts_at(turn.work, number)) is not None:
        return Screen(Text("seat.confirmed_later", args | {"time": Moment(at)}), max_segments=2)
    return Screen(Text("seat.confirmed" if confirmed else "seat.refused", args), max_segments=2)


def _confirmed(turn: Turn, action: Choose | Skip) -> Reply | None:
    """Handle the digit of a person who was asked to confirm."""
    assert turn.question is not None
    number = int(turn.question.draft)
    turn.work.conversations.answered(turn.party)
    return _decide(turn, number, isinstance(action, Choose) and action.value == "yes")


def _confirm_shown(turn: Turn, question: Question) -> Text:
    nomination = nominating.find(turn.work, int(question.draft))
    if nomination is None:
        return Text("seat.unknown", {"nomination": question.draft})
    return confirming.question(turn.work, nomination, digits=True)


QUESTIONS = (
    Asks(NOMINATE, questions.of_choice(_answered), _shown, questions.end_question),
    Asks(CONFIRM, questions.of_choice(_confirmed), _confirm_shown, questions.end_question),
)
WORDS = (
    Verb(
        "nominate",
        ("NOMINATE",),
        ("TEUA",),
        "text",
        "`NOMINATE Jane Mutua +254... deputy Kitui`: nominates a person for a vacant seat, read back first; "
        "`NOMINATE 3 yes`, or `no`, confirms or refuses nomination 3. Only with a name, a telephone number, "
        "a role and a county",
        "who owes the seat (`seats` in `mechanism.yaml`); RLA and the chair where nobody does; they confirm",
        exact=True,
        labels=True,
    ),
    Verb(
        "appoint",
        ("APPOINT",),
        ("CHAGUA",),
        "text",
        "`APPOINT Jane Mutua +254... water Kitui`: the same for the representative of a sector",
        "{rights}",
        exact=True,
        labels=True,
    ),
)
COMMANDS = {("nominate", ""): nominate, ("appoint", ""): appoint}
