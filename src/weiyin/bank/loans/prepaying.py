"""Repaying before it is due: what it costs and what it saves, shown before it is agreed.

What has fallen due comes first. Then the principal, with all the interest up to today; a part may
either shorten the term (the instalment stays) or lower the instalment (the term stays).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from weiyin.bank import house
from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.ledger import post
from weiyin.bank.loans.contracts import give_back
from weiyin.bank.loans.due import REPAY, clear, pay_part, penalty_of
from weiyin.bank.loans.interest import accrue
from weiyin.bank.loans.loan import Loan, LoanState, access_loan, save_loan, unpaid
from weiyin.bank.loans.products import find_product
from weiyin.bank.loans.schedule import Method, each_of, shortened
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.errors import BadInput, Conflict, NotAllowed
from weiyin.base.money import Money


class Keep(StrEnum):
    INSTALMENT = "instalment"
    """The term is shortened."""
    TERM = "term"
    """The instalment is lowered."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`principal` goes back early; `overdue` is what had fallen due, with its penalty. `saved`: the
    interest that is not to be paid any more. `each`: the next whole instalment after it.
    """

    overdue: Money
    principal: Money
    interest: Money
    fee: Money
    saved: Money
    left: Money
    months_left: int
    each: Money

    @property
    def total(self) -> Money:
        return self.overdue + self.principal + self.interest + self.fee


def cost_of(office: Office, loan: Loan, amount: Money | None, keep: Keep) -> Cost:
    """Of repaying `amount` of the principal today. None: all of it; zero: only what is overdue.

    Raises BadInput, NotAllowed.
    """
    if loan.state is not LoanState.ACTIVE:
        raise NotAllowed("cleared", "该笔贷款已结清")
    if loan.next_due < office.today:
        raise NotAllowed("closing", "系统正在日终处理，请几分钟后再试")
    fen = loan.left_fen if amount is None else amount.fen
    if fen > loan.left_fen:
        left = Money(loan.left_fen)
        raise BadInput("amount", f"提前还款本金最多 {left} 元，全部还清请选择“全部结清”")
    interest = loan.interest_to(office.today) if fen else 0
    after = _after(loan, fen, keep, office.today)
    before, later = (sum(one.interest_fen for one in kind.to_come()) for kind in (loan, after))
    rest = after.to_come()
    owed = unpaid(office.reader, office.book, loan.loan_no)
    overdue = sum(
        one.principal_fen + one.interest_fen + penalty_of(office, loan, one, office.today)
        for one in owed
    )
    if not fen and not overdue:
        raise NotAllowed("nothing", "没有逾期未还的款项，提前还款请填写金额")
    return Cost(
        Money(overdue), Money(fen), Money(interest), Money(_fee(office, loan, fen)),
        Money(max(before - interest - later, 0)), Money(after.left_fen), len(rest),
        Money((rest[1] if len(rest) > 1 else rest[0]).total_fen if rest else 0),
    )  # fmt: skip


def prepay(
    office: Office, key: str, customer_no: str, loan_no: str, amount: Money | None, keep: Keep,
    agreed: Money,
) -> Cost:  # fmt: skip
    """Do it for the total that was `agreed` to. Raises Conflict when it costs another by now."""
    book = office.book
    loan = access_loan(office.reader, book, loan_no, customer_no)
    cost = cost_of(office, loan, amount, keep)
    if cost.total != agreed:
        raise Conflict("the cost has changed", heard="金额已随计息日变化，请重新发起提前还款")
    for part in unpaid(office.reader, book, loan_no):
        pay_part(office, f"{key}:{part.number}", loan, part, office.now)
    if cost.principal:
        known = accrue(office, loan, office.today)
        _pay(office, key, known, cost)
        save_loan(office.tx, book, known, _after(known, cost.principal.fen, keep, office.today))
        give_back(office, loan.contract_no, cost.principal.fen)
    clear(office, loan_no)
    return cost


def _after(loan: Loan, fen: int, keep: Keep, today: date) -> Loan:
    """The loan without so much principal; its interest up to today is paid."""
    left = loan.left_fen - fen
    if not fen:
        return loan
    after = replace(loan, left_fen=left, accrued=0, posted_fen=0, upto=today, broken=True)
    if not left or loan.method is Method.INTEREST_ONLY:
        return after
    if keep is Keep.TERM:
        return replace(
            after, each_fen=each_of(loan.method, left, loan.annual_bp, loan.months - loan.done)
        )
    return replace(after, months=shortened(after.rest))


def _pay(office: Office, key: str, loan: Loan, cost: Cost) -> None:
    total = cost.total - cost.overdue
    legs = (
        Leg(loan.account_no, -total.fen, other="贷款提前还款"),
        Leg(loan.loan_no, cost.principal.fen, other="提前还款"),
        Leg(house.LOAN_INTEREST, cost.interest.fen),
        Leg(house.FEES, cost.fee.fen),
    )
    post(
        office.tx, office.book,
        Posting(
            key=key, kind=REPAY, at=office.now, memo="贷款提前还款",
            legs=tuple(leg for leg in legs if leg.amount_fen),
        ),
        office.rng, quiet=office.quiet,
    )  # fmt: skip


def _fee(office: Office, loan: Loan, fen: int) -> int:
    """By the contract, in its first months only."""
    product = find_product(office.reader, office.book, loan.product)
    if office.today >= months_after(loan.opened, product.prepay_months):
        return 0
    return Money(fen).share(product.prepay_bp, 10_000).fen
