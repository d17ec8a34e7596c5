"""Answers at the same moment, and the end of a question meanwhile, on a real PostgreSQL."""

from datetime import timedelta
from typing import cast

from sek_core.announcements import clock
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.questions import Inquiry, InquiryAnswer
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import USAID, arrive, drain, together

LEAD, OTHER_LEAD = "+254300000001", "+254300000003"

ROUNDS = 5


def asked(shared: Database, core: Services, number: int = 1) -> None:
    """Ask both county leads; each time in other words, as a person does."""
    arrive(shared, core, (USAID, f"ASK county leads, who comes to room {number}?, tomorrow"))
    drain(shared, core, 1)
    arrive(shared, core, (USAID, "1"))
    drain(shared, core, 1)


def tick(shared: Database, core: Services) -> None:
    with shared.writing() as session:
        work = core.work(session)
        for step in clock.due(work):
            clock.act(work, step)
        work.flush()


def test_two_replies_of_one_person_are_one_answer(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        asked(shared, core, number)
        ref = f"Q{number}"
        arrive(shared, core, (LEAD, f"{ref} Jane"), (LEAD, f"{ref} Peter"), (OTHER_LEAD, f"{ref} Amina"))
        drain(shared, core, 3)
        with shared.reading() as session:
            rows = session.query(InquiryAnswer).filter_by(inquiry_ref=ref).all()
            assert sorted(row.answer for row in rows) == ["Amina", "Peter"]


def test_a_reply_in_the_second_of_the_end_is_in_the_table_or_late(shared: Database, core: Services) -> None:
    for number in range(1, ROUNDS + 1):
        asked(shared, core)
        ref = f"Q{number}"
        cast(MovedClock, core.clock).forward(timedelta(days=1, hours=7))  # 17:04
        arrive(shared, core, (LEAD, f"{ref} Jane comes"))
        together(lambda: drain(shared, core, 1), lambda: tick(shared, core), lambda: tick(shared, core))
        with shared.reading() as session:
            assert session.get_one(Inquiry, ref).status == "ended"
            tables = [
                message.text
                for message in session.query(Delivery).filter_by(about=ref, kind="notice", address=USAID)
                if "is over" in message.text
            ]
            row = session.query(InquiryAnswer).filter_by(inquiry_ref=ref, answer="Jane comes").one()
        assert len(tables) == 1
        assert ("Jane comes" in tables[0]) != (row.pass_at is not None)
        cast(MovedClock, core.clock).forward(timedelta(hours=17))
        tick(shared, core)
