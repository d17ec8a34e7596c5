"""The documentation names everything that people can set, send, call or read, and invents nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from pydantic import AliasChoices
from starlette.routing import Mount, Route
from typer.main import get_command

from bot.channels import CHANNELS
from bot.cli.app import app
from bot.metrics import Metrics
from bot.server import make_app
from bot.wiring import Program
from config.gazetteer import COLUMNS as PLACE_COLUMNS
from config.hazards import Hazard, HazardFile, Sign
from config.mechanism import ROLES, Configuration, Mechanism
from config.meetings import Attendance, MeetingFile, Series, SeriesPlan, StandingGuest
from config.rights import Right, RightFile
from config.rights import table as rights_table
from config.route import RouteStep, RouteTrack, Target
from config.routes import OwnRoute, RouteFile, When
from config.sections import Quarterly, ReaderLimits, Seat, WatchLimits
from config.sending import Budgets, Bundles, Price, Strangers
from config.settings import Settings
from config.words import Request, WordFile
from handlers.dialogue.registry import REGISTRY
from handlers.language.verbs import table
from sek_core.monitoring.checks import names
from sek_core.roster import csv_file
from sek_core.store.database import Database
from sek_core.timing.clock import SystemClock
from tests.conftest import MovedClock
from tests.scenarios.conftest import World

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
EVERY_PAGE = pytest.mark.parametrize("page", DOCS, ids=lambda page: page.relative_to(ROOT).as_posix())


PEOPLE = {
    "lead": "Patrick Mburu",
    "deputy lead": "Meshack Mulinge",
    "CLT lead": "Kitui CLT Lead",
    "CLT member": "Taita Taveta CLT Member for Conservation",
    "Makueni lead": "Martin Miriti",
    "Makueni CLT lead": "Makueni CLT Lead",
    "Taita Taveta lead": "Ganga Rao",
    "PoC": "Kitui PoC for Livestock",
    "USAID": "USAID Programme Specialist",
    "RLA": "RLA Secretariat",
}
"""People of the transcripts that give a role instead of a name."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(name: str) -> str:
    """Return the code in a page: between backticks, or in a block."""
    text = read(name)
    blocks = re.findall(r"^ *```.*?^ *```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


def unmentioned(names: set[str], text: str) -> set[str]:
    """Return the names that are not whole words of the text."""
    return {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}


def variables() -> Iterator[str]:
    """Yield every environment variable that Settings reads."""
    for name, field in Settings.model_fields.items():
        match field.validation_alias:
            case AliasChoices(choices=choices):
                yield from map(str, choices)
            case str(alias):
                yield alias
            case _:
                yield f"SEK_{name.upper()}"


def commands() -> Iterator[str]:
    """Yield `sek incidents`, `sek db upgrade`, and their options."""

    def below(command: object, path: str) -> Iterator[str]:
        for parameter in command.params:  # type: ignore[attr-defined]  # click has it, its type does not say so
            yield from (option for option in parameter.opts if option.startswith("--"))
        subcommands = getattr(command, "commands", {})
        if not subcommands:
            yield path
        for name, subcommand in subcommands.items():
            yield from below(subcommand, f"{path} {name}")

    return below(get_command(app), "sek")


@pytest.fixture
def program(configuration: Configuration, sqlite_url: str) -> Iterator[Program]:
    program = Program(Settings(_env_file=None), configuration, SystemClock(), Database(sqlite_url))  # type: ignore[call-arg]  # mypy knows no `_env_file`
    yield program
    program.threads.close()
    program.database.close()


def test_every_variable_is_explained() -> None:
    assert unmentioned(set(variables()), code("docs/configuration.md")) == set()


def test_the_example_environment_has_exactly_the_variables_and_sets_none() -> None:
    example = read(".env.example")
    assert set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE)) == set(variables())
    assert not re.search(r"^[^#\n]", example, re.MULTILINE)


def test_every_command_and_option_is_explained() -> None:
    assert unmentioned(set(commands()), code("docs/operations.md")) == set()


def test_the_words_are_those_of_the_vocabulary(configuration: Configuration) -> None:
    """docs/conversations.md holds `table(REGISTRY.verbs, rights)`: copy it there when it has changed."""
    assert table(REGISTRY.verbs, configuration.rights) in read("docs/conversations.md")


def test_the_rights_are_those_of_the_file(configuration: Configuration) -> None:
    """docs/configuration.md holds `config.rights.table`: copy it there when it has changed."""
    assert rights_table(configuration.rights) in read("docs/configuration.md")


def test_of_every_word_the_page_says_whether_it_needs_a_code(configuration: Configuration) -> None:
    page = read("docs/conversations.md")
    part = page[page.index("## Words that need a code") : page.index("## What is not for you")]
    words = {form for verb in REGISTRY.verbs for form in verb.en[:1]}
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", part)) == []
    guarded = {str(word) for row in configuration.rights.codes.values() for word in row.words}
    assert guarded - {"SEAT"} <= set(re.findall(r"CALL OFF|[A-Z]{3,}", part))


def test_every_word_stands_once() -> None:
    words = [word for verb in REGISTRY.verbs for word in (*verb.en, *verb.sw)]
    assert len(words) == len(set(words))


def test_every_metric_is_explained(program: Program) -> None:
    page = Metrics(program.database, program.watch).page().decode()
    names = {
        name for name in re.findall(r"^# TYPE (\w+)", page, re.MULTILINE) if not name.endswith("_created")
    }
    assert names
    assert unmentioned(names, code("docs/operations.md")) == set()


def test_every_alarm_is_explained(program: Program) -> None:
    alarms = set(names(program.watch.channels))
    assert unmentioned(alarms, code("docs/operations.md")) == set()


def test_every_route_is_explained(program: Program) -> None:
    routes = make_app(program, ["web"]).routes
    paths = {route.path for route in routes if isinstance(route, Route | Mount)}
    assert len(paths) == len(routes)
    text = read("docs/operations.md") + read("README.md")
    assert {path for path in paths if f"`{path}`" not in text} == set()


MODELS = [
    Mechanism, Budgets, Bundles, Price, Quarterly, ReaderLimits, Seat, Strangers, WatchLimits,
    HazardFile, Hazard, Sign, RouteFile, OwnRoute, When,
    RouteTrack, RouteStep, Target, WordFile, Request, MeetingFile, Attendance, StandingGuest, SeriesPlan,
    Series, Right, RightFile,
]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_key_of_the_configuration_is_explained(model: type[Mechanism]) -> None:
    assert unmentioned(set(model.model_fields), code("docs/configuration.md")) == set()


def test_every_role_and_column_is_explained() -> None:
    names = {*ROLES, *csv_file.columns(CHANNELS), *PLACE_COLUMNS}
    assert unmentioned(names, code("docs/configuration.md")) == set()


def test_every_file_of_the_configuration_is_explained_and_has_its_source() -> None:
    files = {path.name for path in (ROOT / "config").rglob("*") if path.suffix in (".yaml", ".csv", ".po")}
    assert unmentioned(files, read("docs/configuration.md")) == set()
    assert (
        unmentioned({name for name in files if not name.endswith(".po")}, read("docs/data-sources.md"))
        == set()
    )


def test_every_argument_of_a_text_is_explained(configuration: Configuration) -> None:
    forms = [
        form
        for catalogue in configuration.texts.values()
        for all_ in catalogue.forms.values()
        for form in all_
    ]
    arguments = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
    assert {name for name in arguments if f"`{{{name}}}`" not in read("docs/texts.md")} == set()


def test_the_readme_names_both_commands_and_stays_short() -> None:
    readme = read("README.md")
    assert unmentioned({"make run", "make test"}, readme) == set()
    assert len(readme.splitlines()) < 150


@EVERY_PAGE
def test_every_file_that_is_linked_or_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in linked if link and not (page.parent / link).exists()] == []
    named = re.findall(r"`((?:bot|config|docs|handlers|scheduler|sek_core|tests)/[\w./-]*)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", [*DOCS, ROOT / ".env.example"], ids=lambda page: page.name)
def test_nobody_real_can_be_reached_by_what_a_page_names(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    numbers = re.findall(r"(?:\+|\b0(?=[17]\d{8}))\d[\d ]{6,}\d", text)
    assert [n for n in numbers if not re.fullmatch(r"\+2543000000\d\d", n)] == []
    addresses = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text)
    assert [domain for domain in addresses if not re.fullmatch(r"(?:\w+\.)?example\.org", domain)] == []


TRANSCRIPTS = [
    pytest.param(block, id=f"{name} {number}")
    for name in ("README.md", "docs/conversations.md")
    for number, block in enumerate(re.findall(r"```sms\n(.*?)```", read(name), re.DOTALL), start=1)
]
LINE = re.compile(r"(?P<time>\d\d:\d\d)? *(?P<who>[\w ]*?) *(?P<way>[<>]) (?P<words>.*)")


def steps(transcript: str) -> Iterator[tuple[str, str, bool, str]]:
    """Yield time and person where given, whether the person texts, and the words; these may go on below."""
    for first, *others in (part.split("\n") for part in re.split(r"\n(?=.*?[<>] )", transcript.rstrip())):
        match = LINE.fullmatch(first)
        assert match, first
        words = "\n".join([match["words"], *(line.strip() for line in others)])
        yield match["time"] or "", match["who"], match["way"] == ">", words


@pytest.fixture
def world(configuration: Configuration, sqlite_url: str, clock: MovedClock) -> Iterator[World]:
    """Run the demonstration at 10:04, with a stranger."""
    database = Database(sqlite_url)
    world = World(configuration, database, clock)
    world.enrols(read("config/demo-roster.csv"))
    world.phone("+254300000099", "stranger")
    yield world
    world.close()
    database.close()


@pytest.mark.parametrize("transcript", TRANSCRIPTS)
def test_a_transcript_is_what_the_program_prints(
    transcript: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sek_core.work.codes.draw", lambda _length: "4821")  # no page knows the drawn one
    phone = world["stranger"]
    for time, who, texts, words in steps(transcript):
        now = world.clock.now().astimezone(world.program.configuration.mechanism.zone)
        if time and time != f"{now:%H:%M}":
            later = now.replace(hour=int(time[:2]), minute=int(time[3:]))
            world.passes(f"{(later - now).seconds}s")
        if who:
            phone = world[PEOPLE.get(who, who)]
        if texts:
            phone.texts(words)
        else:
            assert words in phone.unread
