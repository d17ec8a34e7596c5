"""`sek person forget` leaves nothing: a person uses every feature, is forgotten, and the bytes are searched.

SQLite: the database, its log and its index while the program runs, the files on disk, and a new backup.
PostgreSQL: every column of every table.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from typer.testing import CliRunner

from bot.cli import app
from config.mechanism import Configuration
from sek_core.privacy.exporting import models, own
from sek_core.store.access import PageSession, SignIn
from sek_core.store.classification import TABLES
from sek_core.store.database import Database
from sek_core.store.deliveries import Delivery
from sek_core.store.inbox import InboxRow
from sek_core.store.incidents import History, Incident
from sek_core.store.meetings import CalendarLink, Meeting, RegularGuest, Reminder, SeriesChange, Task, WalkIn
from sek_core.store.models import Asked, Base, KeptReader, NominationAsk
from sek_core.store.people import AddressRow, FormerContact, PersonRow
from sek_core.store.seats import RoleStart
from sek_core.store.states import ReminderStatus, TaskStatus
from tests.conftest import MovedClock
from tests.scenarios.conftest import ROSTER, World
from tests.scenarios.phones import Chat

NAME, NUMBER, FORMER, MAIL = "Nzilani Wavinya", "+254300000041", "+254300000042", "nzilani@example.org"
FORMER_MAIL = "Takin@example.org"
HEAD, *LINES = ROSTER.splitlines(True)
OTHERS = "".join(line.rstrip("\n") + ",\n" for line in LINES[1:])
PARTNERS = """\
FAO Focal Person,FAO,ip_focal,Kitui,,+254300000032,en,
Kitui PoC,Kitui County,county_poc,Kitui,,+254300000033,en,
"""
STRANGER = "+254300000099"


def roster(number: str, mail: str = MAIL) -> str:
    hers = f"{NAME},KIWASH,county_lead,Kitui,,{number},en,{mail}\n"
    chair = f"{NAME},KIWASH,chair,,,{number},en,{mail}\n"
    return HEAD.rstrip("\n") + ",email\n" + hers + chair + OTHERS + PARTNERS


@pytest.fixture(params=["sms", "telegram"])
def world(
    request: pytest.FixtureRequest, configuration: Configuration, database: Database, clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> Iterator[World]:  # fmt: skip
    monkeypatch.setenv("SEK_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SEK_FORGOTTEN_FILE", str(tmp_path / "forgotten"))
    monkeypatch.setenv("SEK_FILES_DIR", str(tmp_path / "files"))
    # The command at the shell has the clock of the story.
    monkeypatch.setattr("sek_core.timing.clock.SystemClock", lambda: clock)
    world = World(configuration, database, clock, request.param)
    try:
        yield world
    finally:
        world.close()


def sek(*words: str) -> Any:
    return CliRunner().invoke(app.app, list(words))


SECRETS = [
    "nzilani", "wavinya", MAIL, FORMER_MAIL, "300000041", "300000042", "0300 000 042", "KIWASH",
    "zebrafield", "Mwangangi",
    "okapi", "gnuherd", "sitatunga", "dikdik", "eland",
    "impala", "kudu", "bongo", "oryx", "duiker", "gerenuk",
    "hartebeest", "serval", "caracal", "civet", "genet", "ratel", "zorilla", "pangolin",
]  # fmt: skip
"""Her name, her numbers, and a word of each text that she wrote, none of them a word of the program."""


def live(world: World) -> None:
    """Let Nzilani use every feature, once at her former number, and the others name her."""
    world.enrols(roster(FORMER, FORMER_MAIL))
    hers = world.phone(FORMER)
    hers.texts("drought Mutomo severe 400 households, the zebrafield beside my house is dry")
    hers.texts("note s1 my uncle Mwangangi needs water")
    world.enrols(roster(NUMBER, FORMER_MAIL))
    world.enrols(roster(NUMBER))
    her, clt, deputy = world.phone(NUMBER, NAME), world["Kitui CLT Lead"], world["Meshack Mulinge"]
    rla, fao = world["RLA Secretariat"], world["FAO Focal Person"]
    clt.texts("ok s1")
    clt.texts("note s1 Nzilani Wavinya says 0300 000 042 is out of order")
    her.texts("blue okapi nine")
    world.passes("30m")
    deputy.texts("flood Kyuso severe 40 households, ask Nzilani about the road")
    her.texts("ok s2")
    her.texts("note s2 the gnuherd is at the ford")
    by = world.clock.at + timedelta(7)
    her.texts(f"offer s1 2 bowsers of the sitatunga farm by {by.day} {by:%b}")
    her.texts("1")
    her.texts("concern the dikdik seed came late")
    world.passes("10m")
    day = world.clock.at + timedelta(9)
    her.texts(f"task Meshack, feed the eland at Kyuso, {day.day} {day:%b}")
    deputy.texts(f"task Nzilani Wavinya, count the goats of Kyuso, {day.day} {day:%b}")
    clt.texts("TASK deputy, call Wavinya on +254 300 000 041")
    her.texts(f"MEETING Kitui {day:%d %b} 2pm the impala lodge")
    her.texts("yes")
    deputy.texts("yes m1")
    her.texts("item m1 the kudu fence")
    clt.texts("ASK county lead, who has the pump?")
    clt.texts("1")
    her.texts("q1 the bongo has it")
    clt.texts("TELL Kitui leads, come to the office of Nzilani Wavinya")
    clt.texts("1")
    her.texts("what is the oryx for?")
    her.texts("TELL Kitui PoCs, the duiker is here")
    her.texts("1")
    her.texts("ASK Kitui PoCs, is the gerenuk there?")
    her.texts("1")
    her.texts("INFO the hartebeest market opens on Friday")
    her.texts("UPDATE Kitui, 3 serval dams are built until March")
    her.texts("caracal is the word")
    her.texts(f"AWAY until {world.clock.at + timedelta(3):%d %b}, deputy covers")
    world.phone(STRANGER).texts("I know Wavinya, flood in Kyuso")
    rla.does("vouch u1 Nzilani Wavinya")
    fao.texts("s1 5 tents for Nzilani Monday")
    world.passes("10m")
    if isinstance(her, Chat):
        her.shows("photo", caption="flood Ikutha severe, the civet bridge", content=b"genet" * 200)
        world.fetches_files()


def fill(world: World) -> None:
    """Put a row of hers into each table that the story did not reach."""
    now, hers = world.clock.at, 1
    with world.program.database.writing() as session:
        session.add(CalendarLink(token="zorilla-token", person_id=hers, created_at=now))
        later = now + timedelta(days=1)
        session.add(
            PageSession(
                token="zorilla-seal",
                person_id=hers,
                device="Zorilla",
                created_at=now,
                seen_at=now,
                until=later,
            )
        )
        session.add(SignIn(kind="link", person_id=hers, seal="zorilla-seal", created_at=now, until=later))
        session.add(RegularGuest(person_id=hers, added_by_id=2, added_at=now))
        session.add(Asked(person_id=hers, budget="test", slot="2026-W48", kind="test", about="S1", at=now))
        session.add(SeriesChange(series="x", county="Kitui", rule="", at="", venue="pangolin inn",
                                 changed_by_id=hers, changed_at=now))  # fmt: skip
        session.add(
            WalkIn(
                meeting_ref="M1", folded="nzilani wavinya", name=NAME, title="Dr", email=MAIL,
                organisation="KIWASH", county="Kitui", recorded_by_id=2, recorded_at=now,
            )
        )  # fmt: skip
        kept = session.scalar(text("SELECT ref FROM kept LIMIT 1"))
        session.add(KeptReader(kept_ref=kept, person_id=hers, told_at=now, bundle=kept))
        for model, row in _more(now, hers):
            session.add(model(**row))
            session.flush()
        session.add(NominationAsk(nomination_id=1, person_id=hers, asked_at=now))


def _more(now: datetime, hers: int) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    from sek_core.store import models as m

    yield m.Nomination, {
        "seat": f"clt_member:Kitui:{NUMBER}", "role": "clt_member", "county": "Kitui", "sectors": [],
        "name": NAME, "number": NUMBER, "organisation": "KIWASH", "nominated_by": NAME, "nominator_id": hers,
        "created_at": now, "status": "open",
    }  # fmt: skip
    yield RoleStart, {
        "person_id": hers, "role": "clt_member", "county": "Kitui", "by_id": 2, "said_at": now,
        "starts_at": now, "status": "waiting", "nomination_id": 1,
    }  # fmt: skip
    yield m.Invitation, {"meeting_ref": "M1", "person_id": hers, "version": 1, "answer": "no",
                         "note": "my pangolin is ill"}  # fmt: skip
    yield (
        m.Decision,
        {
            "meeting_ref": "M1",
            "county": "Kitui",
            "person_id": hers,
            "text": "the ratel goes",
            "created_at": now,
        },
    )
    yield (
        m.Minutes,
        {"meeting_ref": "M1", "person_id": hers, "text": "in the garden of the ratel", "created_at": now},
    )
    yield (
        m.TaskGroup,
        {"ref": "T99", "giver_id": hers, "audience": "the friends of the ratel", "created_at": now},
    )
    yield m.RosterEdit, {"person_id": hers, "field": "sms", "before": FORMER, "after": NUMBER, "at": now}
    said = f"sms: {FORMER} to {NUMBER}; name: Zebra Wavinya to {NAME}"
    yield (
        History,
        {"at": now, "about": "P1", "what": "changed", "person_id": 2, "address": "web", "detail": said},
    )
    week = {"since": date(2026, 12, 1), "until": date(2026, 12, 7), "said_at": now}
    yield m.DutyRow, {"counties": ["Kitui"], "person_id": hers, "said_by_id": hers, **week}
    label = {"county": "", "label": "report", "decided_by": "sender"}
    yield m.ExampleRow, {"inbox_id": 2, "text": "the ratel", "person_id": hers, "created_at": now, **label}
    place = {"county": "Kitui", "sound": "ktng", "name": "Kathungu", "incident_ref": "S1"}
    yield m.KnownPlace, {"confirmed_at": now, "person_id": hers, **place}
    yield (
        m.AnnouncementReply,
        {"announcement_id": 1, "person_id": hers, "text": "the ratel", "created_at": now},
    )
    photo = {"kind": "photo", "channel": "telegram", "source": "ratel", "name": "ratel.jpg", "media_type": ""}
    state = {"status": "kept", "attempts": 1, "due_at": now, "created_at": now, "token": "ratel-token"}
    yield m.File, {"inbox_id": 1, "person_id": hers, **photo, **state}


def everything(world: World, tmp_path: Path) -> bytes:
    """Return all that is stored: on SQLite the bytes of its files and of a new backup, else every value."""
    database = world.program.database
    files = [path for folder in ("files",) for path in (tmp_path / folder).rglob("*") if path.is_file()]
    stored = [path.read_bytes() for path in files]
    if database.is_sqlite:
        place = Path(str(database.url.database))
        copy = tmp_path / "backup.db"
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(place)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        mine = [place, Path(f"{place}-wal"), Path(f"{place}-shm"), copy]
        return b"\n".join([*stored, *(path.read_bytes() for path in mine if path.exists())])
    with database.reading() as session:
        rows = [
            str([tuple(row) for row in session.execute(text(f"SELECT t::text FROM {table.name} t"))])
            for table in Base.metadata.sorted_tables
        ]
    return "\n".join([*rows, *map(repr, stored)]).encode()


def left_of(stored: bytes, secrets: list[str]) -> list[str]:
    """Return the secrets that are there, in any case, as UTF-8, UTF-16, hexadecimal, or escaped."""
    found, low = [], stored.lower()
    for secret in secrets:
        forms = {secret.lower().encode(), secret.lower().encode("utf-16-le"), secret.encode().hex().encode()}
        if any(form in low for form in forms):
            found.append(secret)
    return found


def unreached(world: World) -> list[str]:
    """Return the tables whose rows can be a person's own and have none of hers."""
    with world.program.database.reading() as session:
        return [
            name
            for model in models()
            if TABLES[name := str(model.__tablename__)].whose
            and session.execute(select(model).where(own(name, model, 1)).limit(1)).first() is None
        ]


def test_forget_means_gone(world: World, tmp_path: Path) -> None:
    live(world)
    fill(world)
    assert unreached(world) == [], "let the story of this test put a row of the person into these tables"
    before = everything(world, tmp_path)
    numbers = {"300000041", "300000042", "0300 000 042"}
    missing = {"genet", "civet"} if world.channel == "sms" else numbers
    wanted = [secret for secret in SECRETS if secret not in missing]
    assert sorted(set(wanted) - set(left_of(before, wanted))) == []
    looked = sek("person", "forget", NAME, "--dry-run")
    assert looked.exit_code == 0, looked.output
    assert "nothing was changed" in looked.output
    assert left_of(everything(world, tmp_path), wanted) == left_of(before, wanted)
    done = sek("person", "forget", NAME, "--yes")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[:-1] == looked.output.splitlines()[:-1]
    assert "S2 was theirs" in done.output
    assert "T2 was their task" in done.output
    world.passes("2m")  # the clock tells the others, and erases what had not left
    world.passes("2m")
    stored = everything(world, tmp_path)
    # On Telegram the roster knows no number of hers, so the one in the note of the CLT lead is not hers.
    assert left_of(stored, [*wanted, *missing] if world.channel == "sms" else wanted) == []
    _facts_stay(world)
    again = sek("person", "forget", NAME, "--yes")
    assert (again.exit_code, again.output) == (0, f"nothing is left of {NAME}\n")
    again = sek("person", "forget", "#1", "--yes")
    assert (again.exit_code, again.output) == (0, "nothing is left of #1\n")


def _facts_stay(world: World) -> None:
    with world.program.database.reading() as session:
        first, second = session.get_one(Incident, "S1"), session.get_one(Incident, "S2")
        assert (first.hazard, first.place, first.affected) == ("drought", "Mutomo", {"households": 400})
        assert (second.status, second.taken_by_id) == ("open", None)
        assert session.get_one(Task, "T2").status == TaskStatus.DROPPED
        waiting = select(Reminder.id).where(Reminder.about == "T2", Reminder.status == ReminderStatus.WAITING)
        assert session.scalars(waiting).all() == []
        number = "(erased)" if world.channel == "sms" else "+254 300 000 041"
        assert session.get_one(Task, "T3").text == f"call (erased) on {number}"
        noted = session.scalars(select(History.detail).where(History.what == "noted")).all()
        assert any(words.startswith("(erased) says ") and "out of order" in words for words in noted)
        assert session.get_one(Meeting, "M1").venue == "(erased)"
        assert session.get_one(PersonRow, 1).name == "(erased) #1"
        assert session.query(FormerContact).count() == 0
        assert session.query(Delivery).filter(Delivery.erase).count() == 0


def test_a_person_is_found_by_number_and_a_backup_that_brings_them_back_forgets_them_again(
    world: World, tmp_path: Path
) -> None:
    world.enrols(roster(NUMBER))
    world.phone(NUMBER).texts("flood Kyuso severe, the okapi drowned")
    database = world.program.database
    number = NUMBER.replace("+254", "0") if world.channel == "sms" else world.phone(NUMBER).number
    done = sek("person", "forget", number, "--yes")
    assert done.exit_code == 0, done.output
    assert left_of(everything(world, tmp_path), ["okapi", "wavinya"]) == []
    with database.writing() as session:  # as an old backup would have it
        session.get_one(PersonRow, 1).name = NAME
        session.add(AddressRow(person_id=1, channel="sms", value=NUMBER))
        session.execute(update(InboxRow).values(text="the okapi drowned"))
    assert "#1 was forgotten, and is here again" in sek("check", "--data").output
    looked = sek("db", "restored")
    assert "#1 was forgotten after this backup was made: --yes forgets it again" in looked.output
    done = sek("db", "restored", "--yes")
    assert "forgotten again" in done.output
    with database.reading() as session:
        assert session.get_one(PersonRow, 1).name == "(erased) #1"
    # An old file brings them back: that is said, once, and nothing of what was erased comes with them.
    file = tmp_path / "old.csv"
    file.write_text(roster(NUMBER))
    for words in (("--check",), ()):
        said = sek("roster", "import", str(file), *words).output
        assert "old.csv:2: Nzilani Wavinya was forgotten on 20" in said
        assert "unless they asked to be back" in said
        assert "Patrick" not in said.partition("new,")[0]
    assert "was forgotten" not in sek("roster", "import", str(file)).output
    # Who comes back to the roster is a new person, and is not forgotten.
    world.enrols(roster(NUMBER))
    assert "was forgotten" not in sek("db", "restored").output


def test_a_stranger_is_forgotten_by_number(world: World, tmp_path: Path) -> None:
    world.enrols(roster(NUMBER))
    stranger = world.phone(STRANGER, "Zuhura Tanzanite")
    stranger.texts("flood in Kyuso, the okapi drowned")
    world["RLA Secretariat"].texts("reply u1 where is the okapi?")
    written = STRANGER if world.channel == "sms" else f"telegram:{stranger.number}"
    clue = "300000099" if world.channel == "sms" else stranger.number
    secrets = [clue, "okapi drowned", *(["zuhura", "tanzanite"] if world.channel == "telegram" else [])]
    assert left_of(everything(world, tmp_path), secrets) == secrets
    done = sek("person", "forget", written.replace("+254", "0"), "--yes")
    assert done.exit_code == 0, done.output
    world.passes("2m")
    assert left_of(everything(world, tmp_path), secrets) == []
    again = sek("person", "forget", written, "--yes")
    assert again.exit_code == 0, again.output
    assert "nothing is left" in again.output
    assert re.search(r"^\S+ [0-9a-f]{64}$", (tmp_path / "forgotten").read_text(), re.MULTILINE)
    assert clue not in (tmp_path / "forgotten").read_text()
