"""Buying and redeeming, as wealth products and funds share it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.wealth_orders import BuyQuote, RedeemQuote, WealthOrders
from weiyin.bank.wealth.dealing import shown_nav, shown_units
from weiyin.bank.wealth.orders import Order
from weiyin.bank.wealth.shelf import Product
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.choosing import term_words

READ_SECONDS = 5
"""How long the disclosure of risk must stand before it can be confirmed."""
CANCEL = "cancel"
Action = Annotated[
    str | None,
    Input(
        "办理",
        InputKind.CHOICE,
        options=(("redeem", "赎回"), (CANCEL, "撤销委托")),
        said=((CANCEL, "撤单|撤销|撤回|取消"), ("redeem", "赎回|卖")),
        help="不选则为赎回",
    ),
]
"""Redeem, or take an order back."""
Units = Annotated[Money | None, Input("赎回份额", InputKind.MONEY, help="不填则赎回全部可赎份额")]
RISK_WORDS = (
    "理财非存款、产品有风险、投资须谨慎。业绩比较基准和过往净值不代表未来表现，不是对收益的承诺，"
    "您可能损失本金。"
)
"""Said wherever a product is shown."""
DISCLOSURE = f"{RISK_WORDS}确认即表示您已阅读并同意产品说明书和风险揭示书，自愿承担投资风险。"
"""Said where one is about to be bought."""


@dataclass(frozen=True, slots=True)
class BuyOrder:
    customer_no: str
    account_no: str
    code: str
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class RedeemOrder:
    """`order_no` is set to take an order back instead."""

    customer_no: str
    code: str
    name: str
    units: int
    order_no: str = ""


def draft_buy(
    card: DebitCard, books: Books, orders: WealthOrders, product: Product, amount: Money
) -> DraftRequest:
    """The domain judges suitability, window and amount before anything is shown."""
    quote = orders.quote_buy(card.customer_no, card.account_no, product.code, amount)
    if amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", f"借记卡（{card.tail}）可用余额不足，请调整金额或先转入资金")
    return DraftRequest(
        title=f"购买{product.name}",
        facts=(
            ("购买金额", f"{amount} 元"),
            ("产品", f"{product.name}（{product.code}）"),
            ("产品风险等级", product.risk),
            ("您的风险等级", quote.grade.name),
            ("期限", term_words(product)),
            ("业绩比较基准", f"{product.benchmark}（不是收益承诺）"),
            ("付款卡", mask_card(card.tail)),
            *_days_of(quote),
        ),
        order=BuyOrder(card.customer_no, card.account_no, product.code, product.name, amount),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"购买{product.name}{amount}元",
        warning=DISCLOSURE,
        pause_seconds=READ_SECONDS,
    )


def _days_of(quote: BuyQuote) -> tuple[tuple[str, str], ...]:
    cooling = quote.product.terms.cooling_hours
    return (
        ("认/申购费", f"{quote.fee} 元"),
        *((("投资冷静期", f"{cooling} 小时，期间可无条件撤单"),) if cooling else ()),
        ("申请日", f"{quote.day}（按当日净值）"),
        ("份额确认", f"{quote.due}"),
        ("可撤单至", moment(quote.cancel_until)),
    )


def bought(order: BuyOrder, orders: WealthOrders, key: str, holdings: str) -> Answer:
    """Carry it out; `holdings` is the function that shows what is held."""
    placed = orders.buy(key, order.customer_no, order.account_no, order.code, order.amount)
    return Answer(
        title="购买委托已受理",
        lead=f"{order.name} {order.amount} 元，份额将于 {placed.due} 确认。",
        facts=(
            ("委托编号", placed.order_no),
            ("申请日", str(placed.day)),
            ("可撤单至", moment(placed.cancel_until)),
        ),
        next=(holdings,),
    )


def draft_back(
    card: DebitCard, books: Books, orders: WealthOrders, product: Product, units: Money | None,
    action: str | None, now: datetime,
) -> DraftRequest:  # fmt: skip
    """Redeem `units` (None: all that may be), or take the newest order back."""
    if action == CANCEL:
        return _draft_cancel(card, books, orders, product, now)
    return _draft_redeem(card, books, orders, product, units.fen if units else 0)


def _draft_redeem(
    card: DebitCard, books: Books, orders: WealthOrders, product: Product, units: int
) -> DraftRequest:
    """`units` 0: all that may be redeemed."""
    quote = orders.quote_redeem(card.customer_no, product.code, units)
    return DraftRequest(
        title=f"赎回{product.name}",
        facts=(
            ("赎回份额", f"{shown_units(quote.units)} 份"),
            ("可赎回份额", f"{shown_units(quote.free)} 份"),
            ("最新净值", shown_nav(quote.nav_e4)),
            ("预估金额", f"{quote.value} 元（未扣赎回费）"),
            *_fees_of(quote),
            ("申请日", f"{quote.day}（按当日净值）"),
            ("到账日", f"{quote.pays}"),
            ("可撤单至", moment(quote.cancel_until)),
        ),
        order=RedeemOrder(card.customer_no, product.code, product.name, quote.units),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"赎回{product.name}{shown_units(quote.units)}份",
        warning="赎回按申请日净值计算，净值每日变动，实际到账金额以确认结果为准。",
    )


def _fees_of(quote: RedeemQuote) -> tuple[tuple[str, str], ...]:
    steps = quote.product.terms.redeem_fees
    charged = [(bound, bp) for bound, bp in steps if bp]
    if not charged:
        return (("赎回费", "0.00 元"),)
    words = "，".join(
        f"持有不足{bound}天 {percent(bp)}" if bound else f"其余 {percent(bp)}"
        for bound, bp in charged
    )
    return (("赎回费率", words),)


def _draft_cancel(
    card: DebitCard, books: Books, orders: WealthOrders, product: Product, now: datetime
) -> DraftRequest:
    """Takes back the newest order of the product whose time is not over."""
    mine = orders.mine(card.customer_no, 100)
    found = next((one for one in mine if one.code == product.code and _open(one, now)), None)
    if found is None:
        raise NotAllowed("cancel", f"{product.name}没有可撤销的委托")
    back = f"{found.amount} 元" if found.amount else f"{shown_units(found.units)} 份"
    return DraftRequest(
        title="撤销委托",
        facts=(
            ("产品", product.name),
            ("委托", "购买" if found.amount else "赎回"),
            ("退回", back),
            ("委托时间", moment(found.at)),
        ),
        order=RedeemOrder(card.customer_no, product.code, product.name, 0, found.order_no),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"撤销{product.name}委托",
    )


def redeemed(order: RedeemOrder, orders: WealthOrders, key: str, holdings: str) -> Answer:
    if order.order_no:
        back = orders.cancel(key, order.customer_no, order.order_no)
        returned = f"{back.amount} 元已退回" if back.amount else "份额已恢复"
        return Answer("撤单成功", f"{order.name}的委托已撤销，{returned}。", next=(holdings,))
    placed = orders.redeem(key, order.customer_no, order.code, order.units)
    return Answer(
        title="赎回委托已受理",
        lead=f"{order.name} {shown_units(order.units)} 份，资金预计 {placed.pays} 到账。",
        facts=(
            ("委托编号", placed.order_no),
            ("申请日", str(placed.day)),
            ("可撤单至", moment(placed.cancel_until)),
        ),
        next=(holdings,),
    )


def _open(order: Order, now: datetime) -> bool:
    return order.state == "placed" and now < order.cancel_until


def moment(at: datetime) -> str:
    """`7月21日 15:00`."""
    here = at.astimezone(SHANGHAI)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def percent(bp: int) -> str:
    """`1.50%`."""
    return f"{bp // 100}.{bp % 100:02d}%"
