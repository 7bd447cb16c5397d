"""随借随还提款: money out of a signed limit, its cost shown first, onto the own debit card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.loans import LimitView, Loans
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.loan.wording import (
    METHODS,
    TERM_CHOICES,
    TERMS_SAID,
    bp_words,
    day_words,
    rate_words,
    yuan,
)

_WARNING = (
    "贷款资金不得用于购房、投资股票基金等合同约定以外的用途。请按时还款，逾期将按罚息利率计息，"
    "并可能影响您的征信。"
)


@dataclass(frozen=True, slots=True)
class Draw:
    customer_no: str
    contract_no: str
    account_no: str
    tail: str
    amount: Money
    months: int


@function(
    id="loan_drawdown",
    title="随借随还提款",
    group="weifin.loan",
    about="从已批准的贷款额度提款到本人借记卡，实时到账",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    loans: Loans,
    amount: Annotated[Money, Input("提款金额", InputKind.MONEY, ask="要提多少钱？")],
    months: Annotated[
        str | None,
        Input("借款期限", InputKind.CHOICE, options=TERM_CHOICES[:8], said=TERMS_SAID,
              help="不填则为合同最长期限"),
    ] = None,
    number: Annotated[int | None, Input("第几个额度", InputKind.COUNT)] = None,
) -> DraftRequest:  # fmt: skip
    limit = _chosen(loans.limits(card.customer_no), number)
    term = limit.months if months is None else int(months)
    quote = loans.quote(card.customer_no, limit.contract_no, amount, term)
    first = quote.parts[0]
    interest = sum(one.interest_fen for one in quote.parts)
    return DraftRequest(
        title="贷款提款",
        facts=(
            ("提款金额", f"{amount} 元"),
            ("贷款产品", limit.product),
            ("合同年利率", bp_words(quote.annual_bp)),
            ("折合年化利率", rate_words(quote.rate)),
            ("期限", f"{term} 个月（{day_words(quote.parts[-1].due)}到期）"),
            ("还款方式", METHODS[limit.method]),
            ("首期还款", f"{day_words(first.due)} {yuan(first.total_fen)}"),
            ("按期还款利息合计", yuan(interest)),
            ("收款卡（还款卡）", mask_card(card.tail)),
        ),
        order=Draw(card.customer_no, limit.contract_no, card.account_no, card.tail, amount, term),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"贷款提款{amount}元",
        warning=_WARNING,
    )


def offer(card: DebitCard, loans: Loans) -> tuple[Offer, ...]:
    limits = loans.limits(card.customer_no)
    taps = tuple(
        Choice(str(n), f"{n} {one.product} 可提{one.free}元") for n, one in enumerate(limits, 1)
    )
    return (Offer("number", options=taps),)


def perform(order: Draw, loans: Loans, key: DraftKey) -> Answer:
    loan = loans.draw(
        key, order.customer_no, order.contract_no, order.account_no, order.amount, order.months
    )
    coming = loan.next
    assert coming is not None, "a loan just drawn has an instalment to come"
    return Answer(
        title="提款成功",
        lead=f"{loan.product} {order.amount} 元已发放到您的借记卡（{mask_card(order.tail)}）。",
        facts=(
            ("借据号", loan.loan_no),
            ("首期还款日", day_words(coming.due)),
            ("首期应还", yuan(coming.total_fen)),
        ),
        next=("loan_my", "loan_repay", "balance_query"),
    )


def _chosen(limits: tuple[LimitView, ...], number: int | None) -> LimitView:
    """Raises NotFound without a limit, BadInput when it is not clear which one is meant."""
    if not limits:
        raise NotFound("no limit", heard="您还没有可提款的贷款额度，可先申请贷款")
    if number is None and len(limits) > 1:
        names = "；".join(f"{n} {one.product} 可提{one.free}元" for n, one in enumerate(limits, 1))
        raise BadInput("number", f"从哪个额度提款？{names}")
    if not 1 <= (number or 1) <= len(limits):
        raise BadInput("number", f"请选择第1至{len(limits)}个额度")
    return limits[(number or 1) - 1]
