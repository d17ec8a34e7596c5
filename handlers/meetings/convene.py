"""MEETING, MOVE, CALL OFF, INVITE, MEETINGS START: convening by text. Every change is read back before any
invitee hears of it.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from config.rights import Deed, Guarded
from handlers.engine import disambiguation, proving, questions, refusals, second_text
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.language.words import REFERENCE
from handlers.meetings import addressing, series_by_text
from handlers.meetings.convene_texts import (
    _day,
    _hear,
    _not_read,
    _one_county,
    _question,
    _usual_venue,
    _wrong,
)
from sek_core.meetings import (
    convening,
    invitees,
    register,
    series,
    texts,
    waking,
    whom,
    wishes,
)
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.store.meetings import Meeting
from sek_core.store.states import MeetingStatus
from sek_core.understanding.tokens import forms_of

CONVENE = Kind(waking.QUESTION, "yes_or_no", labels="answer")
"""Is a meeting to be convened, moved, called off?"""


def meeting(turn: Turn, command: Command) -> Reply | None:
    """Convene a meeting or change a series: MEETING 3 Dec 9am County HQ; MEETING EVERY first Thursday
    9am ...
    """
    forms = forms_of(command.rest)
    if len(forms) == 1 and REFERENCE.fullmatch(forms[0]) and forms[0][0] == "m":  # "MEETING M1" asks for it
        return turn.registry.answer(turn, Command("status", forms[0].upper().replace("O", "0")))
    mine = turn.work.rights.counties(turn.sender, Deed.MEETING)
    if not mine:
        return refusals.not_for_them(turn, Deed.MEETING)
    everywhere = turn.work.configuration.mechanism.counties
    named = wishes.read(turn.work, command.rest, everywhere).counties
    if named and not set(named) & set(mine):
        said = Text("convene.not_there", {"county": Joined(named)})
        return refusals.with_those_who_may(turn, Deed.MEETING, "", said, named)
    habit = wishes.read_habit(turn.work, command.rest, mine)
    if habit is not None:
        return _every(turn, habit, mine)
    who = addressing.for_whom(turn, command.rest, mine)
    if isinstance(who, Reply):
        return who
    wish = wishes.read(turn.work, who.rest if who else command.rest, () if who and who.counties else mine)
    county = _one_county(wish.counties, mine)
    if (unread := _not_read(wish)) is not None:
        return unread
    if wish.day is None:
        return second_text.wait(turn, Reply(Screen(Text("convene.day"), max_segments=2)), command)
    if wish.hour is None:
        asked = Reply(Screen(Text("convene.time", {"day": _day(wish)}), max_segments=2))
        return second_text.wait(turn, asked, command)
    counties = list(who.counties if who and who.counties else filter(None, [county]))
    if not counties:
        return Reply(Screen(Text("convene.county", {"lines": Joined(tuple(mine))}), max_segments=2))
    starts_at = wishes.moment(turn.work, wish.day, wish.hour)
    group = who.group if who else ""
    venue = wish.venue or ("" if group or len(counties) > 1 else _usual_venue(turn, counties[0]))
    if (wrong := wishes.problem(turn.work, starts_at, venue)) is not None:
        return _wrong(turn, wrong, starts_at, venue)
    if group and not whom.members(turn.work, group, counties):
        args = {"group": whom.shown(group), "county": texts.places(turn.work, counties)}
        return Reply(Screen(Text("convene.empty_group", args), max_segments=2))
    beside = [each.ref for each in register.at_the_same_time(turn.work, counties, starts_at)]
    wanted = {"do": "meeting", "counties": counties, "whom": group, "beside": beside}
    return _ask(turn, wanted | {"at": starts_at.isoformat(), "venue": venue})


def move(turn: Turn, command: Command) -> Reply | None:
    """Move a meeting: MOVE M12 10 Dec 10am. Time, day and venue stay where the words do not give them."""
    which = _meant(turn, command, Deed.MOVE)
    if not isinstance(which, Meeting):
        return which
    wish = wishes.read(turn.work, command.rest, which.counties)
    if (unread := _not_read(wish, which.ref)) is not None:
        return unread
    if wish.day is None and wish.hour is None and not wish.venue:
        return Reply(Screen(Text("move.when", {"ref": which.ref})), which.ref)
    here = which.starts_at.astimezone(turn.work.configuration.mechanism.zone)
    starts_at = wishes.moment(turn.work, wish.day or here.date(), wish.hour or here.time())
    venue = wish.venue or which.venue
    if (wrong := wishes.problem(turn.work, starts_at, venue)) is not None:
        return _wrong(turn, wrong, starts_at, venue)
    if starts_at == which.starts_at and venue == which.venue:
        return Reply(Screen(Text("move.same", texts.facts(turn.work, which))), which.ref)
    wanted = {"do": "move", "ref": which.ref, "version": which.version}
    return _ask(turn, wanted | {"at": starts_at.isoformat(), "venue": venue})


def call_off(turn: Turn, command: Command) -> Reply | None:
    """Call a meeting off: CALL OFF M12 reason."""
    which = _meant(turn, command, Deed.CALL_OFF)
    if not isinstance(which, Meeting):
        return which
    wanted = {"do": "call_off", "ref": which.ref, "version": which.version}
    return _ask(turn, wanted | {"why": command.rest[: convening.LONGEST_VENUE]})


def invite(turn: Turn, command: Command) -> Reply | None:
    """Invite people, organisations, roles or groups: INVITE M12 who."""
    which = _meant(turn, command, Deed.INVITE)
    if not isinstance(which, Meeting):
        return which
    found = invitees.read(turn.work, command.rest, which.counties)
    if found.unclear:
        args: dict[str, Arg] = {"ref": which.ref, "name": found.unclear}
        if not found.candidates:
            return Reply(Screen(Text("invite.unknown", args), max_segments=2), which.ref)
        lines = tuple(
            f"INVITE {which.ref} {person.name}" for person in found.candidates[: disambiguation.CANDIDATES]
        )
        return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2), which.ref)
    if not found.people:
        return Reply(Screen(Text("invite.whom", {"ref": which.ref})), which.ref)
    ids = [person.id for person in found.people]
    return _ask(turn, {"do": "invite", "ref": which.ref, "people": ids})


def start(turn: Turn, command: Command) -> Reply | None:
    """Start a sleeping series: MEETINGS START Kitui. Read it back; a yes wakes it."""
    mine = turn.work.rights.counties(turn.sender, Deed.MEETING)
    if not mine:
        return refusals.not_for_them(turn, Deed.MEETING)
    said = set(forms_of(command.rest))
    named = [county for county in mine if set(forms_of(county)) <= said]
    found = waking.asleep(turn.work, named or mine)
    found = [plan for plan in found if forms_of(plan.series.id)[0] in said] or found
    if not found:
        return Reply(Screen(Text("wake.none")))
    if len({plan.county for plan in found}) > 1:
        lines = tuple(f"MEETINGS START {county}" for county in dict.fromkeys(plan.county for plan in found))
        return Reply(Screen(Text("which", {"lines": Joined(lines, "\n")}), max_segments=2))
    return _ask(turn, waking.question_draft(found[0]))


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Do the change on yes; drop it on no or 0. After "Yes, but ..." read it back again."""
    assert turn.question is not None
    wanted = _wanted(turn.question.draft)
    yes = isinstance(action, Choose) and action.value == "yes"
    if yes and isinstance(action, Choose) and action.rest:
        return _ask(turn, wanted)
    turn.work.conversations.answered(turn.party)
    if not yes and isinstance(action, Choose) and wanted["do"] == "wake":
        return series_by_text.decline(turn, wanted)
    if not yes:
        return Reply(Screen(Text("convene.dropped")), wanted.get("ref", ""))
    return _DO[wanted["do"]](turn, wanted)


def of_draft(turn: Turn, draft: str) -> Text:
    """Ask the question again."""
    return _question(turn, _wanted(draft))


def _wanted(draft: str) -> dict[str, Any]:
    """Return the change that was read back."""
    wanted: dict[str, Any] = json.loads(draft)
    if wanted["do"] == "meeting" and "counties" not in wanted:  # asked by an earlier version
        wanted |= {"counties": [wanted["county"]], "whom": "", "beside": []}
    return wanted


def _ask(turn: Turn, wanted: dict[str, Any]) -> Reply:
    turn.ask(CONVENE, wanted.get("ref", ""), choices=questions.YES_NO, draft=json.dumps(wanted))
    screen = Screen(_question(turn, wanted), questions.options(CONVENE, questions.YES_NO), max_segments=2)
    reply = Reply(screen, wanted.get("ref", ""))
    word = _GUARDED.get(wanted["do"])
    which = register.find(turn.work, wanted["ref"]) if word is Guarded.CALL_OFF else None
    if word is None or (which is not None and turn.work.now - which.created_at <= proving.FRESH):
        return reply
    return proving.guard(turn, word, reply, _reached(turn, wanted))


def _reached(turn: Turn, wanted: dict[str, Any]) -> int:
    """Return how many people a change reaches: those who are invited now, or were told of the meeting."""
    if wanted["do"] == "invite":
        return len(wanted["people"])
    which = register.find(turn.work, wanted["ref"])
    return len(invitees.ids_of_people_told(turn.work, which)) if which else 0


def _convene(turn: Turn, wanted: dict[str, Any]) -> Reply:
    work = turn.work
    at = datetime.fromisoformat(wanted["at"])
    if (wrong := wishes.problem(work, at, wanted["venue"])) is not None:  # the yes came late
        return _wrong(turn, wrong, at, wanted["venue"])
    if beside := convening.new_clashes(work, wanted["counties"], at, wanted["beside"]):
        return _ask(turn, wanted | {"beside": beside})
    made = convening.convene(
        work,
        wanted["counties"],
        at,
        wanted["venue"],
        convener=turn.sender,
        address=turn.address.value,
        whom=wanted["whom"],
    )
    return _done(turn, made, "convene.done")


def _move(turn: Turn, wanted: dict[str, Any]) -> Reply:
    which, at = register.locked(turn.work, wanted["ref"]), datetime.fromisoformat(wanted["at"])
    if which is None or which.version != wanted["version"] or which.status == MeetingStatus.CANCELLED:
        return _changed_meanwhile(turn, wanted["ref"])
    if (wrong := wishes.problem(turn.work, at, wanted["venue"])) is not None:
        return _wrong(turn, wrong, at, wanted["venue"])
    convening.move(turn.work, which, at, wanted["venue"], turn.sender, turn.address.value)
    return _done(turn, which, "move.done")


def _call_off(turn: Turn, wanted: dict[str, Any]) -> Reply:
    which = register.locked(turn.work, wanted["ref"])
    if which is None or which.version != wanted["version"] or which.status == MeetingStatus.CANCELLED:
        return _changed_meanwhile(turn, wanted["ref"])
    asked = len(invitees.ids_of_people_told(turn.work, which))
    convening.call_off(turn.work, which, wanted["why"], turn.sender, turn.address.value)
    facts = texts.facts(turn.work, which)
    said = Text("call_off.done", facts, n=asked) if asked else Text("call_off.done_early", facts)
    return Reply(Screen(said), which.ref)


def _invite(turn: Turn, wanted: dict[str, Any]) -> Reply:
    which = register.locked(turn.work, wanted["ref"])
    if which is None or which.status == MeetingStatus.CANCELLED or which.starts_at <= turn.work.now:
        return _changed_meanwhile(turn, wanted["ref"])
    people = turn.work.people.many(wanted["people"])
    added = convening.invite(turn.work, which, people, turn.sender, turn.address.value)
    return Reply(Screen(Text("invite.done", {"ref": which.ref}, n=len(added))), which.ref)


_GUARDED = {"call_off": Guarded.CALL_OFF, "move": Guarded.MOVE, "invite": Guarded.INVITE}

_DO = {
    "meeting": _convene,
    "move": _move,
    "call_off": _call_off,
    "invite": _invite,
    "every": series_by_text.change_series,
    "every_off": series_by_text.end_series,
    "wake": series_by_text.wake,
}


def _done(turn: Turn, which: Meeting, key: str) -> Reply:
    """Confirm the change, and say when the invitees hear of it."""
    work = turn.work
    plan = work.configuration.meetings.plan_of(which.series)
    at = which.starts_at - plan.invitation
    hear = Text("convene.now") if which.status == MeetingStatus.CALLED else _hear(turn, at)
    return Reply(Screen(Text(key, texts.facts(work, which) | {"hear": hear}), max_segments=2), which.ref)


def _every(turn: Turn, habit: wishes.Habit, mine: list[str]) -> Reply:
    county = _one_county(habit.counties, mine)
    if county is None:
        return Reply(Screen(Text("convene.county", {"lines": Joined(tuple(mine))}), max_segments=2))
    plan = series.of_county(turn.work, county)
    if plan is None:
        return Reply(Screen(Text("every.none", {"county": county})))
    if habit.off:
        return _ask(turn, {"do": "every_off", "county": county})
    if habit.rule is None:
        return Reply(Screen(Text("every.rule"), max_segments=2))
    venue = habit.venue or plan.venue
    if len(venue) > convening.LONGEST_VENUE:
        return _wrong(turn, "venue_long", turn.work.now, venue)
    hour = f"{habit.hour or plan.at:%H:%M}"
    wanted = {"do": "every", "county": county, "rule": habit.rule.written, "hour": hour, "venue": venue}
    return _ask(turn, wanted)


def _meant(turn: Turn, command: Command, deed: Deed) -> Meeting | Reply | None:
    """Return the coming meeting that the command is about, or a reply if the sender may not change it."""
    work, mine = turn.work, turn.work.rights.counties(turn.sender, deed)
    if not mine:
        return refusals.not_for_them(turn, deed)
    if command.ref is None:
        coming = [
            each
            for each in register.coming(work, mine)
            if each.starts_at > work.now and _covers(deed, mine, each)
        ]
        if len(coming) != 1:
            return disambiguation.one_meeting(turn, deed, coming, command.rest)
        return coming[0]
    which = register.find(work, command.ref)
    if which is None:
        return disambiguation.nothing_to(turn, command)
    if not _covers(deed, mine, which):
        return refusals.refused(turn, deed, which.ref, texts.facts(work, which))
    if which.status == MeetingStatus.CANCELLED:
        return Reply(texts.called_off_reply(turn.work, which), which.ref)
    if which.starts_at <= work.now:
        return Reply(Screen(Text("meeting.is_over", texts.facts(work, which))), which.ref)
    return which


def _covers(deed: Deed, mine: Sequence[str], which: Meeting) -> bool:
    """Return True if these counties are enough for the deed: all of the meeting's to move it or call it off,
    any of them to invite.
    """
    if deed == Deed.INVITE:
        return not set(which.counties).isdisjoint(mine)
    return set(which.counties) <= set(mine)


def _changed_meanwhile(turn: Turn, ref: str) -> Reply:
    which = register.find(turn.work, ref)
    if which is None:
        return disambiguation.nothing_to(turn, Command("move", ref))
    if which.status == MeetingStatus.CANCELLED:
        return Reply(texts.called_off_reply(turn.work, which), ref)
    return Reply(Screen(Text("convene.changed", texts.facts(turn.work, which)), max_segments=2), ref)


QUESTIONS = (
    Asks(
        CONVENE,
        questions.of_choice(answered),
        lambda turn, asked: of_draft(turn, asked.draft),
        questions.end_question,
    ),
)


WORDS = (
    Verb(
        "meeting",
        ("MEETING",),
        ("MKUTANO",),
        "text",
        "`MEETING 3 Dec 9am County HQ` convenes one in my county, read back before anyone is invited; "
        "`MEETING Kitui, Makueni 10 Dec 9am Wote` or `MEETING all ...` one for several counties, `MEETING "
        "clt ...` or `MEETING water group ...` one for a group; "
        "`MEETING EVERY first Thursday 9am County HQ` changes when the county always meets, `MEETING EVERY "
        "off` ends it",
        "{rights}",
        gives_way="to_report",
        whatever_follows=True,
    ),
    Verb(
        "move",
        ("MOVE",),
        ("HAMISHA", "AHIRISHA"),
        "text",
        "`MOVE M12 10 Dec 10am`: another time or place; every invitee is asked again",
        "{rights}",
        reference=True,
        gives_way="to_report",
    ),
    Verb(
        "call_off",
        ("CALL OFF",),
        ("FUTA",),
        "text",
        "`CALL OFF M12 reason`: it does not take place; all who were asked are told",
        "{rights}",
        reference=True,
    ),
    Verb(
        "invite",
        ("INVITE",),
        ("ALIKA",),
        "text",
        "`INVITE M12 FAO, Jane Mwende`: more guests, by name, organisation, role or group",
        "{rights}",
        reference=True,
    ),
)


COMMANDS = {
    ("meeting", ""): meeting,
    ("move", ""): move,
    ("move", "M"): move,
    ("call_off", ""): call_off,
    ("call_off", "M"): call_off,
    ("invite", ""): invite,
    ("invite", "M"): invite,
    ("cancel", "M"): call_off,
}
