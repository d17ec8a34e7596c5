"""Whatever people do, and whatever fails to arrive: an open incident has a holder, or a person knows it has
none.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from scheduler.jobs import JOBS
from sek_core.deliveries import claims
from sek_core.deliveries import outcomes as delivery_outcomes
from sek_core.messages.channel import Accepted, Outcome, Refused
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident, Track
from sek_core.understanding.reader import Reader
from tests.conftest import MovedClock, restore
from tests.packaged import reader_of
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import arrive, workers

NUMBER = "+25430000000{}"
REPORTERS = (1, 2)
TAKERS = (4, 5, 7, 8, 9)
ARROWS = {
    "held": {"held", "open", "taken", "closed", "cancelled"},
    "open": {"open", "taken", "closed", "cancelled"},
    "taken": {"taken", "open", "closed", "cancelled"},
    "closed": {"closed", "open", "taken"},
    "cancelled": {"cancelled", "open"},
}


class Escalation(RuleBasedStateMachine):
    """A county, its people, a clock; what was said of an incident, whether its messages arrive."""

    configuration: Configuration
    reader: Reader
    template: Path
    database: Database

    def __init__(self) -> None:
        super().__init__()
        restore(self.database, self.template)
        self.clock = MovedClock()
        self.core = make_core(self.configuration, self.clock, reader=self.reader)
        with self.database.writing() as session:
            csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", self.configuration, CHANNELS))
        self.turns = workers(self.database, self.core, 1)[0]
        self.dead: set[str] = set()
        self.statuses: dict[str, str] = {}
        self.called: dict[str, int] = {}
        self.sent = 0

    def teardown(self) -> None:
        self.dead.clear()
        for _ in range(6):
            self.time_passes(24 * 60)
        self.check(at_rest=True)

    def says(self, digit: int, text: str) -> None:
        arrive(self.database, self.core, (NUMBER.format(digit), text))
        while self.turns.run_batch():
            pass

    def ref(self, choice: int) -> str:
        refs = sorted(self.statuses)
        return refs[choice % len(refs)] if refs else "S1"

    @precondition(lambda self: len(self.statuses) < 4)
    @rule(digit=st.sampled_from(REPORTERS), words=st.sampled_from([
        "livestock disease Mutomo severe", "flood Kyuso extreme", "drought Mutomo", "flood Kyuso minor",
    ]))  # fmt: skip
    def report(self, digit: int, words: str) -> None:
        self.says(digit, words)

    @rule(
        digit=st.sampled_from((*TAKERS, *REPORTERS)),
        verb=st.sampled_from(["ok", "release", "close", "escalate", "escalate", "note"]),
        choice=st.integers(0, 3),
    )
    def act(self, digit: int, verb: str, choice: int) -> None:
        self.says(
            digit, f"{verb} {self.ref(choice)}{' water was brought' if verb in ('close', 'note') else ''}"
        )

    @rule(
        digit=st.sampled_from(TAKERS),
        whom=st.sampled_from(["me", "CLT member", "chair", "USAID", "CLT lead"]),
        choice=st.integers(0, 3),
    )
    def give(self, digit: int, whom: str, choice: int) -> None:
        self.says(digit, f"give {self.ref(choice)} {whom}")

    @rule(
        digit=st.sampled_from(REPORTERS),
        words=st.sampled_from(["reopen {} it is not solved", "cancel {}", "yes", "same", "new", "0"]),
        choice=st.integers(0, 3),
    )
    def reporter(self, digit: int, words: str, choice: int) -> None:
        self.says(digit, words.format(self.ref(choice)))

    @rule(
        digit=st.sampled_from((*TAKERS, *REPORTERS)),
        words=st.sampled_from(["AWAY until tomorrow", "AWAY until tomorrow, USAID Officer covers", "BACK"]),
    )
    def leave(self, digit: int, words: str) -> None:
        self.says(digit, words)

    @rule(digit=st.sampled_from((*TAKERS, *REPORTERS)), word=st.sampled_from(["stop", "start"]))
    def opt(self, digit: int, word: str) -> None:
        self.says(digit, word)

    @rule(digit=st.sampled_from(TAKERS), lives=st.booleans())
    def telephone(self, digit: int, lives: bool) -> None:
        (self.dead.discard if lives else self.dead.add)(NUMBER.format(digit))

    @rule(minutes=st.sampled_from([1, 14, 15, 30, 31, 240, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(timedelta(minutes=minutes))
        for _ in range(2):
            self.tick()
            self.send()

    def tick(self) -> None:
        with self.database.writing() as session:
            if not any(job.due(self.core.work(session)) for job in JOBS):
                return
        for job in JOBS:
            with self.database.writing() as session:
                rows = job.due(self.core.work(session))
            for row in rows:
                with self.database.reading() as session:
                    found = (job.read(self.core.work(session), row),) if job.read else ()
                with self.database.writing() as session:
                    work = self.core.work(session)
                    job.do(work, row, *found)
                    work.flush()

    @rule()
    def send(self) -> None:
        while True:
            with self.database.writing() as session:
                work = self.core.work(session)
                claimed = claims.claim(work, "sms", 100)
                outcomes: dict[int, Outcome] = {}
                for one in claimed.claimed:
                    self.sent += 1
                    dead = one.address in self.dead
                    refused = Refused("InvalidPhoneNumber", permanent=True)
                    outcomes[one.id] = refused if dead else Accepted(f"id-{self.sent}")
                delivery_outcomes.record(work, outcomes)
                work.flush()
            if not claimed.more and not claimed.claimed:
                return

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        self.check()

    def check(self, at_rest: bool = False) -> None:
        with self.database.reading() as session:
            for incident in session.query(Incident):
                ref, status = incident.ref, incident.status
                assert status in ARROWS[self.statuses.get(ref, "held")], (
                    f"{ref}: {self.statuses[ref]} to {status}"
                )
                self.statuses[ref] = status
                climbs = (
                    session.query(Track).filter(Track.incident_ref == ref, Track.due_at.is_not(None)).count()
                )
                calls = session.query(Delivery).filter_by(about=ref, kind="alert", while_open=True)
                called = calls.filter_by(status="accepted").count()
                if status != "open":
                    assert not climbs, f"{ref} is {status} and climbs"
                    assert called == self.called.get(ref, called), (
                        f"{ref} is {status}, and somebody was called"
                    )
                    self.called[ref] = called
                    continue
                self.called.pop(ref, None)
                if climbs and not at_rest:
                    continue
                ended = session.query(History).filter_by(about=ref, what="exhausted").count()
                assert ended and not climbs, f"{ref} is open, and nothing goes on"
                alerted = session.query(Delivery).filter(
                    Delivery.about == ref, Delivery.kind == "alert", Delivery.status == "accepted"
                )
                knows = session.query(Delivery).filter_by(
                    about=ref, kind="update", person_id=incident.reporter_id
                )
                assert alerted.count() or knows.count(), f"{ref} has nobody, and nobody knows"
            key = (Delivery.about, Delivery.person_id, Delivery.step)
            alerts = session.query(*key).filter(
                Delivery.kind == "alert", Delivery.step.is_not(None), Delivery.origin_id.is_(None)
            )
            twice = alerts.group_by(*key).having(func.count() > 1).all()
            assert twice == []


def test_an_open_incident_has_somebody(
    configuration: Configuration,
    migrated_file: Path,
    shared_sqlite: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Escalation, "configuration", configuration, raising=False)
    monkeypatch.setattr(Escalation, "reader", reader_of(configuration), raising=False)
    monkeypatch.setattr(Escalation, "template", migrated_file, raising=False)
    monkeypatch.setattr(Escalation, "database", shared_sqlite, raising=False)
    run_state_machine_as_test(
        Escalation,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
