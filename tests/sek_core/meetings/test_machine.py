"""Whatever happens to meetings: each invitee is asked once for each version, and reminded of the
newest only.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels import CHANNELS
from bot.turns import Turns
from bot.wiring import make_core
from config.durations import parse_duration
from config.mechanism import Configuration
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from scheduler.jobs import JOBS
from scheduler.reminders import KINDS
from sek_core.deliveries import claims, outcomes
from sek_core.meetings import answers, convening, invitations, register
from sek_core.messages.channel import Accepted, Refused
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.meetings import Invitation, Meeting, Reminder
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock, restore
from tests.scenarios.test_meetings import ROSTER
from tests.sek_core.racing import arrive

NUMBER = "+25430000000{}"
INVITED = (1, 2, 3, 4, 5)
"""Invitees in Kitui, by the last digit of their number, which is also their id."""

EVERYBODY = (*INVITED, 6, 7)
ASKS = ("invitation", "change")
AHEAD = ("30m", "1h", "3h", "1d", "26h", "3d", "4d", "7d", "8d", "30d")
MOVES = re.compile(r"MOVED from (.+?) to (.+?)(?:, |\. )")
TICKS = tuple(job for job in JOBS if job.name in ("end_hold", "lay_out", "remind", "ask_later"))


class Meetings(RuleBasedStateMachine):
    """A county, its people, a clock; what they were asked, what they answered, what has left."""

    template: Path
    database: Database
    core: Services
    grammar: Grammar

    def __init__(self) -> None:
        super().__init__()
        restore(self.database, self.template)
        self.clock = MovedClock()
        self.restart()
        with self.database.writing() as session:
            csv_file.import_lines(
                session, csv_file.read(ROSTER, "roster.csv", self.core.configuration, CHANNELS)
            )
        self.dead: set[str] = set()
        self.said: dict[tuple[str, int], tuple[int, str]] = {}
        """By meeting and person: the version of the last answer, and the answer."""
        self.nudges: Counter[tuple[str, int, date]] = Counter()
        self.convened = 0

    def teardown(self) -> None:
        for _ in range(3):
            self.time_passes("10m")
        self.everybody_is_asked()

    @rule()
    def restart(self) -> None:
        self.core = make_core(self.core.configuration, self.clock, reader=self.core.reader)
        self.turns = Turns(self.database, self.core, self.grammar)

    def meeting(self, work: UnitOfWork, choice: int) -> Meeting | None:
        """Return one of the existing meetings, locked as in a turn."""
        refs = sorted(work.session.scalars(select(Meeting.ref)))
        return register.locked(work, refs[choice % len(refs)]) if refs else None

    def coming(self, work: UnitOfWork, choice: int) -> Meeting | None:
        """Return the same, but only a meeting that may still be changed."""
        found = self.meeting(work, choice)
        return found if found and found.status != "cancelled" and found.starts_at > work.now else None

    @initialize(ahead=st.sampled_from(AHEAD))
    def convene_and_ask(self, ahead: str) -> None:
        self.convene(ahead)
        self.time_passes("2s")

    def convene(self, ahead: str) -> None:
        self.convened += 1
        with self.database.writing() as session:
            work = self.core.work(session)
            at = self.minute(ahead)
            convening.convene(work, ["Kitui"], at, "County HQ", convener=work.people.get(1))
            work.flush()

    @precondition(lambda self: self.convened < 2)
    @rule(ahead=st.sampled_from(AHEAD))
    def convene_another(self, ahead: str) -> None:
        self.convene(ahead)

    @rule(choice=st.integers(0, 1), ahead=st.sampled_from(AHEAD), back=st.booleans())
    def move(self, choice: int, ahead: str, back: bool) -> None:
        with self.database.writing() as session:
            work = self.core.work(session)
            if found := self.coming(work, choice):
                first = (found.created_at + parse_duration("8d")).replace(second=0)
                at = first if back and first > work.now else self.minute(ahead)
                assert convening.move(work, found, at, found.venue, work.people.get(1), "")
            work.flush()

    @rule(choice=st.integers(0, 1))
    def call_off(self, choice: int) -> None:
        with self.database.writing() as session:
            work = self.core.work(session)
            if found := self.coming(work, choice):
                assert convening.call_off(work, found, "the road is flooded", work.people.get(1), "")
            work.flush()

    @rule(choice=st.integers(0, 1), ids=st.lists(st.sampled_from(EVERYBODY), min_size=1, max_size=3))
    def invite(self, choice: int, ids: list[int]) -> None:
        with self.database.writing() as session:
            work = self.core.work(session)
            if found := self.coming(work, choice):
                convening.invite(work, found, work.people.many(ids), work.people.get(1), "")
            work.flush()

    @rule(choice=st.integers(0, 1))
    def nudge(self, choice: int) -> None:
        with self.database.writing() as session:
            work = self.core.work(session)
            found = self.coming(work, choice)
            if found and found.status == "called" and invitations.nudge(work, found) is not None:
                self.nudges[found.ref, found.version, self.today()] += 1
            work.flush()

    @rule(
        choice=st.integers(0, 1),
        who=st.sampled_from((*INVITED, 6)),
        said=st.sampled_from(invitations.ANSWERS),
        behind=st.sampled_from([None, 0, 1]),
    )
    def answer(self, choice: int, who: int, said: str, behind: int | None) -> None:
        """Answer by word, by the newest button, or by an older one."""
        with self.database.writing() as session:
            work = self.core.work(session)
            found = self.meeting(work, choice)
            if found is None:
                return
            version = None if behind is None else found.version - behind
            result = answers.answer(work, found, work.people.get(who), said, "", "", version)
            if result == "done":
                assert behind != 1, "an old button answered the new time"
                self.said[found.ref, who] = found.version, said
            work.flush()

    @rule(
        who=st.sampled_from(INVITED),
        text=st.sampled_from(["flood Kyuso", "drought Mutomo", "severe", "skip"]),
    )
    def is_asked_something_else(self, who: int, text: str) -> None:
        arrive(self.database, self.core, (NUMBER.format(who), text))
        while self.turns.run_batch():
            pass

    @rule(who=st.sampled_from(INVITED), lives=st.booleans())
    def telephone(self, who: int, lives: bool) -> None:
        (self.dead.discard if lives else self.dead.add)(NUMBER.format(who))

    @rule(by=st.sampled_from(["2s", "1m", "6m", "30m", "1h", "3h", "11h", "1d", "2d", "4d", "8d"]))
    def time_passes(self, by: str) -> None:
        """Let time pass; a longer time is a downtime without ticks before its end."""
        self.clock.forward(parse_duration(by))
        for _ in range(2):
            self.tick()
            self.send()

    @rule()
    def tick(self) -> None:
        """Tick two clocks that found the same work."""
        for job in TICKS:
            with self.database.writing() as session:
                rows: Sequence[object] = job.due(self.core.work(session))
            for row in [*rows, *rows]:
                with self.database.writing() as session:
                    work = self.core.work(session)
                    job.do(work, row)
                    work.flush()

    @rule()
    def send(self) -> None:
        """Send all due messages; check that each is about a meeting as it is now."""
        while True:
            with self.database.writing() as session:
                work = self.core.work(session)
                claimed = claims.claim(work, "sms", 100)
                for one in claimed.claimed:
                    row = session.get_one(Delivery, one.id)
                    meeting = session.get(Meeting, row.about)
                    if row.kind in (*ASKS, "reminder") and meeting is not None:
                        assert row.step == meeting.version, f"{row.text} left after {meeting.ref} was changed"
                outcomes.record(work, {
                    one.id: Refused("InvalidPhoneNumber", permanent=True)
                    if one.address in self.dead
                    else Accepted(f"id-{one.id}")
                    for one in claimed.claimed
                })  # fmt: skip
                work.flush()
            if not claimed.more and not claimed.claimed:
                return

    def minute(self, ahead: str) -> datetime:
        """Return the time so far ahead, in whole minutes, as people convene."""
        return (self.clock.now() + parse_duration(ahead)).replace(second=0)

    def today(self) -> date:
        return self.clock.now().astimezone(self.core.configuration.mechanism.zone).date()

    @invariant()
    def nothing_is_told_twice(self) -> None:
        with self.database.reading() as session:
            asks: Counter[object] = Counter()
            told: Counter[tuple[str, int | None, int | None, str]] = Counter()
            query = session.query(Delivery).filter(
                Delivery.kind.in_((*ASKS, "reminder")), Delivery.origin_id.is_(None)
            )
            for row in query:
                if row.kind in ASKS:
                    asks[row.about, row.step, row.person_id] += 1
                else:
                    told[row.about, row.step, row.person_id, reminder_of(row.text)] += 1
                if moved := MOVES.search(row.text):
                    assert moved[1] != moved[2], row.text
            assert set(asks.values()) <= {1}, asks
            assert set(self.nudges.values()) <= {1}, self.nudges
            for (about, version, _, kind), count in told.items():
                nudged = sum(n for (ref, of, _), n in self.nudges.items() if (ref, of) == (about, version))
                assert count <= 1 + (nudged if kind == "again" else 0), told

    @invariant()
    def the_last_answer_counts(self) -> None:
        with self.database.reading() as session:
            for row, version in session.query(Invitation, Meeting.version).join(Meeting):
                of, said = self.said.get((row.meeting_ref, row.person_id), (0, None))
                called_off = session.get_one(Meeting, row.meeting_ref).status == "cancelled"
                if not called_off:
                    assert row.answer == (said if of == version else None), row.meeting_ref

    @invariant()
    def only_the_last_version_waits(self) -> None:
        with self.database.reading() as session:
            query = session.query(Reminder, Meeting).join(Meeting, Meeting.ref == Reminder.about)
            for row, meeting in query.filter(Reminder.status == "waiting"):
                assert row.version == meeting.version, f"{row.kind} of {row.about} waits for an old version"
                assert row.kind in KINDS or row.kind == "minutes"

    def everybody_is_asked(self) -> None:
        """Check that each person on the list was asked once the invitation was due and time has passed."""
        with self.database.reading() as session:
            for meeting in session.query(Meeting).filter(Meeting.status != "cancelled"):
                invitation = session.query(Reminder).filter_by(
                    about=meeting.ref, version=meeting.version, kind="invitation"
                )
                is_due = invitation.one().due_at <= self.clock.now() - timedelta(minutes=20)
                if is_due and meeting.starts_at > self.clock.now():
                    self.were_asked(session, meeting)

    def were_asked(self, session: Session, meeting: Meeting) -> None:
        assert meeting.status == "called"
        there = set(
            session.scalars(select(Invitation.person_id).where(Invitation.meeting_ref == meeting.ref))
        )
        about = session.query(Delivery.person_id).filter(
            Delivery.about == meeting.ref, Delivery.step == meeting.version, Delivery.origin_id.is_(None)
        )
        asked = [row.person_id for row in about.filter(Delivery.kind.in_(ASKS))]
        assert sorted(asked) == sorted(there), f"{meeting.ref}, version {meeting.version}"
        assert set(INVITED) <= there


def reminder_of(text: str) -> str:
    """Return which reminder it is, by its words."""
    if text.startswith(("Minutes of", "Kumbukumbu za")):
        return "minutes"
    if "no answer from you" in text or "Bado hatujapata" in text:
        return "again"
    return "come" if text.startswith(("Reminder:", "Kumbusho:")) else "headcount"


def test_everybody_is_asked_once_about_each_time(
    configuration: Configuration,
    migrated_file: Path,
    shared_sqlite: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_hand = configuration.meetings.model_copy(update={"series": ()})
    core = make_core(replace(configuration, meetings=by_hand), MovedClock())
    monkeypatch.setattr(Meetings, "core", core, raising=False)
    grammar = Grammar(core.configuration, core.reader, REGISTRY.verbs)
    monkeypatch.setattr(Meetings, "grammar", grammar, raising=False)
    monkeypatch.setattr(Meetings, "template", migrated_file, raising=False)
    monkeypatch.setattr(Meetings, "database", shared_sqlite, raising=False)
    run_state_machine_as_test(
        Meetings,
        settings=settings(
            max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
