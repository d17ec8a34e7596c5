"""What a yes or a no does to a series: another day, its end, waking it, leaving it asleep."""

from datetime import time
from typing import Any

from config.meetings import parse_rule
from handlers.engine.turn import Reply, Turn
from handlers.meetings.convene_texts import _habit_args, _hear, _series_title
from sek_core.meetings import series, states, texts, waking
from sek_core.messages.screens import Arg, Screen, Text


def change_series(turn: Turn, wanted: dict[str, Any]) -> Reply:
    """Change when a county always meets."""
    plan = series.of_county(turn.work, wanted["county"])
    if plan is None:
        return Reply(Screen(Text("every.none", {"county": wanted["county"]})))
    hour = time.fromisoformat(wanted["hour"])
    rule = parse_rule(wanted["rule"])
    series.change(
        turn.work, plan.series, wanted["county"], rule, hour, wanted["venue"], turn.sender, turn.address.value
    )
    return Reply(Screen(Text("every.done", _habit_args(turn, wanted)), max_segments=2))


def end_series(turn: Turn, wanted: dict[str, Any]) -> Reply:
    """End a series in a county."""
    plan = series.of_county(turn.work, wanted["county"])
    if plan is None:
        return Reply(Screen(Text("every.none", {"county": wanted["county"]})))
    title = _series_title(turn, wanted["county"])
    series.end(turn.work, plan, turn.sender, turn.address.value)
    return Reply(Screen(Text("every.ended", {"title": title}), max_segments=2))


def wake(turn: Turn, wanted: dict[str, Any]) -> Reply:
    """Let a series invite from now on, and say when people hear of it."""
    work, plan = turn.work, waking.find(turn.work, wanted["series"], wanted["county"])
    at = series.next_start(work, plan) if plan else None
    if plan is None or at is None:
        return Reply(Screen(Text("every.none", {"county": wanted["county"]})))
    args: dict[str, Arg] = {"title": waking.title(work, plan), "when": texts.when(work, at)}
    if not states.wake(work, plan.key, turn.sender, turn.address.value):
        return Reply(Screen(Text("wake.known", args)))
    asked_at = at - work.configuration.meetings.plan_of(plan.series.id).invitation
    args["venue"] = f", {plan.venue}" if plan.venue else ""
    args["hear"] = _hear(turn, asked_at)
    key = "wake.done_once" if plan.series.once else "wake.done"
    return Reply(Screen(Text(key, args), max_segments=2))


def decline(turn: Turn, wanted: dict[str, Any]) -> Reply:
    """Leave a series asleep."""
    work, plan = turn.work, waking.find(turn.work, wanted["series"], wanted["county"])
    if plan is None:
        return Reply(Screen(Text("every.none", {"county": wanted["county"]})))
    args: dict[str, Arg] = {"title": waking.title(work, plan)}
    states.decline(work, plan.key, turn.sender, turn.address.value)
    awake = plan.key in states.awake(work)  # another convener has said yes
    return Reply(Screen(Text("wake.known" if awake else "wake.declined", args), max_segments=2))
