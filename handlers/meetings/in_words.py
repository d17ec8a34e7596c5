"""What people say of a coming meeting in words of their own: who comes, another time, no meeting at all."""

import re
from collections.abc import Collection

from config.rights import Deed
from config.words import Saying
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Action, Command, Confirm, Report
from handlers.meetings import overview
from sek_core.incidents import queries
from sek_core.meetings import answers, invitations, register, texts
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.meetings import Meeting
from sek_core.store.states import MeetingStatus
from sek_core.understanding import dates
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

_ASKS_TO_SEE = ("headcount", "still_on")

_MEETING = frozenset({"meeting", "meetings", "mkutano", "kikao", "venue", "convener", "agenda"})
"""Words that say that a meeting is meant, whatever the last message was about."""

_NO_VENUE = re.compile(
    r"\b(?:instead|please|pls|kindly|tafadhali|badala yake|basi|(?:the )?same (?:time|place|venue)|"
    r"(?:saa|muda|mahali) (?:ile ile|ule ule|pale pale))\b|\?",
    re.IGNORECASE,
)
"""Words of a wish that are neither day, time nor place."""


def of_meeting(turn: Turn) -> Reply | None:
    """Answer words about a coming meeting of the sender's; None if the text is about none."""
    if turn.person is None or turn.parts.kept or turn.said_at is not None or turn.parts.group:
        return None
    sayings = turn.work.core.reader.sayings
    said, why = sayings.said(turn.text), sayings.why_off(turn.text)
    facts = _about_facts(turn, said)
    if facts is not None:
        return facts
    if why is None and not said & {*_ASKS_TO_SEE, "ask_convener", "other_time", "put_off"}:
        return None
    if _is_about_an_alert(turn):
        return None
    if (meeting := _meant(turn)) is None:
        asks_one = bool(_MEETING & set(forms_of(turn.text)) and said.intersection(_ASKS_TO_SEE))
        return overview.listing(turn, Command("meetings")) if asks_one else None
    asks = turn.text.rstrip().endswith("?")
    if said.intersection(_ASKS_TO_SEE) or (asks and (why is not None or "put_off" in said)):
        return overview.status(turn, Command("status", meeting.ref))
    if why is not None:
        if turn.may(Deed.CALL_OFF, meeting.counties):
            return turn.registry.answer(turn, Command("call_off", meeting.ref, why))
        return _pass_on(turn, meeting)
    if not turn.may(Deed.MOVE, meeting.counties) or said == {"ask_convener"}:
        return _pass_on(turn, meeting)
    what = sayings.behind(turn.text, "put_off" if "put_off" in said else "other_time")
    return turn.registry.answer(turn, Command("move", meeting.ref, _NO_VENUE.sub(" ", what).strip()))


def _about_facts(turn: Turn, said: Collection[Saying]) -> Reply | None:
    """Answer "which venue?" and "what is the agenda?" after a message about a meeting."""
    if not {"ask_facts", "ask_agenda"} & set(said) or {*said} - {"ask_facts", "ask_agenda"}:
        return None
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    last = turn.lookup.last_said(turn.sender).ref[:1] == "M"
    if not last or reading.hazard or reading.affected or (meeting := _meant(turn)) is None:
        return None
    if "ask_agenda" in said:
        return overview.show_agenda(turn, Command("agenda", meeting.ref))
    return overview.status(turn, Command("status", meeting.ref))


def without_invitation(turn: Turn) -> Reply | None:
    """Answer "I can't come on Thursday" of a person who was not asked: when they will be, or that nothing
    waits for an answer.
    """
    if turn.person is None or turn.parts.kept or turn.said_at is not None or turn.parts.group:
        return None
    last = turn.lookup.last_said(turn.sender)
    if (
        (turn.question and turn.kind.name != "is_report")
        or last.ref[:1] in ("S", "C", "T", "Q")
        or not turn.work.core.reader.sayings.attends(turn.text)
    ):
        return None
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    if reading.hazard or reading.affected or reading.needs:
        return None
    if (meeting := _meant(turn)) is None:
        return Reply(Screen(Text("rsvp.nothing_planned"), max_segments=2))
    mine = answers.invitation(turn.work, meeting.ref, turn.sender)
    if mine is not None and meeting.status == MeetingStatus.CALLED and not mine.told:
        turn.work.conversations.answered(turn.party)  # a digit is for the invitation from now on
        return Reply(invitations.asked_anew(turn.work, meeting, mine), meeting.ref)
    return overview.status(turn, Command("status", meeting.ref))


def no_new_meeting(turn: Turn, action: Action) -> Reply | None:
    """Answer "Mkutano umeahirishwa", which begins with a command word but convenes no meeting, and "Please
    postpone, the date clashes", which tells of no conflict.
    """
    if turn.person is None:
        return None
    sayings = turn.work.core.reader.sayings
    said = sayings.said(turn.text)
    match action:
        case Command("meeting", None):
            if sayings.why_off(turn.text) is not None or said & {*_ASKS_TO_SEE, "put_off"}:
                return of_meeting(turn)
        case Report(reading) | Confirm(reading) if said & {"other_time", "put_off", "still_on"}:
            told = reading.place or reading.affected or reading.plea or reading.protection or reading.severity
            return None if told or not answers.open_to(turn.work, turn.sender) else of_meeting(turn)
    return None


def _is_about_an_alert(turn: Turn) -> bool:
    """Return True if "who is coming?" may be about an own report, or the last message was about an alert."""
    if _MEETING & set(forms_of(turn.text)):
        return False
    if turn.lookup.last_said(turn.sender).ref[:1] in ("S", "C"):
        return True
    return turn.work.core.reader.asks_who(turn.text) and bool(queries.live_of(turn.work, turn.sender))


def _meant(turn: Turn) -> Meeting | None:
    """Return the meeting that the text is about: on the day that it names, else the last one mentioned, else
    the next.
    """
    work = turn.work
    coming = [
        each
        for each in register.coming(work, turn.work.configuration.mechanism.counties)
        if each.starts_at > work.now and answers.is_for(work, each.ref, turn.sender)
    ]
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    named = dates.find(turn.text, today)
    last = turn.lookup.last_said(turn.sender).ref
    on_it = [each for each in coming if named and register.day(work, each) == named.day]
    return next(iter([*on_it, *(each for each in coming if each.ref == last), *coming]), None)


def _pass_on(turn: Turn, meeting: Meeting) -> Reply | None:
    """Pass the wish to the person who convened the meeting, or to the heads of its county."""
    work, words = turn.work, turn.text.strip()
    told = [each for each in _conveners(turn, meeting) if each.id != turn.sender.id]
    if not told:
        return None
    if answers.invitation(work, meeting.ref, turn.sender) is not None:
        answers.add_note(work, meeting, turn.sender, words, turn.address.value)
    facts = texts.facts(work, meeting)
    notice = Text("meeting.wish_told", facts | {"who": phrases.named(turn.sender)})
    for person in told:
        work.outbox.tell(person, Screen(notice, quote=words, max_segments=2), "notice", meeting.ref)
    names: dict[str, Arg] = {"names": phrases.both([phrases.named(each) for each in told])}
    return Reply(Screen(Text("meeting.wish", facts | names), max_segments=2), meeting.ref)


def _conveners(turn: Turn, meeting: Meeting) -> list[Person]:
    """Return the person who convened the meeting, or else two heads who may move it."""
    heads = [
        each
        for each in invitations.heads_of(turn.work, meeting)
        if turn.work.rights.may(each, Deed.MOVE, meeting.counties)
    ]
    return [each for each in heads if each.id == meeting.convener_id] or heads[:2]
