"""Alarms about faults of the program: sent once when a fault has lasted, and once when it is over.

A row holds the state of each alarm, and each step is one conditional update: of two processes that see the
same, one sends.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from config.sections import WatchLimits
from sek_core.deliveries import transitions
from sek_core.messages.screens import Joined, Screen, Text
from sek_core.monitoring.checks import HealthProblem, line
from sek_core.roster.roles import Role
from sek_core.roster.snapshot import Person
from sek_core.store.statements import changed_one, insert_missing
from sek_core.store.watch import Alarm
from sek_core.work.unit_of_work import UnitOfWork

What = Literal["seen", "forgotten", "began", "lasts", "left", "back", "over"]
"""Steps of an alarm. seen: the fault is there now. forgotten: it was brief and not reported. began: it has
lasted, people are told. lasts: they are told again. left: it is not seen any more. back: it is seen again
before it was over. over: it has been gone long enough, people are told.
"""

TOLD: tuple[What, ...] = ("began", "lasts", "over")

LISTENERS = (Role.ADMIN, Role.RLA)
"""Roles that are told; the second only if no holder of the first can be told at once."""


@dataclass(frozen=True, slots=True)
class AlarmStep:
    """One step of one alarm. `told_at` and `gone_at` are the row's values when the step was decided."""

    what: What
    name: str
    since: datetime
    detail: str = ""
    told_at: datetime | None = None
    gone_at: datetime | None = None


def standing(session: Session) -> dict[str, Alarm]:
    """Return the present alarms, by name."""
    return {alarm.name: alarm for alarm in session.scalars(select(Alarm))}


def steps(
    health_problems: Sequence[HealthProblem],
    alarms: Mapping[str, Alarm],
    real_now: datetime,
    limits: WatchLimits,
) -> list[AlarmStep]:
    """Return the steps to take now, given the present faults and alarms."""
    wrong = {problem.name: problem for problem in health_problems}
    found = [
        AlarmStep("seen", name, problem.since, problem.detail)
        for name, problem in wrong.items()
        if name not in alarms
    ]
    for name, alarm in sorted(alarms.items()):
        what = _next(alarm, name in wrong, real_now, limits)
        if what:
            found.append(AlarmStep(what, name, alarm.since, alarm.detail, alarm.told_at, alarm.gone_at))
    return found


def _next(alarm: Alarm, wrong: bool, real_now: datetime, limits: WatchLimits) -> What | None:
    if alarm.told_at is None:
        if not wrong:
            return "forgotten"
        return "began" if real_now - alarm.seen_at >= limits.grace else None
    if not wrong:
        if alarm.gone_at is None:
            return "left"
        return "over" if real_now - alarm.gone_at >= limits.grace else None
    if alarm.gone_at is not None:
        return "back"
    return "lasts" if real_now - alarm.told_at >= limits.repeat else None


def apply_steps_and_notify(
    work: UnitOfWork, due: Sequence[AlarmStep], health_problems: Sequence[HealthProblem]
) -> list[AlarmStep]:
    """Take the steps that no other process has taken, and tell people; return the steps taken.

    A channel of `health_problems` is used only for people who have no other.
    """
    done = [step for step in due if _take(work, step)]
    avoid = {problem.channel for problem in health_problems}
    over = [step for step in done if step.what == "over"]
    if over:
        # The people who heard of its beginning while its channel failed also hear of its end.
        heard = _listeners(work, avoid | {step.name.partition(":")[2] for step in over})
        _tell(work, _message(work, "over", over), heard, avoid)
    news = {step.what for step in done} & {"began", "lasts"}
    if news:
        # List all present alarms, so that an older unsent message need not leave.
        told = [alarm for alarm in standing(work.session).values() if alarm.told_at and not alarm.gone_at]
        text = _message(work, "began" if "began" in news else "lasts", told)
        _tell(work, text, _listeners(work, avoid), avoid, instead=True)
    return done


def _tell(
    work: UnitOfWork, text: Text, people: Sequence[Person], avoid: Collection[str], instead: bool = False
) -> None:
    """Send the alarm to these people. `instead`: it replaces their older alarm that has not left."""
    for person in people:
        if instead:
            transitions.skip_superseded_messages(work, person.id, "alarm")
        work.outbox.tell(person, Screen(text), "alarm", avoid=avoid)


def _take(work: UnitOfWork, step: AlarmStep) -> bool:
    """Compare and set: apply one step; return True if this process made the change."""
    mine, now = Alarm.name == step.name, work.real_now
    change = update(Alarm).where(mine)
    match step.what:
        case "seen":
            row = {"name": step.name, "since": step.since, "detail": step.detail, "seen_at": now}
            insert_missing(work.session, Alarm, [row])
            return True
        case "forgotten":
            return changed_one(work.session, delete(Alarm).where(mine, Alarm.told_at.is_(None)))
        case "began":
            return changed_one(work.session, change.where(Alarm.told_at.is_(None)).values(told_at=now))
        case "lasts":
            return changed_one(work.session, change.where(Alarm.told_at == step.told_at).values(told_at=now))
        case "left":
            return changed_one(work.session, change.where(Alarm.gone_at.is_(None)).values(gone_at=now))
        case "back":
            return changed_one(work.session, change.where(Alarm.gone_at == step.gone_at).values(gone_at=None))
        case "over":
            return changed_one(work.session, delete(Alarm).where(mine, Alarm.gone_at == step.gone_at))


def _listeners(work: UnitOfWork, avoid: Collection[str]) -> list[Person]:
    """Return the holders of the first role, and of further roles until one can be told over a good
    channel.
    """
    found: dict[int, Person] = {}
    for role in LISTENERS:
        holders = [each for each in work.people.anywhere(role) if work.people.reachable_at(each)]
        found |= {each.id: each for each in holders}
        if any(
            address.channel not in avoid for each in holders for address in work.people.reachable_at(each)
        ):
            break
    return list(found.values())


def _message(work: UnitOfWork, what: What, told: Sequence[AlarmStep | Alarm]) -> Text:
    return Text(
        f"alarm.{what}",
        {
            "lines": Joined(tuple(line(each.name, each.since, each.detail) for each in told), "; "),
            "names": ", ".join(each.name for each in told),
        },
    )
