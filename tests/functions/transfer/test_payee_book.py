from __future__ import annotations

import pytest

from tests.functions.transfer.kit import ICBC, add_payee
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import BadInput
from weiyin.base.reply import OpenPage


def test_seen_added_and_paid_by_label(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "老李" in house.say("o-wang", "我的收款人")
    add_payee(house, "o-wang", "张三", "房东张")
    heard = house.say("o-wang", "收款人管理")
    assert "房东张" in heard
    assert "中国工商银行 **** " + ICBC[-4:] in heard
    assert "张三" not in heard
    assert "中国工商银行" in house.say("o-wang", "转500给房东张")


def test_labelled_and_dropped(house: House) -> None:
    house.bind("o-wang", WANG)
    assert (
        house.fill("o-wang", "payee_book", deed="label", payee="老李", label="雷子").status == "ok"
    )
    assert "雷子" in house.say("o-wang", "我的收款人")
    assert house.fill("o-wang", "payee_book", deed="drop", payee="雷子").status == "ok"
    assert "还是空的" in house.say("o-wang", "我的收款人")


def test_what_cannot_be(house: House) -> None:
    house.bind("o-wang", WANG)
    session, start = house.session("o-wang"), house.app.counter.start
    with pytest.raises(BadInput, match="户名"):
        start(session, "payee_book", {"deed": "add", "account": ICBC})
    with pytest.raises(BadInput, match="卡号"):
        start(session, "payee_book", {"deed": "add", "payee": "张三"})
    with pytest.raises(BadInput, match="户名与卡号不一致"):
        start(session, "payee_book", {"deed": "add", "payee": "张三", "account": LI.debit})
    with pytest.raises(BadInput, match="没有“李四”"):
        start(session, "payee_book", {"deed": "drop", "payee": "李四"})
    with pytest.raises(BadInput, match="备注名"):
        start(session, "payee_book", {"deed": "label", "payee": "老李"})
    done = house.fill("o-wang", "payee_book", deed="add", payee=LI.name, account=LI.debit)
    assert (done.status, done.lead) == ("refused", "该收款人已在收款人簿中")


def test_anothers_book_stays_theirs(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    assert "还是空的" in house.say("o-li", "我的收款人")


def test_said_in_words(house: House) -> None:
    house.bind("o-wang", WANG)
    page = house.ask_text("o-wang", "添加收款人")
    assert isinstance(page, OpenPage)
    assert "payee_book" in page.path
    assert "哪位收款人" in house.say("o-wang", "删除收款人")
    card = house.ask_text("o-wang", "删除收款人老李")
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "还是空的" in house.say("o-wang", "我的收款人")
