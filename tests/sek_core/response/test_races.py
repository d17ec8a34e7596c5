"""Two people take, give, close or open an incident at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy.orm import Session

from bot.channels import CHANNELS
from sek_core.alerts import promises
from sek_core.incidents import queries
from sek_core.response import closing, following, handover, reopening
from sek_core.roster import csv_file
from sek_core.roster.snapshot import Person
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import History, Incident, Promise, ReportRow, Track
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import (
    CLT_LEAD,
    DEPUTY,
    MEMBER,
    RLA,
    ROUNDS,
    USAID,
    arrive,
    drain,
    taken,
    together,
    ward,
    workers,
)


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
                if "You have" in row.text or "was taken" in row.text
            ]
            taken = session.query(History).filter_by(about=f"S{number}", what="taken").count()
        assert taken == 1
        assert sorted("You have" in answer for answer in answers) == [False, True]


OFFICIAL = "+254300000031"


def test_the_county_and_the_clt_take_it_in_the_same_second(shared: Database, core: Services) -> None:
    """One of them has it. If the county was first, the CLT lead stands beside it: that OK counts too."""
    jane = f"Jane Mutua,Kitui County,county_official,Kitui,,{OFFICIAL},en\n"
    with shared.writing() as session:
        lines = csv_file.read(ROSTER + jane, "roster.csv", core.configuration, CHANNELS)
        csv_file.import_lines(session, lines)
    for number in range(1, ROUNDS + 1):
        arrive(shared, core, (DEPUTY, f"flood {ward(core, number)} severe"))
        drain(shared, core, 1)
        arrive(shared, core, (OFFICIAL, f"ok s{number}"), (CLT_LEAD, f"ok s{number}"))
        drain(shared, core, 2)
        with shared.reading() as session:
            incident = session.get(Incident, f"S{number}")
            assert incident is not None
            tracks = session.query(Track).filter_by(incident_ref=f"S{number}")
            said = {row.audience for row in tracks if row.acknowledged_by_id is not None}
            waits = [row for row in tracks if row.due_at is not None]
            did = [row.what for row in session.query(History).filter_by(about=f"S{number}")]
        county_first = "clt" in said and "county" in said
        assert did.count("taken") == 1 and did.count("stands_beside") == int(county_first)
        assert said == ({"clt", "county"} if county_first else {"clt"})
        assert waits == []


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


def reports_too(shared: Database, number: int, person_id: int) -> None:
    """Make a person the second reporter."""
    with shared.writing() as session:
        first = session.query(ReportRow).filter_by(incident_ref=f"S{number}").first()
        assert first is not None
        session.add(
            ReportRow(
                incident_ref=first.incident_ref,
                person_id=person_id,
                inbox_id=first.inbox_id,
                text="drought",
                language="en",
                created_at=first.created_at,
            )
        )


def test_two_reporters_open_it_again(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        taken(shared, core, number)
        arrive(shared, core, (CLT_LEAD, f"close s{number} water came"))
        drain(shared, core, 1)
        reports_too(shared, number, 1)
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


def test_two_clocks_tell_once_that_a_promise_is_late(shared: Database, core: Services) -> None:
    assert isinstance(core.clock, MovedClock)
    for number in range(1, 4):
        taken(shared, core, number)
    core.clock.forward(timedelta(days=15))

    def tick() -> int:
        with shared.writing() as session:
            work = core.work(session)
            done = [each for each in promises.due(work) if promises.advance(work, each)]
            work.flush()
            return len(done)

    assert sum(cast(list[int], together(tick, tick, tick))) == 3
    with shared.reading() as session:
        assert session.query(Delivery).filter_by(kind="nudge").count() == 3


def test_two_reporters_answer_yes_and_no_at_once(shared: Database, core: Services) -> None:
    """One decides: a confirmed closing is not handed back, and one handed back is not confirmed."""
    for number in range(1, ROUNDS + 1):
        taken(shared, core, number)
        reports_too(shared, number, 1)
        arrive(shared, core, (CLT_LEAD, f"close s{number} water came"))
        drain(shared, core, 1)
        arrive(shared, core, (DEPUTY, f"s{number} 1"), ("+254300000001", f"s{number} 3 none came"))
        drain(shared, core, 2)
        did = happened(shared, number)[1:]
        with shared.reading() as session:
            incident = session.get_one(Incident, f"S{number}")
            status, confirmed = incident.status, incident.confirmed
        if did[0] == "confirmed":
            assert (status, confirmed) == ("closed", "yes")
            assert "not_solved" not in did
        else:
            assert (status, confirmed) == ("taken", "no")
            assert "confirmed" not in did


def test_closing_waits_for_no_turn_of_a_reporter(shared: Database, core: Services) -> None:
    """The reporter's turn holds the dialogue, and may wait for the incident: both would wait for ever."""
    taken(shared, core, 1)
    with shared.writing() as session:
        work = core.work(session)
        reporter = session.get_one(Incident, "S1").reporter_id
        work.conversations.load([f"p{reporter}"])
        arrive(shared, core, (CLT_LEAD, "close s1 water came"))
        drain(shared, core, 1)
    with shared.reading() as session:
        assert session.get_one(Incident, "S1").status == "closed"
        told = session.query(Delivery).filter_by(about="S1", person_id=reporter, kind="update")
        assert "Reply S1 1 yes" in told.order_by(Delivery.id.desc()).first().text


def test_no_and_closing_again_at_once(shared: Database, core: Services) -> None:
    """The closing finds it closed already, or handed back, and closes it a second time."""
    for number in range(1, ROUNDS + 1):
        taken(shared, core, number)
        arrive(shared, core, (CLT_LEAD, f"close s{number} water came"))
        drain(shared, core, 1)
        arrive(
            shared, core, (DEPUTY, f"s{number} 3 none came"), (CLT_LEAD, f"close s{number} more water came")
        )
        drain(shared, core, 2)
        did = happened(shared, number)
        with shared.reading() as session:
            incident = session.get_one(Incident, f"S{number}")
            live = session.query(Promise).filter(
                Promise.incident_ref == incident.ref, Promise.status != "over"
            )
            assert did in (["closed", "not_solved"], ["closed", "not_solved", "closed"])
            assert incident.status == ("closed" if did[-1] == "closed" else "taken")
            assert live.count() == (incident.status == "taken")


OVERTAKEN: list[tuple[str, Callable[[UnitOfWork, Incident, dict[str, Person]], object], str]] = [
    ("closed", lambda w, i, who: closing.close(w, i, who["usaid"], "", "done"), "not_open"),
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
