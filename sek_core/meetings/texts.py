"""Shared texts about meetings."""

from collections.abc import Sequence
from datetime import datetime

from config.meetings import Rule
from sek_core.meetings import occurrences, whom
from sek_core.messages.screens import Arg, Joined, Screen, Text, Translated
from sek_core.store.meetings import Meeting
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork


def when(work: UnitOfWork, at: datetime) -> Joined:
    """Return "Thu 3 Dec 9:00" in the mechanism's zone, with the year if it is not this one."""
    zone = work.configuration.mechanism.zone
    here = at.astimezone(zone)
    year = str(here.year) if here.year != work.now.astimezone(zone).year else ""
    return Joined((phrases.day(here.date()), year, clock(here)), " ")


def clock(here: datetime) -> str:
    """Return "9:00"."""
    return f"{here.hour}:{here.minute:02}"


def name(work: UnitOfWork, series: str) -> Arg:
    """Return the name of a series' meetings: "SEK meeting", "CASCOM meeting"."""
    known = work.configuration.meetings.named(series)
    if known is not None:
        return Translated(known.name)
    return Text("meeting.name")


def title(work: UnitOfWork, meeting: Meeting) -> Joined:
    """Return "SEK meeting Kitui", "CLT meeting Kitui, Makueni"."""
    called = whom.name_of_meeting(meeting.whom) if meeting.whom else name(work, meeting.series)
    return Joined((called, places(work, meeting.counties)), " ")


def places(work: UnitOfWork, counties: Sequence[str]) -> Arg:
    """Return "Kitui", "Kitui, Makueni", or "all counties"."""
    if len(counties) > 1 and set(counties) >= set(work.configuration.mechanism.counties):
        return Text("meeting.all_counties")
    return Joined(tuple(counties))


def facts(work: UnitOfWork, meeting: Meeting) -> dict[str, Arg]:
    """Return the arguments that most texts about a meeting share."""
    return {
        "ref": meeting.ref,
        "title": title(work, meeting),
        "when": when(work, meeting.starts_at),
        "venue": f", {meeting.venue}" if meeting.venue else "",
        "moved": moved(meeting.why),
    }


def moved(why: str) -> Arg:
    """Return " (not Thu, Jamhuri Day)", the reason for another day than the usual one, or the empty text."""
    if not why:
        return phrases.EMPTY
    reason: Arg = Text("meeting.weekend") if why == occurrences.WEEKEND else why
    return Text("meeting.moved_for", {"why": reason})


def rule(of: Rule) -> Text:
    """Return the rule in words: "first Thursday", "Alhamisi ya kwanza"."""
    if of.day is not None:
        return Text("rule.date", {"day": str(of.day)})
    nth, _, day = of.written.partition(" ")
    return Text("rule.nth", {"nth": Text(f"rule.{nth}"), "day": Text(f"rule.{day.replace(' ', '_')}")})


def called_off_reply(work: UnitOfWork, meeting: Meeting) -> Screen:
    """Return the reply about a meeting that was called off, with the reason if there is one."""
    return _off(work, meeting, "meeting.is_off", "meeting.is_off_plain")


def called_off_notice(work: UnitOfWork, meeting: Meeting) -> Screen:
    """Return the notice for invitees that a meeting is called off, with the reason if there is one."""
    return _off(work, meeting, "meeting.off", "meeting.off_plain")


def _off(work: UnitOfWork, meeting: Meeting, with_reason: str, plain: str) -> Screen:
    key = with_reason if meeting.why else plain
    return Screen(Text(key, facts(work, meeting)), quote=meeting.why, max_segments=2)


def line(work: UnitOfWork, meeting: Meeting) -> Text:
    """Return the line of a list: "M12 Thu 3 Dec 9:00 SEK meeting Kitui, County HQ"."""
    return Text("meeting.line", facts(work, meeting))
