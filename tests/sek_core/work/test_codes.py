"""Codes: drawn, sealed, and used once, also by two processes at once."""

from sek_core.messages.screens import MASK
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import Conversation, InboxRow
from sek_core.store.incidents import History
from sek_core.work import codes
from sek_core.work.unit_of_work import Services
from tests.scenarios.conftest import ROSTER
from tests.sek_core.racing import CLT_LEAD, arrive, drain

POCS = "".join(f"PoC {n},Kitui County,county_poc,Kitui,,+2543000002{n:02},en\n" for n in range(1, 12))


def test_a_code_is_four_digits_and_opens_only_its_own_seal() -> None:
    drawn = {codes.draw() for _ in range(200)}
    assert len(drawn) > 150 and all(len(code) == 4 and code.isdecimal() for code in drawn)
    seal = codes.seal("0482")
    assert "0482" not in seal.partition(":")[2] and seal != codes.seal("0482")
    assert codes.opens(seal, "0482")
    assert not any(codes.opens(seal, code) for code in ("482", "0483", "", "chat"))
    assert not codes.opens("", "") and not codes.opens("chat", "")


def test_a_message_gets_its_code_behind_the_words_that_it_quotes() -> None:
    assert codes.unmask(f'"{MASK}" reply YES {MASK}.', "4821") == f'"{MASK}" reply YES 4821.'
    assert codes.unmask(f"reply {MASK}", None) == f"reply {MASK}"
    assert codes.unmask("no mask", "4821") == "no mask"


def test_the_same_code_by_two_processes_acts_once(shared: Database, core: Services) -> None:
    with shared.writing() as session:
        lines = csv_file.read(ROSTER + POCS, "roster.csv", core.configuration, core.channels)
        csv_file.import_lines(session, lines)
    for number in range(1, 9):
        arrive(shared, core, (CLT_LEAD, f"TELL Kitui PoCs, word {number}"))
        drain(shared, core, 1)
        with shared.reading() as session:
            newest = session.query(Delivery).filter(Delivery.secret.is_not(None)).one()
            code, text = newest.secret, newest.text
        assert MASK in text and code not in text
        arrive(shared, core, (CLT_LEAD, f"YES {code}"), (CLT_LEAD, code), (CLT_LEAD, f"ndiyo {code}"))
        drain(shared, core, 3)
        with shared.reading() as session:
            assert session.query(InboxRow).filter(InboxRow.status != "done").count() == 0
            assert session.query(History).filter_by(what="announced").count() == number
            assert session.query(Delivery).filter(Delivery.secret.is_not(None)).count() == 0
            told = session.query(Delivery).filter(Delivery.text.contains(f"word {number}"))
            assert told.filter(Delivery.kind != "answer").count() == 11
            assert session.query(Conversation).filter(Conversation.question.is_not(None)).count() == 0
