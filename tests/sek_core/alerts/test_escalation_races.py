"""An answer and a step, two clocks, two people, a failure report: all in the same second, on PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func

from sek_core.alerts import escalation, untaken
from sek_core.deliveries import claims, reports
from sek_core.inbox import queue
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History, Incident, Track
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import arrive, drain, together, ward, workers

ROUNDS = 36
WAIT = timedelta(minutes=30)
CLT, MEMBER, USAID, LEAD, DEPUTY = (f"+25430000000{digit}" for digit in (4, 5, 8, 1, 2))


def tick(database: Database, core: Services) -> int:
    """Tick the clock once, each row in its own transaction; return the number of steps taken."""
    with database.writing() as session:
        keys = escalation.due(core.work(session))
    taken = 0
    for key in keys:
        with database.writing() as session:
            work = core.work(session)
            taken += escalation.advance_track(work, key)
            work.flush()
    return taken


def ticking(database: Database, core: Services) -> Callable[[], int]:
    return lambda: tick(database, core)


def turning(database: Database, core: Services) -> Callable[[], int]:
    turns = workers(database, core, 1)[0]
    return turns.run_batch


def what_happened(database: Database, ref: str) -> list[str]:
    kinds = ("escalated", "taken", "exhausted", "released")
    with database.reading() as session:
        lines = session.query(History.what).filter(History.about == ref, History.what.in_(kinds))
        return [what for (what,) in lines.order_by(History.id)]


def told_twice(database: Database) -> list[object]:
    """Return alerts of the same step that went twice to the same person."""
    with database.reading() as session:
        key = (Delivery.about, Delivery.person_id, Delivery.step)
        alerts = session.query(*key).filter(Delivery.kind == "alert", Delivery.step.is_not(None))
        return alerts.group_by(*key).having(func.count() > 1).all()


def due_one(database: Database, core: Services, number: int) -> str:
    """Report a disease that the CLT lead has not answered, and whose next step is due now."""
    assert isinstance(core.clock, MovedClock)
    arrive(database, core, (LEAD, f"livestock disease {ward(core, number)} severe"))
    drain(database, core, 1)
    core.clock.forward(WAIT)
    return f"S{number}"


def test_an_answer_and_the_step_in_the_same_second(shared: Database, core: Services) -> None:
    seen = set()
    for number in range(1, ROUNDS + 1):
        ref = due_one(shared, core, number)
        arrive(shared, core, (CLT, f"ok {ref}"))
        jobs = [turning(shared, core), ticking(shared, core)]
        together(*(jobs if number % 2 else jobs[::-1]))
        drain(shared, core, 1)
        happened = what_happened(shared, ref)
        assert happened in (["taken"], ["escalated", "taken"])
        seen.add(len(happened))
        with shared.writing() as session:
            work = core.work(session)
            while claims.claim(work, "sms", 100).claimed:
                session.query(Delivery).filter_by(status="sending").update({"status": "accepted"})
        with shared.reading() as session:
            incident = session.get(Incident, ref)
            assert incident is not None
            assert incident.status == "taken"
            assert (
                session.query(Track).filter(Track.incident_ref == ref, Track.due_at.is_not(None)).count() == 0
            )
            steps = session.query(Delivery.status).filter_by(about=ref, kind="alert", while_open=True).all()
            assert steps == [("skipped",)] * (len(happened) - 1)
    assert told_twice(shared) == []


def test_three_clocks_take_a_step_once(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        ref = due_one(shared, core, number)
        taken = together(*[ticking(shared, core)] * 3)
        assert sum(int(str(count)) for count in taken) >= 1
        assert what_happened(shared, ref) == ["escalated"]
        with shared.reading() as session:
            assert [
                track.step for track in session.query(Track).filter_by(incident_ref=ref, audience="clt")
            ] == [2]
        with shared.writing() as session:  # the next round is about another one
            session.query(Track).update({"due_at": None})
    assert told_twice(shared) == []


def test_people_who_ask_and_the_clock_never_take_one_step_twice(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS // 2 + 1):
        ref = due_one(shared, core, number)
        arrive(shared, core, (LEAD, f"escalate {ref}"), (DEPUTY, f"escalate {ref}"))
        together(turning(shared, core), turning(shared, core), ticking(shared, core))
        drain(shared, core, 1)
        assert what_happened(shared, ref) == ["escalated", "escalated"]  # to steps 2 and 3; there is no 4
        with shared.writing() as session:
            session.query(Track).update({"due_at": None})
    assert told_twice(shared) == []


def test_a_failure_is_reported_while_somebody_answers(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    for number in range(1, ROUNDS // 2 + 1):
        ref = f"S{number}"
        arrive(shared, core, (LEAD, f"livestock disease {ward(core, number)} severe"))
        drain(shared, core, 1)
        with shared.writing() as session:
            alert = session.query(Delivery).filter_by(about=ref, address=CLT, kind="alert").one()
            alert.status, alert.provider_id = "accepted", f"id-{number}"

        def fails(provider_id: str = f"id-{number}") -> None:
            with shared.writing() as session:
                work = core.work(session)
                row = InboxRow(
                    channel="sms", kind=queue.DELIVERY_REPORT, about=provider_id, text="failed", sender=CLT,
                    payload={}, received_at=core.clock.now(),
                )  # fmt: skip
                reports.apply_report(work, row)
                work.flush()

        arrive(shared, core, (USAID, f"ok {ref}"))
        together(fails, turning(shared, core))
        drain(shared, core, 1)
        tick(shared, core)
        with shared.reading() as session:
            incident = session.get(Incident, ref)
            assert incident is not None
            assert incident.status == "taken"
            assert (
                session.query(Track).filter(Track.incident_ref == ref, Track.due_at.is_not(None)).count() == 0
            )
        assert what_happened(shared, ref) == ["taken"]


@pytest.mark.parametrize("most", [1, 7])
def test_a_tick_takes_so_many_and_the_next_one_the_others(
    shared: Database, core: Services, most: int
) -> None:
    for number in range(10):
        arrive(shared, core, (LEAD, f"livestock disease {ward(core, number)} severe"))
    drain(shared, core, 1)
    assert isinstance(core.clock, MovedClock)
    core.clock.forward(WAIT)
    found: list[escalation.Key] = []
    while True:
        with shared.writing() as session:
            keys = escalation.due(core.work(session), most)
        if not keys:
            break
        assert len(keys) <= most
        found += keys
        for key in keys:
            with shared.writing() as session:
                work = core.work(session)
                assert escalation.advance_track(work, key)
                work.flush()
    assert len(found) == len(set(found)) == 10


def ask_again(database: Database, core: Services) -> int:
    """Ask again about what no one has taken, each in its own transaction; return how many."""
    with database.writing() as session:
        refs = untaken.due(core.work(session))
    asked = 0
    for ref in refs:
        with database.writing() as session:
            work = core.work(session)
            asked += untaken.ask_again(work, ref)
            work.flush()
    return asked


def test_three_clocks_and_an_answer_ask_again_at_most_once(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    seen = set()
    for number in range(1, ROUNDS // 2 + 1):
        ref = f"S{number}"
        arrive(shared, core, (LEAD, f"livestock disease {ward(core, number)} extreme"))
        drain(shared, core, 1)
        for _step in range(3):
            core.clock.forward(timedelta(minutes=15))
            tick(shared, core)
        core.clock.forward(timedelta(hours=2))
        answer = number % 3 != 0
        arrive(shared, core, *([(CLT, f"ok {ref}")] if answer else []))
        together(turning(shared, core), *[lambda: ask_again(shared, core)] * 3)
        drain(shared, core, 1)
        with shared.writing() as session:
            repeated = session.query(History).filter_by(about=ref, what="repeated").count()
            incident = session.get_one(Incident, ref)
            assert incident.status == ("taken" if answer else "open")
            assert incident.again <= repeated <= 1
            assert answer or repeated == 1
            seen.add((answer, repeated))
            session.query(Incident).update({"again_at": None})  # the next round is about another one
    assert (False, 1) in seen
