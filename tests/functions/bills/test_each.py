"""Every kind of bill by its transcript: the way to the form, the amount, the receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.functions.bills.kit import work
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.reply import OpenPage

BILLS = [
    ("bill_power", "交电费", {"biller": "power-shanghai", "number": "1000000012"}, "2026年6月电费"),
    ("bill_gas", "交煤气费", {"biller": "gas-beijing", "number": "10000013"}, "2026年3月燃气费"),
    ("bill_cable_tv", "有线电视缴费", {"number": "10000000012"}, "2026年6月收视费"),
    ("bill_phone_broadband", "宽带续费", {"number": "010-88880012"}, "2026年6月固话宽带费"),
    ("bill_property", "物业费怎么交", {"number": "3-2-1502"}, "2026年4月物业费"),
    ("bill_tuition", "给孩子交学费", {"number": "2026000012"}, "2026年1月学费"),
    ("bill_tax", "缴款通知书号缴费", {"number": "110000202600000012"}, "2026年6月税费"),
]


def test_said_found_and_paid(house: House) -> None:
    house.bind("o-wang", WANG)
    for function, said, values, item in BILLS:
        form = house.ask_text("o-wang", said)
        assert isinstance(form, OpenPage)
        assert form.path.endswith(f"/p/f/{function}")
        done = house.fill("o-wang", function, **values)
        assert (done.status, dict(done.facts)["项目"]) == ("pending", item)
    assert work(house) == ["done"] * len(BILLS)


def test_power_is_paid_ahead(house: House) -> None:
    house.bind("o-wang", WANG)
    values = {"biller": "power-beijing", "number": "1000000012"}
    with pytest.raises(BadInput, match="10 至 5000 元"):
        house.app.counter.start(house.session("o-wang"), "bill_power", values)
    assert house.fill("o-wang", "bill_power", **values, amount="100").status == "pending"
    card = house.ask_text("o-wang", "充200电费")
    assert "200.00 元" in house.words(card)
    assert house.confirm_card("o-wang", card).status == "pending"
    assert work(house) == ["done", "done"]


def test_heating_has_its_season(house: House) -> None:
    house.bind("o-wang", WANG)
    values = {"biller": "heating-beijing", "number": "100000012"}
    with pytest.raises(NotAllowed, match="每年9月至次年3月"):
        house.app.counter.start(house.session("o-wang"), "bill_heating", values)
    house.clock.advance(timedelta(days=120))
    assert house.fill("o-wang", "bill_heating", **values).status == "pending"


def test_party_dues_are_what_the_member_says(house: House) -> None:
    house.bind("o-wang", WANG)
    done = house.fill("o-wang", "bill_party_fee", number="D10000012", amount="35.5")
    assert dict(done.facts)["金额"] == "35.50 元"
    card = house.ask_text("o-wang", "交{}党费".format("20块"))
    assert "20.00 元" in house.words(card)


def test_insurance_of_a_year_by_identity_number(house: House) -> None:
    house.bind("o-wang", WANG)
    values = {"biller": "social-beijing", "number": "110101198001010013"}
    with pytest.raises(NotAllowed, match="没有待缴"):
        house.app.counter.start(
            house.session("o-wang"), "bill_social_insurance", {**values, "year": "2019"}
        )
    done = house.fill("o-wang", "bill_social_insurance", **values, year="2025")
    assert dict(done.facts)["项目"] == "2025年7月居民医保"
    assert "110101198001010013" not in str(done)
