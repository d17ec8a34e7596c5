"""The program as `sek run` starts it, its page in a browser window, and one phone on it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

START_SECONDS = 30
FULL_REPORT = "DROUGHT MUTOMO severe 400 households, boreholes dry at Kyatune"
LEAD, CLT, RLA, USAID = "Patrick Mburu", "Kitui CLT Lead", "RLA Secretariat", "USAID Programme Specialist"
SWAHILI_LEAD = "Martin Miriti"

# The lowest contrast of the texts that are shown, and whose it is (WCAG 2, relative luminance).
LOWEST_CONTRAST = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgroundOf = (element) => {
    const own = getComputedStyle(element).backgroundColor;
    const [, , , alpha = 1] = channels(own);
    return alpha === 0 && element.parentElement ? backgroundOf(element.parentElement) : own;
  };
  const holdsText = (element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const shown = [...document.querySelectorAll("body *")].filter(
    (e) => (holdsText(e) || e.tagName === "TEXTAREA") && e.checkVisibility() && !e.closest("select, .unseen"),
  );
  const found = [document.body, ...shown].map((element) => {
    const pair = [getComputedStyle(element).color, backgroundOf(element)].map(luminance);
    return [(Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05), element.className || element.tagName];
  });
  return found.sort((one, other) => one[0] - other[0])[0];
}"""


class Server:
    """`sek run` in its own folder, with the configuration in it, if any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self.database_url = f"sqlite:///{folder / 'sek.db'}"
        self.origin = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("SEK_") and name not in ("PORT", "DATABASE_URL")
        }
        environment |= {"SEK_DATABASE_URL": self.database_url, "SEK_PORT": str(self._port)}
        if (self._folder / "config").is_dir():
            environment["SEK_CONFIG_DIR"] = str(self._folder / "config")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from bot.cli.app import main; main()", "run", "--empty"],
                cwd=self._folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < until, "sek run did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop as an operator does; an open page must not hold it up."""
        if self._process is None:
            return
        self._process.terminate()
        assert self._process.wait(10) in (0, -signal.SIGTERM), (self._folder / "log").read_text()
        self._process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class Window:
    """The simulator in a browser window, and the errors in it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.wrong: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(f"{origin}/simulator")
        expect(page.get_by_text("connected", exact=True)).to_be_attached()
        expect(page.locator("[aria-busy]")).to_have_count(0)

    def phone(self, name: str) -> "Phone":
        return Phone(self.page.get_by_role("region", name=f"Phone of {name}"))

    def forward(self, by: str) -> None:
        self.page.get_by_role("group", name="Move the clock forward").get_by_role("button", name=by).click()


class Phone:
    """One phone on the page."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.box = root.get_by_role("textbox")
        self.log = root.get_by_role("log")
        self.messages = root.get_by_role("article")

    def texts(self, text: str) -> None:
        self.box.fill(text)
        self.root.get_by_role("button", name="Send").click()
        expect(self.box).to_have_value("")

    def switches_to(self, channel: str) -> None:
        """Change the channel over which this person gets messages."""
        self.root.get_by_role("radio", name=channel).check()
        expect(self.root).to_have_attribute("data-channel", channel.lower())

    def starts(self) -> None:
        """Open the chat with SEK."""
        self.root.get_by_role("button", name="Start").click()
        self.expects("Welcome to SEK")

    def button(self, label: str) -> Locator:
        """Return a button under a message."""
        return self.messages.get_by_role("button", name=label, exact=True)

    def expects(self, *parts: str) -> Locator:
        """Check that the last message has each of `parts`; return it."""
        for part in parts:
            expect(self.messages.last).to_contain_text(part)
        return self.messages.last

    def becomes(self, person: str) -> None:
        """Pick a person of the roster for this phone."""
        choice = self.root.get_by_role("combobox", name="Whose phone this is")
        choice.select_option(label=choice.locator("option", has_text=person).inner_text())

    def keys(self) -> list[str]:
        keys: list[str] = self.messages.evaluate_all("all => all.map((message) => message.dataset.key)")
        return keys


Visit = Callable[[Server], Window]
