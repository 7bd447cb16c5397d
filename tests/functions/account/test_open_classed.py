"""An account of class II or III: opened with proof, bounded in what it pays and holds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql

ASKED = {"name": WANG.name, "id_number": WANG.id_number, "consent": "yes"}
_NO = sql("SELECT no FROM ledger_accounts WHERE book=:book AND kind=:kind")


def _open(house: House, which: str) -> str:
    done = house.fill("o-wang", "open_account_class2", which=which, **ASKED)
    assert done.title == "开户成功", done
    return re.sub(r"\D", "", dict(done.facts)["电子卡号"])


def _bind(house: House, number: str) -> None:
    house.bind("o-wang", replace(WANG, debit=number))


def _stock(house: House, kind: str, fen: int) -> None:
    no = house.books.read(lambda reader: reader.all(_NO, book=BOOK, kind=kind))[0][0]
    given = Movement("gift", "salary", house.clock.now(), CLEARING, no, Money(fen), "工资")
    house.books.run(lambda tx: Officer(house.core).book(tx, [given]))


def test_opened_bound_and_bounded(house: House) -> None:
    house.bind("o-wang", WANG)
    number = _open(house, "2")
    assert number.startswith(WANG.debit[:6])
    _bind(house, number)
    _stock(house, "current2", 3_000_000)
    assert "Ⅱ类户" in house.say("o-wang", f"尾号{number[-4:]}的卡是几类户")

    def pay(amount: str, who: str = "老李", to: str = "") -> str:
        asked = {"payee": who, "account": to, "amount": amount, "card": number[-4:]}
        done = house.fill("o-wang", "transfer_same_bank", **asked)
        return done.lead if done.status == "refused" else done.status

    assert pay("9999") == "ok"
    assert "还可用1.00元" in pay("2")
    assert pay("5000", WANG.name, WANG.debit) == "ok", "the bound account is no other"
    assert pay("1") == "ok"


def test_a_class_iii_account_holds_no_more_than_it_may(house: House) -> None:
    house.bind("o-wang", WANG)
    number = _open(house, "3")

    def pay(amount: str) -> str:
        asked = {"payee": WANG.name, "account": number, "amount": amount}
        done = house.fill("o-wang", "transfer_same_bank", **asked)
        return done.lead if done.status == "refused" else done.status

    assert pay("2000") == "ok"
    assert "余额上限" in pay("0.01")


@pytest.mark.parametrize("wrong", [{"name": LI.name}, {"id_number": LI.id_number}])
def test_not_for_somebody_else(house: House, wrong: dict[str, str]) -> None:
    house.bind("o-wang", WANG)
    asked = {"which": "2", **ASKED, **wrong}
    with pytest.raises(NotFound):
        house.app.counter.start(house.session("o-wang"), "open_account_class2", asked)
