"""The cards to print: made of the words and the rights, one sheet a role."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bot import cards
from config.mechanism import PACKAGED, Configuration
from config.rights import RightFile
from config.terms import Role
from handlers.dialogue.registry import REGISTRY
from handlers.language.usage import LEFT_OUT, LINES, SECTIONS
from tests.conftest import skip_or_fail

FOLDER = PACKAGED.parent / "docs" / "cards"
VERBS = {verb.name: verb for verb in REGISTRY.verbs}


@pytest.mark.parametrize("role", list(Role))
def test_a_card_is_what_the_program_makes_of_words_and_rights(
    role: Role, configuration: Configuration
) -> None:
    """`python -m bot.cards` writes them anew when a word or a right has changed."""
    made = cards.page(role, configuration)
    assert made == (FOLDER / f"{role.value}.html").read_text(encoding="utf-8")


def test_every_word_stands_on_a_card(configuration: Configuration) -> None:
    on_cards = {line.verb for role in Role for line in cards.lines_of(role, configuration)}
    assert set(VERBS) - on_cards == LEFT_OUT


def test_a_word_without_a_line_of_its_own_is_shown_as_it_is_sent(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "LINES", tuple(line for line in LINES if line.verb != "status"))
    page = cards.page(Role.OBSERVER, configuration)
    assert "<h2>More words</h2>" in page
    assert "<tr><td>STATUS S1</td><td>where it stands</td></tr>" in page
    assert "<tr><td>HALI S1</td><td></td></tr>" in page


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.send[0])
def test_a_line_begins_with_its_word_in_both_languages(line: cards.Line) -> None:
    assert line.section in {section for section, *_ in SECTIONS}
    if line.send[0].startswith("FLOOD"):  # a report needs no word
        return
    for place, language in enumerate(cards.LANGUAGES):
        assert line.send[place].startswith(VERBS[line.verb].words(language))


@pytest.mark.parametrize(
    ("role", "verb", "may"),
    [
        (Role.OBSERVER, "report", False), (Role.OBSERVER, "status", True),
        (Role.COUNTY_LEAD, "take", False),
        (Role.COUNTY_LEAD, "meeting", True), (Role.CLT_MEMBER, "close", True),
        (Role.COUNTY_POC, "take", True),
        (Role.COUNTY_OFFICIAL, "meeting", False), (Role.RLA, "ask", True), (Role.OBSERVER, "ask", False),
        (Role.IP_FOCAL, "minutes", True),
    ],
)  # fmt: skip
def test_a_card_has_the_words_that_the_role_may_use(
    role: Role, verb: str, may: bool, configuration: Configuration
) -> None:
    assert (verb in {line.verb for line in cards.lines_of(role, configuration)}) == may


def test_a_mechanism_with_other_rights_prints_its_own(configuration: Configuration, tmp_path: Path) -> None:
    report = configuration.rights.rights["report"].model_copy(update={"roles": (Role.OBSERVER,)})
    changed = replace(configuration, rights=RightFile(rights={"report": report}))
    assert {"fix"} <= {line.verb for line in cards.lines_of(Role.OBSERVER, changed)}
    cards.write(tmp_path / "cards", changed)
    assert len(list((tmp_path / "cards").iterdir())) == len(Role)


def test_a_card_prints_on_the_two_sides_of_one_sheet() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        skip_or_fail("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        pages = {}
        for path in sorted(FOLDER.glob("*.html")):
            page.goto(path.as_uri())
            pages[path.stem] = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        browser.close()
    assert pages == {role.value: 2 for role in Role}
