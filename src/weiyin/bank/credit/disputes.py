"""A spend that the cardholder denies: a case, and money back at once up to some amount.

The credit is provisional: the shop's account bears it until the case is decided. Upheld, it stays;
declined, it is taken back by its mirror image.
"""

from __future__ import annotations

from weiyin.bank import house, tariffs
from weiyin.bank.credit.cases import Case, CaseKind, NewCase, Stage, move_case, open_case
from weiyin.bank.credit.terms import CreditAccount, set_line
from weiyin.bank.ledger import find_by_key, find_entry, post, reverse
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.service import Office
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.money import Money

PROVISIONAL = "provisional_credit"
_SPENDS = frozenset({"purchase", "cash_advance"})


def disputable(office: Office, account: CreditAccount, entry_no: str) -> Posted:
    """The spend, if it is this account's and may be disputed. Raises NotFound, NotAllowed."""
    entry = find_entry(office.reader, office.book, entry_no)
    if account.no not in {leg.account_no for leg in entry.legs}:
        raise NotFound(f"entry {entry_no}")
    if entry.kind not in _SPENDS:
        raise NotAllowed("dispute", "这笔不是消费交易，不能提出争议")
    if find_by_key(office.reader, office.book, _key(entry_no)) is not None:
        raise NotAllowed("dispute", "这笔交易已提出过争议")
    return entry


def dispute(office: Office, account: CreditAccount, entry_no: str, reason: str) -> Case:
    """Open the case; credit the spend provisionally where it is small enough."""
    entry = disputable(office, account, entry_no)
    spent = Money(-entry.leg(account.no).amount_fen)
    case = open_case(
        office,
        NewCase(
            CaseKind.DISPUTE, {"reason": reason}, account.customer_no, account.no, entry_no, spent
        ),
    )
    most = tariffs.at(office.reader, office.book, "credit.provisional_fen", office.today)
    if spent.fen > most:
        return case
    post(
        office.tx, office.book,
        Posting(
            key=_key(entry_no), kind=PROVISIONAL, at=office.now, memo="争议交易临时入账",
            about=entry_no,
            legs=(Leg(account.no, spent.fen, other="争议处理"), Leg(house.MERCHANTS, -spent.fen)),
        ),
        office.rng,
    )  # fmt: skip
    set_line(office.tx, office.book, account.no, office.today)
    return case


def decide(office: Office, case: Case, *, upheld: bool) -> Case:
    """By staff: the credit stays, or is taken back, beyond the line if need be."""
    decided = move_case(office, case.case_no, Stage.APPROVED if upheld else Stage.DECLINED)
    credited = find_by_key(office.reader, office.book, _key(case.about))
    if not upheld and credited is not None:
        set_line(office.tx, office.book, case.account_no, office.today, case.amount.fen)
        reverse(
            office.tx, office.book, f"{_key(case.about)}:back", credited.entry_no, office.now,
            office.rng,
        )  # fmt: skip
    return decided


def _key(entry_no: str) -> str:
    return f"dispute:{entry_no}"
