"""Several workers on one inbox."""

from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import Incident
from sek_core.work.unit_of_work import Services
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
