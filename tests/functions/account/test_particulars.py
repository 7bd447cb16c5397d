"""A customer's particulars: changed with a code, masked when looked at, sealed where they lie."""

from __future__ import annotations

from datetime import date

import pytest

from tests.house.bank import BOOK, WANG
from tests.house.made import House
from weiyin.bank.account.profiles import Profile, put_profile
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.views import DraftMade
from weiyin.storage.sql import sql

_TABLES = ("profiles", "query_passwords")


def _dump(house: House) -> str:
    return repr(
        [house.books.read(lambda r, t=t: r.all(sql(f"SELECT * FROM {t}"))) for t in _TABLES]
    )


def test_changed_with_a_code_and_masked(house: House) -> None:
    house.bind("o-wang", WANG)
    done = house.fill(
        "o-wang", "profile_update", address="朝阳区建国路88号", email="ming@example.com",
        id_expires="2036-05-01",
    )  # fmt: skip
    assert done.title == "修改成功"
    heard = house.say("o-wang", "查看我的个人资料")
    assert "朝阳区建国路****" in heard
    assert "mi***@example.com" in heard
    assert "88号" not in heard
    assert "建国路" not in _dump(house)
    assert "2036-05-01" in house.say("o-wang", "我的身份证什么时候到期")


@pytest.mark.parametrize(
    "wrong", [{"email": "ming"}, {"id_expires": "明年"}, {"address": "街" * 81}]
)
def test_what_cannot_be_is_asked_again(house: House, wrong: dict[str, str]) -> None:
    house.bind("o-wang", WANG)
    with pytest.raises(BadInput):
        house.app.counter.start(house.session("o-wang"), "profile_update", wrong)


def test_a_card_that_is_over_is_told(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "尚未留存" in house.say("o-wang", "身份证到期")
    for day, told in ((date(2026, 8, 1), "12 天到期"), (date(2026, 7, 1), "已过期，请尽快")):
        put = Profile(id_expires=day)
        house.books.run(
            lambda tx, put=put: put_profile(
                tx, house.app.sealer, BOOK, WANG.customer_no, put, house.clock.now()
            )
        )
        assert told in house.say("o-wang", "身份证到期")


def test_a_new_query_password(house: House) -> None:
    house.bind("o-wang", WANG)
    asked = {"id_number": WANG.id_number, "password": "385027", "again": "385027"}

    def start(**more: str) -> object:
        session = house.session("o-wang")
        return house.start(session, "query_password_reset", {**asked, **more})

    with pytest.raises(NotFound):
        start(id_number="310101198805120031")
    for wrong in ({"again": "385028"}, {"password": "123456", "again": "123456"},
                  {"password": "900307", "again": "900307"}, {"password": "12"}):  # fmt: skip
        with pytest.raises(BadInput):
            start(**wrong)
    made = start()
    assert isinstance(made, DraftMade)
    assert house.confirm(house.session("o-wang"), made.handle).title == "重置成功"
    drafts = house.app.store.read(lambda reader: reader.all(sql("SELECT * FROM drafts")))
    assert "385027" not in repr(drafts) + _dump(house)
    assert "身份证号" in house.say("o-wang", "重置查询密码")
