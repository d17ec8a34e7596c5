"""Telegram calls the program, the program calls Telegram, and either of them may be late."""

from typing import Any

import httpx
import pytest

from tests.process import Process, free_port, until
from tests.processes.installation import Installation
from tests.processes.telegram import Telegram

SECRET = "a-secret-of-these-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MODES = ("polling", "webhook")


def starts(installation: Installation, mode: str) -> Process:
    port = free_port()
    return installation.runs(
        "run",
        port=port,
        SEK_TELEGRAM_MODE=mode,
        SEK_TELEGRAM_WEBHOOK_SECRET=SECRET,
        SEK_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )


def post(program: Process, update: Any, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    return httpx.post(f"{program.url}/webhooks/telegram", json=update, headers=headers).status_code


def test_what_telegram_brings_is_answered(installation: Installation, telegram: Telegram) -> None:
    lead, clt = telegram.person(0, "Meshack"), telegram.person(1, "Faith")
    installation.enrols(lead.line("deputy_county_lead"), clt.line("clt_lead"))
    program = starts(installation, "webhook")
    until(lambda: telegram.webhook == f"{program.url}/webhooks/telegram")
    update = lead.says("DROUGHT MUTOMO severe 400 households")
    until(
        lambda: lead.texts and lead.texts[-1].startswith("S1 DROUGHT, severe, Mutomo, Kitui, 400 households")
    )
    until(lambda: clt.texts and clt.texts[-1].startswith("S1 SEVERE DROUGHT Mutomo, Kitui"))
    until(lambda: telegram.waiting == 0)

    # Once more, as Telegram does after a lost answer; and a forged update.
    assert post(program, update) == 200
    forged = {**update, "update_id": update["update_id"] + 1}
    assert [post(program, forged, secret) for secret in (None, "", "another", f"{SECRET}2")] == [401] * 4
    clt.says("OK S1")
    until(lambda: "You have S1" in clt.texts[-1])
    assert [status for _, status in installation.inbox()] == ["done", "done"]
    assert len([text for text in clt.texts if "SEVERE DROUGHT" in text]) == 1


@pytest.mark.parametrize("mode", MODES)
def test_telegram_is_down_at_the_start(installation: Installation, telegram: Telegram, mode: str) -> None:
    lead = telegram.person(0, "Meshack")
    installation.enrols(lead.line("deputy_county_lead"))
    lead.says("STATUS S7")
    telegram.close()
    program = starts(installation, mode)
    until(lambda: "telegram_not_set_up" in program.error)
    assert httpx.get(f"{program.url}/readyz").status_code == 200
    assert installation.inbox() == []
    telegram.open()
    until(lambda: lead.texts == ["There is no S7. LIST shows what is open in your counties"])
    until(lambda: telegram.waiting == 0)
    assert bool(telegram.webhook) == (mode == "webhook")


def test_from_the_webhook_to_polling(installation: Installation, telegram: Telegram) -> None:
    """Updates that came while no process ran wait, whichever way they then come."""
    lead = telegram.person(0, "Meshack")
    installation.enrols(lead.line("deputy_county_lead"))
    for number, mode in enumerate(("webhook", "polling")):
        lead.says(f"STATUS S{number}")
        program = starts(installation, mode)
        until(lambda number=number: len(lead.texts) == number + 1)
        assert program.stop() == 0
    assert [text.split(".")[0] for text in lead.texts] == ["There is no S0", "There is no S1"]
