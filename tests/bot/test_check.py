"""Findings of `sek check` about an installation, beside the tests of the command itself."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.channels import CHANNELS
from bot.check import problems
from bot.wiring import make_core
from config.mechanism import PACKAGED, Configuration
from config.settings import Settings
from sek_core.deliveries import spending
from sek_core.meetings import waking
from sek_core.messages.screens import Screen, Text
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery, Spending
from sek_core.store.states import Budget
from sek_core.timing.clock import SystemClock
from sek_core.understanding.learned.engines import NGRAMS
from tests import weights
from tests.packaged import packaged
from tests.scenarios.conftest import ROSTER


@pytest.fixture
def settings(sqlite_url: str, configuration: Configuration) -> Settings:
    database = Database(sqlite_url)
    with database.writing() as session:
        csv_file.import_lines(session, csv_file.read(ROSTER, "roster.csv", configuration, CHANNELS))
    database.close()
    return Settings(_env_file=None, SEK_DATABASE_URL=sqlite_url)  # type: ignore[call-arg]  # mypy knows no `_env_file`


def test_a_vacancy_is_said_and_is_no_fault(settings: Settings) -> None:
    found = problems(settings)
    assert not any(finding.wrong for finding in found)
    assert "Taita Taveta: nobody holds the role clt_lead" in [finding.text for finding in found]


def test_what_is_spent_today_is_said_and_what_is_used_up_is_a_fault(
    settings: Settings, configuration: Configuration
) -> None:
    assert "SMS today: none of KES 20,000" in [finding.text for finding in problems(settings)]
    today = spending.day_of(configuration.mechanism, SystemClock().now())
    database = Database(settings.database_url)
    rows = [
        (Budget.DAY, "", 9600), (Budget.COUNTY, "Kitui", 8000), (Budget.COUNTY, "Makueni", 6400),
        (Budget.COUNTY, "", 0), (Budget.RECIPIENT, "+254300000004", 200), (Budget.SENDER, "+254300000005", 9),
    ]  # fmt: skip
    with database.writing() as session:
        for budget, key, spent in rows:
            amounts = {"spent": spent * spending.UNIT, "messages": spent, "segments": spent}
            session.add(Spending(day=today, budget=budget, key=key, **amounts))
        work = make_core(configuration, SystemClock()).work(session)
        lead = work.people.holders("county_lead", "Kitui")[0][1]
        work.outbox.tell(lead, Screen(Text("tap.stale")), "notice")
        work.flush()
        session.execute(update(Delivery).values(held_by=Budget.COUNTY))
    database.close()
    said = {finding.text: finding.wrong for finding in problems(settings) if "SMS today" in finding.text}
    near = ": nearly used up"
    beyond = ": used up; what is urgent leaves, alerts and answers come together, the rest waits"
    assert said == {
        "SMS today, all: KES 9,600.00 of 20,000 (48%), 9600 messages, 9600 segments": False,
        f"SMS today, Makueni: KES 6,400.00 of 8,000 (80%), 6400 messages, 6400 segments{near}": False,
        f"SMS today, Kitui: KES 8,000.00 of 8,000 (100%), 8000 messages, 8000 segments{beyond}": True,
        "SMS today, Taita Taveta: KES 0.00 of 8,000 (0%), 0 messages, 0 segments": False,
        "SMS today, of no county: KES 0.00, 0 messages, 0 segments": False,
        "SMS today, messages to +254300000004: KES 200.00, used up": True,
    }
    waits = "SMS that wait for tomorrow, of Kitui: 1, as the budget county is used up"
    assert waits in [finding.text for finding in problems(settings) if finding.wrong]


def test_own_weights_that_cannot_be_used_are_a_fault(settings: Settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"reader_weights": tmp_path / "reader"})
    assert not any(finding.wrong for finding in problems(own))
    weights.put(tmp_path / "reader", weights.mute())
    said = f"texts are read by rules and n-grams, with the weights of {tmp_path / 'reader'}"
    assert ("ok     " + said) in [str(finding) for finding in problems(own)]
    weights.put(tmp_path / "reader", {NGRAMS.name: b"SEKL"})
    [wrong] = [finding.text for finding in problems(own) if finding.wrong]
    assert wrong.startswith("texts are read by rules and n-grams, with the shipped weights, ngrams of ")


def test_the_table_of_rights_is_printed(settings: Settings) -> None:
    said = [str(finding) for finding in problems(settings)]
    start = said.index("ok     who may use which word, in the counties of their role (own) or in all:")
    width = max(len(", ".join(right.words)) for right in packaged().rights.rights.values())
    close = f"{'CLOSE':{width}}  own  clt_lead, clt_member, usaid, chair, rla"
    assert f"ok       {close}; refused: close.forbidden" in said[start:]
    words = "REPORT, FIX, ADD, CANCEL, REOPEN"
    report = f"{words:{width}}  all  all but observer; refused: net.observer"
    assert said[start + 1] == f"ok       {report}"


def test_who_reads_in_a_digest_is_printed(settings: Settings) -> None:
    said = [str(finding) for finding in problems(settings)]
    start = said.index("ok     who is told of no single incident, but reads of them in a digest:")
    assert said[start + 1] == "ok       technical_office, of their sectors: each morning"


def test_meetings_that_nobody_has_started_are_said_and_are_no_fault(settings: Settings) -> None:
    said = "monthly Kitui: nobody has started these meetings: `sek meetings start --county 'Kitui'`, or"
    found = [finding for finding in problems(settings) if finding.text.startswith(said)]
    assert [finding.wrong for finding in found] == [False]
    database = Database(settings.database_url)
    with database.writing() as session:
        work = make_core(packaged(), SystemClock()).work(session)
        waking.wake_for_operator(work, ["Kitui"], "")
        work.flush()
    database.close()
    started = [finding.text for finding in problems(settings)]
    assert not any("Kitui: nobody has started" in text for text in started)
    assert any("monthly Makueni: nobody has started" in text for text in started)


def test_a_county_of_the_roster_that_is_not_configured_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    packaged = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8")
    (tmp_path / "mechanism.yaml").write_text(
        packaged.replace("counties: [Makueni, Kitui, Taita Taveta]", "counties: [Makueni]"), encoding="utf-8"
    )
    wrong = [f.text for f in problems(settings.model_copy(update={"config_dir": tmp_path})) if f.wrong]
    assert wrong == ["the roster has roles for Kitui, which mechanism.yaml does not name"]


class TestTelegram:
    def findings(self, settings: Settings, **more: object) -> list[str]:
        return [finding.text for finding in problems(settings.model_copy(update=more)) if finding.wrong]

    def test_off_is_no_fault(self, settings: Settings) -> None:
        assert "Telegram is off: no token" in [finding.text for finding in problems(settings)]

    def test_what_a_webhook_needs(self, settings: Settings) -> None:
        found = self.findings(
            settings,
            telegram_token=SecretStr("1:x"),
            telegram_api_url="http://127.0.0.1:9",
            telegram_mode="webhook",
            public_url="http://sek.example.org",
        )
        assert found == [
            "SEK_PUBLIC_URL should begin with https://: Telegram calls no other address",
            "Telegram could not be reached: could not connect",
        ]


def test_names_that_are_left_to_the_packaged_file_are_said_with_their_line(
    settings: Settings, tmp_path: Path
) -> None:
    head, _, rest = (PACKAGED / "mechanism.yaml").read_text(encoding="utf-8").partition("\nnames:\n")
    names = "names:\n  en:\n    clt: Liaison Team\n"
    tail = rest.partition("\n\n")[2]
    (tmp_path / "mechanism.yaml").write_text(f"{head}\n{names}\n{tail}")
    said = [str(finding) for finding in problems(settings.model_copy(update={"config_dir": tmp_path}))]
    line = head.count("\n") + 3
    english, swahili = (text for text in said if "the packaged names count" in text)
    assert english.startswith(
        f"ok     mechanism.yaml:{line}: names.en: has no mission, secretariat, partner, ch"
    )
    assert swahili.startswith(
        f"ok     mechanism.yaml:{line - 1}: names.sw: has no mission, secretariat, clt, p"
    )
