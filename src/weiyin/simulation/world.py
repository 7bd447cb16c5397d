"""Everything of one day, put together: house, WeChat, people, faults; and its course."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import httpx

from weiyin.app.menus import wechat_menu
from weiyin.channel.wechat.menu import Menu
from weiyin.demo.dice import Dice
from weiyin.simulation import invariants
from weiyin.simulation.agents import Seat
from weiyin.simulation.carrier import Carrier
from weiyin.simulation.diary import Diary
from weiyin.simulation.disk import Disk
from weiyin.simulation.faults import Fault, Faults
from weiyin.simulation.house import House
from weiyin.simulation.phones import Phone
from weiyin.simulation.town import OA, PEOPLE, PLATFORM, Town, platform_settings
from weiyin.simulation.wire import ToHouse, ToPlatform
from weiyin.simulator.app import create

_ACTS = 3
_ACTIVE_S = 600
"""Within so long everybody begins what they do."""
_BUSY_S, _IDLE_S = 2.0, 20.0
"""How long the worker pauses after a step with and without parcels."""
_MEND_EVERY = timedelta(minutes=20)
_MENDS = 60


class World:
    """Lives once."""

    def __init__(self, town: Town, seed: int) -> None:
        clock = self._clock = town.clock
        self.faults = Faults(Dice(seed, "faults"), healed=True)
        self.diary = Diary(clock)
        self.disk = Disk(town.whole, clock, self.faults)
        self.carrier = Carrier(Dice(seed, "carrier"), self.faults)
        self.house = House(town, self.disk, self.carrier)
        settings = platform_settings()
        pushes = ToHouse(self.house, settings.accounts[0], self.faults, self.diary.wrong)
        platform = create(settings, clock, Dice(seed, "platform"), pushes)
        self.wire = ToPlatform(platform, clock, self.faults, self._heard)
        self.house.wire(self.wire)
        chats = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=platform), base_url=PLATFORM, timeout=60
        )
        self._phones = [
            Phone(one, chats, self.house, self.diary, Dice(seed, one.handset)) for one in PEOPLE
        ]
        self._seat = Seat(self.house, self.diary, Dice(seed, "agent"))
        self._dice = Dice(seed, "world")
        self.steps = 0

    async def live(self) -> None:
        """Everybody follows and the menu is published; then the day with its faults; then healed
        hours, in which all that is late is made up for.
        """
        for phone in self._phones:
            await phone.follow()
        self.house.visit(lambda app: Menu(app.clients[OA]).publish(wechat_menu(app.catalogue)))
        self.faults.healed = False
        others = [asyncio.ensure_future(work) for work in (self._work(), self._seat.live())]
        await asyncio.gather(*(phone.live(self._moments()) for phone in self._phones))
        for task in others:
            task.cancel()
        self.faults.healed = True
        await self._mend()
        for phone in self._phones:
            await phone.look_again()

    def judge(self) -> list[str]:
        """All that was wrong in the day."""
        reader = self.disk.opened("").read
        ended = reader(
            lambda r: list(invariants.at_the_end(r, self.diary, self.wire.sends, self.carrier))
        )
        return [*self.diary.found, *ended]

    def met(self) -> Counter[Fault]:
        return Counter(self.faults.met)

    def _moments(self) -> list[datetime]:
        """When a phone begins its acts."""
        now = self._clock.now()
        begins = sorted(self._dice.below(_ACTIVE_S) for _ in range(_ACTS))
        return [now + timedelta(seconds=second) for second in begins]

    async def _work(self) -> None:
        """The worker, and after each of its steps a look at the books."""
        while True:
            handled = self._step()
            await asyncio.sleep(_BUSY_S if handled else _IDLE_S)

    def _step(self) -> int:
        self.steps += 1
        handled = self.house.deliver()
        if handled:
            self.diary.note("worker", f"handles {handled}")
        for finding in self.disk.opened("").read(lambda r: list(invariants.all_along(r))):
            self.diary.wrong(finding)
        return handled

    async def _until_idle(self) -> None:
        handled = 1
        while handled:
            handled = self._step()
            await asyncio.sleep(_BUSY_S)

    async def _mend(self) -> None:
        """Until nothing is due any more, however long its next try was put off."""
        self.house.do_chores()
        for _ in range(_MENDS):
            await self._until_idle()
            if not self.disk.opened("").read(invariants.is_open):
                return
            self._clock.advance(_MEND_EVERY)

    def _heard(self, openid: str, message_id: str) -> None:
        """WeChat takes a notice: it may not be one that it took before, for all we know."""
        told = self.disk.opened("").read(lambda r: invariants.told_already(r, openid))
        if message_id in told:
            self.diary.wrong(f"told: again to {openid}, although it is known to be told")
