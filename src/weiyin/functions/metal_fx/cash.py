"""外币现钞预约: notes set aside at a branch for a day to come; they are paid for there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from weiyin.bank.quotes.quote import CURRENCIES, fen_of, price_words
from weiyin.bank.services.foreign_notes import ForeignNotes
from weiyin.bank.services.market import Market
from weiyin.base.clock import Clock
from weiyin.base.dates import DateRange
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.metal_fx.wording import CURRENCIES_SAID, CURRENCY_CHOICES, customer_of
from weiyin.functions.places.choosing import (
    ASK_BRANCH,
    choose_branch,
    coming_day,
    day_words,
    short_name,
)
from weiyin.people.who import Who
from weiyin.storage.store import Reader


@dataclass(frozen=True, slots=True)
class Notes:
    customer_no: str
    place_id: str
    branch: str
    amount: Money
    day: date


@function(
    id="fx_cash_reserve",
    title="外币现钞预约",
    group="weifin.metal_fx",
    about="预约网点外币现钞，凭证件领取，当面付款",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    who: Who,
    market: Market,
    notes: ForeignNotes,
    currency: Annotated[
        str,
        Input("币种", InputKind.CHOICE, ask="要预约哪种外币？", options=CURRENCY_CHOICES,
              said=CURRENCIES_SAID),
    ],
    amount: Annotated[
        Money,
        Input("外币金额", InputKind.MONEY, ask="要多少外币？请说数字，须为100的整数倍"),
    ],
    branch: Annotated[
        str, Input("领取网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")
    ],
    day: Annotated[DateRange, Input("领取日期", InputKind.DAY, ask="哪天来取？明天起7天内")],
) -> DraftRequest:  # fmt: skip
    customer, on = customer_of(who), coming_day(day, clock.now())
    place = choose_branch(reader, book, branch)
    wanted = notes.check(place.place_id, Money(amount.fen, currency), on)
    quote = market.quote(currency)
    return DraftRequest(
        title="外币现钞预约",
        facts=(
            ("外币", f"{CURRENCIES[currency]} {wanted}"),
            ("领取网点", short_name(place)),
            ("领取日期", day_words(on)),
            ("参考卖出价", f"每100外币 {price_words(quote.ask)} 元"),
            ("参考金额", f"{Money(fen_of(wanted.fen, quote.ask))} 元（以领取时牌价为准）"),
            ("付款", "领取时当面购汇或从外币账户支取"),
        ),
        order=Notes(customer, place.place_id, short_name(place), wanted, on),
        step_up=StepUp.NONE,
        warning="请带本人有效证件领取，购汇占用个人年度便利化额度；当日未领取的预约自动取消。",
    )


def perform(order: Notes, notes: ForeignNotes, key: DraftKey) -> Answer:
    done = notes.reserve(
        key, order.customer_no, order.place_id, order.branch, order.amount, order.day
    )
    name = CURRENCIES[done.amount.currency]
    return Answer(
        title="预约成功",
        lead=f"{name} {done.amount} 已在{done.place}为您留好，"
        f"请于{day_words(done.day)}带证件领取。",
        facts=(("预约号", done.reservation_no),),
        next=("branch_detail", "fx_quota_query"),
    )
