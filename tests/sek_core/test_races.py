"""Concurrent actions of two people, on a real PostgreSQL, with real threads."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy.orm import Session

from bot.channels import CHANNELS
from bot.sms import receive
from bot.turns import Turns
from bot.wiring import make_core
from config.mechanism import Configuration
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from sek_core.alerts import follow_up
from sek_core.deliveries import claims, outcomes
from sek_core.digests import schedule
from sek_core.inbox import queue
from sek_core.incidents import queries
from sek_core.messages.channel import Accepted
from sek_core.response import departures, following, handover, incomplete_reports, reopening
from sek_core.roster import csv_file
from sek_core.roster.snapshot import Person
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History, Incident, ReportRow, Track
from sek_core.store.people import PersonRow as PersonRow
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock, empty_database
from tests.scenarios.conftest import ROSTER

ROUNDS = 12


def ward(core: Services, number: int) -> str:
    """Return another place for each round: two reports at one place are the same event."""
    wards = [
        place.name for place in core.configuration.places if place.kind == "ward" and place.county == "Kitui"
    ]
    named = [name for name in wards if name not in ("Central", "Township")]
    return named[number % len(named)]


@pytest.fixture
def shared(migrated_postgres: Database) -> Database:
    empty_database(migrated_postgres)
    return migrated_postgres


@pytest.fixture
def core(configuration: Configuration, shared: Database) -> Services:
    with shared.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    return make_core(configuration, MovedClock(datetime(2026, 11, 24, 7, 4, tzinfo=UTC)))


def together(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at the same moment; return their results, raise what they raise."""
    start = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)
    errors: list[BaseException] = []

    def run(index: int, job: Callable[[], object]) -> None:
        start.wait()
        try:
            results[index] = job()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def workers(database: Database, core: Services, count: int) -> list[Turns]:
    return [
        Turns(database, core, Grammar(core.configuration, core.reader, REGISTRY.verbs)) for _ in range(count)
    ]


def arrive(database: Database, core: Services, *texts: tuple[str, str]) -> None:
    with database.writing() as session:
        count = session.query(InboxRow).count()
        rows = [
            receive.sms({"id": f"t{count + i}", "from": sender, "text": text}, core.clock)
            for i, (sender, text) in enumerate(texts)
        ]
        queue.store(session, rows)


def drain(database: Database, core: Services, count: int = 3) -> None:
    def work(turns: Turns) -> Callable[[], None]:
        def run() -> None:
            idle = 0
            while idle < 3:
                idle = idle + 1 if turns.run_batch() == 0 else 0

        return run

    together(*(work(turns) for turns in workers(database, core, count)))


def test_two_take_it_in_the_same_second(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, ("+254300000002", f"drought {ward(core, number)} severe"))
        drain(shared, core, 1)
        arrive(shared, core, ("+254300000004", f"ok s{number}"), ("+254300000008", f"ok s{number}"))
        drain(shared, core, 2)
        with shared.reading() as session:
            answers = [
                row.text
                for row in session.query(Delivery).filter_by(about=f"S{number}", kind="answer")
                if "took" in row.text or "was taken" in row.text
            ]
            taken = session.query(History).filter_by(about=f"S{number}", what="taken").count()
        assert taken == 1
        assert sorted("You took" in answer for answer in answers) == [False, True]


def test_every_text_is_handled_once_and_in_the_order_of_its_sender(shared: Database, core: Services) -> None:
    senders = [f"+25430000000{digit}" for digit in (1, 2, 3)]
    texts = [
        (sender, f"flood Kyuso severe {number} households") for number in range(1, 21) for sender in senders
    ]
    arrive(shared, core, *texts)
    drain(shared, core, 4)
    with shared.reading() as session:
        assert session.query(InboxRow).filter_by(status="done").count() == len(texts)
        assert session.query(Incident).count() == len(texts)
        for reporter_id in (1, 2, 3):
            mine = session.query(Incident).filter_by(reporter_id=reporter_id).all()
            in_order = sorted(mine, key=lambda incident: int(incident.ref[1:]))
            assert [incident.affected["households"] for incident in in_order] == list(range(1, 21))


def test_a_delivery_is_claimed_by_one_worker(shared: Database, core: Services) -> None:
    arrive(shared, core, *[("+254300000002", "drought Mutomo severe")] * 10)
    drain(shared, core, 2)
    claimed: list[int] = []
    addresses: list[list[str]] = []

    def claim() -> None:
        for _ in range(30):
            with shared.writing() as session:
                mine = claims.claim(core.work(session), "sms", 3).claimed
            claimed.extend(one.id for one in mine)
            addresses.append([one.address for one in mine])
            with shared.writing() as session:
                work = core.work(session)
                outcomes.record(work, {one.id: Accepted(f"id-{one.id}") for one in mine})
                work.flush()

    together(claim, claim, claim)
    assert len(claimed) == len(set(claimed))
    with shared.reading() as session:
        total = session.query(Delivery).count()
        assert len(claimed) == total
        assert session.query(Delivery).filter_by(status="accepted", attempts=1).count() == total
    assert all(len(batch) == len(set(batch)) for batch in addresses)


def test_the_end_of_a_hold_is_reached_once(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, ("+254300000001", f"drought {ward(core, number)}"))
        drain(shared, core, 1)
        assert isinstance(core.clock, MovedClock)
        core.clock.forward(core.configuration.mechanism.report_hold)

        def tick() -> list[str]:
            with shared.writing() as session:
                work = core.work(session)
                opened = [
                    ref
                    for ref in incomplete_reports.held_too_long(work)
                    if incomplete_reports.end_hold(work, ref)
                ]
                work.flush()
                return opened

        arrive(shared, core, ("+254300000001", "3"))
        together(tick, tick, lambda: workers(shared, core, 1)[0].run_batch())
        drain(shared, core, 1)
        with shared.reading() as session:
            opened = session.query(History).filter_by(about=f"S{number}", what="opened").count()
            alerts = session.query(Delivery).filter_by(about=f"S{number}", kind="alert").count()
            incident = session.get(Incident, f"S{number}")
            assert incident is not None
            assert (incident.status, incident.severity) == ("open", "severe")
        assert opened == 1
        assert alerts == 4  # CLT lead, USAID, RLA, deputy
        core.clock.forward(core.configuration.mechanism.report_hold)


def test_strangers_that_come_at_once_are_one_address_each(shared: Database, core: Services) -> None:
    arrive(shared, core, *[(f"+25430000009{i % 3}", f"hello {i}") for i in range(12)])
    drain(shared, core, 4)
    with shared.reading() as session:
        assert session.query(InboxRow).filter_by(status="done").count() == 12
        assert session.query(InboxRow).filter_by(status="failed").count() == 0


def test_two_vouch_for_one_text_in_the_same_second(shared: Database, core: Services) -> None:
    """One wins. The other hears who did it, and adds no person to the roster."""
    for number in range(1, 13):
        stranger = f"+2543000008{number:02}"
        arrive(shared, core, (stranger, "flood Kibwezi severe"))
        drain(shared, core, 1)
        arrive(
            shared,
            core,
            ("+254300000009", f"VOUCH U{number} Jane {chr(96 + number)}, county PoC Makueni"),
            ("+254300000003", f"VOUCH U{number} John {chr(96 + number)}, county PoC Makueni"),
        )
        drain(shared, core, 2)
        with shared.reading() as session:
            assert session.query(InboxRow).filter(InboxRow.status != "done").count() == 0
            assert session.query(Incident).count() == number
            answers = session.query(Delivery).filter_by(about=f"U{number}", kind="answer").all()
            changed_one = [
                row for row in answers if "is handled as theirs" in row.text or "sasa ni" in row.text
            ]
            lost = [row for row in answers if f"U{number}: " in row.text]
            assert (len(changed_one), len(lost)) == (1, 1)
            vouched = session.query(History).filter_by(about=f"U{number}", what="vouched").count()
            added = session.query(PersonRow).filter(PersonRow.name.like(f"% {chr(96 + number)}")).count()
        assert (vouched, added) == (1, 1)


MEMBER, USAID, RLA, CLT_LEAD, DEPUTY = (f"+25430000000{digit}" for digit in (5, 8, 9, 4, 2))


def taken(database: Database, core: Services, number: int) -> None:
    """Report S<number>, and let the CLT lead take it."""
    arrive(database, core, (DEPUTY, f"drought {ward(core, number)} severe"))
    drain(database, core, 1)
    arrive(database, core, (CLT_LEAD, f"ok s{number}"))
    drain(database, core, 1)


def happened(database: Database, number: int) -> list[str]:
    with database.reading() as session:
        rows = session.query(History).filter_by(about=f"S{number}").order_by(History.id)
        return [row.what for row in rows if row.what not in ("reported", "opened", "taken")]


def test_giving_against_closing_and_giving_back(shared: Database, core: Services) -> None:
    """The first one decides what the others hear; a closed or open incident has no holder."""
    for number in range(1, ROUNDS + 1):
        taken(shared, core, number)
        other = (
            (USAID, f"close s{number} water was brought") if number % 2 else (CLT_LEAD, f"release s{number}")
        )
        arrive(shared, core, (RLA, f"give s{number} CLT member"), other)
        drain(shared, core, 2)
        with shared.reading() as session:
            incident = session.get(Incident, f"S{number}")
            assert incident is not None
            to_member = session.query(Delivery).filter_by(about=f"S{number}", kind="alert", address=MEMBER)
            told = to_member.count()
            status, holder = incident.status, incident.taken_by_id
        did = happened(shared, number)
        assert told == did.count("given")
        if number % 2:
            assert status == "closed"
            assert did in (["closed"], ["given", "closed"])
        elif did == ["given"]:
            assert (status, holder) == ("taken", 5)
        else:  # given back first: it was in no hand any more, as the giver had seen it or not
            assert did in (["released"], ["released", "given"])
            assert status == ("taken" if "given" in did else "open")


def test_two_hands_give_it_at_once(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        taken(shared, core, number)
        texts = ((USAID, f"give s{number} CLT member"), (RLA, f"give s{number} chair"))

        def give(sender: str, text: str) -> Callable[[], object]:
            def run() -> object:
                arrive(shared, core, (sender, text))
                return workers(shared, core, 1)[0].run_batch()

            return run

        together(*(give(*text) for text in texts))
        drain(shared, core, 2)
        given = happened(shared, number)
        assert set(given) == {"given"}
        with shared.reading() as session:
            alerts = session.query(Delivery).filter_by(about=f"S{number}", kind="alert")
            receivers = {row.person_id for row in alerts if "Given to you" in row.text}
            incident = session.get(Incident, f"S{number}")
            assert incident is not None and incident.taken_by_id in receivers
            assert len(receivers) == len(given)


def test_two_reporters_open_it_again(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        taken(shared, core, number)
        arrive(shared, core, (CLT_LEAD, f"close s{number} water came"))
        drain(shared, core, 1)
        with shared.writing() as session:
            first = session.query(ReportRow).filter_by(incident_ref=f"S{number}").first()
            assert first is not None
            session.add(
                ReportRow(
                    incident_ref=first.incident_ref,
                    person_id=1,
                    inbox_id=first.inbox_id,
                    text="drought",
                    language="en",
                    created_at=first.created_at,
                )
            )
        arrive(shared, core, (DEPUTY, f"reopen s{number}"), ("+254300000001", f"reopen s{number} none came"))
        drain(shared, core, 2)
        with shared.reading() as session:
            answers = sorted(
                row.text
                for row in session.query(Delivery).filter_by(about=f"S{number}", kind="answer")
                if "is open again" in row.text or "is not closed" in row.text
            )
            due = session.query(Track).filter_by(incident_ref=f"S{number}", audience="clt").one().due_at
        assert happened(shared, number) == ["closed", "reopened"]
        assert len(answers) == 2
        assert sum("is open again" in answer for answer in answers) == 1
        assert due is not None


def test_two_clocks_tell_a_digest_once_and_open_what_was_left_once(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    for number in range(1, 4):
        taken(shared, core, number)
    with shared.writing() as session:
        assert schedule.due(core.work(session)) == []  # a new database: this Monday is done
        lines = "".join(line for line in ROSTER.splitlines(True) if CLT_LEAD not in line)
        csv_file.import_lines(session, csv_file.read(lines, "roster.csv", core.configuration, CHANNELS))
    core.clock.forward(timedelta(days=6))

    def tick() -> list[str]:
        done: list[str] = []
        for due, do in ((schedule.due, schedule.tell), (departures.due, departures.open_one)):
            with shared.writing() as session:
                names = due(core.work(session))
            for name in names:
                with shared.writing() as session:
                    work = core.work(session)
                    done += [name] if do(work, name) else []
                    work.flush()
        return done

    results = cast(list[list[str]], together(tick, tick, tick))
    assert sorted(name for done in results for name in done) == ["S1", "S2", "S3", "morning", "weekly"]
    with shared.reading() as session:
        told = [(row.person_id, row.text) for row in session.query(Delivery).filter_by(kind="digest")]
    assert len(told) == len(set(told))
    assert any("vacant" in text.lower() for _, text in told)


def test_two_clocks_nudge_once(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    for number in range(1, 4):
        taken(shared, core, number)
    core.clock.forward(timedelta(hours=8))

    def tick() -> int:
        with shared.writing() as session:
            work = core.work(session)
            done = [ref for ref in follow_up.due(work) if follow_up.nudge(work, ref)]
            work.flush()
            return len(done)

    assert sum(cast(list[int], together(tick, tick, tick))) == 3
    with shared.reading() as session:
        assert session.query(Delivery).filter_by(kind="nudge").count() == 3


OVERTAKEN: list[tuple[str, Callable[[UnitOfWork, Incident, dict[str, Person]], object], str]] = [
    ("closed", lambda w, i, who: following.close(w, i, who["usaid"], "", "done"), "not_open"),
    ("released", lambda w, i, who: following.release(w, i, who["clt_lead"], ""), "already"),
    ("given", lambda w, i, who: handover.give(w, i, who["usaid"], who["chair"], ""), "already"),
]


@pytest.mark.parametrize(("what", "quicker", "result"), OVERTAKEN, ids=[what for what, *_ in OVERTAKEN])
def test_who_gives_what_somebody_has_just_moved_hears_of_it(
    shared: Database,
    core: Services,
    what: str,
    quicker: Callable[[UnitOfWork, Incident, dict[str, Person]], object],
    result: str,
) -> None:
    """The giver read that the lead has it; before the giving, it is moved."""
    taken(shared, core, 1)
    with shared.writing() as session:
        work, incident, who = seen(core, session)
        with shared.writing() as other:
            quicker(*(quick := seen(core, other)))
            quick[0].flush()
        assert handover.give(work, incident, who["rla"], who["clt_member"], "").result == result
        work.flush()
    assert happened(shared, 1) == [what]
    with shared.reading() as session:
        assert session.query(Delivery).filter_by(kind="alert", address=MEMBER).count() == 0


def test_who_opens_again_what_somebody_has_just_opened_hears_of_it(shared: Database, core: Services) -> None:
    taken(shared, core, 1)
    arrive(shared, core, (CLT_LEAD, "close s1 water came"))
    drain(shared, core, 1)
    with shared.writing() as session:
        work, incident, who = seen(core, session)
        with shared.writing() as other:
            quick, same, _ = seen(core, other)
            assert reopening.reopen(quick, same, who["deputy_county_lead"], "", "").result == "done"
            quick.flush()
        assert reopening.reopen(work, incident, who["deputy_county_lead"], "", "").result == "open"
        work.flush()
    assert happened(shared, 1) == ["closed", "reopened"]


def seen(core: Services, session: Session) -> tuple[UnitOfWork, Incident, dict[str, Person]]:
    """Return S1 as a transaction sees it now, and a person of Kitui for each role."""
    work = core.work(session)
    incident = queries.find(work, "S1")
    assert incident is not None
    roles = ("clt_lead", "clt_member", "usaid", "rla", "chair", "deputy_county_lead")
    return work, incident, {role: work.people.holders(role, "Kitui")[0][1] for role in roles}
