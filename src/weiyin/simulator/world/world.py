"""The whole stand-in: accounts, handsets, texts, faults, the log, and one lock around them."""

from __future__ import annotations

from threading import RLock
from typing import Any

from weiyin.base.clock import Clock
from weiyin.base.errors import Conflict, NotFound
from weiyin.base.ids import Rng, digits
from weiyin.simulator.settings import Handset, Settings
from weiyin.simulator.world.bus import Bus
from weiyin.simulator.world.chat import Bubble, Side
from weiyin.simulator.world.faults import Faults
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.rids import Rids
from weiyin.simulator.world.sms import Sms, SmsCentre
from weiyin.simulator.world.times import SkippableClock
from weiyin.simulator.world.wirelog import Line, WireLog


class World:
    """Hold `lock` while reading or changing; never across an await."""

    def __init__(self, settings: Settings, clock: Clock, rng: Rng) -> None:
        self.settings = settings
        self.clock = SkippableClock(clock)
        self.rng = rng
        self.lock = RLock()
        self.bus = Bus()
        self.faults = Faults()
        self.log = WireLog()
        self.sms = SmsCentre()
        self.rids = Rids()
        self.handsets = {handset.id: handset for handset in settings.handsets}
        self.accounts = {
            account.key: LiveAccount(account, settings, self.clock, rng)
            for account in settings.accounts
        }
        self._bubbles = 0
        self._next_id = 24_000_000_000_000_000 + int(digits(12, rng)) * 1000

    def account(self, key: str = "") -> LiveAccount:
        """By key; the first when none is named. Raises NotFound."""
        if not key:
            return next(iter(self.accounts.values()))
        if key not in self.accounts:
            raise NotFound(f"no account {key!r}")
        return self.accounts[key]

    def by_appid(self, appid: str) -> LiveAccount | None:
        for live in self.accounts.values():
            if live.account.appid == appid:
                return live
        return None

    def by_token(self, value: str) -> LiveAccount | None:
        for live in self.accounts.values():
            if live.tokens.knows(value):
                return live
        return None

    def handset(self, handset_id: str) -> Handset:
        if handset_id not in self.handsets:
            raise NotFound(f"no handset {handset_id!r}")
        return self.handsets[handset_id]

    def add_handset(self, handset: Handset) -> None:
        """One more phone. Raises Conflict when its id is taken."""
        if handset.id in self.handsets:
            raise Conflict(f"handset {handset.id!r} exists")
        self.handsets[handset.id] = handset
        for live in self.accounts.values():
            live.meet(handset, handset.openid if live is self.account() else "")

    def next_id(self) -> int:
        """A 64-bit MsgId, larger than the last."""
        self._next_id += 1 + self.rng.getrandbits(6)
        return self._next_id

    def show(
        self, live: LiveAccount, openid: str, side: Side, kind: str, how: str, **content: Any
    ) -> Bubble:
        """Put a bubble into the chat and tell who looks."""
        chat = live.chat(openid)
        self._bubbles += 1  # small: a browser's numbers end at 2⁵³
        bubble = Bubble(self._bubbles, int(self.clock.now().timestamp()), side, kind, content, how)
        chat.bubbles.append(bubble)
        self._tell(live, openid, "bubble", bubble=bubble.seen())
        return bubble

    def typing(self, live: LiveAccount, openid: str, *, on: bool) -> None:
        self._tell(live, openid, "typing", on=on)

    def changed(self, live: LiveAccount, openid: str = "") -> None:
        """Something other than bubbles looks different now: menu, following, the name on top."""
        self._tell(live, openid, "changed")

    def deliver_sms(self, phone: str, body: str, key: str) -> Sms:
        sms, new = self.sms.deliver(phone, body, key, int(self.clock.now().timestamp()))
        if new:
            self.bus.tell({"event": "sms", "sms": sms.seen()})
        return sms

    def note(self, **facts: Any) -> Line:
        """One line into the wire log."""
        line = Line(id=self.log.next_id(), at=int(self.clock.now().timestamp() * 1000), **facts)
        self.log.lines.append(line)
        self.bus.tell({"event": "wire", "line": line.seen()})
        return line

    def _tell(self, live: LiveAccount, openid: str, event: str, **facts: Any) -> None:
        handset = live.owners.get(openid, "")
        self.bus.tell({"event": event, "account": live.account.key, "handset": handset, **facts})
