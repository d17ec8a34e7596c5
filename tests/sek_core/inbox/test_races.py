"""Several workers on one inbox."""

from datetime import timedelta

from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident
from sek_core.work.unit_of_work import Services
from tests.conftest import MovedClock
from tests.sek_core.racing import arrive, drain


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


def test_strangers_that_come_at_once_are_one_address_each(shared: Database, core: Services) -> None:
    arrive(shared, core, *[(f"+25430000009{i % 3}", f"hello {i}") for i in range(12)])
    drain(shared, core, 4)
    with shared.reading() as session:
        assert session.query(InboxRow).filter_by(status="done").count() == 12
        assert session.query(InboxRow).filter_by(status="failed").count() == 0


def test_need_goes_first_and_yet_each_sender_s_texts_keep_their_order(
    shared: Database, core: Services
) -> None:
    senders = [f"+25430000000{digit}" for digit in (1, 2, 3)]
    texts = [
        (sender, f"flood Kyuso severe {number} households")
        for number in range(1, 11)
        for sender in senders
        if sender != senders[2]
    ]
    last = [(senders[2], f"flood Mutomo severe {number} households") for number in range(1, 10)]
    arrive(shared, core, *texts, *last, (senders[2], "flood Mutomo severe 10 households, urgent"))
    clock = core.clock
    assert isinstance(clock, MovedClock)
    clock.forward(timedelta(seconds=5))
    drain(shared, core, 4)
    with shared.reading() as session:
        assert session.query(InboxRow).filter_by(status="done").count() == 30
        assert session.query(InboxRow).filter_by(pressing=True).count() == 1
        for reporter_id in (1, 2, 3):
            mine = session.query(Incident).filter_by(reporter_id=reporter_id).all()
            in_order = sorted(mine, key=lambda incident: int(incident.ref[1:]))
            assert [incident.affected["households"] for incident in in_order] == list(range(1, 11))
