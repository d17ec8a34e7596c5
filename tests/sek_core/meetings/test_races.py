"""A tick, a move, an answer, a guest: all in the same second, on PostgreSQL.

No order of locks crosses: a deadlock fails the test.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot.channels import CHANNELS
from bot.wiring import make_core
from config.mechanism import Configuration
from scheduler import reminders
from sek_core.deliveries import claims, outcomes
from sek_core.meetings import (
    answers,
    attendance,
    convening,
    invitations,
    register,
    regulars,
    series,
    waking,
)
from sek_core.messages.channel import Accepted
from sek_core.reminders import dispatch
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.meetings import Invitation, Meeting, RegularGuest, Reminder
from sek_core.store.people import AddressRow
from sek_core.work.conversations import Question
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.test_meetings import ROSTER
from tests.sek_core.racing import together

ROUNDS = 15
LEAD, DEPUTY, FAO, MAKUENI, RLA = 1, 2, 4, 6, 7
EVERYBODY = (1, 2, 3, 4, 5, 7)
PEOPLE = len(EVERYBODY)
"""Number of people whom the rule invites."""

Do = Callable[[UnitOfWork], object]


@pytest.fixture
def core(configuration: Configuration, shared: Database) -> Services:
    with shared.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    return make_core(configuration, MovedClock())


def doing(database: Database, core: Services, do: Do) -> Callable[[], object]:
    """Return a job that does something in its own transaction."""

    def run() -> object:
        with database.writing() as session:
            work = core.work(session)
            result = do(work)
            work.flush()
            return result

    return run


def ticking(database: Database, core: Services) -> Callable[[], int]:
    """Return a job that does the clock's work on meetings once; it returns the number of its own changes."""

    def tick() -> int:
        done = 0
        for due, do in ((dispatch.due, reminders.tell), (invitations.waiting, invitations.ask_one)):
            with database.writing() as session:
                rows = list(due(core.work(session)))
            for row in rows:
                done += bool(doing(database, core, lambda work, do=do, row=row: do(work, row))())  # type: ignore[misc]  # the defaults bind what the loop has now
        return done

    return tick


def convened(database: Database, core: Services, number: int, ahead: timedelta = timedelta(days=3)) -> str:
    """Convene a meeting whose invitations are due now, each at a different time."""

    def convene(work: UnitOfWork) -> str:
        at = work.now + ahead + timedelta(minutes=number)
        return convening.convene(work, ["Kitui"], at, "County HQ", convener=work.people.get(LEAD)).ref

    return str(doing(database, core, convene)())


def asked(database: Database, core: Services, number: int, ahead: timedelta = timedelta(days=3)) -> str:
    """Convene the same, and let each invitee get the question."""
    ref = convened(database, core, number, ahead)
    assert ticking(database, core)() == 1
    sent(database, core)
    return ref


def sent(database: Database, core: Services) -> None:
    """Send everything that waits and is wanted."""
    claimed = True
    while claimed:
        with database.writing() as session:
            work = core.work(session)
            mine = claims.claim(work, "sms", 100)
            outcomes.record(work, {one.id: Accepted(f"id-{one.id}") for one in mine.claimed})
            work.flush()
            claimed = bool(mine.claimed) or mine.more


def moving(ref: str, version: int, hours: int, by: int = LEAD) -> Do:
    """Return the move of a meeting, as in a turn that read it back."""

    def move(work: UnitOfWork) -> bool:
        work.conversations.load([f"p{by}"])
        found = register.locked(work, ref)
        if found is None or found.version != version or found.status == "cancelled":
            return False
        at = found.starts_at + timedelta(hours=hours)
        return convening.move(work, found, at, found.venue, work.people.get(by), "")

    return move


def calling_off(ref: str) -> Do:
    def call_off(work: UnitOfWork) -> bool:
        found = register.locked(work, ref)
        assert found is not None
        return convening.call_off(work, found, "flood", work.people.get(LEAD), "")

    return call_off


def answering(ref: str, who: int = FAO, said: str = "yes", version: int | None = None) -> Do:
    def answer(work: UnitOfWork) -> str:
        work.conversations.load([f"p{who}"])
        found = register.locked(work, ref)
        assert found is not None
        return answers.answer(work, found, work.people.get(who), said, "", "", version)

    return answer


def inviting(ref: str, who: int = MAKUENI, by: int = LEAD) -> Do:
    def invite(work: UnitOfWork) -> int:
        found = register.locked(work, ref)
        assert found is not None
        return len(convening.invite(work, found, [work.people.get(who)], work.people.get(by), ""))

    return invite


def asks(session: Session, ref: str, version: int) -> Counter[int | None]:
    """Count how often each person was asked about a version."""
    query = session.query(Delivery.person_id).filter(
        Delivery.about == ref, Delivery.step == version, Delivery.kind.in_(("invitation", "change"))
    )
    return Counter(row.person_id for row in query)


def in_turn(number: int, *jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at once, started in another order every time; return the results in the order of
    `jobs`.
    """
    places = [(number + place) % len(jobs) for place in range(len(jobs))]
    results = together(*(jobs[place] for place in places))
    return [result for _, result in sorted(zip(places, results, strict=True), key=lambda pair: pair[0])]


def test_two_clocks_tell_one_reminder(shared: Database, core: Services) -> None:
    for number in range(ROUNDS):
        ref = convened(shared, core, number)
        done = together(ticking(shared, core), ticking(shared, core), ticking(shared, core))
        assert sorted(int(str(each)) for each in done) == [0, 0, 1]
        with shared.reading() as session:
            assert set(asks(session, ref, 1).values()) == {1}
            assert len(asks(session, ref, 1)) == PEOPLE


def test_a_move_against_the_tick_that_asks(shared: Database, core: Services) -> None:
    for number in range(ROUNDS):
        ref = convened(shared, core, number)
        moved, _ = in_turn(number, doing(shared, core, moving(ref, 1, 2)), ticking(shared, core))
        assert moved
        ticking(shared, core)()
        sent(shared, core)
        with shared.reading() as session:
            old = session.query(Delivery.status).filter_by(about=ref, step=1).all()
            assert set(old) <= {("skipped",)}
            assert asks(session, ref, 2) == dict.fromkeys(EVERYBODY, 1)


def test_a_move_against_an_answer(shared: Database, core: Services) -> None:
    for number in range(ROUNDS):
        ref = asked(shared, core, number)
        jobs = doing(shared, core, moving(ref, 1, 2)), doing(shared, core, answering(ref, version=1))
        moved, said = in_turn(number, *jobs)
        assert moved
        assert said in ("done", "moved")
        with shared.reading() as session:
            assert session.get_one(Invitation, (ref, FAO)).answer is None  # it was about another time
        ticking(shared, core)()
        assert doing(shared, core, answering(ref, said="no", version=2))() == "done"


def test_two_moves(shared: Database, core: Services) -> None:
    for number in range(ROUNDS):
        ref = asked(shared, core, number)
        first, second = moving(ref, 1, 2), moving(ref, 1, 4, by=DEPUTY)
        moved = in_turn(number, doing(shared, core, first), doing(shared, core, second))
        assert sorted(map(bool, moved)) == [False, True]
        ticking(shared, core)()
        with shared.reading() as session:
            assert session.get_one(Meeting, ref).version == 2
            assert asks(session, ref, 2) == dict.fromkeys(EVERYBODY, 1)


def test_calling_off_against_the_reminder_of_two_hours_before(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    ahead = timedelta(hours=2)
    for number in range(1, ROUNDS + 1):
        start = core.clock.at
        ref = asked(shared, core, number, ahead)
        assert doing(shared, core, answering(ref))() == "done"
        core.clock.forward(timedelta(minutes=number))
        in_turn(number, doing(shared, core, calling_off(ref)), ticking(shared, core))
        ticking(shared, core)()
        sent(shared, core)
        with shared.reading() as session:
            told = session.query(Delivery.status).filter_by(about=ref, kind="reminder").all()
            assert set(told) <= {("skipped",)}
            assert len(asks(session, ref, 2)) == PEOPLE
        core.clock.at = start


def test_two_clocks_lay_out_one_series(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    with shared.writing() as session:
        work = core.work(session)
        waking.wake_for_operator(work, core.configuration.mechanism.counties, "")
        work.flush()
    for _ in range(ROUNDS):
        core.clock.forward(timedelta(days=9))
        with shared.writing() as session:
            names = series.due(core.work(session))

        def lay_out(names: list[str] = names) -> int:
            each = [doing(shared, core, partial(series.lay_out, name=name)) for name in names]
            return sum(bool(do()) for do in each)

        done = together(lay_out, lay_out, lay_out)
        assert sum(int(str(each)) for each in done) == len(names) > 0
    with shared.reading() as session:
        rows = session.query(Meeting.series, Meeting.county, Meeting.starts_at).all()
        assert len(rows) == len(set(rows)) > ROUNDS


def test_nudge_twice(shared: Database, core: Services) -> None:
    def nudge(ref: str) -> Do:
        def do(work: UnitOfWork) -> int | None:
            found = register.find(work, ref)
            assert found is not None
            return invitations.nudge(work, found)

        return do

    for number in range(ROUNDS):
        ref = asked(shared, core, number)
        nudged = in_turn(number, doing(shared, core, nudge(ref)), doing(shared, core, nudge(ref)))
        assert sorted(nudged, key=str) == [PEOPLE, None]
        with shared.reading() as session:
            told = session.query(Delivery.person_id).filter_by(about=ref, kind="reminder").all()
            assert len(told) == len(set(told)) == PEOPLE


def test_the_same_guest_from_all_sides(shared: Database, core: Services) -> None:
    """Invited twice, corrected and present, while the tick asks: one row, and no turn fails."""

    def here(ref: str) -> Do:
        def do(work: UnitOfWork) -> bool:
            found = register.find(work, ref)
            assert found is not None
            return attendance.record_presence(work, found, work.people.get(MAKUENI), "said", "")

        return do

    for number in range(ROUNDS):
        ref = asked(shared, core, number)
        jobs = [inviting(ref), inviting(ref, by=DEPUTY), here(ref)]
        in_turn(number, *(doing(shared, core, do) for do in jobs), ticking(shared, core))
        ticking(shared, core)()
        with shared.reading() as session:
            assert session.get_one(Invitation, (ref, MAKUENI)).present
            assert asks(session, ref, 1)[MAKUENI] <= 1
            assert asks(session, ref, 1)[FAO] == 1


def test_who_is_asked_later_answers_in_that_very_second(shared: Database, core: Services) -> None:
    def busy(work: UnitOfWork) -> None:
        until = (work.now + timedelta(days=1)).isoformat()
        work.conversations.ask(f"p{FAO}", Question("severity", "", "en", until), work.now)

    def free(ref: str) -> Do:
        def do(work: UnitOfWork) -> str:
            work.conversations.load([f"p{FAO}"])
            work.conversations.answered(f"p{FAO}")
            return str(answering(ref)(work))

        return do

    for number in range(ROUNDS):
        doing(shared, core, busy)()
        ref = convened(shared, core, number)
        ticking(shared, core)()
        with shared.writing() as session:
            assert session.get_one(Invitation, (ref, FAO)).ask_by is not None
            session.query(Invitation).filter_by(meeting_ref=ref).update({"ask_by": core.clock.now()})
        in_turn(number, doing(shared, core, free(ref)), ticking(shared, core), ticking(shared, core))
        with shared.reading() as session:
            assert asks(session, ref, 1) == dict.fromkeys(EVERYBODY, 1)
            assert session.query(Reminder).filter_by(about=ref, kind="invitation", status="sent").count() == 1


def test_of_two_conveners_for_the_same_hour_one_is_asked_once_more(shared: Database, core: Services) -> None:
    def convene(by: int, days: int) -> Do:
        def do(work: UnitOfWork) -> bool:
            at = work.now + timedelta(days=days)
            if convening.new_clashes(work, ["Kitui"], at, []):
                return False
            convening.convene(work, ["Kitui"], at, "County HQ", convener=work.people.get(by))
            return True

        return do

    for number in range(ROUNDS):
        both = (doing(shared, core, convene(by, 10 + number)) for by in (LEAD, RLA))
        assert Counter(together(*both)) == {True: 1, False: 1}


def test_a_guest_whom_two_add_at_once_is_one_guest(shared: Database, core: Services) -> None:
    def add(number: str, by: int) -> Do:
        def do(work: UnitOfWork) -> bool:
            guest = regulars.person_with_number(work, number, "the chief")
            return regulars.add(work, guest, "Kitui", "", work.people.get(by), "")

        return do

    for number in range(ROUNDS):
        called = f"+2547000005{number:02}"
        assert Counter(together(*(doing(shared, core, add(called, by)) for by in (LEAD, RLA)))) == {
            True: 1,
            False: 1,
        }
    with shared.reading() as session:
        guests = {row.person_id for row in session.query(RegularGuest)}
        owners = {
            row.person_id for row in session.query(AddressRow).filter(AddressRow.linked_by == "vouched")
        }
    assert len(guests) == ROUNDS
    assert guests == owners
