"""A text of any length: its beginning is read, and all of it is kept."""

import pytest
from sqlalchemy import select

from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import ReportRow
from sek_core.understanding.tokens import READ
from tests.scenarios.conftest import Phone, World


@pytest.mark.only("sms")
def test_a_report_behind_which_more_stands_than_is_read(world: World, deputy: Phone) -> None:
    whole = "flood Mutomo severe, 400 households " + "the river rose again and again " * 400 + "the end"
    assert len(whole) > 2 * READ
    deputy.texts(whole)
    deputy.expects("S1 FLOOD, severe, Mutomo, Kitui, 400 households.")
    world.sets_aside()
    with world.program.database.reading() as session:
        assert session.scalars(select(InboxRow.text)).all() == [whole]
        assert session.scalars(select(ReportRow.text)).all() == [whole]
    deputy.texts("MEETING " + "1 " * 100_000)
    assert max(len(said) for said in deputy.unread) <= 480
    world.sets_aside()
