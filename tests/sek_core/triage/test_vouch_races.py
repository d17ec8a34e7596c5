"""Two coordinators vouch for one text."""

from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History
from sek_core.store.people import PersonRow
from sek_core.store.seats import RoleStart
from sek_core.work.unit_of_work import Services
from tests.sek_core.racing import arrive, drain


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
            asked = session.query(Delivery).filter(Delivery.secret.is_not(None)).all()
            codes = {row.address: row.secret for row in asked}
        assert len(codes) == 2
        arrive(shared, core, *((sender, f"YES {code}") for sender, code in codes.items()))
        drain(shared, core, 2)
        with shared.reading() as session:
            assert session.query(InboxRow).filter(InboxRow.status != "done").count() == 0
            assert session.query(RoleStart).filter_by(status="waiting").count() == number
            answers = session.query(Delivery).filter_by(about=f"U{number}", kind="answer").all()
            changed_one = [
                row for row in answers if "is handled as theirs" in row.text or "sasa ni" in row.text
            ]
            lost = [row for row in answers if f"U{number}: " in row.text]
            assert (len(changed_one), len(lost)) == (1, 1)
            vouched = session.query(History).filter_by(about=f"U{number}", what="vouched").count()
            added = session.query(PersonRow).filter(PersonRow.name.like(f"% {chr(96 + number)}")).count()
        assert (vouched, added) == (1, 1)
