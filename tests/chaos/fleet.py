"""Processes of one installation: started, killed, frozen, restarted, and finally stopped."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from config.mechanism import PACKAGED
from tests.process import Process, free_port, until, without_series

STARTED = '"event": "started"'

DEFECTS = frozenset(
    {
        "turn_failed",
        "answer_failed",
        "sender_failed",
        "outcome_refused",
        "telegram_send_failed",
        "telegram_fetch_failed",
        "telegram_update_unread",
    }
)
"""Events that no outside trouble explains."""


class Fleet:
    """The processes. `parts`: the command of each process by its name. `times`: values that replace the
    mechanism's times. `waits`: values that replace the waits of steps; `plan`: values that replace the times
    of meeting messages.
    """

    def __init__(
        self,
        folder: Path,
        parts: Mapping[str, str],
        times: Mapping[str, str],
        waits: Mapping[str, str],
        plan: str,
    ) -> None:
        self._folder = folder
        self._parts = dict(parts)
        self._ports = {name: free_port() for name in parts}
        self._running: dict[str, Process] = {}
        self._ended: list[Process] = []
        self.kills: Counter[str] = Counter()
        self.faults: list[str] = []
        config = folder / "config"
        config.mkdir()
        _write(config, "mechanism.yaml", "", times)
        _write(config, "routes.yaml", "waits:\n", {f"  {severity}": wait for severity, wait in waits.items()})
        mechanism = (config / "mechanism.yaml").read_text(encoding="utf-8")
        # Bundles wait less than the steps of this run, and each number is answered, to be checked.
        for usual, own in (
            ("  wait: 5m", "  wait: 1s"),
            ("  answer_wait: 1m", "  answer_wait: 1s"),
            ("  answers: 10 ", "  answers: 9999 "),
            ("  recipient: 200 ", "  recipient: 7000 "),
            ("  sender: 120 ", "  sender: 7000 "),
            ("  unknown_sender: 20 ", "  unknown_sender: 7000 "),
        ):
            assert usual in mechanism
            mechanism = mechanism.replace(usual, own)
        (config / "mechanism.yaml").write_text(mechanism, encoding="utf-8")
        routes = (config / "routes.yaml").read_text(encoding="utf-8")
        days = "waits: {unsaid: 3d}"  # of concerns, which have days where shocks have hours
        assert days in routes
        soon = routes.replace(days, f"waits: {{unsaid: {waits['unsaid']}}}")
        (config / "routes.yaml").write_text(soon, encoding="utf-8")
        meetings, changed = re.subn(r"(?m)^plan: .*$", f"plan: {plan}", without_series(config))
        assert changed == 1
        (config / "meetings.yaml").write_text(meetings, encoding="utf-8")
        self.environment = {"SEK_CONFIG_DIR": str(config)}

    @property
    def names(self) -> list[str]:
        """Names of all processes."""
        return list(self._parts)

    @property
    def web_ports(self) -> list[int]:
        """Ports of the web processes."""
        return [self._ports[name] for name, word in self._parts.items() if word in ("run", "web")]

    def start(self, name: str) -> None:
        """Start a process, without waiting for it."""
        folder = self._folder / f"{name}-{len(self._ended)}"
        folder.mkdir()
        self._running[name] = Process((self._parts[name],), folder, self.environment, self._ports[name])

    def wait_until_up(self) -> None:
        """Wait until all processes work: killing one again and again at its start shows nothing."""
        for process in self._running.values():
            with suppress(AssertionError):  # what ended by itself is seen when it is looked at
                until(lambda process=process: STARTED in process.error or not process.runs, seconds=30)

    def kill(self, name: str) -> None:
        """Kill a process (SIGKILL), unless it has ended by itself, which is a fault."""
        process = self._running.pop(name)
        self._look(name, process)
        process.kill()
        process.close()
        self._ended.append(process)
        self.kills[name.rstrip("0123456789")] += 1

    def freeze(self, name: str) -> None:
        """Freeze a process."""
        self._running[name].freeze()

    def thaw(self, name: str) -> None:
        """Let a frozen process go on."""
        self._running[name].thaw()

    def look(self) -> None:
        """Restart processes that ended by themselves, as a supervisor does, and record it."""
        for name, process in list(self._running.items()):
            if not process.runs:
                self.kill(name)
                self.start(name)

    def stop(self) -> None:
        """Stop each process with SIGTERM, one after the other: each must end in time and in order."""
        for name, process in self._running.items():
            self._look(name, process)
            if process.runs and (code := process.stop()) != 0:
                self.faults.append(f"{name} ended with exit status {code} when it was stopped")
            self._ended.append(process)
        self._running.clear()

    def close(self) -> None:
        """End all processes that still run."""
        for process in [*self._running.values(), *self._ended]:
            process.close()

    def events(self) -> Counter[str]:
        """Return the events in all logs, by name; a line without an event counts as "not a log line"."""
        found: Counter[str] = Counter()
        for log in sorted(self._folder.glob("*-*/*.err")):
            for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    found[str(json.loads(line)["event"])] += 1
                except (ValueError, KeyError, TypeError):
                    found["not a log line"] += 1
        return found

    def _look(self, name: str, process: Process) -> None:
        if not process.runs:
            last = process.error.strip().splitlines()[-1:] or ["nothing"]
            self.faults.append(f"{name} ended by itself; its last words: {last[0][:300]}")


def _write(config: Path, name: str, behind: str, values: Mapping[str, str]) -> None:
    """Write the packaged file with other values, each at its first place after `behind`."""
    before, found, after = (PACKAGED / name).read_text(encoding="utf-8").partition(behind or "\n")
    assert found
    for key, value in values.items():
        after, changed = re.subn(rf"(?m)^{key}: \S+", f"{key}: {value}", after, count=1)
        assert changed == 1, key
    (config / name).write_text(before + found + after, encoding="utf-8")
