"""提前还款: part or all of a loan, its cost and what it saves shown before anything is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.loans.prepaying import Cost, Keep
from weiyin.bank.services.loans import Loans, LoanView
from weiyin.base.errors import BadInput, Conflict, NotAllowed
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.wording import card_words, chosen_loan, customer_of
from weiyin.people.who import Who

_ALL, _OVERDUE = "all", "overdue"
_SCOPES = ((_ALL, "全部结清"), (_OVERDUE, "只还逾期款项"))
_KEEPS = (
    (Keep.INSTALMENT.value, "月供不变，缩短期限"),
    (Keep.TERM.value, "期限不变，减少月供"),
)


Which = Annotated[int | None, Input("第几笔贷款", InputKind.COUNT)]
_TODAY = "请在今日内确认：利息按日计算，跨日后金额会变化。"
_BOOKED = "合同约定提前还款须预约。以上为按今日测算，执行时利息计至当日。"


@dataclass(frozen=True, slots=True)
class Prepayment:
    """`amount`: of the principal; None: all, zero: only what is overdue."""

    customer_no: str
    loan_no: str
    product: str
    amount: Money | None
    keep: str
    total: Money
    days: int = 0
    """Of notice that the contract wants: then it is an appointment."""


@function(
    id="loan_repay",
    title="提前还款",
    group="weifin.loan",
    about="部分或全部提前归还贷款，先看费用和节省的利息再确认",
    risk=Risk.MOVE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    books: Books,
    loans: Loans,
    amount: Annotated[
        Money | None, Input("提前还款本金", InputKind.MONEY, help="全部结清时不用填")
    ] = None,
    scope: Annotated[
        str | None,
        Input(
            "还款范围",
            InputKind.CHOICE,
            options=_SCOPES,
            help="填了金额就按金额还",
            said=((_OVERDUE, "逾期"), (_ALL, "全部|结清|还清|还完|一次性|都还了")),
        ),
    ] = None,
    keep: Annotated[
        str,
        Input(
            "剩余贷款",
            InputKind.CHOICE,
            options=_KEEPS,
            said=(
                (Keep.TERM.value, "减少月供|月供减少|降低月供|期限不变"),
                (Keep.INSTALMENT.value, "缩短|月供不变|期限缩短"),
            ),
        ),
    ] = Keep.INSTALMENT.value,
    number: Which = None,
) -> DraftRequest:
    customer = customer_of(who)
    loan = chosen_loan(loans.mine(customer), number)
    wanted, notice = _wanted(amount, scope), loans.notice(customer, loan.loan_no)
    days = notice.days if wanted is None or wanted else 0
    if days and notice.waiting is not None:
        raise Conflict("appointed already", heard=f"您已预约 {notice.waiting.day} 提前还款")
    cost = loans.cost(customer, loan.loan_no, wanted, Keep(keep))
    card = card_words(who, loan.account_no)
    if not days and cost.total > books.balance(loan.account_no).available:
        raise NotAllowed("funds", f"还款卡（{card}）可用余额不足，共需 {cost.total} 元")
    return DraftRequest(
        title="预约提前还款" if days else "提前还款",
        facts=(*_facts(loan, cost, Keep(keep)), *_when(days), ("还款卡", card)),
        order=Prepayment(customer, loan.loan_no, loan.product, wanted, keep, cost.total, days),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words=f"贷款提前还款{cost.total}元",
        warning=_BOOKED if days else _TODAY,
    )


def whole(who: Who, loans: Loans, number: Which = None) -> Money:
    return chosen_loan(loans.mine(customer_of(who)), number).owed


def offer(who: Who, loans: Loans) -> tuple[Offer, ...]:
    running = [one for one in loans.mine(customer_of(who)) if not one.cleared]
    taps = tuple(
        Choice(str(n), f"{n} {one.product} 剩{one.owed}元") for n, one in enumerate(running, 1)
    )
    return (Offer("number", options=taps), Offer("keep", value=Keep.INSTALMENT.value))


def perform(order: Prepayment, loans: Loans, key: DraftKey) -> Answer:
    if order.days:
        booked = loans.appoint(
            key, order.customer_no, order.loan_no, order.amount, Keep(order.keep)
        )
        lead = f"{order.product}将于 {booked.day} 提前还款，请在还款卡备足资金，结果会通知您。"
        return Answer("预约成功", lead, next=("loan_my",))
    cost = loans.prepay(
        key, order.customer_no, order.loan_no, order.amount, Keep(order.keep), order.total
    )
    left = f"剩余本金 {cost.left} 元。" if cost.left else "该笔贷款已结清。"
    return Answer(
        title="还款成功",
        lead=f"{order.product}已还款 {cost.total} 元，{left}",
        facts=_after(cost),
        next=("loan_my", "loan_drawdown", "balance_query"),
    )


def _wanted(amount: Money | None, scope: str | None) -> Money | None:
    """Raises BadInput when it is not said how much."""
    if amount is not None:
        return amount
    if scope is None:
        raise BadInput("amount", "要提前还多少本金？全部还清请说“全部结清”")
    return None if scope == _ALL else Money.zero()


def _facts(loan: LoanView, cost: Cost, keep: Keep) -> tuple[tuple[str, str], ...]:
    return (
        ("贷款", f"{loan.product}（本金余额 {loan.owed} 元）"),
        ("应付合计", f"{cost.total} 元"),
        ("提前还款本金", f"{cost.principal} 元"),
        ("截至今日利息", f"{cost.interest} 元"),
        ("提前还款费用", f"{cost.fee} 元"),
        *((("逾期本息及罚息", f"{cost.overdue} 元"),) if cost.overdue else ()),
        ("预计节省利息", f"{cost.saved} 元"),
        *(((dict(_KEEPS)[keep.value], f"剩 {cost.months_left} 期，之后每期约 {cost.each} 元"),)
          if cost.left and cost.principal else ()),
    )  # fmt: skip


def _when(days: int) -> tuple[tuple[str, str], ...]:
    return (("执行时间", f"{days}天后的清晨，金额以当日为准"),) if days else ()


def _after(cost: Cost) -> tuple[tuple[str, str], ...]:
    paid = (("本金", f"{cost.principal} 元"), ("利息", f"{cost.interest} 元"))
    if not cost.left:
        return paid
    return (*paid, ("剩余期数", f"{cost.months_left} 期"), ("之后每期", f"约 {cost.each} 元"))
