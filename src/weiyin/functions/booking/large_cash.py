"""大额取现预约: above 50,000 yuan, or foreign notes, at least a workday ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock, from_us, shanghai_midnight, to_us
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import (
    ASK_BRANCH,
    choose_branch,
    coming_day,
    day_words,
    days_to_offer,
    person_of,
    short_name,
)
from weiyin.people.who import Who
from weiyin.places.booking.appointment import make_appointment
from weiyin.places.booking.service import HORIZON, LARGE_CASH, first_cash_day, starts_on
from weiyin.places.booking.slots import Slot
from weiyin.storage.store import Reader, Tx

_LEAST, _MOST = 50_000, 1_000_000
_IN_HUNDREDS = 100
_CURRENCIES = {
    "CNY": ("人民币", 3_000_000),
    "USD": ("美元", 50_000),
    "EUR": ("欧元", 50_000),
    "HKD": ("港币", 300_000),
    "JPY": ("日元", 5_000_000),
    "GBP": ("英镑", 30_000),
}
"""(name, how much a branch has made ready a day), in whole units."""
_OPTIONS = tuple((code, name) for code, (name, _) in _CURRENCIES.items())


@dataclass(frozen=True, slots=True)
class CashOrder:
    place_id: str
    branch: str
    currency: str
    units: int
    start_us: int


@function(
    id="booking_large_cash",
    title="大额取现预约",
    group="common.booking",
    about="取现超过5万元或取外币现钞，请至少提前一个工作日预约",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    amount: Annotated[Money, Input("取现金额", InputKind.MONEY, ask="要取多少？例如10万")],
    branch: Annotated[str, Input("网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")],
    day: Annotated[
        DateRange,
        Input("日期", InputKind.DAY, ask="哪一天来取？例如后天、7月21日", help="例如：后天"),
    ],
    currency: Annotated[
        str | None, Input("币种", InputKind.CHOICE, options=_OPTIONS, help="不选则为人民币")
    ] = None,
) -> DraftRequest:
    code = currency if currency in _CURRENCIES else "CNY"
    units = _units(amount, code)
    place = choose_branch(reader, book, branch)
    now = clock.now()
    wanted, first = coming_day(day, now), first_cash_day(now)
    if wanted < first:
        raise NotAllowed("too_soon", f"现金需提前一个工作日准备，最早{day_words(first)}可取")
    if shanghai_midnight(wanted) > now + HORIZON:
        raise NotAllowed("horizon", f"只能预约{HORIZON.days}天以内的日期")
    if not starts_on(place, wanted):
        raise NotAllowed("closed", f"{short_name(place)}{day_words(wanted)}不营业，请换一天")
    name = _CURRENCIES[code][0]
    return DraftRequest(
        title="大额取现预约",
        facts=(
            ("预约金额", f"{name} {units:,} 元" if code == "CNY" else f"{name} {units:,}"),
            ("网点", short_name(place)),
            ("取现日期", day_words(wanted)),
            ("地址", place.address),
            ("请携带", "本人有效身份证件和银行卡"),
        ),
        order=CashOrder(
            place.place_id, short_name(place), code, units, to_us(shanghai_midnight(wanted))
        ),
        step_up=StepUp.NONE,
        warning="这里只是预约备钞，不会扣款。取现时请到柜台出示证件，并配合登记资金用途。",
    )


def offer(clock: Clock) -> tuple[Offer, ...]:
    now = clock.now()
    days = days_to_offer(first_cash_day(now), now)
    return (Offer("day", options=tuple(Choice(value, label) for value, label in days)),)


def perform(order: CashOrder, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    name, usual = _CURRENCIES[order.currency]
    words = f"{name}现钞 {order.units:,}"
    made = make_appointment(
        tx,
        book,
        person_of(who),
        Slot(order.place_id, f"{LARGE_CASH}:{order.currency}", from_us(order.start_us)),
        words=words,
        usual=usual,
        units=order.units,
        now=clock.now(),
    )
    return Answer(
        title="预约成功",
        lead=f"{order.branch}将为您准备现金，前一天会提醒您。",
        facts=(("预约号", made.short_no), ("预约内容", words)),
        next=("form_prefill", "booking_manage", "branch_detail"),
    )


def _units(amount: Money, code: str) -> int:
    """Whole units, in hundreds: what a vault sends."""
    units, rest = divmod(amount.fen, 100)
    if rest or units % _IN_HUNDREDS:
        raise BadInput("amount", "请填写整百的金额")
    if code == "CNY" and units < _LEAST:
        raise NotAllowed("small", "5万元以下取现无需预约，可直接到网点或自助设备办理")
    if units > _MOST:
        raise NotAllowed("large", f"单次最多预约{_MOST // 10_000}万，更多请联系网点")
    return units
