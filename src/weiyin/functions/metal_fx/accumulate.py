"""积存金/定投: grams bought and redeemed at the price shown; a plan that buys by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.metal.dealing import RISK, gram_words
from weiyin.bank.quotes.quote import METALS, price_words
from weiyin.bank.services.metals import Metals
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.metal_fx.wording import METAL_CHOICES, METALS_SAID

_BUY, _REDEEM, _PLAN, _STOP = "buy", "redeem", "plan", "stop"
_ACTIONS = (
    (_BUY, "买入积存"), (_REDEEM, "赎回"), (_PLAN, "定投"), (_STOP, "停止定投"),
)  # fmt: skip
_OFTEN = (("day", "每天"), ("week", "每周"), ("month", "每月"))
_GRAMS = re.compile(r"(?P<whole>\d{1,6})(?:\.(?P<part>\d{1,4}))?\s?(?:克|g)?", re.ASCII)
_ALL = "全部"
_WARNING = (
    f"积存金风险等级{RISK}，价格会波动，不保本、不保证收益。确认时市价与所示价格偏离过大，"
    "将请您重新查看价格。"
)


@dataclass(frozen=True, slots=True)
class Accumulate:
    """The confirmed instruction: which of `amount`, `quantity`, `plan` counts, `action` says."""

    action: str
    customer_no: str
    account_no: str
    symbol: str
    amount: Money
    quantity: int
    agreed: int
    every: str
    plan_no: str = ""


@function(
    id="metal_accumulate",
    title="积存金/定投",
    group="weifin.metal_fx",
    about="按克积存黄金、白银，可赎回，可定期自动买入",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    metals: Metals,
    action: Annotated[
        str,
        Input(
            "要办什么",
            InputKind.CHOICE,
            options=_ACTIONS,
            said=(
                (_STOP, "停止|取消|终止|不再|停了|停掉"),
                (_REDEEM, "赎回|卖|变现|取出"),
                (_PLAN, "定投|定存|每天|每日|每周|每个?月|自动"),
                (_BUY, "买|积存|存"),
            ),
        ),
    ] = _BUY,
    metal: Annotated[
        str,
        Input("品种", InputKind.CHOICE, options=METAL_CHOICES, said=METALS_SAID),
    ] = "XAU",
    amount: Annotated[
        Money | None, Input("金额", InputKind.MONEY, help="买入和定投填写，200元起")
    ] = None,
    grams: Annotated[
        str | None, Input("克数", InputKind.WORDS, help="赎回填写，例如 1.5 或 全部")
    ] = None,
    every: Annotated[str, Input("定投频率", InputKind.EVERY, options=_OFTEN)] = "month",
) -> DraftRequest:
    if action == _STOP:
        return _stopping(card, books, metals, metal)
    if action == _REDEEM:
        return _redeeming(card, books, metals, metal, grams)
    if amount is None:
        raise BadInput("amount", "要买多少钱的？例如“积存500元黄金”“每月定投1000元黄金”")
    if action == _BUY and amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", "借记卡可用余额不足，请调整金额")
    return _buying(card, books, metals, metal, amount, every if action == _PLAN else "")


def offer() -> tuple[Offer, ...]:
    return (
        Offer("action", value=_BUY), Offer("metal", value="XAU"), Offer("every", value="month")
    )  # fmt: skip


def perform(order: Accumulate, metals: Metals, key: DraftKey) -> Answer:
    who, account, name = order.customer_no, order.account_no, METALS[order.symbol]
    more = ("metal_price", "metal_accumulate")
    if order.action == _STOP:
        left = metals.stop(key, who, order.plan_no)
        return Answer("定投已停止", f"还有 {len(left)} 个定投计划。", next=more)
    if order.action == _PLAN:
        plan = metals.plan(key, who, account, order.symbol, order.amount, order.every)
        lead = f"{dict(_OFTEN)[plan.every]}自动买入 {plan.amount} 元{name}，{plan.next} 开始。"
        return Answer("定投已设置", lead, next=more)
    if order.action == _REDEEM:
        done = metals.redeem(key, who, account, order.symbol, order.quantity, order.agreed)
        lead = f"已赎回{name} {gram_words(done.quantity)}，得 {done.amount} 元。"
        return Answer("赎回成功", lead, next=("balance_query", *more))
    done = metals.buy(key, who, account, order.symbol, order.amount, order.agreed)
    held = dict(metals.held(who)).get(order.symbol, 0)
    return Answer(
        "买入成功",
        f"已用 {done.amount} 元积存{name} {gram_words(done.quantity)}。",
        facts=(("成交价", f"{price_words(done.price)} 元/克"), ("现有", gram_words(held))),
        next=more,
    )


def _buying(
    card: DebitCard, books: Books, metals: Metals, symbol: str, amount: Money, every: str
) -> DraftRequest:
    found, name = metals.purchase(card.customer_no, symbol, amount), METALS[symbol]
    priced = (
        ("频率", f"{dict(_OFTEN)[every]}，明天起，按当日10点后的价格") if every
        else ("买入价", f"{price_words(found.price)} 元/克")
    )  # fmt: skip
    return DraftRequest(
        title=f"{name}定投" if every else f"积存{name}",
        facts=(
            ("每次金额" if every else "买入金额", f"{amount} 元"),
            priced,
            ("约合", gram_words(found.quantity)),
            ("风险等级", RISK),
            ("付款卡", mask_card(card.tail)),
        ),
        order=Accumulate(
            _PLAN if every else _BUY, card.customer_no, card.account_no, symbol, amount, 0,
            found.price, every,
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"{name}{'定投每次' if every else '积存'}{amount}元",
        warning=_WARNING,
    )  # fmt: skip


def _redeeming(
    card: DebitCard, books: Books, metals: Metals, symbol: str, grams: str | None
) -> DraftRequest:
    held = dict(metals.held(card.customer_no)).get(symbol, 0)
    if not held:
        raise NotFound("nothing held", heard=f"您没有积存{METALS[symbol]}")
    quantity = held if grams == _ALL else _quantity(grams, held)
    found = metals.redemption(card.customer_no, symbol, quantity)
    return DraftRequest(
        title=f"赎回{METALS[symbol]}",
        facts=(
            ("赎回克数", gram_words(quantity)),
            ("赎回价", f"{price_words(found.price)} 元/克"),
            ("可得", f"{found.amount} 元"),
            ("赎回后剩余", gram_words(held - quantity)),
            ("收款卡", mask_card(card.tail)),
        ),
        order=Accumulate(
            _REDEEM, card.customer_no, card.account_no, symbol, Money.zero(), quantity,
            found.price, "",
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"赎回{METALS[symbol]}{gram_words(quantity)}",
        warning=_WARNING,
    )  # fmt: skip


def _stopping(card: DebitCard, books: Books, metals: Metals, symbol: str) -> DraftRequest:
    """The oldest plan of this metal. Raises NotFound without any."""
    mine = [one for one in metals.plans(card.customer_no) if one.symbol == symbol]
    if not mine:
        raise NotFound("no plan", heard=f"您没有{METALS[symbol]}定投计划")
    one = mine[0]
    return DraftRequest(
        title="停止定投",
        facts=(
            ("计划", f"{dict(_OFTEN)[one.every]} {one.amount} 元{METALS[symbol]}"),
            ("下次扣款", str(one.next)),
        ),
        order=Accumulate(
            _STOP, card.customer_no, card.account_no, symbol, Money.zero(), 0, 0, "", one.plan_no
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"停止{METALS[symbol]}定投",
    )


def _quantity(said: str | None, held: int) -> int:
    """Ten-thousandths of a gram. Raises BadInput."""
    match = _GRAMS.fullmatch((said or "").strip())
    if match is None:
        raise BadInput("grams", f"可赎回 {gram_words(held)}，请在页面填写克数，例如 1.5 或 全部")
    return int(match["whole"]) * 10_000 + int((match["part"] or "0").ljust(4, "0"))
