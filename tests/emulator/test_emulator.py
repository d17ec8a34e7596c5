"""The main task on an independent Telegram: the assumptions of our own fake may be wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.adapter import Adapter
from tests.emulator.emulator import TOKEN, Emulator, Person
from tests.process import free_port, until
from tests.processes.installation import Installation
from tests.serving import Served


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def telegram(emulator: Emulator) -> Iterator[Served]:
    with Served(Adapter(emulator.url).app()) as served:
        yield served


@pytest.fixture
def installation(tmp_path: Path, sqlite_url: str, telegram: Served) -> Iterator[Installation]:
    with Installation(tmp_path, sqlite_url, TOKEN, telegram.url) as installation:
        yield installation


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_half_a_report_is_completed_with_a_button(
    installation: Installation, emulator: Emulator, mode: str
) -> None:
    lead = Person(emulator, 9_990_000_000_001, "Meshack")
    clt = Person(emulator, 9_990_000_000_002, "Faith")
    installation.enrols(f"Meshack,deputy_county_lead,{lead.id}", f"Faith,clt_lead,{clt.id}")
    port = free_port()
    program = installation.runs(
        "run",
        port=port,
        SEK_TELEGRAM_MODE=mode,
        SEK_TELEGRAM_WEBHOOK_SECRET="a-secret-of-these-tests",
        SEK_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )
    until(lambda: '"telegram_set_up"' in program.error)

    lead.says("drought Mutomo")
    until(lambda: lead.messages)
    assert lead.reads == ["DROUGHT, Mutomo, Kitui. How bad?"]
    assert lead.buttons == ["Minor", "Moderate", "Severe", "Extreme", "Skip"]
    lead.taps("Severe")
    until(lambda: "S1" in lead.reads[-1])
    assert len(lead.reads) == 1, "the receipt stands in the place of the question"
    assert "DROUGHT, severe, Mutomo, Kitui. Sent to Kitui CLT" in lead.reads[-1]

    until(lambda: clt.messages)
    assert "SEVERE DROUGHT Mutomo, Kitui" in clt.reads[-1]
    assert clt.buttons == ["Take it", "Note", "More"]
    clt.taps("Take it")
    until(lambda: "You have" in clt.reads[-1])
    until(lambda: "taken by" in lead.reads[-1])
    assert {status for _, status in installation.inbox()} == {"done"}
    until(lambda: {status for *_, status in installation.deliveries()} == {"accepted"})
    assert program.stop() == 0
