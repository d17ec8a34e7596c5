"""Transcripts of the pages, played to the program."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.scenarios.world import World

ROOT = Path(__file__).parents[1]

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

LINE = re.compile(r"(?P<time>\d\d:\d\d)? *(?P<who>[\w ]*?) *(?P<way>[<>]) (?P<words>.*)")


def of(page: str) -> list[str]:
    """Return the transcripts of a page."""
    return re.findall(r"```sms\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def play(transcript: str, world: World) -> None:
    """Let people text what they text in a transcript, and check that each message that it shows comes."""
    phone = world["stranger"]
    for time, who, texts, words in _steps(transcript):
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


def _steps(transcript: str) -> Iterator[tuple[str, str, bool, str]]:
    """Yield time and person where given, whether the person texts, and the words; these may go on below."""
    for first, *others in (part.split("\n") for part in re.split(r"\n(?=.*?[<>] )", transcript.rstrip())):
        match = LINE.fullmatch(first)
        assert match, first
        words = "\n".join([match["words"], *(line.strip() for line in others)])
        yield match["time"] or "", match["who"], match["way"] == ">", words
