"""Texts of convening: questions that read a change back, and replies."""

from datetime import datetime, time
from typing import Any

from config.meetings import parse_rule
from handlers.engine.turn import Reply, Turn
from sek_core.meetings import (
    convening,
    guests,
    invitees,
    occurrences,
    register,
    series,
    texts,
    waking,
    whom,
    wishes,
)
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.wording import phrases


def _question(turn: Turn, wanted: dict[str, Any]) -> Text:
    work = turn.work
    which = register.find(work, wanted["ref"]) if "ref" in wanted else None
    args: dict[str, Arg] = texts.facts(work, which) if which else {}
    if "at" in wanted:
        at = datetime.fromisoformat(wanted["at"])
        args |= {"new": texts.when(work, at), "place": _place(wanted), "holiday": _holiday(turn, at)}
    match wanted["do"]:
        case "meeting":
            day = datetime.fromisoformat(wanted["at"]).astimezone(work.configuration.mechanism.zone).date()
            people = guests.by_rule(work, "", wanted["counties"], day, wanted["whom"])
            args |= {"county": texts.places(work, wanted["counties"]), "whom": whom.of_whom(wanted["whom"])}
            return Text("convene.ask", args | {"beside": _beside(turn, wanted["beside"])}, n=len(people))
        case "every":
            return Text("every.ask", _habit_args(turn, wanted))
        case "invite":
            names = [work.people.get(person_id).name for person_id in wanted["people"]]
            shown = Joined((*names[:3], Text("more.n", n=len(names) - 3) if len(names) > 3 else ""))
            return Text("invite.ask", args | {"who": shown})
        case "wake":
            plan = waking.find(work, wanted["series"], wanted["county"])
            asked = waking.question_text(work, plan) if plan else None
            return asked or Text("every.none", {"county": wanted["county"]})
        case "every_off":
            return Text("every.ask_off", {"title": _series_title(turn, wanted["county"])})
    told = len(invitees.ids_of_people_told(work, which)) if which else 0
    return Text(f"{wanted['do']}.ask", args, n=told) if told else Text(f"{wanted['do']}.ask_early", args)


def _beside(turn: Turn, refs: list[str]) -> Arg:
    """Return which meeting of the same counties overlaps with a new one, or nothing."""
    found = register.find(turn.work, refs[0]) if refs else None
    return Text("convene.beside", texts.facts(turn.work, found)) if found else ""


def _hear(turn: Turn, at: datetime) -> Text:
    if at <= turn.work.now:
        return Text("convene.now")
    return Text("convene.later", {"when": texts.when(turn.work, at)})


def _habit_args(turn: Turn, wanted: dict[str, Any]) -> dict[str, Arg]:
    """Return what a change of the series would make of the next meeting."""
    work = turn.work
    plan = series.of_county(turn.work, wanted["county"])
    assert plan is not None
    rule, hour = parse_rule(wanted["rule"]), time.fromisoformat(wanted["hour"])
    today = work.now.astimezone(work.configuration.mechanism.zone).date()
    changed = series.PlannedMeeting(plan.series, plan.county, rule, hour, wanted["venue"])
    days = (each.held for each in series.next_of(work, changed, today) if each.held)
    starts = (wishes.moment(work, day, hour) for day in days)
    first = next(at for at in starts if at > work.now)
    name = texts.name(work, plan.series.id)
    return {
        "title": Joined((name, plan.county), " "),
        "rule": texts.rule(rule),
        "hour": f"{hour.hour}:{hour.minute:02}",
        "new": texts.when(work, first),
        "place": _place(wanted),
    }


def _place(wanted: dict[str, Any]) -> str:
    """Return ", County HQ" to stand behind a time, or nothing."""
    return f", {wanted['venue']}" if wanted["venue"] else ""


def _series_title(turn: Turn, county: str) -> Arg:
    """Return the title of a series: "SEK meeting Kitui"."""
    plan = series.of_county(turn.work, county)
    return Joined((texts.name(turn.work, plan.series.id if plan else ""), county), " ")


def _wrong(turn: Turn, wrong: str, at: datetime, venue: str) -> Reply:
    most = convening.LONGEST_VENUE
    args: dict[str, Arg] = {"when": texts.when(turn.work, at), "length": len(venue), "most": most}
    return Reply(Screen(Text(f"convene.{wrong}", args), max_segments=2))


def _not_read(wish: wishes.Wish, ref: str = "") -> Reply | None:
    """Ask again for words of a day or time that were not read, and for a day whose weekday is another."""
    example = Text("convene.example.move", {"ref": ref}) if ref else Text("convene.example")
    if wish.no_day or wish.unread:
        args: dict[str, Arg] = {"said": wish.no_day or wish.unread, "example": example}
        return Reply(
            Screen(Text("convene.no_day" if wish.no_day else "convene.unread", args), max_segments=2), ref
        )
    if wish.weekday and wish.day:
        args = {"day": phrases.day(wish.day), "said": wish.weekday.capitalize(), "example": example}
        return Reply(Screen(Text("convene.weekday", args), max_segments=2), ref)
    return None


def _one_county(named: tuple[str, ...], mine: list[str]) -> str | None:
    if len(named) == 1:
        return named[0]
    return mine[0] if len(mine) == 1 else None


def _usual_venue(turn: Turn, county: str) -> str:
    plan = series.of_county(turn.work, county)
    return plan.venue if plan else ""


def _day(wish: wishes.Wish) -> Arg:
    assert wish.day is not None
    return phrases.day(wish.day)


def _holiday(turn: Turn, at: datetime) -> Arg:
    """Return " (public holiday: Jamhuri Day)" or nothing; the day may be chosen on purpose."""
    mechanism = turn.work.configuration.mechanism
    name = occurrences.public_holiday(at.astimezone(mechanism.zone).date(), mechanism.country)
    return Text("convene.holiday", {"name": name}) if name else ""
