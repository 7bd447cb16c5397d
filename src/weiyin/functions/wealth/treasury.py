"""储蓄国债: what is issued and when, bought while the quota lasts, redeemed before its time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.treasury_bonds import TreasuryBonds
from weiyin.bank.wealth.bonds import BondKind, Issue
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
from weiyin.functions.wealth.treasury_early import Early, draft_early, redeemed

_PAID = {BondKind.YEARLY: "每年付息一次，到期还本", BondKind.WHOLE: "到期一次还本付息"}


_EARLY = "early"
_ACTIONS = (("buy", "购买"), (_EARLY, "提前兑取"))
_SAID = ((_EARLY, "兑取|赎回|兑付|取出|提前取|没到期"), ("buy", "买|认购|抢"))


@dataclass(frozen=True, slots=True)
class BondOrder:
    """With `early`, a bond that is held is redeemed instead."""

    customer_no: str
    account_no: str
    code: str
    name: str
    amount: Money
    early: Early | None = None


@function(
    id="treasury_bond",
    title="储蓄国债",
    group="weifin.wealth",
    about="国债发行日历、剩余额度、购买和提前兑取，100元起",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    bonds: TreasuryBonds,
    clock: Clock,
    action: Annotated[
        str | None,
        Input("办理", InputKind.CHOICE, options=_ACTIONS, said=_SAID, help="不选则为购买"),
    ] = None,
    issue: Annotated[
        str | None, Input("期次", InputKind.WORDS, help="名称或代码；不填则列出发行日历")
    ] = None,
    amount: Annotated[
        Money | None, Input("金额", InputKind.MONEY, help="提前兑取时不填则为全部")
    ] = None,
    number: Annotated[
        int | None, Input("兑取第几笔", InputKind.COUNT, help="持有多笔时填写")
    ] = None,
) -> DraftRequest:
    if action == _EARLY:
        return _draft_early(card, books, bonds, issue, number, amount)
    today = shanghai_day(clock.now())
    known = [one for one in bonds.issues() if one.closes >= today]
    found = _chosen(known, issue, today)
    if amount is None:
        raise BadInput("amount", f"{found.name}剩余额度 {found.left} 元，请说明买多少")
    bonds.quote(card.customer_no, card.account_no, found.code, amount)
    if amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", f"借记卡（{card.tail}）可用余额不足，请调整金额或先转入资金")
    months = 12 if found.kind is BondKind.YEARLY else found.term_months
    interest = for_months(amount, found.annual_bp, months)
    return DraftRequest(
        title=f"购买{found.name}",
        facts=(
            ("购买金额", f"{amount} 元"),
            ("国债", f"{found.name}（{found.code}）"),
            ("期限", f"{found.term_months // 12} 年"),
            ("票面年利率", percent(found.annual_bp)),
            ("付息方式", _PAID[found.kind]),
            ("每年利息" if months == 12 else "到期利息", f"{interest} 元"),
            ("起息日", str(found.starts)),
            ("到期日", str(found.matures)),
            ("付款卡", mask_card(card.tail)),
        ),
        order=BondOrder(card.customer_no, card.account_no, found.code, found.name, amount),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"购买{found.name}{amount}元",
        warning="额度先到先得，以确认时剩余额度为准。",
    )


def offer(bonds: TreasuryBonds, clock: Clock) -> tuple[Offer, ...]:
    today = shanghai_day(clock.now())
    taps = tuple(
        Choice(one.code, f"{one.name} {percent(one.annual_bp)} 剩余{one.left}元")
        for one in bonds.issues()
        if one.opens <= today <= one.closes
    )
    return (Offer("action", value="buy"), Offer("issue", options=taps))


def _draft_early(
    card: DebitCard, books: Books, bonds: TreasuryBonds, words: str | None, number: int | None,
    amount: Money | None,
) -> DraftRequest:  # fmt: skip
    draft, early = draft_early(card, books, bonds, words, number, amount)
    order = BondOrder(
        card.customer_no, card.account_no, "", draft.title.removeprefix("提前兑取"), early.amount,
        early,
    )  # fmt: skip
    return replace(draft, order=order)


def perform(order: BondOrder, bonds: TreasuryBonds, key: DraftKey) -> Answer:
    if order.early is not None:
        return redeemed(order.early, order.customer_no, order.name, bonds, key)
    bond = bonds.buy(key, order.customer_no, order.account_no, order.code, order.amount)
    return Answer(
        title="国债购买成功",
        lead=f"{order.name} {order.amount} 元，首次付款日 {bond.next}。",
        facts=(("国债编号", bond.bond_no),),
        next=("wealth_holdings", "asset_overview"),
    )


def _chosen(known: list[Issue], words: str | None, today: date) -> Issue:
    """Raises BadInput with the calendar of what is on sale and what comes."""
    said = (words or "").strip()
    fitting = [one for one in known if said and (said == one.code or said in one.name)]
    if len(fitting) == 1:
        return fitting[0]
    if not known:
        raise BadInput("issue", "近期没有发行的储蓄国债，请留意财政部公告")
    listed = "\n".join(f"· {_line(one, today)}" for one in known)
    raise BadInput("issue", f"储蓄国债发行日历：\n{listed}\n购买请说期次和金额，或打开页面选择")


def _line(one: Issue, today: date) -> str:
    rate = f"{one.name} {one.term_months // 12}年 {percent(one.annual_bp)}"
    if one.opens > today:
        return f"{rate}，{one.opens.month}月{one.opens.day}日开售"
    return f"{rate}，剩余{one.left}元"
