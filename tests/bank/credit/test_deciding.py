"""Staff decide, and what they approve is done: once, told, and by the books' own rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from tests.bank import town
from weiyin.bank import cards
from weiyin.bank.core import Card, CardKind
from weiyin.bank.credit.cases import Case, CaseKind, NewCase, Stage, open_case
from weiyin.bank.credit.issuing import number_of
from weiyin.bank.credit.plans import PlanKind, plans_of
from weiyin.bank.credit.plastics import PlasticState, expiry_of, find_plastic, security_code
from weiyin.bank.credit.terms import find_account
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.services.card_feed import CardFeed
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_cards import CreditCards
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.bank.services.credit_decisions import CreditDecisions
from weiyin.bank.verify import verify
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.store import Reader, Store, Tx

T = TypeVar("T")
ME = town.LEI
VERIFIER = f"{'0' * 32}:{'0' * 64}"


class Staff:
    """A person of the bank at the desk of the credit card."""

    def __init__(self, store: Store, core: EmbeddedCore) -> None:
        self.store, self.core = store, core

    def asked(self, kind: CaseKind, yuan: int, **facts: str) -> str:
        def work(tx: Tx) -> Case:
            new = NewCase(
                kind, facts, ME.customer_no, town.CREDIT_ACCOUNT, town.CREDIT_ACCOUNT,
                Money(yuan * 100),
            )  # fmt: skip
            return open_case(self.core.office(tx), new)

        return self.store.run(work).case_no

    def decide(self, case_no: str, *, approved: bool = True, yuan: int = 0) -> Case:
        amount = Money(yuan * 100) if yuan else None

        def work(tx: Tx) -> Case:
            desk = self.core.books(tx).service(CreditDecisions)
            return desk.decide(f"d{case_no}", case_no, approved, amount)

        return self.store.run(work)

    def see(self, look: Callable[[Reader], T]) -> T:
        return self.store.read(look)

    def line_fen(self) -> int:
        return self.see(lambda r: find_account(r, town.BOOK, town.CREDIT_ACCOUNT).limit_fen)

    def newest(self, customer_no: str) -> Card:
        return self.see(lambda r: cards.cards_of(r, town.BOOK, customer_no))[-1]

    def told(self) -> int:
        return sum(
            one.count for one in self.store.read(outbox.backlog) if one.topic == "customer_event"
        )


@pytest.fixture
def staff(store: Store, core: EmbeddedCore) -> Staff:
    return Staff(store, core)


def test_an_approved_limit_is_in_force_at_once_and_told_once(staff: Staff) -> None:
    case_no = staff.asked(CaseKind.LIMIT, 50_000, amount="50,000.00")
    waiting = staff.see(lambda r: staff.core.books(r).service(CreditDecisions).waiting(9))
    assert [one.case_no for one in waiting] == [case_no]
    before = staff.told()
    assert staff.decide(case_no).stage is Stage.APPROVED
    assert staff.decide(case_no).stage is Stage.APPROVED, "the same order again"
    assert (staff.line_fen(), staff.told()) == (5_000_000, before + 1)

    def again(tx: Tx) -> Case:
        return staff.core.books(tx).service(CreditDecisions).decide("other", case_no, True)

    with pytest.raises(Conflict):
        staff.store.run(again)
    assert staff.see(lambda r: staff.core.books(r).service(CreditDecisions).waiting(9)) == ()


def test_less_may_be_granted_and_no_less_than_there_is(staff: Staff) -> None:
    case_no = staff.asked(CaseKind.LIMIT, 50_000)
    with pytest.raises(BadInput):
        staff.decide(case_no, yuan=20_000)
    staff.decide(case_no, yuan=30_000)
    assert staff.line_fen() == 3_000_000


def test_what_is_declined_does_nothing(staff: Staff) -> None:
    for kind in (CaseKind.LIMIT, CaseKind.SUPPLEMENTARY, CaseKind.OVERDUE):
        had = staff.newest(ME.customer_no)
        case_no = staff.asked(kind, 50_000, name="李梅", monthly="500.00")
        assert staff.decide(case_no, approved=False).stage is Stage.DECLINED
        assert staff.newest(ME.customer_no) == had
    assert staff.line_fen() == 2_000_000


def _activate(staff: Staff, card: Card) -> str:
    """By what stands on the plastic; the card's number."""

    def work(tx: Tx) -> str:
        office = staff.core.office(tx)
        number, expiry = number_of(office, card.card_id), expiry_of(office.today)
        code = security_code(office.sealer, number, expiry)
        service = staff.core.books(tx).service(CreditCards)
        found = service.match_new(card.customer_no, number, expiry, code)
        service.activate(f"a{card.card_id}", found.customer_no, found.card_id, VERIFIER)
        return number

    return staff.store.run(work)


def test_a_supplementary_card_is_issued_activated_and_capped(staff: Staff) -> None:
    staff.decide(staff.asked(CaseKind.SUPPLEMENTARY, 3_000, name="李梅"))
    card = staff.newest(ME.customer_no)
    plastic = staff.see(lambda r: find_plastic(r, town.BOOK, card.card_id))
    assert plastic is not None
    assert (card.account_no, card.kind) == (town.CREDIT_ACCOUNT, CardKind.CREDIT)
    assert (plastic.holder, plastic.state, plastic.limit_fen) == ("*梅", PlasticState.NEW, 300_000)
    number = _activate(staff, card)

    def spend(key: str, fen: int) -> None:
        def work(tx: Tx) -> None:
            feed = staff.core.books(tx).service(CardFeed)
            feed.authorise(key, number, Money(fen), "示例超市")

        staff.store.run(work)

    spend("one", 300_000)
    with pytest.raises(NotAllowed, match="cap"):
        spend("two", 1)


def test_an_applicant_becomes_a_customer_with_a_card(staff: Staff) -> None:
    new = {"name": "赵新", "id_number": "110101199001010010", "phone": "13700000001"}

    def apply(tx: Tx) -> Case:
        service = staff.core.books(tx).service(CreditCases)
        return service.apply("k", new["name"], new["id_number"], new["phone"], "gold", {})

    case_no = staff.store.run(apply).case_no
    with pytest.raises(BadInput):
        staff.decide(case_no)
    staff.decide(case_no, yuan=15_000)

    def identified(reader: Reader) -> tuple[Card, ...]:
        return staff.core.books(reader).identify_credit(new["id_number"], new["phone"])

    [card] = staff.see(identified)
    assert card.product == "金卡"
    limits = staff.see(
        lambda r: (
            staff.core.books(r).service(CreditAccounts).limits(card.customer_no, card.account_no)
        )
    )
    assert (limits.fixed, limits.available) == (Money(1_500_000), Money(1_500_000))
    _activate(staff, card)


def test_an_application_under_anothers_identity_is_not_carried_out(staff: Staff) -> None:
    def apply(tx: Tx) -> Case:
        service = staff.core.books(tx).service(CreditCases)
        return service.apply("k", "赵新", ME.id_number, "13700000001", "gold", {})

    case_no = staff.store.run(apply).case_no
    with pytest.raises(Conflict):
        staff.decide(case_no, yuan=15_000)
    with pytest.raises(NotFound):
        staff.see(lambda r: staff.core.books(r).identify_credit(ME.id_number, "13700000001"))


def test_a_plan_agreed_on_takes_all_that_is_owed_without_interest(staff: Staff) -> None:
    case_no = staff.asked(CaseKind.OVERDUE, 8_214, monthly="500.00")
    staff.decide(case_no)
    account = staff.see(lambda r: find_account(r, town.BOOK, town.CREDIT_ACCOUNT))
    [plan] = staff.see(lambda r: plans_of(r, town.BOOK, town.CREDIT_ACCOUNT))
    assert (plan.kind, plan.periods, plan.fee_fen) == (PlanKind.AGREED, 17, 0)
    assert (plan.principal_fen, account.balance_fen, account.plans_fen) == (821_455, 0, 821_455)
    assert staff.see(lambda reader: verify(reader, town.BOOK)) == []
    with pytest.raises(Conflict):
        staff.decide(staff.asked(CaseKind.OVERDUE, 8_214, monthly="500.00"))
