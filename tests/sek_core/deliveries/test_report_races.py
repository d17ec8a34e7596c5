"""A delivery report that comes while the outcome of its message is being recorded."""

import pytest

from bot.sms import receive
from sek_core.deliveries import claims, outcomes, reports
from sek_core.inbox import queue
from sek_core.messages.channel import Accepted, NoAnswer
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.work.unit_of_work import Services, UnitOfWork
from tests.sek_core.racing import arrive, drain, workers

LEAD = "+254300000001"


def test_it_is_given_to_its_message_and_to_no_other_of_that_number(
    shared: Database, core: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first message is in doubt, the second is on its way; the report on the second comes early."""
    arrive(shared, core, (LEAD, "STATUS S901"))
    drain(shared, core, 1)
    in_doubt = _sent(shared, core)
    _record(shared, core, {in_doubt: NoAnswer("timeout")})
    arrive(shared, core, (LEAD, "STATUS S902"))
    drain(shared, core, 1)
    on_its_way = _sent(shared, core)

    looked = reports._with_id

    def slowly(work: UnitOfWork, row: InboxRow) -> Delivery | None:
        found = looked(work, row)
        if found is None:
            _record(shared, core, {on_its_way: Accepted("ATXid_2")})
        return found

    monkeypatch.setattr(reports, "_with_id", slowly)
    with shared.writing() as session:
        form = {"id": "ATXid_2", "status": "Success", "phoneNumber": LEAD}
        queue.store(session, [receive.delivery(form, core.clock)])
    workers(shared, core, 1)[0].run_batch()

    with shared.reading() as session:
        ids = {row.id: (row.status, row.provider_id) for row in session.query(Delivery)}
    assert ids == {in_doubt: ("unknown", None), on_its_way: ("delivered", "ATXid_2")}


def _sent(database: Database, core: Services) -> int:
    with database.writing() as session:
        work = core.work(session)
        [claimed] = claims.claim(work, "sms", 10).claimed
        work.flush()
        return claimed.id


def _record(database: Database, core: Services, came: dict[int, Accepted | NoAnswer]) -> None:
    with database.writing() as session:
        work = core.work(session)
        outcomes.record(work, came)
        work.flush()
