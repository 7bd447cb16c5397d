from __future__ import annotations

import pytest

from tests.functions.bills.kit import result_of, work
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.reply import OpenPage


def test_found_paid_and_receipted(house: House) -> None:
    house.bind("o-wang", WANG)
    form = house.ask_text("o-wang", "交水费")
    assert isinstance(form, OpenPage)
    assert "/p/f/bill_water" in form.path
    done = house.fill("o-wang", "bill_water", biller="water-beijing", number="1000000012")
    assert done.status == "pending"
    assert "请勿" not in done.lead
    assert dict(done.facts)["项目"] == "2026年5月水费"
    assert work(house) == ["done"]


def test_next_time_by_a_word(house: House) -> None:
    house.bind("o-wang", WANG)
    house.fill("o-wang", "bill_water", biller="water-beijing", number="1000000013")
    card = house.ask_text("o-wang", "水费交一下")
    assert "2026年5月水费" in house.words(card)
    assert house.confirm_card("o-wang", card).status == "pending"
    assert "处理中" in result_of(house, "o-wang", card).lead
    assert work(house) == ["done", "done"]
    result = result_of(house, "o-wang", card)
    assert (result.status, result.lead) == ("ok", "缴费成功")
    assert "没有待缴账单" in house.say("o-wang", "交水费")


def test_whose_number_it_is(house: House) -> None:
    house.bind("o-wang", WANG)
    start, session = house.app.counter.start, house.session("o-wang")
    with pytest.raises(BadInput, match="用户号不正确"):
        start(session, "bill_water", {"biller": "water-beijing", "number": "12"})
    with pytest.raises(NotFound) as refused:
        start(session, "bill_water", {"biller": "water-beijing", "number": "1000000000"})
    assert "没有查到" in refused.value.heard
    with pytest.raises(BadInput, match="选择缴费单位"):
        start(session, "bill_water", {"number": "77"})
