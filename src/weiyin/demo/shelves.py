"""What the demo's merchants have for sale: shows, hours of doctors, trains, goods, good causes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.provider import Charge
from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.base.money import Money
from weiyin.demo.dice import Dice

ROWS, SEATS = 8, 10
_SOLD_PERCENT = 30

_SHOWS = (
    ("远山的灯", "1号厅", 14, 0, 3_990),
    ("远山的灯", "2号厅", 19, 30, 4_590),
    ("长夜列车", "1号厅", 20, 10, 4_990),
    ("小城夏天", "3号厅", 21, 0, 3_590),
)
_DOCTORS = (
    ("内科", "王医生（专家）", ((9, 0), (9, 30), (10, 30)), 5_000),
    ("内科", "林医生", ((9, 15), (14, 0)), 2_500),
    ("儿科", "李医生", ((10, 0), (15, 30)), 2_500),
    ("骨科", "赵医生（专家）", ((14, 30),), 5_000),
    ("眼科", "周医生", ((15, 0), (15, 30)), 2_500),
)
_TRIPS = (("G101", 7, 0, 55_300), ("D321", 19, 30, 31_200), ("SX5101", 10, 30, 86_000))
_GOODS: Mapping[str, tuple[tuple[str, str, int, str], ...]] = {
    "digital": (
        ("vip-month", "示例视频会员月卡", 2_500, ""),
        ("vip-year", "示例视频会员年卡", 19_800, ""),
        ("game-100", "示例游戏点卡100元", 10_000, ""),
        ("music-month", "示例音乐会员月卡", 1_500, ""),
    ),
    "charity": (
        ("school", "乡村图书室", 1_000, ""),
        ("rivers", "守护河流", 1_000, ""),
        ("elders", "老人午餐", 1_000, ""),
    ),
    "mall": (
        ("tea", "高山绿茶250克", 6_800, "满100减20"),
        ("rice", "东北大米10公斤", 7_900, "八折"),
        ("cup", "保温杯", 9_900, "信用卡立减15元"),
        ("pan", "不粘炒锅", 15_900, "分期免手续费"),
        ("lamp", "护眼台灯", 19_900, "满减"),
        ("bag", "双肩包", 12_900, "九折"),
    ),
}


def shelf_of(merchant: Biller, asked: Mapping[str, str], now: datetime) -> tuple[Charge, ...]:
    """What is for sale at such a merchant now; what takes place tomorrow."""
    tomorrow, kind = shanghai_day(now) + timedelta(days=1), merchant.kind
    if kind == "cinema":
        return tuple(
            _timed(f"{merchant.code}-{tomorrow:%m%d}{h:02}{m:02}", film, fen, tomorrow, h, m,
                   (("影厅", hall),))
            for film, hall, h, m, fen in _SHOWS
        )  # fmt: skip
    if kind == "hospital":
        return tuple(
            _timed(f"{merchant.code}-{tomorrow:%m%d}{number}{h:02}{m:02}",
                   f"{department} {doctor}", fen, tomorrow, h, m,
                   (("科室", department), ("医生", doctor)))
            for number, (department, doctor, hours, fen) in enumerate(_DOCTORS)
            for h, m in hours
        )  # fmt: skip
    if kind == "travel":
        return _trips(asked, now)
    goods = _GOODS.get(kind, ())
    return tuple(
        Charge(ref, title, Money(fen), facts=(("优惠", note),) if note else ())
        for ref, title, fen, note in goods
    )


def seats_of(seed: int, show: str, paid: set[str]) -> tuple[Charge, ...]:
    """Every seat of a show: `05-07`; `left` is 0 for those that are sold."""
    dice = Dice(seed, "seats", show)
    sold = {
        seat for ref in paid if ref.startswith(f"{show}/") for seat in ref.split("/")[1].split(",")
    }
    names = [f"{row:02}-{n:02}" for row in range(1, ROWS + 1) for n in range(1, SEATS + 1)]
    return tuple(
        Charge(one, one, Money(0), left=int(not (dice.percent(_SOLD_PERCENT) or one in sold)))
        for one in names
    )


def _trips(asked: Mapping[str, str], now: datetime) -> tuple[Charge, ...]:
    day = date.fromisoformat(asked["day"])
    if day <= shanghai_day(now) or asked["from"] == asked["to"]:
        return ()
    route = f"{asked['from']}-{asked['to']}"
    return tuple(
        _timed(f"{name}/{day}/{route}", f"{name} {route}", fen, day, hour, minute)
        for name, hour, minute, fen in _TRIPS
    )


def _timed(
    ref: str, title: str, fen: int, day: date, hour: int, minute: int,
    facts: tuple[tuple[str, str], ...] = (),
) -> Charge:  # fmt: skip
    starts = shanghai_midnight(day) + timedelta(hours=hour, minutes=minute)
    return Charge(ref, title, Money(fen), facts=facts, starts=starts)
