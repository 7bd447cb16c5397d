"""What a decision by the bank's staff does: an approved application is carried out with it.

    limit          the fixed limit is the granted one
    supplementary  a card is issued, with its cap, to be activated
    apply          the applicant becomes a customer, with an account and a card to be activated
    overdue        what is owed becomes a plan without interest, in the parts that can be paid
    dispute        the provisional credit stays, or is taken back

One unit of work decides and does, and tells the customer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from weiyin.bank import cards, customers, house, tariffs
from weiyin.bank.account.controls import MOST_A_DAY
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.credit import cases, disputes
from weiyin.bank.credit.cases import Case, CaseKind, Stage
from weiyin.bank.credit.issuing import PRODUCTS, issue_like, issue_new
from weiyin.bank.credit.plans import Plan, PlanKind, PlanState, add_plan
from weiyin.bank.credit.plastics import find_plastic
from weiyin.bank.credit.repay import owed
from weiyin.bank.credit.terms import CreditTerms, find_account, open_credit, set_limit, set_line
from weiyin.bank.customers import NewCustomer
from weiyin.bank.events import CustomerEvent
from weiyin.bank.ledger import post
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.errors import BadInput, Conflict, NotFound
from weiyin.base.ids import digits
from weiyin.base.mask import mask_name
from weiyin.base.money import Money

MOST_MONTHS = 60
"""A plan agreed on one by one runs five years at most (银行卡业务监督管理办法)."""
NUMBER_LENGTH = 16
_BILL_DAY = 5


@dataclass(frozen=True, slots=True)
class Grant:
    """What is granted: of a limit or a cap its amount, else what was asked for."""

    key: str
    amount: Money | None = None


def decide(office: Office, key: str, case_no: str, *, approved: bool, amount: Money | None) -> Case:
    """Raises NotFound, Conflict for a case that is over, and what the deed itself is refused with.

    `amount` is what is granted where that is not what was asked for.
    """
    case = cases.find_case(office.tx, office.book, case_no)
    if case.kind is CaseKind.DISPUTE:
        decided = disputes.decide(office, case, upheld=approved)
        _tell(office, decided, decided.customer_no)
        return decided
    decided = cases.move_case(office, case_no, Stage.APPROVED if approved else Stage.DECLINED)
    whose = case.customer_no
    if approved:
        whose = _DEEDS[case.kind](office, case, Grant(key, amount))
    _tell(office, decided, whose)
    return decided


def _limit(office: Office, case: Case, grant: Grant) -> str:
    account = find_account(office.tx, office.book, case.account_no)
    fen = (grant.amount or case.amount).fen
    if fen <= account.limit_fen:
        raise BadInput("amount", "批准额度应高于现固定额度")
    set_limit(
        office.tx, office.book, account, office.today, limit_fen=fen, temp_fen=account.temp_fen,
        temp_until=account.temp_until,
    )  # fmt: skip
    return case.customer_no


def _supplementary(office: Office, case: Case, grant: Grant) -> str:
    facts = cases.facts_of(office, case.case_no)
    cap = grant.amount or case.amount
    issue_like(office, _main_card(office, case), mask_name(facts["name"]), cap.fen)
    return case.customer_no


def _apply(office: Office, case: Case, grant: Grant) -> str:
    if grant.amount is None:
        raise BadInput("amount", "请填写批准的信用额度")
    customer_no = _customer(office, cases.facts_of(office, case.case_no))
    head = tariffs.words_at(office.reader, office.book, "credit.card_head", office.today)
    account_no = f"9{digits(13, office.rng)}"
    terms = CreditTerms(grant.amount, bill_day=_BILL_DAY)
    open_credit(office.tx, office.book, account_no, customer_no, terms, office.now)
    issue_new(office, head, NUMBER_LENGTH, dict(PRODUCTS)[case.about], account_no, customer_no)
    return customer_no


def _overdue(office: Office, case: Case, grant: Grant) -> str:
    account = find_account(office.tx, office.book, case.account_no)
    rest = Money(owed(office.tx, office.book, account.no).all_fen)
    monthly = grant.amount or Money.parse(cases.facts_of(office, case.case_no)["monthly"])
    if not rest:
        raise Conflict(f"case {case.case_no}: nothing is owed", heard="该账户已没有欠款")
    months = -(-rest.fen // monthly.fen)
    if months > MOST_MONTHS:
        raise BadInput("amount", f"个性化分期最长{MOST_MONTHS}个月，每月还款金额过低")
    memo = "个性化分期"
    legs = (Leg(account.no, rest.fen, other=memo), Leg(house.INSTALMENTS, -rest.fen))
    entry = Posting(key=grant.key, kind="instalment", at=office.now, memo=memo, legs=legs)
    post(office.tx, office.book, entry, office.rng)
    plan = Plan(
        grant.key, account.no, account.customer_no, PlanKind.AGREED, case.case_no, memo,
        office.today.isoformat(), rest.fen, months, 0, 0, rest.fen, PlanState.ACTIVE,
    )  # fmt: skip
    add_plan(office.tx, office.book, plan)
    set_line(office.tx, office.book, account.no, office.today)
    return case.customer_no


_DEEDS: Mapping[CaseKind, Callable[[Office, Case, Grant], str]] = {
    CaseKind.LIMIT: _limit,
    CaseKind.SUPPLEMENTARY: _supplementary,
    CaseKind.APPLY: _apply,
    CaseKind.OVERDUE: _overdue,
}
"""Each answers whose it is from then on."""


def _main_card(office: Office, case: Case) -> Card:
    for card in cards.cards_of(office.tx, office.book, case.customer_no):
        plastic = find_plastic(office.tx, office.book, card.card_id)
        is_main = plastic is None or not plastic.holder
        if card.account_no == case.account_no and card.status is CardStatus.ACTIVE and is_main:
            assert card.kind is CardKind.CREDIT, f"case {case.case_no} is about a debit card"
            return card
    raise NotFound(f"no main card in use to {case.account_no}", heard="主卡已停用，不能发附属卡")


def _customer(office: Office, facts: Mapping[str, str]) -> str:
    """The customer with this identity, or a new one. Raises Conflict when the name is another."""
    known = customers.by_identity(office.tx, office.blinds, office.book, facts["id_number"])
    if known is None:
        new = NewCustomer(
            f"C{digits(10, office.rng)}", facts["name"], facts["id_number"], facts["phone"],
            MOST_A_DAY,
        )  # fmt: skip
        customers.register(office.tx, office.sealer, office.book, new, office.now)
        return new.customer_no
    who = customers.facts(office.tx, office.sealer, office.book, known)
    if customers.plain(who.name) != customers.plain(facts["name"]):
        raise Conflict(
            f"applicant is not {known}", heard="证件号码与已有客户的姓名不符，请人工核实"
        )
    return known


def _tell(office: Office, case: Case, customer_no: str) -> None:
    is_approved = case.stage is Stage.APPROVED
    facts = (
        ("业务", cases.KIND_NAMES[case.kind]),
        ("受理编号", case.case_no),
        ("结果", "已通过" if is_approved else "未通过，如有疑问请联系客服"),
    )
    office.tell(
        CustomerEvent(
            office.book, customer_no, "case_decided", "申请审核结果", facts, office.now,
            f"case:{case.case_no}", account_no=case.account_no,
        )
    )  # fmt: skip
