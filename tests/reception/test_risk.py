"""Risk at the counter: warned and made to wait, asked for the password, refused with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house.bank import LI, TRADE_PASSWORD, WANG
from tests.house.made import House, typed_on
from tests.reception.test_steps import balance
from weiyin.bank.risk.history import blind_payee, list_payee
from weiyin.base.errors import BadInput, NeedsStepUp, NotAllowed
from weiyin.base.views import DraftMade, DraftView, SealedPin
from weiyin.people.sessions import Session

ME = "o-wang"


class Walk:
    """One transfer from form to result."""

    def __init__(self, house: House, yuan: int) -> None:
        self.house, self.counter = house, house.app.counter
        self.session: Session = house.session(ME)
        values = {"payee": "老李", "amount": str(yuan)}
        made = self.counter.start(self.session, "transfer_same_bank", values)
        assert isinstance(made, DraftMade)
        self.handle = made.handle

    @property
    def view(self) -> DraftView:
        return self.counter.draft(self.session, self.handle)

    def code(self) -> str:
        self.house.clock.advance(timedelta(seconds=61))
        self.counter.send_code(self.session, self.handle)
        return self.house.code()

    def typed(self, password: str = TRADE_PASSWORD) -> SealedPin:
        keypad = self.view.keypad
        assert keypad is not None
        return typed_on(keypad, self.handle, password)

    def confirm(self, code: str, typed: SealedPin | None = None) -> str:
        return self.counter.confirm(self.session, self.handle, code, typed).status


@pytest.fixture
def bound(house: House) -> House:
    house.bind(ME, WANG)
    return house


def test_a_first_payment_is_warned_of_and_waits(bound: House) -> None:
    walk = Walk(bound, 100)
    assert "首次向该收款人付款" in walk.view.lead
    assert walk.view.keypad is None
    walk.counter.send_code(walk.session, walk.handle)
    code = bound.code()
    with pytest.raises(NeedsStepUp, match="too soon"):
        walk.confirm(code)
    bound.clock.advance(timedelta(seconds=3))
    assert walk.confirm(code) == "ok"
    again = Walk(bound, 100)
    assert "首次" not in again.view.lead
    assert again.view.pause_seconds == 0


def test_a_large_payment_takes_password_and_code(bound: House) -> None:
    had, walk = balance(bound), Walk(bound, 6_000)
    code = walk.code()
    with pytest.raises(BadInput, match="交易密码"):
        walk.confirm(code)
    with pytest.raises(NeedsStepUp, match="password"):
        walk.confirm(code, walk.typed("135791"))
    with pytest.raises(NeedsStepUp):
        walk.confirm("000000", walk.typed())
    assert balance(bound) == had
    assert walk.confirm(code, walk.typed()) == "ok"
    assert balance(bound) == had - 600_000
    assert walk.confirm(code, None) == "ok", "asked again, it tells the same"
    assert balance(bound) == had - 600_000


def test_a_password_typed_for_another_draft_proves_nothing(bound: House) -> None:
    first, second = Walk(bound, 6_000), Walk(bound, 6_000)
    with pytest.raises(BadInput):
        second.confirm(second.code(), first.typed())


def test_five_wrong_passwords_lock_the_day(bound: House) -> None:
    walk = Walk(bound, 6_000)
    code = walk.code()
    for left in (4, 3, 2, 1):
        with pytest.raises(NeedsStepUp) as refusal:
            walk.confirm(code, walk.typed("135791"))
        assert f"{left}次" in refusal.value.heard
    for password in ("135791", TRADE_PASSWORD):
        with pytest.raises(NeedsStepUp) as refusal:
            walk.confirm(code, walk.typed(password))
        assert "已锁定" in refusal.value.heard


def _list(house: House) -> None:
    payee = blind_payee(house.core.sealer, LI.account)
    house.books.run(lambda tx: list_payee(tx, house.core.book, payee, "notice", house.clock.now()))


def test_a_payee_known_for_fraud_is_refused_with_the_reason(bound: House) -> None:
    _list(bound)
    with pytest.raises(NotAllowed, match="客服热线"):
        Walk(bound, 1)
    assert "已拒绝" in bound.say(ME, "转1元给老李")


def test_one_listed_while_the_page_was_open_is_refused_too(bound: House) -> None:
    had, walk = balance(bound), Walk(bound, 100)
    code = walk.code()
    _list(bound)
    assert walk.confirm(code) == "refused"
    assert "已拒绝" in (walk.view.result.lead if walk.view.result else "")
    assert balance(bound) == had


def test_more_asked_by_now_than_was_shown_is_not_paid(bound: House) -> None:
    """Shown in the evening, confirmed at night."""
    first = Walk(bound, 100)
    first.confirm(first.code())
    bound.clock.advance(timedelta(hours=12, minutes=50))
    had, walk = balance(bound), Walk(bound, 2_000)
    assert walk.view.keypad is None
    bound.clock.advance(timedelta(minutes=9))
    assert walk.confirm(walk.code()) == "refused"
    assert balance(bound) == had
