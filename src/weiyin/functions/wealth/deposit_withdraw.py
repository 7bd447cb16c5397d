"""定期提前支取: all of a deposit or a part, with what it costs shown first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.account.term_deposits import TermDeposit
from weiyin.bank.core import Books
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.bank.services.deposits import Deposits
from weiyin.bank.wealth.deposits import Withdrawal
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth.trading import percent
from weiyin.people.who import Who

_WITHDRAW, _ANNOUNCE = "withdraw", "announce"
_ACTIONS = ((_WITHDRAW, "支取"), (_ANNOUNCE, "预约支取（通知存款）"))
_SAID = ((_ANNOUNCE, "预约|通知银行"), (_WITHDRAW, "支取|取"))


Held = Annotated[
    str | None, Input("存款", InputKind.WORDS, help="存款名称或存单号；只有一笔时可以不填")
]


@dataclass(frozen=True, slots=True)
class WithdrawOrder:
    """`amount` None: all of it, however much that is by then."""

    customer_no: str
    deposit_no: str
    name: str
    action: str
    amount: Money | None


@function(
    id="deposit_early_withdraw",
    title="定期支取",
    group="weifin.wealth",
    about="提前支取定期存款的全部或一部分，先看少得多少利息",
    risk=Risk.MOVE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    accounts: AccountFacts,
    deposits: Deposits,
    deposit: Held = None,
    amount: Annotated[
        Money | None, Input("支取金额", InputKind.MONEY, help="不填则全部支取")
    ] = None,
    action: Annotated[
        str | None, Input("办理", InputKind.CHOICE, options=_ACTIONS, said=_SAID)
    ] = None,
) -> DraftRequest:
    customer_no = customer_of(who)
    found = _chosen(accounts.term_deposits(customer_no), deposit)
    doing = action or _WITHDRAW
    quote = deposits.quote_withdrawal(customer_no, found.deposit_no, amount)
    days = deposits.facts(customer_no, found.deposit_no).notice_days
    if doing == _ANNOUNCE and not days:
        raise BadInput("action", "只有通知存款需要预约支取，定期存款可直接提前支取")
    announced = (("预约", f"{days} 天后可按通知存款利率支取"),)
    return DraftRequest(
        title="预约支取" if doing == _ANNOUNCE else "提前支取",
        facts=(
            ("支取金额", f"{quote.amount} 元"),
            ("存款", f"{found.name}（{mask_card(tail(found.deposit_no))}）"),
            ("年利率", percent(found.annual_bp)),
            *(announced if doing == _ANNOUNCE else _costs(quote)),
        ),
        order=WithdrawOrder(customer_no, found.deposit_no, found.name, doing, amount),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer_no),
        words=f"支取{found.name}{quote.amount}元",
        warning=""
        if doing == _ANNOUNCE
        else f"提前支取将少得利息 {quote.lost} 元，支取后不能恢复。",
    )


def whole(who: Who, accounts: AccountFacts, deposit: Held = None) -> Money:
    return _chosen(accounts.term_deposits(customer_of(who)), deposit).amount


def offer(who: Who, accounts: AccountFacts) -> tuple[Offer, ...]:
    mine = accounts.term_deposits(customer_of(who))
    taps = tuple(Choice(one.deposit_no, f"{one.name} {one.amount}元 {one.ends}") for one in mine)
    return (Offer("deposit", options=taps), Offer("action", value=_WITHDRAW))


def perform(order: WithdrawOrder, deposits: Deposits, key: DraftKey) -> Answer:
    if order.action == _ANNOUNCE:
        told = deposits.announce(key, order.customer_no, order.deposit_no, order.amount)
        lead = f"{order.name} {told.told} 元，{told.told_for} 起可支取。"
        return Answer("预约成功", lead, next=("deposit_early_withdraw", "term_deposit_query"))
    done = deposits.withdraw(key, order.customer_no, order.deposit_no, order.amount)
    left = done.deposit.amount - done.amount
    return Answer(
        title="支取成功",
        lead=f"{order.name}支取本金 {done.amount} 元，利息 {done.interest} 元，已转入活期。",
        facts=((("剩余本金", f"{left} 元"),) if left else ()),
        next=("term_deposit_query", "balance_query"),
    )


def _costs(quote: Withdrawal) -> tuple[tuple[str, str], ...]:
    return (
        ("起息日", str(quote.deposit.value_day)),
        ("支取日活期利率", percent(quote.current_bp)),
        ("可得利息", f"{quote.interest} 元"),
        ("少得利息", f"{quote.lost} 元"),
    )


def _chosen(mine: tuple[TermDeposit, ...], words: str | None) -> TermDeposit:
    """By number, its last digits, or name. Raises BadInput that names what there is."""
    if not mine:
        raise NotFound("no deposits", heard="您名下目前没有定期存款")
    said = (words or "").strip()
    fitting = [one for one in mine if said in one.name or one.deposit_no.endswith(said)]
    if len(fitting) == 1:
        return fitting[0]
    listed = "、".join(f"{one.name} {one.amount}元（尾号{tail(one.deposit_no)}）" for one in mine)
    raise BadInput("deposit", f"请说明是哪一笔存款：{listed}")
