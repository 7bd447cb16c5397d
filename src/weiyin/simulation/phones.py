"""The customers of a day: each lives by its own dice, and remembers what it was told.

Words and taps go through WeChat's stand-in and come back as bubbles. A page is visited at the
counter, where the pages' own routes lead: a reload after every silence, a double tap now and then,
a code typed wrong, a page left lying until it is too late.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import httpx

from weiyin.app import App
from weiyin.base.errors import Refused, TryLater, Unknown
from weiyin.base.money import Money
from weiyin.base.views import ResultView
from weiyin.demo.dice import Dice
from weiyin.people.sessions import Session, access_session, open_session
from weiyin.simulation.diary import Diary, Page
from weiyin.simulation.house import House
from weiyin.simulation.town import OA, PEOPLE, Customer

T = TypeVar("T")

_TRIES = 8
_AMOUNT = re.compile(r"(?<![\d,.])(\d[\d,]*\.\d\d)(?!\d)")
_CARD = re.compile(r"/p/d/([0-9a-z]{32})")
_TOPUPS_YUAN = (30, 50, 100)
Bubble = dict[str, Any]


@dataclass
class Phone:
    """One customer. `chats` speaks to the stand-in; whatever is done is noted in `diary`."""

    who: Customer
    chats: httpx.AsyncClient
    house: House
    diary: Diary
    dice: Dice
    asked: set[int] = field(default_factory=set)
    """Fen that were asked for in this phone's talk."""

    async def live(self, begins: list[datetime]) -> None:
        """An act at each of these moments, or as soon as the one before is over."""
        for moment in begins:
            await self._sleep((moment - self.diary.at()).total_seconds())
            await self.dice.pick(_ACTS)(self)

    async def follow(self) -> None:
        await self._act("follow")

    async def look_again(self) -> None:
        """Open every page once more and write down how it ended."""
        for page in self.diary.pages:
            if page.openid == self.who.openid:
                await self._look(page)

    # -- acts --------------------------------------------------------------------------

    async def asks_balance(self) -> None:
        for bubble in await self._say(self.dice.pick(("我卡上还剩多少", "查余额", "余额"))):
            self._hear_balance(bubble)

    async def taps(self) -> None:
        shown = await self._act("tap", button="balance_query")
        for bubble in shown:
            self._hear_balance(bubble)

    async def hurries(self) -> None:
        """Two messages at once: they may arrive in any order."""
        for shown in await asyncio.gather(self._say("查余额"), self._say("你好")):
            for bubble in shown:
                self._hear_balance(bubble)

    async def pays_in_one_breath(self) -> None:
        amount = self._amount()
        self.diary.wishes += 1
        shown = await self._say(f"转{amount}给{self.who.payee}")
        await self._confirm_card(shown, "transfer", amount)

    async def pays_step_by_step(self) -> None:
        """Payee and amount are kept between the turns: other people's turns come in between."""
        amount = self._amount()
        shown: list[Bubble] = []
        for words in ("我要转账", self.who.payee, f"{amount}元"):
            self.diary.wishes += 1
            shown = await self._say(words)
            if _handle(shown):
                break
            await self._sleep(self.dice.below(20))
        await self._confirm_card(shown, "transfer", amount)

    async def tops_up(self) -> None:
        amount = Money(self.dice.pick(_TOPUPS_YUAN) * 100)
        self.asked.add(amount.fen)
        self.diary.wishes += 1
        shown = await self._say(f"充{amount.fen // 100}元话费")
        await self._confirm_card(shown, "topup", amount)

    async def wants_a_person(self) -> None:
        await self._say("转人工")
        for _ in range(1 + self.dice.below(3)):
            await self._sleep(5 + self.dice.below(60))
            await self._say(f"我是{self.who.name}，请帮我看一下")
        await self._sleep(60)
        await self._say("返回小微")

    # -- chat --------------------------------------------------------------------------

    async def _say(self, words: str) -> list[Bubble]:
        return await self._act("say", text=words)

    async def _act(self, act: str, **facts: Any) -> list[Bubble]:
        """The bubbles that it was answered with; ours among them is left out."""
        path = f"/sim/phones/{self.who.handset}/{act}"
        answer = (await self.chats.post(path, json=facts)).json()
        shown = [one for one in answer["messages"] if one["side"] == "them"]
        ends = ",".join(attempt["status"] for attempt in answer["attempts"])
        self.diary.note(self.who.handset, f"{act} {facts} [{ends}] {[_words(s) for s in shown]}")
        for bubble in shown:
            self._check_own(_words(bubble))
        return shown

    def _check_own(self, words: str) -> None:
        """Nothing of another's may stand in what this one is told."""
        for other in PEOPLE:
            if other is not self.who and other.payee in words:
                self.diary.wrong(f"slot: {self.who.handset} was told of {other.payee}")

    def _hear_balance(self, bubble: Bubble) -> None:
        words = _words(bubble)
        found = _AMOUNT.search(words)
        if bubble["how"] == "reply" and "余额" in words and found is not None:
            self.diary.balances.append((self.who.account, _fen(found[1])))

    def _amount(self) -> Money:
        """Of this phone alone: its serial stands in the last place."""
        fen = (10 + self.dice.below(90)) * 100 + self.dice.below(10) * 10 + self.who.serial
        self.asked.add(fen)
        return Money(fen)

    async def _look(self, page: Page) -> None:
        page.session = None
        view = await self._ask(lambda app: app.counter.draft(self._session(app, page), page.handle))
        page.ended = "" if isinstance(view, Refused) else view.state

    # -- pages -------------------------------------------------------------------------

    async def _confirm_card(self, shown: list[Bubble], kind: str, amount: Money) -> None:
        handle = _handle(shown)
        if handle is None:
            return
        page = Page(self.who.openid, handle, kind, self._shown(shown, kind, amount))
        self.diary.pages.append(page)
        if self.dice.percent(10):
            await self._sleep(1_000)  # the draft is too old by then
        await self._confirm(page)

    def _shown(self, shown: list[Bubble], kind: str, amount: Money) -> int:
        """The fen that a card names: what was asked for, now or in this phone's talk before."""
        words = "".join(map(_words, shown))
        fen = _fen(_AMOUNT.findall(words)[0])
        payee = self.who.payee_name[-1] if kind == "transfer" else ""
        if fen not in self.asked or payee not in words:
            self.diary.wrong(f"slot: {self.who.handset} asked for {amount}, is shown {words!r}")
        return fen

    async def _confirm(self, page: Page) -> None:
        code = await self._code(page)
        if self.dice.percent(15):
            await self._press(page, f"{(int(code or 0) + 1) % 1_000_000:06d}")
        for _ in range(1 + self.dice.percent(20)):
            await self._press(page, code)

    async def _press(self, page: Page, code: str) -> None:
        done = await self._ask(
            lambda app: app.counter.confirm(self._session(app, page), page.handle, code)
        )
        status = f"refused {type(done).__name__}"
        if isinstance(done, ResultView):
            status = done.status
            if page.told == "ok" and status != "ok":
                self.diary.wrong(f"key: page told ok, then {status}")
            page.told = page.told if page.told == "ok" else status
        self.diary.note(self.who.handset, f"confirms {page.handle} {status}")

    async def _code(self, page: Page) -> str:
        """Asked for, and read in the text message once it is there; empty when none comes."""
        before = len(await self._texts())
        asked = await self._ask(
            lambda app: app.counter.send_code(self._session(app, page), page.handle)
        )
        self.diary.note(self.who.handset, f"asks a code {type(asked).__name__}")
        for _ in range(_TRIES):
            await self._sleep(4)
            new = (await self._texts())[before:]
            found = re.search(r"\d{6}", new[-1]) if new else None
            if found is not None:
                return found[0]
        return ""

    async def _texts(self) -> list[str]:
        answer = await self.chats.get(f"/sim/phones/{self.who.handset}/sms")
        return [one["body"] for one in answer.json()]

    def _session(self, app: App, page: Page) -> Session:
        if page.session is None:
            now = app.clock.now()
            token = app.store.run(lambda tx: open_session(tx, OA, page.openid, now))
            page.session = app.store.run(lambda tx: access_session(tx, token, now))
        return page.session

    async def _ask(self, work: Callable[[App], T]) -> T | Refused:
        """What the page says in the end: after a silence or a fault the page is loaded again."""
        for _ in range(_TRIES):
            try:
                return self.house.visit(work)
            except Refused as refusal:
                return refusal
            except (TryLater, Unknown):
                await self._sleep(2 + self.dice.below(8))
        return Refused()

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            await asyncio.sleep(seconds)


_ACTS: tuple[Callable[[Phone], Any], ...] = (
    Phone.asks_balance, Phone.taps, Phone.hurries, Phone.pays_in_one_breath,
    Phone.pays_in_one_breath, Phone.pays_step_by_step, Phone.tops_up, Phone.wants_a_person,
)  # fmt: skip


def _words(bubble: Bubble) -> str:
    """All that a bubble says."""
    said = [str(bubble.get("text", "")), str(bubble.get("title", ""))]
    for article in bubble.get("articles", ()):
        said += [article["title"], article["description"], article["url"]]
    return " ".join(part for part in said if part)


def _handle(shown: list[Bubble]) -> str | None:
    """The draft that a card opens, if one of these is such a card."""
    found = _CARD.search(" ".join(map(_words, shown)))
    return found[1] if found else None


def _fen(words: str) -> int:
    whole, part = words.replace(",", "").split(".")
    return int(whole) * 100 + int(part)
