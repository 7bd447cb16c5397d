"""The end of an identity card, day by day; and verifiers of passwords."""

from __future__ import annotations

from datetime import date

import pytest

from tests.bank import town
from weiyin.bank import accounts
from weiyin.bank.account import passwords
from weiyin.bank.account.profiles import Profile, ending_by, judge_expiry, put_profile
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import TOPIC
from weiyin.bank.service import Office
from weiyin.base.errors import BadInput
from weiyin.storage import outbox
from weiyin.storage.store import Store, Tx


def _office(core: EmbeddedCore, tx: Tx) -> Office:
    return Office(core.book, core.bank, tx, core.clock, core.sealer, core.blinds, core.rng)


def _close(store: Store, core: EmbeddedCore, day: date) -> int:
    def work(tx: Tx) -> int:
        office = _office(core, tx)
        return sum(judge_expiry(office, day, who) for who in ending_by(office, day, "", 9))

    return store.run(work)


def test_reminded_once_and_stopped_after_the_grace(store: Store, core: EmbeddedCore) -> None:
    ends = Profile(id_expires=date(2026, 8, 1))
    store.run(
        lambda tx: put_profile(
            tx, core.sealer, town.BOOK, town.LEI.customer_no, ends, core.clock.now()
        )
    )
    assert _close(store, core, date(2026, 7, 1)) == 0, "more than thirty days are left"
    assert _close(store, core, date(2026, 7, 2)) == 1
    assert _close(store, core, date(2026, 7, 2)) == 0
    assert _close(store, core, date(2026, 10, 30)) == 0, "the last day of the grace"
    assert _close(store, core, date(2026, 10, 31)) == 1
    assert _close(store, core, date(2026, 11, 1)) == 0
    status = store.read(lambda reader: accounts.status_of(reader, town.BOOK, town.LEI.account_no))
    assert status is AccountStatus.FROZEN
    now = core.clock.now()
    told = store.run(lambda tx: outbox.lease(tx, [TOPIC], "t", now, 5.0, limit=9))
    assert {parcel.payload["title"] for parcel in told} == {"证件到期提醒", "账户限制通知"}


def test_a_verifier_knows_its_password_and_no_other() -> None:
    kept = passwords.verifier("385027")
    assert passwords.is_right("385027", kept)
    assert not passwords.is_right("385028", kept)
    assert passwords.verifier("385027") != kept
    for weak in ("111111", "123456", "987654", "12345", "abcdef"):
        with pytest.raises(BadInput):
            passwords.verifier(weak)
