"""Many texts wait: those with words of need are handled first, and no sender's texts change their order."""

from datetime import timedelta

import pytest

from bot import turns
from tests.scenarios.conftest import Phone, World


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handle one text in a transaction, so that the order of the references is that of the handling."""
    monkeypatch.setattr(turns, "BATCH", 1)


@pytest.mark.parametrize(
    ("seconds", "hazards"),
    [
        (1, ["drought", "landslide", "disease_outbreak", "fire"]),
        (3, ["disease_outbreak", "fire", "drought", "landslide"]),
    ],
)
def test_a_call_for_help_goes_before_reports_that_wait_longer(
    world: World, lead: Phone, deputy: Phone, makueni_lead: Phone, seconds: int, hazards: list[str]
) -> None:
    makueni_lead.sends("drought Wote town severe")
    deputy.sends("landslide Mutomo severe")
    lead.sends("cholera Kyuso severe")
    lead.sends("fire Mutomo severe, children trapped inside")
    world.clock.forward(timedelta(seconds=seconds))
    world.settle()
    assert [world.incident(f"S{number}").hazard for number in (1, 2, 3, 4)] == hazards
    world.sets_aside()
