"""docs/contributing.md is enough: its examples are followed here, and its lists of files are kept short."""

import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from config.mechanism import PACKAGED, load_configuration
from handlers.dialogue import registry
from handlers.engine import questions
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.grammar import Grammar
from handlers.language.intents import Command, Context
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb, table
from sek_core.messages.screens import Screen, Text
from sek_core.store.database import Database
from sek_core.understanding.reader import Reader
from tests.conftest import MovedClock
from tests.scenarios.conftest import World
from tests.test_docs import read

PAGE = read("docs/contributing.md")
CONFIGURATION = read("docs/configuration.md")


def section(title: str, page: str = PAGE) -> str:
    """Return one section of a page, without its heading."""
    return page.split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(text: str, language: str = "") -> list[str]:
    """Return the blocks of code of a text, without the indentation of the list that they stand in."""
    found = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(code) for called, code in found if called == language]


def files(text: str) -> set[str]:
    """Return the files that the numbered steps of a section change."""
    steps = "\n".join(re.findall(r"^\d\. .*\n(?: .*\n|\n(?= ))*", text, re.MULTILINE))
    named = re.findall(r"`([\w/<>.-]+(?:/|\.py|\.po|\.yaml|\.md|\.csv))`", steps)
    return {name for name in named if not name.endswith("verbs.py")}


def weather() -> ModuleType:
    """Return the dialogue of the page's example, as a module."""
    module = ModuleType("weather")
    module.__dict__.update(
        {each.__name__: each for each in (Asks, Command, Kind, Reply, Screen, Text, Turn, Verb)},
        questions=questions,
        _answered=lambda turn, words: None,
    )
    for code in blocks(section("A command word"), "python"):
        exec(code, module.__dict__)
    return module


def test_a_word_is_its_dialogue_and_a_name_in_the_list() -> None:
    made = registry.make((*registry.DIALOGUES, weather()))
    configuration = load_configuration()
    grammar = Grammar(configuration, Reader(configuration), made.verbs)
    for text in ("WEATHER", "hewa", "Weather please"):
        assert grammar.read(text, Context(("Kitui",), True)).action == Command("weather")
    assert made.commands["weather", ""] and "WEATHER | HEWA | the forecast of my county" in table(
        made.verbs, configuration.rights
    )
    assert made.questions["weather"].kind.takes == "words"


def test_a_word_touches_at_most_seven_files() -> None:
    assert len(files(section("A command word"))) <= 7, files(section("A command word"))


def test_a_hazard_is_one_file() -> None:
    assert files(section("A hazard")) == {"config/hazards.yaml", "docs/data-sources.md"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the folder of an installation with a configuration of its own."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def changed(own: Path, file: str, **fields: object) -> None:
    """Copy a packaged file of the configuration, with other values in some of its fields."""
    written = yaml.safe_load((PACKAGED / file).read_text(encoding="utf-8"))
    written.update(fields)
    (own / file).write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture
def world(own: Path, sqlite_url: str, clock: MovedClock) -> Iterator[World]:
    """Run a mechanism with a third language, of which two texts and one name are translated."""
    (own / "texts").mkdir()
    texts = (PACKAGED / "texts" / "en.po").read_text(encoding="utf-8").replace("How bad?", "Intee?")
    texts = texts.replace("you get messages in English", "you get messages in Somali")
    (own / "texts" / "so.po").write_text(texts, encoding="utf-8")
    for name in ("en", "sw"):
        shutil.copy(PACKAGED / "texts" / f"{name}.po", own / "texts")
    hazards = yaml.safe_load((PACKAGED / "hazards.yaml").read_text(encoding="utf-8"))["hazards"]
    flood = next(hazard for hazard in hazards if hazard["id"] == "flood")
    flood["label"]["so"], flood["keywords"]["so"] = "Daad", ["daad", "daadka"]
    changed(own, "hazards.yaml", hazards=hazards)
    changed(own, "mechanism.yaml", languages=["en", "sw", "so"])
    database = Database(sqlite_url)
    world = World(load_configuration(own), database, clock)
    yield world
    world.close()
    database.close()


def test_a_language_is_files_of_the_configuration(world: World) -> None:
    world.enrols(
        "name,organisation,role,county,phone,language\n"
        "Lead,Partner One,county_lead,Kitui,+254300000051,so\n"
        "CLT Lead,USAID,clt_lead,Kitui,+254300000053,so\n"
        "RLA,RLA,rla,,+254300000055,en\n"
    )
    lead, clt, rla = world["Lead"], world["CLT Lead"], world["RLA"]
    lead.texts("daad Kyuso")
    lead.expects("DAAD, Kyuso", "Intee?")
    lead.texts("3")
    lead.expects("S1 DAAD, severe, Kyuso")
    clt.expects("S1 SEVERE DAAD Kyuso")
    rla.expects("S1 SEVERE FLOOD Kyuso")
    lead.texts("LANG sw")
    lead.expects("Kiswahili")
    lead.texts("LANG so")
    lead.expects("messages in Somali")


def test_a_hazard_is_an_entry_of_the_configuration(own: Path, sqlite_url: str, clock: MovedClock) -> None:
    hazards = yaml.safe_load((PACKAGED / "hazards.yaml").read_text(encoding="utf-8"))["hazards"]
    tsunami = {
        "id": "tsunami",
        "label": {"en": "Tsunami", "sw": "Tsunami"},
        "keywords": {"en": ["tsunami"]},
        "sectors": ["health"],
        "onset": "sudden",
    }
    changed(own, "hazards.yaml", hazards=[*hazards, tsunami])
    reading = Reader(load_configuration(own)).read("Tsunami at Kyuso severe", ("Kitui",))
    assert (reading.hazard, reading.sure) == ("tsunami", True)


def test_a_county_is_the_example_of_the_page(own: Path, sqlite_url: str, clock: MovedClock) -> None:
    mechanism, *_ = blocks(section("Another county: an example", CONFIGURATION), "yaml")
    roster = next(
        code for code in blocks(section("Another county: an example", CONFIGURATION)) if "county_lead" in code
    )
    changed(own, "mechanism.yaml", **yaml.safe_load(mechanism))
    database = Database(sqlite_url)
    world = World(load_configuration(own), database, clock)
    world.enrols(roster)
    lead, clt = world["Turkana Lead"], world["Turkana CLT Lead"]
    lead.texts("drought in Lokichar severe 300 households")
    lead.expects("S1 DROUGHT, severe, Lokichar, Turkana, 300 households")
    clt.expects("S1 SEVERE DROUGHT Lokichar, Turkana")
    clt.texts("OK")
    clt.expects("You have S1")
    world.close()
    database.close()
