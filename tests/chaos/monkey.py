"""Breaker of things at random, one after the other; it mends each after a while."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import get_args

from tests.chaos.fleet import Fleet
from tests.chaos.gateway import Gateway
from tests.chaos.gateway import Trouble as GatewayTrouble
from tests.chaos.pace import Pace
from tests.chaos.postgres import Postgres
from tests.chaos.telegram import Telegram
from tests.chaos.telegram import Trouble as TelegramTrouble

OURS_SECONDS = 40.0
"""Seconds until the program recovers from a "401": it takes its account for the cause, and waits half a
minute. So the short run has no such fault.
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """`do` breaks something for so many seconds, and mends it. `settles`: seconds until its last trace is
    gone.
    """

    name: str
    weight: int
    do: Callable[[float], Awaitable[None]]
    settles: float = 0.0


class Monkey:
    """One loop breaks processes and the database, the other the providers, each with its own random
    generator.
    """

    def __init__(
        self,
        fleet: Fleet,
        gateway: Gateway,
        telegram: Telegram,
        postgres: Postgres | None,
        pace: Pace,
        chance: random.Random,
    ) -> None:
        self._fleet = fleet
        self._gateway = gateway
        self._telegram = telegram
        self._postgres = postgres
        self._pace = pace
        self._chances = (random.Random(chance.random()), random.Random(chance.random()))
        self.faults: Counter[str] = Counter()

    async def run(self, seconds: float) -> None:
        """Break and mend for so long; at the end everything works."""
        end = asyncio.get_running_loop().time() + seconds
        await asyncio.gather(
            self._go_on(self._of_processes(), self._pace.kills, self._chances[0], end),
            self._go_on(self._of_providers(), self._pace.troubles, self._chances[1], end),
        )

    async def _go_on(
        self, faults: list[Fault], between: tuple[float, float], chance: random.Random, end: float
    ) -> None:
        clock = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(chance.uniform(*between))
            left = end - clock.time()
            if left <= 0:
                return
            possible = [fault for fault in faults if fault.settles <= left + self._pace.settles]
            (fault,) = chance.choices(possible, [fault.weight for fault in possible])
            self.faults[fault.name] += 1
            await fault.do(min(chance.uniform(*self._pace.lasts), left))

    def _of_processes(self) -> list[Fault]:
        faults = [
            Fault("kill", 10, self._kill_one),
            Fault("kill all", 2, self._kill_all),
            Fault("freeze", 2, self._freeze),
        ]
        if self._postgres:
            faults += [
                Fault("database restarted", 2, self._restart("fast")),
                Fault("database crashed", 2, self._restart("immediate")),
                Fault("connections cut", 4, self._cut),
            ]
        return faults

    def _of_providers(self) -> list[Fault]:
        def settles(trouble: str) -> float:
            return OURS_SECONDS if trouble == "401" else 0.0

        return [
            *(
                Fault(f"SMS {trouble}", 2, self._gateway_has(trouble), settles(trouble))
                for trouble in get_args(GatewayTrouble)
            ),
            Fault("SMS gone", 2, self._gateway_gone),
            *(
                Fault(f"Telegram {trouble}", 2, self._telegram_has(trouble), settles(trouble))
                for trouble in get_args(TelegramTrouble)
            ),
            Fault("Telegram gone", 2, self._telegram_gone),
            Fault("Telegram repeats", 4, self._telegram_repeats),
        ]

    async def _kill_one(self, _seconds: float) -> None:
        await self._killed([self._chances[0].choice(self._fleet.names)])

    async def _kill_all(self, _seconds: float) -> None:
        await self._killed(self._fleet.names)

    async def _killed(self, names: list[str]) -> None:
        for name in names:
            await asyncio.to_thread(self._fleet.kill, name)
        await asyncio.sleep(self._chances[0].uniform(0, 1))
        for name in names:
            await asyncio.to_thread(self._fleet.start, name)
        await asyncio.to_thread(self._fleet.wait_until_up)

    async def _freeze(self, seconds: float) -> None:
        name = self._chances[0].choice(self._fleet.names)
        self._fleet.freeze(name)
        await asyncio.sleep(seconds)
        self._fleet.thaw(name)

    def _restart(self, mode: str) -> Callable[[float], Awaitable[None]]:
        async def restart(seconds: float) -> None:
            assert self._postgres is not None
            await asyncio.to_thread(self._postgres.stop, mode)
            await asyncio.sleep(seconds / 2)
            await asyncio.to_thread(self._postgres.start)

        return restart

    async def _cut(self, _seconds: float) -> None:
        assert self._postgres is not None
        await asyncio.to_thread(self._postgres.cut, self._chances[0])

    def _gateway_has(self, trouble: GatewayTrouble) -> Callable[[float], Awaitable[None]]:
        async def has(seconds: float) -> None:
            self._gateway.trouble = trouble
            await asyncio.sleep(seconds)
            self._gateway.trouble = None

        return has

    def _telegram_has(self, trouble: TelegramTrouble) -> Callable[[float], Awaitable[None]]:
        async def has(seconds: float) -> None:
            self._telegram.trouble = trouble
            await asyncio.sleep(seconds)
            self._telegram.trouble = None

        return has

    async def _gateway_gone(self, seconds: float) -> None:
        await self._gateway.close()
        await asyncio.sleep(seconds)
        await self._gateway.open()

    async def _telegram_gone(self, seconds: float) -> None:
        await self._telegram.close()
        await asyncio.sleep(seconds)
        await self._telegram.open()

    async def _telegram_repeats(self, _seconds: float) -> None:
        self._telegram.repeat_updates()
