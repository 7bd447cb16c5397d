"""定期/通知存款开立: a term, large-denomination or notice deposit at the rate of today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.deposits import Deposits
from weiyin.bank.wealth.deposits import DepositOffer
from weiyin.bank.wealth.interest import for_months
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.trading import percent

_TERMS = (
    ("整存整取三个月", "三个月"),
    ("整存整取六个月", "六个月"),
    ("整存整取一年", "一年"),
    ("整存整取二年", "二年"),
    ("整存整取三年", "三年"),
    ("整存整取五年", "五年"),
    ("大额存单一年", "大额存单一年"),
    ("大额存单三年", "大额存单三年"),
    ("一天通知存款", "一天通知存款"),
    ("七天通知存款", "七天通知存款"),
)
_SAID = (
    ("一天通知存款", "[一1]天通知"),
    ("七天通知存款", "[七7]天通知|通知存款"),
    ("大额存单三年", "大额.*[三3]年|[三3]年.*大额"),
    ("大额存单一年", "大额.*[一1]年|[一1]年.*大额"),
    ("整存整取三个月", "[三3]个月|一个?季度"),
    ("整存整取六个月", "[六6]个月|半年"),
    ("整存整取五年", "[五5]年"),
    ("整存整取三年", "[三3]年"),
    ("整存整取二年", "[二两2]年"),
    ("整存整取一年", "[一1]年"),
)
_RENEW = (("yes", "到期自动转存"), ("no", "到期转入活期"))
_RENEW_SAID = (("no", "不转存|不自动|不续存|转入活期|转活期"), ("yes", "转存|续存"))


@dataclass(frozen=True, slots=True)
class DepositOrder:
    customer_no: str
    account_no: str
    name: str
    amount: Money
    renews: bool


@function(
    id="deposit_open_term",
    title="存定期",
    group="weifin.wealth",
    about="开立整存整取、大额存单和通知存款，利率按当日挂牌",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    deposits: Deposits,
    clock: Clock,
    term: Annotated[
        str,
        Input("存期", InputKind.CHOICE, ask="存多久？例如“一年”", options=_TERMS, said=_SAID),
    ],
    amount: Annotated[Money, Input("存入金额", InputKind.MONEY, ask="存多少钱？")],
    renewal: Annotated[
        str | None,
        Input("到期处理", InputKind.CHOICE, options=_RENEW, said=_RENEW_SAID, help="不选则转存"),
    ] = None,
) -> DraftRequest:
    name = _named(deposits.offers(), term)
    offer = deposits.quote(card.customer_no, card.account_no, name, amount)
    if amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", f"借记卡（{card.tail}）可用余额不足，请调整金额或先转入资金")
    renews = bool(offer.months) and renewal != "no"
    return DraftRequest(
        title=f"存入{offer.name}",
        facts=(
            ("存入金额", f"{amount} 元"),
            ("存款", offer.name),
            ("年利率", percent(offer.annual_bp)),
            *_ends(offer, amount, renews),
            ("付款卡", mask_card(card.tail)),
            ("起息日", str(shanghai_day(clock.now()))),
        ),
        order=DepositOrder(card.customer_no, card.account_no, name, amount, renews),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"存入{offer.name}{amount}元",
        warning="提前支取的部分按支取日活期利率计息。"
        if offer.months
        else f"支取须提前{offer.notice_days}天预约，未预约的部分按支取日活期利率计息。",
    )


def offer(deposits: Deposits) -> tuple[Offer, ...]:
    taps = tuple(
        Choice(value, f"{label} {percent(one.annual_bp)}")
        for value, label in _TERMS
        for one in deposits.offers()
        if one.name.startswith(value)
    )
    return (Offer("term", options=taps), Offer("renewal", value="yes"))


def perform(order: DepositOrder, deposits: Deposits, key: DraftKey) -> Answer:
    opened = deposits.open(
        key, order.customer_no, order.account_no, order.name, order.amount, order.renews
    )
    return Answer(
        title="存入成功",
        lead=f"{opened.name} {opened.amount} 元，年利率 {percent(opened.annual_bp)}。",
        facts=(
            ("存单号", opened.deposit_no),
            ("起息日", str(opened.value_day)),
            ("到期日", opened.ends),
        ),
        next=("term_deposit_query", "deposit_early_withdraw"),
    )


def _named(offers: tuple[DepositOffer, ...], term: str) -> str:
    """A large-denomination deposit is listed with its least amount behind its name."""
    found = next((one.name for one in offers if one.name.startswith(term)), None)
    if found is None:
        raise BadInput("term", f"目前没有{dict(_TERMS).get(term, term)}的存款，请选择其他存期")
    return found


def _ends(offer: DepositOffer, amount: Money, renews: bool) -> tuple[tuple[str, str], ...]:
    if not offer.months:
        return (("支取", f"提前{offer.notice_days}天预约"),)
    interest = for_months(amount, offer.annual_bp, offer.months)
    return (
        ("到期利息", f"{interest} 元"),
        ("到期处理", "自动转存" if renews else "本息转入活期"),
    )
