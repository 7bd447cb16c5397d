"""收款/二维码收款: a link and a code that ask whoever opens them for a sum; paid once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from weiyin.bank.payments.requests import Standing
from weiyin.bank.services.collect import Collect, RequestView
from weiyin.base.errors import NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.pictures import Qr
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DebitCard, DraftKey, PublicUrl
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_STANDINGS = {
    Standing.OPEN: "等待付款",
    Standing.PAID: "已收款",
    Standing.WITHDRAWN: "已取消",
    Standing.EXPIRED: "已过期",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """The confirmed instruction; `request_no` is set to take one back."""

    request_no: str
    account_no: str
    amount: Money
    memo: str


@function(
    id="collect_request",
    title="收款",
    group="common.transfer",
    about="生成收款二维码和链接，发给付款人",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    collect: Collect,
    amount: Annotated[
        Money | None, Input("收款金额", InputKind.MONEY, help="不填则查看已发起的收款")
    ] = None,
    memo: Annotated[str | None, Input("收款说明", InputKind.WORDS)] = None,
    cancel: Annotated[str | None, Input("要取消的收款", InputKind.WORDS)] = None,
) -> Answer | DraftRequest:
    paying.check_memo(memo)
    mine = collect.mine(card.customer_no)
    if cancel is not None:
        return _cancelling(mine, cancel)
    if amount is None:
        return _listed(mine)
    return DraftRequest(
        title="收款",
        facts=(
            ("收款金额", f"{amount} 元"),
            ("收款账户", mask_card(card.tail)),
            *((("收款说明", memo),) if memo else ()),
        ),
        order=Ask("", card.account_no, amount, memo or ""),
        step_up=StepUp.NONE,
        warning="请只把收款码发给您认识的付款人。",
    )


def offer(card: DebitCard, collect: Collect) -> tuple[Offer, ...]:
    waiting = (one for one in collect.mine(card.customer_no) if one.standing is Standing.OPEN)
    taps = tuple(Choice(one.request_no, f"{one.amount} 元 {one.memo}".strip()) for one in waiting)
    return (Offer("cancel", options=taps),)


def perform(order: Ask, who: Who, collect: Collect, url: PublicUrl, key: DraftKey) -> Answer:
    customer = paying.customer_of(who)
    if order.request_no:
        collect.withdraw(key, customer, order.request_no)
        return Answer("已取消", "收款已取消，原链接和二维码失效。", next=("collect_request",))
    made = collect.ask(key, customer, order.account_no, order.amount, order.memo)
    goal = quote(f"/p/f/collect_pay?request={made.token}", safe="/")
    link = f"{url}/p/in?oa={quote(who.oa)}&to={goal}"
    return Answer(
        title="收款码",
        lead=f"请付款人扫码，或转发链接。{paying.moment(made.expires)} 前有效，付一次即失效。",
        facts=(
            ("收款金额", f"{made.amount} 元"),
            *((("收款说明", made.memo),) if made.memo else ()),
            ("付款链接", link),
        ),
        qr=Qr(link, f"向我付款 {made.amount} 元"),
        next=("collect_request",),
    )


def _cancelling(mine: tuple[RequestView, ...], wanted: str) -> DraftRequest:
    found = next((one for one in mine if one.request_no == wanted), None)
    if found is None or found.standing is not Standing.OPEN:
        raise NotFound(heard="没有找到这笔收款，可能已付款或已过期")
    return DraftRequest(
        title="取消收款",
        facts=(("收款金额", f"{found.amount} 元"), ("发起时间", paying.moment(found.made))),
        order=Ask(found.request_no, "", found.amount, found.memo),
        step_up=StepUp.NONE,
    )


def _listed(mine: tuple[RequestView, ...]) -> Answer:
    if not mine:
        lead = "还没有发起过收款。请说出金额，例如“收款500”。"
        return Answer("收款", lead, next=("collect_request",))
    rows = tuple(
        (paying.moment(one.made), f"{one.amount}", one.memo or "—", _STANDINGS[one.standing])
        for one in mine
    )
    table = Table(("发起时间", "金额", "说明", "状态"), rows)
    return Answer("收款", "您发起的收款：", table=table, next=("collect_request",))
