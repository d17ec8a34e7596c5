"""Actions at the same moment, on a real PostgreSQL, with real threads."""

import threading
from collections.abc import Callable

from bot.sms import receive
from bot.turns import Turns
from handlers.dialogue.registry import REGISTRY
from sek_core.inbox import queue
from sek_core.store.database import Database
from sek_core.store.inbox import InboxRow
from sek_core.work.unit_of_work import Services
from tests.packaged import grammar_of, pressing_of

ROUNDS = 12


def ward(core: Services, number: int) -> str:
    """Return another place for each round: two reports at one place are the same event."""
    wards = [
        place.name for place in core.configuration.places if place.kind == "ward" and place.county == "Kitui"
    ]
    named = [name for name in wards if name not in ("Central", "Township")]
    return named[number % len(named)]


def together(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at the same moment; return their results, raise what they raise."""
    start = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)
    errors: list[BaseException] = []

    def run(index: int, job: Callable[[], object]) -> None:
        start.wait()
        try:
            results[index] = job()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def workers(database: Database, core: Services, count: int) -> list[Turns]:
    return [
        Turns(database, core, grammar_of(core.configuration, core.reader, REGISTRY.verbs))
        for _ in range(count)
    ]


def arrive(database: Database, core: Services, *texts: tuple[str, str]) -> None:
    pressing = pressing_of(core.configuration)
    with database.writing() as session:
        count = session.query(InboxRow).count()
        rows = [
            queue.weighed(
                receive.sms({"id": f"t{count + i}", "from": sender, "text": text}, core.clock), pressing
            )
            for i, (sender, text) in enumerate(texts)
        ]
        queue.store(session, rows)


def drain(database: Database, core: Services, count: int = 3) -> None:
    def work(turns: Turns) -> Callable[[], None]:
        def run() -> None:
            idle = 0
            while idle < 3:
                idle = idle + 1 if turns.run_batch() == 0 else 0

        return run

    together(*(work(turns) for turns in workers(database, core, count)))


MEMBER, USAID, RLA, CLT_LEAD, DEPUTY = (f"+25430000000{digit}" for digit in (5, 8, 9, 4, 2))


def taken(database: Database, core: Services, number: int) -> None:
    """Report S<number>, and let the CLT lead take it."""
    arrive(database, core, (DEPUTY, f"drought {ward(core, number)} severe"))
    drain(database, core, 1)
    arrive(database, core, (CLT_LEAD, f"ok s{number}"))
    drain(database, core, 1)
