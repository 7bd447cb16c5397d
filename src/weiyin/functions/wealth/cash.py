"""活期理财转入转出: in as a purchase; out at once up to the day's cap, or by a trading day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.cash_product import CashProduct
from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth import trading
from weiyin.functions.wealth.choosing import chosen, taps

_CASH = frozenset({Kind.CASH})
_IN, _OUT = "in", "out"
_WAYS = ((_IN, "转入"), (_OUT, "转出"))
_WAYS_SAID = ((_OUT, "转出|取出|取回|赎回|提现|转回|拿出"), (_IN, "转入|存入|买入|转进|放进|存进"))
_QUICK, _NORMAL = "quick", "normal"
_SPEEDS = ((_QUICK, "快速到账（当日有限额）"), (_NORMAL, "普通到账（下一交易日）"))
_SPEEDS_SAID = ((_NORMAL, "普通"), (_QUICK, "快速|实时|马上|立刻"))


@dataclass(frozen=True, slots=True)
class CashOrder:
    """`way`: in, or out by one of the speeds."""

    customer_no: str
    account_no: str
    code: str
    name: str
    way: str
    amount: Money


@function(
    id="cash_mgmt_in_out",
    title="活期理财",
    group="weifin.wealth",
    about="现金管理产品随时转入，转出每日1万元内实时到账",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    shelf: WealthShelf,
    orders: WealthOrders,
    cash: CashProduct,
    direction: Annotated[
        str,
        Input("方向", InputKind.CHOICE, ask="转入还是转出？", options=_WAYS, said=_WAYS_SAID),
    ],
    amount: Annotated[Money, Input("金额", InputKind.MONEY, ask="要转多少钱？")],
    product: Annotated[
        str | None, Input("产品", InputKind.WORDS, help="不填则为默认产品", linked=True)
    ] = None,
    speed: Annotated[
        str | None, Input("到账方式", InputKind.CHOICE, options=_SPEEDS, said=_SPEEDS_SAID)
    ] = None,
) -> DraftRequest:
    found = _product(shelf, product)
    if direction == _IN:
        made = trading.draft_buy(card, books, orders, found, amount)
        return replace(made, order=_order(card, found, _IN, amount))
    return _draft_out(card, books, orders, cash, found, amount, speed or _QUICK)


def offer(shelf: WealthShelf, filled: Filled) -> tuple[Offer, ...]:
    return (
        *taps(shelf, _CASH, filled),
        Offer("direction", value=_IN),
        Offer("speed", value=_QUICK),
    )


def perform(order: CashOrder, orders: WealthOrders, cash: CashProduct, key: DraftKey) -> Answer:
    if order.way == _IN:
        bought = trading.BuyOrder(
            order.customer_no, order.account_no, order.code, order.name, order.amount
        )
        return trading.bought(bought, orders, key, "wealth_holdings")
    if order.way == _NORMAL:
        sold = trading.RedeemOrder(order.customer_no, order.code, order.name, order.amount.fen)
        return trading.redeemed(sold, orders, key, "wealth_holdings")
    cash.redeem_now(key, order.customer_no, order.code, order.amount)
    return Answer(
        title="转出成功",
        lead=f"{order.name} {order.amount} 元已实时转到您的借记卡。",
        next=("wealth_holdings", "balance_query"),
    )


def _order(card: DebitCard, product: Product, way: str, amount: Money) -> CashOrder:
    return CashOrder(card.customer_no, card.account_no, product.code, product.name, way, amount)


def _product(shelf: WealthShelf, words: str | None) -> Product:
    if words:
        return chosen(shelf, words, _CASH).product
    found = next((one for one in shelf.products() if one.product.terms.kind in _CASH), None)
    if found is None:
        raise NotFound("no cash product", heard="目前没有在售的活期理财产品")
    return found.product


def _draft_out(
    card: DebitCard, books: Books, orders: WealthOrders, cash: CashProduct, product: Product,
    amount: Money, speed: str,
) -> DraftRequest:  # fmt: skip
    out = cash.out(card.customer_no, product.code)
    if amount > out.held:
        raise BadInput("amount", f"可转出 {out.held} 元，请调整金额")
    if speed == _QUICK and amount > out.quick:
        raise NotAllowed(
            "quick_cap", f"今日还可快速转出 {out.quick} 元。更多金额请选择普通到账，下一交易日到账"
        )
    arrives = "实时"
    if speed == _NORMAL:
        arrives = str(orders.quote_redeem(card.customer_no, product.code, amount.fen).pays)
    return DraftRequest(
        title=f"{product.name}转出",
        facts=(
            ("转出金额", f"{amount} 元"),
            ("到账时间", arrives),
            ("今日可快速转出", f"{out.quick} 元"),
            ("到账卡", mask_card(card.tail)),
            ("手续费", "0.00 元"),
        ),
        order=_order(card, product, speed, amount),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"{product.name}转出{amount}元",
    )
