"""Two people who label one text at the same moment, on a real PostgreSQL."""

from sek_core.examples import keeping
from sek_core.store.database import Database
from sek_core.store.examples import ExampleRow
from sek_core.store.inbox import InboxRow
from sek_core.store.states import LabelledBy
from sek_core.work.unit_of_work import Services
from tests.sek_core.racing import ROUNDS, arrive, together

LEAD = "+254300000001"


def test_one_label_is_left_and_neither_fails(shared: Database, core: Services) -> None:
    arrive(shared, core, *[(LEAD, f"the wazungu bridge thing {number}") for number in range(ROUNDS)])
    with shared.reading() as session:
        ids = [row.id for row in session.query(InboxRow).order_by(InboxRow.id)]
    for inbox_id in ids:

        def sender(inbox_id: int = inbox_id) -> None:
            with shared.writing() as session:
                keeping.keep_report(core.work(session), inbox_id, LabelledBy.SENDER, "flood")

        def coordinator(inbox_id: int = inbox_id) -> None:
            with shared.writing() as session:
                keeping.keep_no_report(core.work(session), inbox_id, LabelledBy.COORDINATOR)

        together(sender, coordinator)
    with shared.reading() as session:
        left = [(row.inbox_id, row.label, row.hazard) for row in session.query(ExampleRow)]
    assert sorted(inbox_id for inbox_id, *_ in left) == ids
    assert {(label, hazard) for _, label, hazard in left} <= {("report", "flood"), ("no report", None)}
