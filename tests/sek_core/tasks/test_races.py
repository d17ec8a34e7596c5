"""Concurrent changes of a task, on a real PostgreSQL, with real threads."""

import threading
from datetime import timedelta
from functools import partial

import pytest

from scheduler import reminders
from sek_core.deliveries import claims
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.meetings import Reminder, Task
from sek_core.tasks import tasks
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import ROUNDS, arrive, drain, together

LEAD, DEPUTY = "+254300000001", "+254300000002"


def answers(shared: Database, ref: str) -> list[str]:
    with shared.reading() as session:
        rows = session.query(Delivery).filter_by(about=ref, kind="answer").order_by(Delivery.id)
        return [row.text for row in rows]


def test_two_say_in_the_same_second_that_it_is_done(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        ref = f"T{number}"
        arrive(shared, core, (LEAD, "TASK Meshack, repair the borehole, 12 Dec"))
        drain(shared, core, 1)
        arrive(shared, core, (LEAD, f"done {ref} seen"), (DEPUTY, f"done {ref} repaired"))
        drain(shared, core, 2)
        said = answers(shared, ref)
        assert sum("is done. " in text for text in said) == 1, said
        assert sum("was done already" in text for text in said) == 1, said
        with shared.reading() as session:
            told = session.query(Delivery).filter_by(about=ref, kind="notice").count()
            assert told == 2  # the task itself, and that it is done
            assert session.get_one(Task, ref).version == 2


def test_two_who_both_saw_it_open(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (LEAD, f"TASK Meshack, repair borehole {number}, 12 Dec"))
        drain(shared, core, 1)
        both_saw_it = threading.Barrier(2)

        def finish(who: int, ref: str = f"T{number}", seen: threading.Barrier = both_saw_it) -> str:
            with shared.writing() as session:
                work = core.work(session)
                task = tasks.find(work, ref)
                assert task is not None
                seen.wait()
                result = tasks.finish(work, task, work.people.get(who), "", "")
                work.flush()
                return result

        assert sorted(map(str, together(partial(finish, 1), partial(finish, 2)))) == ["done", "over"]


def test_a_task_that_is_done_against_its_reminder(shared: Database, core: Services) -> None:
    """The reminder comes first, and then does not leave; or it is never written."""
    clock = core.clock
    assert isinstance(clock, MovedClock)
    for number in range(1, ROUNDS + 1):
        ref = f"T{number}"
        arrive(shared, core, (LEAD, "TASK Meshack, repair the borehole, 3 days"))
        drain(shared, core, 1)
        clock.forward(timedelta(days=2))
        with shared.reading() as session:
            reminder = session.query(Reminder).filter_by(about=ref, kind="task due").one().id
        arrive(shared, core, (DEPUTY, f"done {ref}"))

        def remind(reminder: int = reminder) -> bool:
            with shared.writing() as session:
                work = core.work(session)
                told = reminders.tell(work, reminder)
                work.flush()
                return told

        together(remind, lambda: drain(shared, core, 1))
        with shared.writing() as session:
            # Of one number the next message waits until the one before has left.
            session.query(Delivery).filter(Delivery.kind != "reminder").update({"status": "accepted"})
            work = core.work(session)
            claims.claim(work, "sms", 100)
            work.flush()
        with shared.reading() as session:
            told = session.query(Delivery).filter_by(about=ref, kind="reminder").all()
            assert [row.status for row in told] in ([], ["skipped"])
            assert session.get_one(Task, ref).status == "done"


@pytest.mark.parametrize("quicker", [DEPUTY, LEAD])
def test_handed_over_and_done_in_the_same_second(shared: Database, core: Services, quicker: str) -> None:
    for number in range(1, ROUNDS + 1):
        ref = f"T{number}"
        arrive(shared, core, (LEAD, "TASK Meshack, repair the borehole, 12 Dec"))
        drain(shared, core, 1)
        texts = [(DEPUTY, f"done {ref}"), (LEAD, f"give {ref} to RLA")]
        arrive(shared, core, *sorted(texts, key=lambda text: text[0] != quicker))
        drain(shared, core, 2)
        with shared.reading() as session:
            task = session.get_one(Task, ref)
            handed = session.query(Delivery).filter_by(about=ref, kind="notice", person_id=9).count()
        assert (task.status, handed) in (("done", 0), ("open", 1))
