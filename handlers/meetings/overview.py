"""MEETINGS, STATUS M12, AGENDA, ITEM, NUDGE: what a sender may see of meetings, and what one adds."""

from collections.abc import Sequence
from dataclasses import replace

from config.rights import Deed
from handlers.engine import disambiguation, refusals, second_text
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from handlers.meetings import convene, rsvp
from sek_core.meetings import (
    agenda,
    answers,
    attendance,
    headcount,
    invitations,
    links,
    register,
    texts,
    waking,
    walk_ins,
)
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.store.meetings import Meeting
from sek_core.store.states import MeetingStatus
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

LISTED = 4

LINK = frozenset({"link", "calendar", "kiungo", "kalenda"})

NEW = frozenset({"new", "mpya"})

START = frozenset({"start", "begin", "anza", "anzisha"})


def listing(turn: Turn, command: Command) -> Reply | None:
    """List the next meetings of the sender's counties, or of the one named. MEETINGS LINK: give the
    calendar's address; NEW LINK: a new one. MEETINGS START: start a sleeping series.
    """
    said = set(forms_of(command.rest))
    if said & START:
        return convene.start(turn, command)
    if said & LINK or said & NEW:
        return _link(turn, bool(said & NEW))
    named = [county for county in turn.counties if set(forms_of(county)) <= said] or turn.counties
    coming = register.coming(turn.work, named)
    asleep = _asleep(turn, named)
    if not coming:
        return Reply(Screen(asleep or Text("meetings.none"), max_segments=None))
    lines = tuple(_line(turn, meeting) for meeting in coming[:LISTED])
    link = links.of_person(turn.work, turn.sender) if turn.channel.is_roomy else ""
    hint = Text("meetings.calendar", {"link": link}) if link else None
    listed = Text("meetings", {"lines": Joined((*lines, *([asleep] if asleep else [])), "\n")})
    return Reply(Screen(listed, max_segments=None, hint=hint))


def _asleep(turn: Turn, counties: Sequence[str]) -> Text | None:
    """Return which series are asleep; tell a convener how to start them."""
    plans = waking.asleep(turn.work, counties)
    if not plans:
        return None
    titles = Joined(tuple(waking.title(turn.work, plan) for plan in plans))
    mine = turn.may(Deed.MEETING, [plan.county for plan in plans])
    return Text("meetings.asleep" if mine else "meetings.asleep_others", {"titles": titles})


def _link(turn: Turn, new: bool) -> Reply:
    """Give the private address of the sender's calendar, or a new one in its place."""
    address = links.revoke if new else links.of_person
    link = address(turn.work, turn.sender) if turn.work.core.public_url else ""
    if not link:
        return Reply(Screen(Text("meetings.no_link")))
    return Reply(Screen(Text("meetings.link", {"link": link}), max_segments=None))


def status(turn: Turn, command: Command) -> Reply:
    """Show when and where a meeting is and who comes; afterwards, who came."""
    meeting = _seen(turn, command, "STATUS")
    if isinstance(meeting, Reply):
        return meeting
    work, args = turn.work, texts.facts(turn.work, meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        return Reply(texts.called_off_reply(turn.work, meeting), meeting.ref)
    args["mine"] = _mine(turn, meeting)
    if work.now > meeting.starts_at + work.configuration.meetings.here.after:
        return Reply(
            Screen(Text("meeting.was", args | _attended(turn, meeting)), max_segments=2), meeting.ref
        )
    if meeting.status == MeetingStatus.PLANNED:
        plan = work.configuration.meetings.plan_of(meeting.series)
        asked = texts.when(work, meeting.starts_at - plan.invitation)
        return Reply(Screen(Text("meeting.planned", args | {"asked": asked}), max_segments=2), meeting.ref)
    args["count"] = headcount.counted(work, meeting, ("yes", "no", "maybe", "silent"))
    args["here"] = _here_now(turn, meeting)
    actions = phrases.actions(meeting.ref, "agenda")
    segments = headcount.segments(meeting)
    return Reply(Screen(Text("meeting.status", args), max_segments=segments, actions=actions), meeting.ref)


def list_meeting_verbs(turn: Turn, command: Command) -> Reply:
    """List the verbs that go with a meeting, after one that does not."""
    return Reply(Screen(Text("meeting.what", {"ref": command.ref or ""}), max_segments=2), command.ref or "")


def note(turn: Turn, command: Command) -> Reply:
    """Keep words beside a meeting's reference as a note to the sender's answer, for the convener to read."""
    meeting = _seen(turn, command, "NOTE")
    if isinstance(meeting, Reply):
        return meeting
    ref = meeting.ref
    if not command.rest and turn.may(Deed.MEETING, meeting.counties):
        return _notes(turn, meeting)
    if not command.rest or answers.invitation(turn.work, ref, turn.sender) is None:
        return Reply(Screen(Text("meeting.what", {"ref": ref}), max_segments=2), ref)
    answers.add_note(turn.work, meeting, turn.sender, command.rest, turn.address.value)
    return Reply(Screen(Text("meeting.noted", {"ref": ref})), ref)


def _notes(turn: Turn, meeting: Meeting) -> Reply:
    """Show the convener the notes beside the answers."""
    lines = tuple(
        Text(
            "meeting.note_line",
            {
                "who": phrases.named(guest.person),
                "answer": Text(f"answer.{guest.answer}") if guest.answer else "-",
                "words": guest.note,
            },
        )
        for guest in headcount.guests(turn.work, meeting)
        if guest.note
    )
    if not lines:
        return Reply(Screen(Text("meeting.no_notes", {"ref": meeting.ref})), meeting.ref)
    args: dict[str, Arg] = {"ref": meeting.ref, "lines": Joined(lines, "\n")}
    return Reply(Screen(Text("meeting.notes", args), max_segments=None), meeting.ref)


def show_agenda(turn: Turn, command: Command) -> Reply:
    """Show the agenda of a meeting: AGENDA M12."""
    meeting = _seen(turn, command, "AGENDA")
    if isinstance(meeting, Reply):
        return meeting
    lines = agenda.lines(turn.work, meeting)
    args = texts.facts(turn.work, meeting)
    if not lines:
        return Reply(Screen(Text("agenda.empty", args)), meeting.ref)
    text = Text("agenda", args | {"lines": Joined(lines, "\n")})
    return Reply(Screen(text, max_segments=None), meeting.ref)


def item(turn: Turn, command: Command) -> Reply:
    """Add an item to the agenda: ITEM M12 borehole repairs in Kyuso."""
    meeting = _seen(turn, command, "ITEM")
    if isinstance(meeting, Reply):
        return meeting
    if meeting.status == MeetingStatus.CANCELLED:
        return Reply(texts.called_off_reply(turn.work, meeting), meeting.ref)
    if register.is_over(turn.work, meeting):
        return Reply(Screen(Text("meeting.is_over", texts.facts(turn.work, meeting))), meeting.ref)
    if not command.rest:
        asked = Reply(Screen(Text("item.what", {"ref": meeting.ref})), meeting.ref)
        return second_text.wait(turn, asked, replace(command, ref=meeting.ref))
    if not agenda.propose(turn.work, meeting, turn.sender, command.rest, turn.address.value):
        return Reply(Screen(Text("item.there", {"ref": meeting.ref})), meeting.ref)
    long = len(command.rest) > agenda.LONGEST_ITEM
    text = Text("item.cut" if long else "item.done", {"ref": meeting.ref, "most": agenda.LONGEST_ITEM})
    quote = command.rest[: agenda.LONGEST_ITEM]
    return Reply(Screen(text, quote=quote, max_segments=2), meeting.ref)


def nudge(turn: Turn, command: Command) -> Reply:
    """Ask the invitees without an answer again, once a day: NUDGE M12."""
    meeting = _seen(turn, command, "NUDGE")
    if isinstance(meeting, Reply):
        return meeting
    args = texts.facts(turn.work, meeting)
    if not turn.may(Deed.NUDGE, meeting.counties):
        return refusals.refused(turn, Deed.NUDGE, meeting.ref, args)
    if meeting.status != MeetingStatus.CALLED or meeting.starts_at <= turn.work.now:
        if meeting.status == MeetingStatus.CANCELLED:
            return Reply(texts.called_off_reply(turn.work, meeting), meeting.ref)
        key = "nudge_meeting.early" if meeting.status == MeetingStatus.PLANNED else "meeting.is_over"
        return Reply(Screen(Text(key, args)), meeting.ref)
    silent = invitations.nudge(turn.work, meeting)
    if silent is None:
        return Reply(Screen(Text("nudge_meeting.today", args)), meeting.ref)
    key = "nudge_meeting.done" if silent else "nudge_meeting.none"
    return Reply(Screen(Text(key, args, n=silent or None)), meeting.ref)


def _seen(turn: Turn, command: Command, word: str) -> Meeting | Reply:
    """Return the meeting that the command is about, or a reply if there is none or the sender may not
    see it.
    """
    if command.ref is None:
        coming = [each for each in register.coming(turn.work, turn.counties) if _is_mine(turn, each)]
        if len(coming) == 1 or (coming and word in ("AGENDA", "ITEM") and len(turn.counties) == 1):
            return coming[0]
        if not coming:
            return Reply(Screen(Text("meetings.none")))
        return disambiguation.one_meeting(turn, word, coming, command.rest)
    meeting = register.find(turn.work, command.ref)
    if meeting is None:
        return disambiguation.nothing_to(turn, replace(command, ref=command.ref))
    if not answers.is_for(turn.work, meeting.ref, turn.sender):
        return Reply(Screen(Text("meeting.not_for_you", {"ref": meeting.ref})), meeting.ref)
    return meeting


def _is_mine(turn: Turn, meeting: Meeting) -> bool:
    return not set(meeting.counties).isdisjoint(turn.counties)


def _line(turn: Turn, meeting: Meeting) -> Joined:
    mine = answers.invitation(turn.work, meeting.ref, turn.sender)
    said = Text("meetings.you", {"answer": Text(f"answer.{mine.answer}")}) if mine and mine.answer else ""
    return Joined((texts.line(turn.work, meeting), said), " ")


def _mine(turn: Turn, meeting: Meeting) -> Arg:
    mine = answers.invitation(turn.work, meeting.ref, turn.sender)
    if mine is None or meeting.status != MeetingStatus.CALLED:
        return ""
    if mine.answer is None:
        return "" if mine.told else rsvp.also_open(meeting.ref)
    return Text("meeting.you_said", {"answer": Text(f"answer.{mine.answer}")})


def _here_now(turn: Turn, meeting: Meeting) -> Arg:
    """Return ". Here now: FAO, LMS" while people come, or nothing."""
    if not attendance.counts_now(turn.work, meeting):
        return phrases.EMPTY
    there, _ = attendance.guests_by_presence(turn.work, meeting)
    typed = walk_ins.of_meeting(turn.work, meeting)
    if not there and not typed:
        return phrases.EMPTY
    who = [*headcount.organisations(there), *(one.organisation or one.name for one in typed)]
    return Text("meeting.here_now", {"who": Joined(tuple(dict.fromkeys(who)))}, n=len(there) + len(typed))


def _attended(turn: Turn, meeting: Meeting) -> dict[str, Arg]:
    """Return who came, who did not, and how often each organisation came in this quarter."""
    work = turn.work
    there, missing = attendance.guests_by_presence(work, meeting)
    rates = attendance.rates(work, meeting.counties, *attendance.quarter_of(work, meeting))
    typed = walk_ins.of_meeting(work, meeting)
    others = dict.fromkeys(one.organisation or one.name for one in typed)
    shown = Joined(tuple(f"{rate.organisation} {rate.came}/{rate.invited}" for rate in rates))
    return {
        "came": Text("count.came", n=len(there) + len(typed)),
        "who": Joined(tuple(dict.fromkeys([*headcount.organisations(there), *others]))),
        "missing": Joined(tuple(headcount.organisations(missing))) if missing else "-",
        "rates": Text("meeting.rates", {"rates": shown}) if rates else "",
    }


WORDS = (
    Verb(
        "nudge",
        ("NUDGE",),
        ("KUMBUSHA",),
        "bare",
        "asks those who have not answered once more, at most once a day",
        "{rights}",
        reference=True,
    ),
    Verb(
        "meetings",
        ("MEETINGS",),
        ("MIKUTANO",),
        "text",
        "the next ones of my counties, what I said, and which series sleep; `MEETINGS Kitui`: of one county; "
        "`MEETINGS START` wakes one; "
        "`MEETINGS LINK`: for my calendar, `MEETINGS NEW LINK` makes another one",
        "everyone on the roster",
        gives_way="to_report",
    ),
    Verb(
        "agenda",
        ("AGENDA",),
        ("AJENDA",),
        "bare",
        "what is on it: proposals, what is open in the county, tasks",
        "invitees and people with a role in the county",
        reference=True,
    ),
    Verb(
        "item",
        ("ITEM",),
        ("PENDEKEZA",),
        "text",
        "`ITEM M12 borehole repairs in Kyuso` puts something on the agenda",
        "the same",
        reference=True,
    ),
)
COMMANDS = {
    ("nudge", ""): nudge,
    ("nudge", "M"): nudge,
    ("meetings", ""): listing,
    ("agenda", ""): show_agenda,
    ("agenda", "M"): show_agenda,
    ("item", ""): item,
    ("item", "M"): item,
    ("status", "M"): status,
    ("more", "M"): status,
    ("note", "M"): note,
}
