"""What a customer is told of an order, in the truth of the moment."""

from __future__ import annotations

from weiyin.bank.bills.orders import Order, State
from weiyin.bank.bills.provider import Paid
from weiyin.bank.events import CustomerEvent
from weiyin.bank.service import Office
from weiyin.base.money import Money

HISTORY = "/p/f/bill_history"


def deed_of(office: Office, order: Order) -> str:
    """缴费, 充值, 购票: what this is called; a biller that is gone leaves 缴费."""
    biller = office.billing.billers.get(order.biller)
    return "缴费" if biller is None else biller.deed


def word_on(state: State, deed: str, why: str = "") -> str:
    """Where an order stands, in a sentence."""
    because = f"（{why}）" if why else ""
    return {
        State.HELD: f"{deed}处理中，款项已预留",
        State.ASKED: f"{deed}处理中，正在与收款单位核实结果，请勿重复办理",
        State.DONE: f"{deed}成功{because}",
        State.DECLINED: f"{deed}未成功，款项已退回{because}",
        State.LATE: f"款项已退回，但收款单位其后确认{deed}已完成，请勿重复办理，本行将与您联系核对",
        State.RETURNING: "退款处理中，正在等待收款单位确认",
        State.RETURNED: "已退款，款项已退回原账户",
    }[state]


def done(office: Office, order: Order, word: Paid, *, differs: bool) -> CustomerEvent:
    """`differs`: the biller has credited another amount."""
    deed = deed_of(office, order)
    facts = [("金额", f"{order.amount}元")]
    if word.code:
        facts.append(("凭证码", word.code))
    if differs:
        facts.append(("说明", f"收款单位入账{word.amount}元，与您支付的不一致，本行正在核对"))
    return _event(office, order, "bill_done", f"{deed}成功", facts)


def declined(office: Office, order: Order, why: str) -> CustomerEvent:
    deed = deed_of(office, order)
    facts = [("金额", f"{order.amount}元"), ("结果", "款项已退回原账户"), ("原因", why)]
    return _event(office, order, "bill_declined", f"{deed}未成功", facts)


def late(office: Office, order: Order) -> CustomerEvent:
    """It was done after the money had been let go."""
    facts = [("金额", f"{order.amount}元"), ("说明", word_on(State.LATE, deed_of(office, order)))]
    return _event(office, order, "bill_late", "缴费结果更正", facts)


def returned(office: Office, order: Order, owed: Money) -> CustomerEvent:
    """`owed` is what came back now."""
    facts = [("金额", f"{owed}元"), ("结果", "款项已退回原账户")]
    return _event(office, order, "bill_returned", "退款成功", facts)


def kept(office: Office, order: Order, why: str) -> CustomerEvent:
    """The merchant gives nothing back."""
    facts = [("金额", f"{order.amount}元"), ("原因", why)]
    return _event(office, order, "bill_kept", "退款未成功", facts)


def _event(
    office: Office, order: Order, kind: str, title: str, facts: list[tuple[str, str]]
) -> CustomerEvent:
    return CustomerEvent(
        book=office.book,
        customer_no=order.customer_no,
        kind=kind,
        title=title,
        facts=(("项目", order.title), *facts),
        at=office.now,
        key=f"{kind}:{order.key}",
        account_no=order.account_no,
        path=HISTORY,
    )
