"""Drawing: money from a contract's limit onto the customer's own current account."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.accounts import CURRENT, LOAN, NewAccount, open_account
from weiyin.bank.batch import Batch
from weiyin.bank.house import LOAN_INTEREST, ensure_house
from weiyin.bank.irr import YearlyRate, rate_of
from weiyin.bank.ledger import post
from weiyin.bank.loans.contracts import Contract, rate_of_draw, use
from weiyin.bank.loans.loan import Loan, LoanState, add_loan, loans_of, unpaid
from weiyin.bank.loans.products import find_product
from weiyin.bank.loans.schedule import Method, Part, each_of, parts, whole
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, check_payer
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.ids import digits
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money

LEAST = Money(100_00)
"""The least that is drawn at once."""
DRAW = "loan_draw"


@dataclass(frozen=True, slots=True)
class Terms:
    """What would be signed: the rate in basis points, its yearly rate by IRR, every instalment."""

    annual_bp: int
    rate: YearlyRate
    parts: tuple[Part, ...]


def terms_of(office: Office, contract: Contract, amount: Money, months: int) -> Terms:
    """Raises BadInput, NotAllowed: whatever drawing would be refused with now."""
    check_draw(office, contract, amount, months)
    bp = rate_of_draw(office, contract)
    rest = whole(contract.method, amount.fen, bp, months, office.today)
    falling = tuple(parts(rest))
    return Terms(bp, rate_of(amount.fen, [one.total_fen for one in falling]), falling)


def check_draw(office: Office, contract: Contract, amount: Money, months: int) -> None:
    check_amount(amount)
    if amount < LEAST:
        raise BadInput("amount", f"单次提款不低于 {LEAST} 元")
    if amount > contract.free:
        raise NotAllowed("limit", f"超出可用额度，当前可用额度 {contract.free} 元")
    if not 1 <= months <= contract.months:
        raise BadInput("months", f"借款期限为 1 至 {contract.months} 个月")
    if office.today > contract.until:
        raise NotAllowed("contract", "贷款合同的提款期已过，请重新申请")
    for loan in loans_of(office.reader, office.book, contract.customer_no):
        if unpaid(office.reader, office.book, loan.loan_no):
            raise NotAllowed("overdue", "您有逾期未还的贷款，请先还清逾期款项")


def draw(
    office: Office, key: str, contract: Contract, account_no: str, amount: Money, months: int
) -> Loan:
    """Open the loan and pay it out, in one unit of work."""
    terms = terms_of(office, contract, amount, months)
    _check_payee(office, contract.customer_no, account_no)
    use(office, contract, amount)
    ensure_house(office.tx, office.book, LOAN_INTEREST, office.now)
    loan_no = f"92{office.today:%y%m%d}{digits(8, office.rng)}"
    owner = contract.customer_no
    account = NewAccount(loan_no, LOAN, owner, floor_fen=-amount.fen)
    open_account(office.tx, office.book, account, office.now)
    product = find_product(office.reader, office.book, contract.product)
    legs = (
        Leg(account_no, amount.fen, other=product.name),
        Leg(loan_no, -amount.fen, other=mask_card(tail(account_no))),
    )
    post(
        office.tx, office.book,
        Posting(key=key, kind=DRAW, at=office.now, memo="贷款发放", legs=legs),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    loan = _opened(office, contract, loan_no, account_no, terms, amount, months)
    add_loan(office.tx, office.book, loan)
    return loan


def _opened(
    office: Office, contract: Contract, loan_no: str, account_no: str, terms: Terms,
    amount: Money, months: int,
) -> Loan:  # fmt: skip
    today = office.today
    each = each_of(contract.method, amount.fen, terms.annual_bp, months)
    return Loan(
        loan_no, contract.contract_no, contract.customer_no, account_no, contract.product,
        Method(contract.method), amount.fen, amount.fen, terms.annual_bp, contract.margin_bp, each,
        months, 0, today, terms.parts[0].due, 0, 0, today, False, LoanState.ACTIVE,
    )  # fmt: skip


def _check_payee(office: Office, customer_no: str, account_no: str) -> None:
    """Only onto an own current account. Raises NotFound, NotAllowed."""
    batch = Batch(office.reader, office.book)
    batch.load([account_no], [account_no])
    payee = batch.account(account_no)
    check_payer(payee, customer_no)
    if payee.kind != CURRENT:
        raise BadInput("card", "贷款只能发放到本人的本行借记卡")
    standing = Parties(office.reader, office.book, [customer_no], office.today)
    standing.get(customer_no).judge_standing()
