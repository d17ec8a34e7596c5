"""Anything at all: callbacks, updates, texts and files of chance. Nothing raises, and each has an answer.

The corpora are seeded, so that a failure comes again; each is as large as a second or two allow.
"""

import json
import random
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import CHANNELS
from config.faults import FaultsError
from config.mechanism import PACKAGED, Configuration
from sek_core.roster import csv_file, demonstration
from sek_core.spreadsheets import reading, writing
from tests.bot.site import FORM, OpenSite
from tests.bot.sms.hooks import SMS

SECRET = "the-header-of-the-tests"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
LEAD, CHAT = "+254300000011", 9990000000011
SAID = """flood|mafuriko|OK|S1|CLOSE|U1|VOUCH|yes|2|400 households|Mutomo|MEETING|M1|tomorrow 9am|TELL Kitui
ASK|TASK T9|1e400|=1+1|{name}|%s|'; --|:|LIST|STOP|HELP 2|AWAY|by|-3|31 Feb|25:99|Q1|🌊"""
WORDS = (*SAID.replace("\n", "|").split("|"), "\0", "\ud800", "\u202e", "\x1b[2J", "\n", "9" * 40)
SCRAPS = (None, [], {}, "", "x", 0, -1, 10**30, 1e400, True, [[]], {"id": []}, "\ud800\0", "private", "group")


def _text(chance: random.Random) -> str:
    return "".join(chance.choice((" ", " ", "")) + chance.choice(WORDS) for _ in range(chance.randint(1, 7)))


def _mutated(value: Any, chance: random.Random) -> Any:
    """Return a JSON value in which a few parts are others, or gone."""
    if chance.random() < 0.06:
        return chance.choice(SCRAPS)
    if isinstance(value, dict):
        return {name: _mutated(part, chance) for name, part in value.items() if chance.random() > 0.03}
    return [_mutated(part, chance) for part in value] if isinstance(value, list) else value


def _update(number: int, chance: random.Random) -> dict[str, Any]:
    person = {"id": CHAT, "is_bot": False, "first_name": _text(chance), "language_code": "sw"}
    chat = {"id": CHAT, "type": chance.choice(("private", "group", "channel")), "title": _text(chance)}
    message = {"message_id": number, "from": person, "chat": chat, "date": 9, "text": _text(chance)}
    data = chance.choice(("p1:1:0", "g1:0"))
    contents: list[dict[str, Any]] = [
        {"message": message},
        {"edited_message": message | {"edit_date": 10}},
        {"message": message | {"location": {"latitude": -1.2, "longitude": 38}}},
        {"message": message | {"contact": {"phone_number": LEAD, "user_id": CHAT, "first_name": "x"}}},
        {"message": message | {"photo": [{"file_id": "p", "width": 3, "height": 4, "file_unique_id": "u"}]}},
        {"callback_query": {"id": "q", "from": person, "message": message, "data": data}},
        {"my_chat_member": {"chat": chat, "from": person, "new_chat_member": {"status": "member"}}},
        {"message": message | {"migrate_to_chat_id": -7}},
    ]  # fmt: skip
    changed = _mutated(chance.choice(contents), chance)
    return {"update_id": number, **(changed if isinstance(changed, dict) else {"message": changed})}


async def test_callbacks_and_updates_of_chance(
    open_site: OpenSite, sqlite_url: str, configuration: Configuration
) -> None:
    chance = random.Random(15)
    async with open_site(sqlite_url, telegram_webhook_secret=SECRET) as site:
        with site.program.database.writing() as session:
            demonstration.load_roster(session, configuration, CHANNELS)
        for number in range(80):
            body = json.dumps(_update(number, chance)).encode()
            answer = await site.client.post("/webhooks/telegram", content=body, headers=HEADERS)
            assert answer.status_code == 200, body
        for number in range(60):
            sender = chance.choice((LEAD, LEAD, "+254300000099", "SAFARICOM", "\ud800", "0" * 30))
            form = _mutated(
                {"id": str(number), "from": sender, "text": _text(chance), "date": "2017-05-03"}, chance
            )
            fields = form if isinstance(form, dict) else {}
            body = urlencode({n: str(v) for n, v in fields.items()}, errors="replace").encode()
            assert (await site.client.post(SMS, content=body, headers=FORM)).status_code in (200, 400), body
            if chance.random() < 0.2:
                await site.client.post(SMS, content=chance.randbytes(60), headers=FORM)
        for _ in range(600):
            await site.handle()
            if all(row.status != "new" for row in site.rows()):
                break
        failed = [
            (row.error, row.text, row.payload)
            for row in site.rows()
            if row.status not in ("done", "unmatched")
        ]
        assert failed == []


ROSTER = (PACKAGED / "demo-roster.csv").read_bytes()
CELLS = st.text("=+-@',;\"\n\t\0\ud800é0123456789abc /.[]", max_size=12)


@pytest.mark.parametrize("suffix", writing.SUFFIXES)
def test_rosters_of_chance(configuration: Configuration, suffix: str) -> None:
    @given(
        st.lists(st.lists(CELLS, min_size=3, max_size=4), max_size=3),
        st.binary(max_size=8),
        st.integers(0, 2000),
    )
    @settings(max_examples=25, deadline=None)
    def reads(rows: list[list[str]], scrap: bytes, at: int) -> None:
        table = writing.as_file([["name", "role", "phone", "county"], *rows], suffix, ())
        for content in (
            table,
            table[:at] + scrap + table[at + len(scrap) :],
            ROSTER[:at] + scrap + ROSTER[at + 1 :],
        ):
            try:
                csv_file.read_table(reading.read(content, f"x{suffix}"), "x", configuration, CHANNELS)
            except FaultsError:
                continue

    reads()
