"""Billers that behave like them: mostly quick, sometimes refusing, sometimes losing an answer.

What is owed depends on the seed, the biller, the number and the month. Which fate an order meets
depends on the seed and its key. For whoever wants to see one on purpose: a number ending in 0000
is nobody's, 00 owes nothing, 8888 is refused, 9999 loses its first answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.provider import (
    Charge,
    Declined,
    Fate,
    Found,
    Instruction,
    Paid,
    Taking,
    Unclear,
)
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.money import Money
from weiyin.demo.dice import Dice
from weiyin.demo.shelves import seats_of, shelf_of

_SLOWEST_MS = 600
_FETCHED = frozenset({"TICKET", "PATIENT", "PASSENGER", "DONOR"})
"""What was bought under these is fetched by a code."""
_HOLDERS = ("*小明", "*雷", "*静", "*建国", "*秀英")


@dataclass(frozen=True, slots=True)
class _Owed:
    """What such a biller charges: for so many months at a time, from … to, in fen."""

    word: str
    months: int
    least_fen: int
    most_fen: int


_OWED = {
    "water": _Owed("水费", 2, 3_000, 9_000),
    "power": _Owed("电费", 1, 6_000, 26_000),
    "gas": _Owed("燃气费", 2, 4_000, 15_000),
    "heating": _Owed("取暖费", 12, 180_000, 320_000),
    "cable": _Owed("收视费", 1, 2_600, 2_600),
    "broadband": _Owed("固话宽带费", 1, 9_900, 16_900),
    "property": _Owed("物业费", 3, 60_000, 150_000),
    "tuition": _Owed("学费", 6, 250_000, 480_000),
    "social": _Owed("居民医保", 12, 38_000, 40_000),
    "tax": _Owed("税费", 1, 5_000, 120_000),
    "fine": _Owed("交通罚款", 0, 10_000, 20_000),
    "parking": _Owed("停车费", 0, 500, 6_000),
    "etc": _Owed("ETC设备款", 0, 12_000, 20_000),
    "clinic": _Owed("诊疗费", 0, 3_000, 48_000),
}
_REPORTS = {"clinic": (("血常规", "报告已出，可到自助机打印"), ("CT检查", "报告预计明天上午出"))}
"""What such a biller says beside what is owed."""
_VIOLATIONS = (
    ("违反禁令标志", "中山路口", 10_000),
    ("超速不足20%", "环城高速", 20_000),
    ("违规停车", "解放大街", 15_000),
)


class DemoBilling:
    """A `Provider`. `sleep` takes seconds; a test passes one that does not wait."""

    def __init__(
        self, seed: int, clock: Clock, sleep: Callable[[float], None] = time.sleep, *,
        refused_percent: int = 2, lost_percent: int = 3,
    ) -> None:  # fmt: skip
        self._seed, self._clock, self._sleep = seed, clock, sleep
        self._refused, self._lost = refused_percent, lost_percent
        self._lock = threading.Lock()
        self._fates: dict[str, Paid | Declined] = {}
        self._orders: dict[str, tuple[Instruction, date]] = {}
        self._back: dict[str, Fate] = {}

    def find(self, biller: Biller, number: str, told: Mapping[str, str]) -> Found | None:
        del told
        dice = Dice(self._seed, "bill", biller.code, number)
        self._wait(dice)
        if number.endswith("0000"):
            return None
        holder = dice.pick(_HOLDERS)
        if biller.kind == "violation":
            return Found(holder, self._violations(number))
        charges = [] if biller.is_chosen else self._owed(biller, number)
        due = tuple(one for one in charges if one.ref not in self._paid(biller))
        return Found(holder, due, _REPORTS.get(biller.kind, ()))

    def search(self, biller: Biller, asked: Mapping[str, str]) -> Sequence[Charge]:
        dice = Dice(self._seed, "shelf", biller.code)
        self._wait(dice)
        if "show" in asked:
            return seats_of(self._seed, asked["show"], self._paid(biller))
        found = shelf_of(biller, asked, self._clock.now())
        if biller.kind != "hospital":
            return found
        taken = self._paid(biller)
        return tuple(one for one in found if one.ref not in taken)

    def pay(self, asked: Instruction) -> Fate:
        """The same key is paid once, however often it is asked."""
        dice = Dice(self._seed, "pay", asked.key)
        self._wait(dice)
        with self._lock:
            if asked.key in self._fates:
                return self._fates[asked.key]
            self._orders[asked.key] = (asked, shanghai_day(self._clock.now()))
            drawn = dice.below(100)
            if asked.number.endswith("8888") or drawn < self._refused:
                return self._fates.setdefault(asked.key, Declined("收款单位系统维护，未受理"))
            code = f"{dice.below(10**8):08d}" if asked.number in _FETCHED else ""
            paid = Paid(f"B{dice.getrandbits(40):013d}", asked.amount, code)
            self._fates[asked.key] = paid
        if asked.number.endswith("9999") or drawn >= 100 - self._lost:
            return Unclear("收款单位应答超时")
        return paid

    def look(self, key: str) -> Fate | None:
        return self._fates.get(key)

    def give_back(self, key: str) -> Fate:
        with self._lock:
            done = self._fates.get(key)
            if not isinstance(done, Paid):
                return Declined("没有这笔订单")
            return self._back.setdefault(key, Paid(f"R{done.reference[1:]}", done.amount))

    def takings(self, biller: Biller, day: date) -> Sequence[Taking]:
        found = []
        for key, (asked, paid_on) in list(self._orders.items()):
            fate = self._fates.get(key)
            if asked.biller == biller.code and paid_on == day and isinstance(fate, Paid):
                found.append(Taking(key, fate.reference, fate.amount))
        return found

    def _wait(self, dice: Dice) -> None:
        self._sleep(dice.below(_SLOWEST_MS) / 1000)

    def _owed(self, biller: Biller, number: str) -> list[Charge]:
        if number.endswith("00"):
            return []
        owed, today = _OWED[biller.kind], shanghai_day(self._clock.now())
        if not owed.months:
            amount = Money(
                Dice(self._seed, "owed", biller.code, number).between(owed.least_fen, owed.most_fen)
            )
            return [Charge(f"{number}-0", owed.word, amount)]
        periods = 1 + int(number[-1], 36) % 2
        return [
            self._charge(biller, number, owed, _months_back(today, owed.months * back))
            for back in range(periods, 0, -1)
        ]

    def _charge(self, biller: Biller, number: str, owed: _Owed, month: date) -> Charge:
        dice = Dice(self._seed, "owed", biller.code, number, month)
        amount = Money(dice.between(owed.least_fen, owed.most_fen))
        title = f"{month.year}年{month.month}月{owed.word}"
        due = _months_back(month, -owed.months) + timedelta(days=24)
        return Charge(f"{number}-{month:%Y%m}", title, amount, due)

    def _violations(self, plate: str) -> tuple[Charge, ...]:
        dice = Dice(self._seed, "violation", plate)
        drawn = dice.sample(_VIOLATIONS, 2)
        return tuple(
            Charge(f"{dice.below(10**15):015d}", what, Money(fen), facts=(("地点", where),))
            for what, where, fen in drawn
        )

    def _paid(self, biller: Biller) -> set[str]:
        return {
            asked.ref
            for key, (asked, _) in list(self._orders.items())
            if asked.biller == biller.code and isinstance(self._fates.get(key), Paid)
        }


def _months_back(day: date, months: int) -> date:
    """The first day of the month so many months before the one of `day`."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
