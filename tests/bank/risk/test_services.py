"""The services of risk and of the trade password, on the books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.bank import town
from tests.bank.payments.conftest import ICBC
from weiyin.bank import tariffs
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.risk.history import blind_payee, list_payee, unlist_payee
from weiyin.bank.risk.rules import Gravity
from weiyin.bank.services.payee_book import PayeeBook
from weiyin.bank.services.payment_risk import PaymentRisk
from weiyin.bank.services.trade_passwords import TRIES, PasswordChecked, TradePasswords
from weiyin.bank.services.transfer_limits import TransferLimits
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

ME, THEM = town.LEI.customer_no, town.MEI.account_no
FEW, MUCH = Money(100_00), Money(4_000_00)


def risk(store: Store, core: EmbeddedCore, ask: Callable[[PaymentRisk], Any]) -> Any:
    return store.run(lambda tx: ask(core.books(tx).service(PaymentRisk)))


def test_a_payee_is_new_once(store: Store, core: EmbeddedCore) -> None:
    first = risk(store, core, lambda one: one.judge(ME, THEM, FEW))
    assert first.gravity is Gravity.WARN
    risk(store, core, lambda one: one.admit("k", ME, THEM, FEW, with_password=False))
    assert risk(store, core, lambda one: one.judge(ME, THEM, FEW)).gravity is Gravity.ALLOW
    other = risk(store, core, lambda one: one.judge(town.MEI.customer_no, THEM, FEW))
    assert other.gravity is Gravity.WARN, "what one customer did says nothing of another"


def test_many_in_an_hour_are_told(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    for number in range(5):
        risk(store, core, lambda one, n=number: one.admit(f"k{n}", ME, THEM, FEW, False))
    assert "5笔" in risk(store, core, lambda one: one.judge(ME, THEM, FEW)).reasons[0]
    clock.advance(timedelta(hours=1))
    assert risk(store, core, lambda one: one.judge(ME, THEM, FEW)).gravity is Gravity.ALLOW


def test_a_listed_payee_is_refused_even_as_it_is_made(store: Store, core: EmbeddedCore) -> None:
    payee = blind_payee(core.sealer, THEM)
    store.run(lambda tx: list_payee(tx, core.book, payee, "police notice", core.clock.now()))
    assert risk(store, core, lambda one: one.judge(ME, THEM, FEW)).gravity is Gravity.REFUSE
    with pytest.raises(NotAllowed, match="客服热线"):
        risk(store, core, lambda one: one.admit("k", ME, THEM, FEW, with_password=True))
    store.run(lambda tx: unlist_payee(tx, core.book, payee))
    risk(store, core, lambda one: one.admit("k", ME, THEM, FEW, with_password=False))


def test_a_days_count_of_payments_is_kept(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    store.run(lambda tx: tariffs.put(tx, core.book, "risk.most_a_day", date(2026, 7, 20), 2))
    limits = store.read(lambda r: core.books(r).service(TransferLimits).limits(ME))
    assert (limits.times, limits.times_left) == (2, 2)
    for number in range(2):
        risk(store, core, lambda one, n=number: one.admit(f"k{n}", ME, THEM, FEW, False))
    with pytest.raises(NotAllowed, match="今日已付款2笔"):
        risk(store, core, lambda one: one.admit("k", ME, THEM, FEW, False))
    other = risk(store, core, lambda one: one.judge(town.MEI.customer_no, THEM, FEW))
    assert other.gravity is Gravity.WARN
    clock.advance(timedelta(hours=14))  # midnight
    risk(store, core, lambda one: one.admit("k", ME, THEM, FEW, False))


def test_a_listed_number_is_known_behind_a_line_of_the_payee_book(
    store: Store, core: EmbeddedCore
) -> None:
    def add(tx: Tx) -> str:
        book = core.books(tx).service(PayeeBook)
        return book.add("k", ME, "ICBC", ICBC, "张三").account_no

    line_no = store.run(add)
    payee = blind_payee(core.sealer, f"ICBC:{ICBC}")
    store.run(lambda tx: list_payee(tx, core.book, payee, "police notice", core.clock.now()))
    for named in (f"ICBC:{ICBC}", f"ICBC:{line_no}"):
        found = risk(store, core, lambda one, n=named: one.judge(ME, n, FEW))
        assert found.gravity is Gravity.REFUSE


def test_what_asks_for_a_password_is_not_admitted_without(store: Store, core: EmbeddedCore) -> None:
    with pytest.raises(NotAllowed, match="重新发起"):
        risk(store, core, lambda one: one.admit("k", ME, THEM, MUCH, with_password=False))
    risk(store, core, lambda one: one.admit("k", ME, THEM, MUCH, with_password=True))


def test_the_thresholds_are_dated_settings(store: Store, core: EmbeddedCore) -> None:
    name, since = "risk.new_payee_password_from_fen", date(2026, 7, 21)
    store.run(lambda tx: tariffs.put(tx, core.book, name, since, FEW.fen))
    assert risk(store, core, lambda one: one.judge(ME, THEM, FEW)).gravity is Gravity.WARN
    core.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    assert risk(store, core, lambda one: one.judge(ME, THEM, FEW)).gravity is Gravity.STEP_UP


def test_no_account_number_lies_open(store: Store, core: EmbeddedCore) -> None:
    risk(store, core, lambda one: one.admit("k", ME, THEM, FEW, with_password=False))
    rows = store.read(lambda reader: reader.all(sql("SELECT payee_blind FROM payments_made")))
    assert len(rows) == 1
    assert THEM not in rows[0][0]


class Passwords:
    """The trade passwords of the town, each try under a key of its own."""

    def __init__(self, store: Store, core: EmbeddedCore) -> None:
        self.store, self.core, self.asked = store, core, 0

    def put(self, password: str) -> None:
        key = self._key()
        self.store.run(lambda tx: self._service(tx).put(key, ME, password))

    def check(self, password: str, whose: str = ME) -> PasswordChecked:
        key = self._key()
        checked: PasswordChecked = self.store.run(
            lambda tx: self._service(tx).check(key, whose, password)
        )
        return checked

    def _service(self, tx: Any) -> TradePasswords:
        return self.core.books(tx).service(TradePasswords)

    def _key(self) -> str:
        self.asked += 1
        return f"try{self.asked}"


@pytest.fixture
def passwords(store: Store, core: EmbeddedCore) -> Passwords:
    return Passwords(store, core)


def test_a_password_is_right_or_wrong(passwords: Passwords) -> None:
    assert passwords.check("258036").heard == "您尚未设置交易密码，请携带身份证到网点设置"
    passwords.put("258036")
    assert passwords.check("258036").right
    assert passwords.check("258037") == PasswordChecked(right=False, tries_left=4)
    assert passwords.check("258036", town.MEI.customer_no).is_set is False


def test_five_wrong_tries_lock_it_until_tomorrow(passwords: Passwords, clock: ManualClock) -> None:
    passwords.put("258036")
    left = [passwords.check("000001").tries_left for _ in range(TRIES)]
    assert left == [4, 3, 2, 1, 0]
    locked = passwords.check("258036")
    assert not locked.right
    assert "已锁定" in locked.heard
    clock.advance(timedelta(hours=13, minutes=59))  # one minute before midnight
    assert not passwords.check("258036").right
    clock.advance(timedelta(minutes=1))
    assert passwords.check("258036").right


def test_a_right_one_forgives_the_wrong_ones(passwords: Passwords) -> None:
    passwords.put("258036")
    for _ in range(4):
        passwords.check("000001")
    assert passwords.check("258036").tries_left == TRIES
    assert passwords.check("000001").tries_left == TRIES - 1


@pytest.mark.parametrize("weak", ["", "25803", "2580366", "25803a", "111111", "123456", "987654"])
def test_a_simple_password_is_not_set(passwords: Passwords, weak: str) -> None:
    with pytest.raises(BadInput):
        passwords.put(weak)


def test_nothing_of_it_can_be_guessed_from_the_store(passwords: Passwords) -> None:
    """Neither the hash nor the kept question of an order: both need the key."""
    passwords.put("258036")
    passwords.check("258036")
    look = sql("SELECT question FROM idempotency UNION ALL SELECT answer FROM idempotency")
    kept = [bytes(row[0]) for row in passwords.store.read(lambda reader: reader.all(look))]
    assert len(kept) == 4
    assert all(b"258036" not in one for one in kept)
