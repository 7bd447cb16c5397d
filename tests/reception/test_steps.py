"""Steps out of order: money moves after the right code, in time, in its session, and never else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from tests.checks import Sabotage
from tests.house.bank import BOOK, LI, WANG, Person
from tests.house.made import House
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind
from weiyin.bank.officer import Officer
from weiyin.base.errors import Conflict, Misconfigured, NeedsStepUp, NotFound, Refused
from weiyin.base.views import DraftMade
from weiyin.functions.answers import DraftRequest, StepUp
from weiyin.people.drafts import DRAFT_LIFE
from weiyin.people.sessions import Session
from weiyin.people.who import access_who

SABOTAGE = {
    "A14": Sabotage(
        "src/weiyin/reception/confirming.py",
        "return None if checked.verdict is Verdict.RIGHT else checked",
        "return None if checked.verdict is not Verdict.WRONG else checked",
    )
}
ME = "o-wang"
ONE = {"payee": "李雷", "account": LI.debit, "amount": "1"}


def balance(house: House, person: Person = WANG) -> int:
    core = house.app.cores[BOOK]
    return house.app.store.read(lambda r: core.books(r).balance(person.account).posted.fen)


def draft(house: House, session: Session, values: dict[str, str] | None = None) -> str:
    made = house.app.counter.start(session, "transfer_same_bank", values or ONE)
    assert isinstance(made, DraftMade)
    return made.handle


class Attempt:
    """Two drafts of one person, and every step that somebody could take towards the first."""

    def __init__(self, house: House) -> None:
        self.house, self.counter = house, house.app.counter
        self.mine, self.elsewhere = house.session(ME), house.session(ME)
        self.first, self.second = (draft(house, self.mine) for _ in range(2))
        self.code = "000000"

    def send(self) -> None:
        self.counter.send_code(self.mine, self.first)
        self.code = self.house.code()

    def send_for_the_other(self) -> None:
        self.counter.send_code(self.mine, self.second)
        self.house.texts()

    def wait_too_long(self) -> None:
        self.house.clock.advance(DRAFT_LIFE)

    def confirm_elsewhere(self) -> None:
        self.counter.confirm(self.elsewhere, self.first, self.code)

    def confirm(self) -> None:
        self.counter.confirm(self.mine, self.first, self.code)


STEPS: tuple[Callable[[Attempt], None], ...] = (
    Attempt.send,
    Attempt.send_for_the_other,
    Attempt.wait_too_long,
    Attempt.confirm_elsewhere,
    Attempt.confirm,
)


def _pays(order: tuple[Callable[[Attempt], None], ...]) -> bool:
    before = order[: order.index(Attempt.confirm)]
    if Attempt.send not in before or Attempt.wait_too_long in before:
        return False
    return Attempt.send_for_the_other not in before[before.index(Attempt.send) :]


def test_a14_all_orders_of_five_steps(house: House) -> None:
    house.bind(ME, WANG)
    paid = 0
    for order in permutations(STEPS):
        house.clock.advance(timedelta(days=1))
        had, attempt = balance(house), Attempt(house)
        for step in order:
            house.clock.advance(timedelta(seconds=61))
            try:
                step(attempt)
            except (NeedsStepUp, Conflict):
                continue
        moved = had - balance(house)
        assert moved == (100 if _pays(order) else 0), [step.__name__ for step in order]
        paid += moved // 100
    assert paid == sum(map(_pays, permutations(STEPS))) > 0


def test_a14_no_function_moves_money_without_a_code(house: House) -> None:
    house.bind(ME, WANG)
    function = house.app.catalogue.get("transfer_same_bank")
    for step_up, phone in ((StepUp.NONE, WANG.phone), (StepUp.CODE, "")):
        request = DraftRequest("行内转账", (), object(), step_up, phone)
        with pytest.raises(Misconfigured, match="transfer_same_bank"):
            house.app.store.run(
                lambda tx, asked=request: house.app.counter.drafter.make(
                    tx, access_who(tx, "main", ME), function, asked, house.clock.now()
                )
            )


def test_a14_a_card_unbound_meanwhile_pays_nothing(house: House) -> None:
    """The customer stays the same by another card; the draft with the first one is over."""
    second = NewCard(
        "C1-E", CardKind.DEBIT, "6229990000000210", "示范借记卡", "A99", WANG.customer_no
    )
    officer = Officer(house.app.cores[BOOK])  # type: ignore[arg-type]
    house.app.store.run(lambda tx: officer.open_debit(tx, second, house.clock.now()))
    house.bind(ME, WANG)
    also = {"card_number": second.number, "name": WANG.name, "id_number": WANG.id_number}
    house.fill(ME, "account_bind_debit", **also, phone=WANG.phone, consent="yes")
    session = house.session(ME)
    handle = draft(house, session, ONE | {"card": "0012"})
    house.clock.advance(timedelta(minutes=2))
    house.app.counter.send_code(session, handle)
    code = house.code()
    assert house.fill(ME, "account_unbind", tail="0012").status == "ok"
    had = balance(house)
    with pytest.raises(NotFound):
        house.app.counter.confirm(session, handle, code)
    assert balance(house) == had


def test_a_draft_of_somebody_who_left_is_gone(house: House) -> None:
    house.bind(ME, WANG)
    session = house.session(ME)
    handle = draft(house, session)
    house.unfollow(ME)
    house.follow(ME)
    for act in (house.app.counter.draft, house.app.counter.send_code):
        with pytest.raises(Refused):
            act(session, handle)
