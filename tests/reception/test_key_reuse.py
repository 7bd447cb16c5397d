"""A key that holds another question: refused on the page, and an alarm row is left (M03)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from tests.reception.test_steps import ME, balance, draft
from weiyin.bank.core import TransferOrder
from weiyin.base.errors import Conflict
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_DRAFT = sql("SELECT draft_id FROM drafts")
_ALARMS = sql("SELECT whom, outcome FROM audit WHERE what='key_reused'")


def test_m03_a_reused_key_on_the_confirm_page_is_an_alarm(house: House) -> None:
    house.bind(ME, WANG)
    session = house.session(ME)
    handle = draft(house, session)
    (key,) = house.app.store.read(lambda reader: reader.all(_DRAFT))[-1]
    other = TransferOrder(key, "C1", WANG.account, LI.account, LI.name, Money(77))
    house.books.run(lambda tx: house.core.books(tx).transfer(other))
    had = balance(house)
    house.clock.advance(timedelta(seconds=61))
    house.app.counter.send_code(session, handle)
    with pytest.raises(Conflict):
        house.app.counter.confirm(session, handle, house.code())
    assert balance(house) == had
    alarms = house.app.store.read(lambda reader: reader.all(_ALARMS))
    assert alarms == [(f"{house.core.book}/{key}", "refused")]
