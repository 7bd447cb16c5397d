"""转账进度: how far a payment has come, by its reference or the latest."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.payments.orders import State
from weiyin.bank.payments.routes import Route
from weiyin.bank.services.payments import Payments, PaymentView
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.base.pictures import Stage
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

STATES = {
    State.WAITING: "等待发出",
    State.SENDING: "银行处理中",
    State.DONE: "对方银行已收款",
    State.REFUSED: "未成功，款项已退回",
    State.RETURNED: "对方银行已退回",
    State.CANCELLED: "已撤销，款项已退回",
}
_FAILED = frozenset({State.REFUSED, State.RETURNED, State.CANCELLED})


@function(
    id="transfer_progress",
    title="转账进度",
    group="common.transfer",
    about="查跨行和延迟转账办到哪一步",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    payments: Payments,
    rows: RowsShown,
    reference: Annotated[
        str | None, Input("交易流水", InputKind.WORDS, help="不填则查最近一笔")
    ] = None,
) -> Answer:
    customer = paying.customer_of(who)
    if reference is not None:
        return _one(payments.progress(customer, _checked(reference)))
    latest = payments.latest(customer, rows)
    if not latest:
        lead = "近期没有跨行或延迟到账的转账；行内实时转账请查交易明细。"
        return Answer("转账进度", lead, next=("transaction_query",))
    return _one(latest[0], _table(latest[1:]))


def _checked(reference: str) -> str:
    said = reference.strip().lower()
    if not paying.REFERENCE.fullmatch(said):
        raise BadInput("reference", "交易流水为26位字母和数字，请从转账结果页复制")
    return said


def _one(one: PaymentView, others: Table | None = None) -> Answer:
    why = f"（{one.why}）" if one.why else ""
    ways = ("transfer_delayed_cancel",) if one.state is State.WAITING else ()
    return Answer(
        title="转账进度",
        lead=f"{paying.moment(one.made)} 转账 {one.amount} 元：{_state(one)}{why}。",
        facts=paying.facts_of(one),
        steps=_stages(one),
        table=others,
        pending=one.state in {State.WAITING, State.SENDING},
        next=(*ways, "transaction_query"),
    )


def _state(one: PaymentView) -> str:
    if one.state is State.DONE and one.route is Route.BOOK:
        return "已到账"
    return STATES[one.state]


def _stages(one: PaymentView) -> tuple[Stage, ...]:
    made = Stage("已受理，款项已预留", "done", paying.moment(one.made))
    ended = "" if one.ended is None else paying.moment(one.ended)
    if one.state is State.CANCELLED:
        return (made, Stage("已撤销，款项已退回", "failed", ended))
    sent = (
        Stage("等待发出", "now", f"预计 {paying.moment(one.due)}")
        if one.sent is None and one.ended is None
        else Stage("已发出", "done", paying.moment(one.sent or one.due))
    )
    if one.state in _FAILED:
        return (made, sent, Stage(STATES[one.state], "failed", ended))
    if one.state is State.DONE:
        return (made, sent, Stage(_state(one), "done", ended))
    return (made, sent, Stage("收款行处理", "now" if one.sent else "next"))


def _table(others: tuple[PaymentView, ...]) -> Table | None:
    if not others:
        return None
    rows = tuple(
        (
            paying.moment(one.made),
            f"{one.payee_masked} {mask_card(one.payee_tail)}",
            f"{one.amount}",
            _state(one),
        )
        for one in others
    )
    return Table(("时间", "收款人", "金额", "状态"), rows)
