"""购汇/结汇: at the price shown, within the yearly quota, its purpose declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.fx.dealing import Deal
from weiyin.bank.fx.quota import Side
from weiyin.bank.quotes.quote import CURRENCIES, price_words
from weiyin.bank.services.foreign_exchange import ForeignExchange
from weiyin.base.errors import NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.metal_fx.wording import CURRENCIES_SAID, CURRENCY_CHOICES

_SIDES = ((Side.BUY.value, "购汇（人民币换外币）"), (Side.SELL.value, "结汇（外币换人民币）"))
_PURPOSES = tuple(
    (one, one)
    for one in ("因私旅游", "境外留学", "公务及商务出国", "探亲", "境外就医", "职工报酬和赡家款",
                "货物贸易", "其他服务贸易")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exchange:
    """The confirmed instruction: `agreed` is the price that was shown."""

    customer_no: str
    account_no: str
    side: str
    amount: Money
    purpose: str
    agreed: int


@function(
    id="fx_buy_sell",
    title="购汇/结汇",
    group="weifin.metal_fx",
    about="个人购汇、结汇，每人每年各等值5万美元便利化额度",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    exchange: ForeignExchange,
    side: Annotated[
        str,
        Input(
            "买入还是卖出",
            InputKind.CHOICE,
            options=_SIDES,
            said=(
                (Side.SELL.value, "结汇|卖[出掉]?|换成人民币|换人民币"),
                (Side.BUY.value, "购汇|买|换"),
            ),
        ),
    ],
    currency: Annotated[
        str, Input("币种", InputKind.CHOICE, options=CURRENCY_CHOICES, said=CURRENCIES_SAID)
    ],
    amount: Annotated[Money, Input("外币金额", InputKind.MONEY)],
    purpose: Annotated[str, Input("资金用途", InputKind.CHOICE, options=_PURPOSES)],
    consent: Annotated[  # noqa: ARG001 - required to be given
        bool, Input("个人结售汇申报书", InputKind.CONSENT, agreement="fx_declaration")
    ],
) -> DraftRequest:
    way = Side(side)
    wanted = Money(amount.fen, currency)
    deal = exchange.offer(card.customer_no, way, wanted, purpose)
    if way is Side.BUY and deal.paid > books.balance(card.account_no).available:
        raise NotAllowed("funds", f"借记卡可用余额不足，购汇需 {deal.paid} 元")
    has = {one.currency: one for one in exchange.held(card.customer_no)}
    if way is Side.SELL and has.get(currency, Money.zero(currency)) < wanted:
        left = has.get(currency, Money.zero(currency))
        raise NotAllowed("funds", f"您的{CURRENCIES[currency]}余额为 {left}，不足以结汇")
    quotas = exchange.quotas(card.customer_no)
    left = (quotas.buy if way is Side.BUY else quotas.sell).left
    return DraftRequest(
        title="购汇" if way is Side.BUY else "结汇",
        facts=(
            ("外币", f"{CURRENCIES[currency]} {wanted}"),
            ("成交价", f"每100外币 {price_words(deal.price)} 元"),
            ("需付人民币" if way is Side.BUY else "可得人民币", f"{deal.paid} 元"),
            ("资金用途", purpose),
            ("占用年度额度", f"等值 {deal.dollars} 美元（办理后还剩 {left - deal.dollars} 美元）"),
            ("人民币账户", mask_card(card.tail)),
            ("手续费", "0.00 元"),
        ),
        order=Exchange(card.customer_no, card.account_no, side, wanted, purpose, deal.price),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"{'购汇' if way is Side.BUY else '结汇'}{CURRENCIES[currency]}{wanted}",
        warning="请如实申报用途。确认时市价与所示价格偏离过大，将请您重新查看价格。",
    )


def perform(order: Exchange, exchange: ForeignExchange, key: DraftKey) -> Answer:
    done = exchange.deal(
        key, order.customer_no, order.account_no, Side(order.side), order.amount, order.purpose,
        order.agreed,
    )  # fmt: skip
    held = {one.currency: one for one in exchange.held(order.customer_no)}
    return _done(done, held.get(order.amount.currency, Money.zero(order.amount.currency)))


def _done(done: Deal, left: Money) -> Answer:
    name = CURRENCIES[done.amount.currency]
    if done.side is Side.BUY:
        lead = f"已用 {done.paid} 元买入{name} {done.amount}。"
    else:
        lead = f"已卖出{name} {done.amount}，得 {done.paid} 元。"
    return Answer(
        title="购汇成功" if done.side is Side.BUY else "结汇成功",
        lead=lead,
        facts=(
            ("成交价", f"每100外币 {price_words(done.price)} 元"),
            (f"{name}余额", str(left)),
            ("占用年度额度", f"等值 {done.dollars} 美元"),
        ),
        next=("fx_quota_query", "fx_rate_query", "balance_query"),
    )
