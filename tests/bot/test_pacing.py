"""Requests that wait for the times that their claims gave them."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from bot.pacing import CLOSEST, Pacer
from sek_core.timing.clock import SystemClock


async def test_an_urgent_request_takes_the_first_time_and_late_ones_keep_their_distance() -> None:
    clock, begun = SystemClock(), list[tuple[str, float]]()
    pacer, loop = Pacer(clock), asyncio.get_running_loop()
    now = clock.real()

    async def request(name: str, milliseconds: int, *, urgent: bool = False) -> None:
        await pacer.wait_for(now + timedelta(milliseconds=milliseconds), urgent=urgent)
        begun.append((name, loop.time()))

    late = [request("one", -500), request("two", -400), request("urgent", 40, urgent=True)]
    await asyncio.gather(*late)
    assert [name for name, _ in begun] == ["urgent", "one", "two"]
    gaps = [later - earlier for (_, earlier), (_, later) in pairwise(begun)]
    assert min(gaps) >= CLOSEST.total_seconds() * 0.9
    await pacer.wait_for(None)
    await Pacer(clock, waits=False).wait_for(now + timedelta(hours=1))
