"""What a notice says is the bank's word, and it goes to those who want it now."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.money import Money
from weiyin.outreach.account_change import notice_of
from weiyin.outreach.preferences import Preference, set_preference
from weiyin.storage.sql import sql

SABOTAGE = {
    "D08": Sabotage(
        "src/weiyin/outreach/account_change.py",
        'memo = "" if entry["kind"] in _THEIR_WORDS else entry.get("memo")',
        'memo = entry.get("memo")',
    )
}
LURE = "退款请拨95011转9"


def entry(kind: str, memo: str) -> dict[str, Any]:
    return {
        "kind": kind, "memo": memo, "amount_fen": 1, "currency": "CNY", "balance_fen": 5,
        "at_us": 0, "entry_no": "e1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "memo", "told"),
    [
        ("transfer", LURE, "转账"),
        ("reversal", LURE, "冲正"),
        ("purchase", "超市购物", "超市购物"),
        ("interest", "", "结息"),
    ],
)
def test_d08_the_kind_of_a_change_is_the_banks_word(kind: str, memo: str, told: str) -> None:
    notice = notice_of(entry(kind, memo), "6229990000000012", Preference())
    assert dict(notice.fields)["类型"] == told
    assert dict(notice.fields)["账户"] == "尾号0012"


@pytest.mark.parametrize(
    "chosen", [Preference(enabled=False), Preference(threshold=Money(100_001))]
)
def test_who_wants_no_notice_any_more_gets_none(house: House, chosen: Preference) -> None:
    """Also when the entry was fanned out before they said so."""
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    house.fill("o-wang", "transfer_same_bank", payee="李雷", account=LI.debit, amount="1000")
    house.texts()
    house.app.courier.step()
    now = house.clock.now()
    house.app.store.run(lambda tx: set_preference(tx, "main", "o-wang", chosen, now))
    house.app.courier.drain()
    told = house.app.store.read(lambda tx: tx.all(sql("SELECT openid FROM deliveries")))
    assert told == [("o-li",)]
