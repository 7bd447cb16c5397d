"""Waits on one timer: each runs out in its own time, and those that ended are never called."""

from __future__ import annotations

import asyncio

from weiyin.channel.wechat.patience import Patience


def test_each_runs_out_in_its_turn_and_an_ended_one_never() -> None:
    async def scene() -> list[str]:
        patience, seen = Patience(0.05), list[str]()
        with patience.wait() as ended:
            ended.call = lambda: seen.append("ended")
        with patience.wait() as first:
            first.call = lambda: seen.append("first")
            await asyncio.sleep(0.02)
            with patience.wait() as second:
                second.call = lambda: seen.append("second")
                while not second.is_over:
                    seen += ["early"] if second.is_over and not first.is_over else []
                    await asyncio.sleep(0.001)
        assert first.is_over
        assert not ended.is_over
        return seen

    assert asyncio.run(scene()) == ["first", "second"]


def test_it_works_again_after_nobody_waited_and_on_another_loop() -> None:
    patience = Patience(0.01)

    async def run_out() -> bool:
        with patience.wait() as wait:
            await asyncio.sleep(0.1)
            return wait.is_over

    async def scene() -> list[bool]:
        return [await run_out(), await run_out()]

    assert asyncio.run(scene()) == [True, True]
    with_nobody = asyncio.new_event_loop()
    assert with_nobody.run_until_complete(run_out())
    with_nobody.close()
