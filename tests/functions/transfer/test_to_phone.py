from __future__ import annotations

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import BadInput
from weiyin.base.reply import OpenPage
from weiyin.base.views import DraftMade


def test_agreed_to_and_paid(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    card = house.ask_text("o-li", "开通手机号收款")
    assert "139****5678" in house.words(card)
    assert house.confirm_card("o-li", card).status == "ok"
    assert "姓名" in house.say("o-wang", f"给{LI.phone}转200")
    form = house.ask_text("o-wang", "李雷")
    assert isinstance(form, OpenPage)
    assert "/p/f/transfer_to_phone" in form.path
    session = house.session("o-wang")
    said = {one.name: one.value for one in house.app.counter.offers(session, "transfer_to_phone")}
    assert said == {"phone": LI.phone, "amount": "200.00", "payee": "李雷"}
    made = house.app.counter.start(session, "transfer_to_phone", said)
    assert isinstance(made, DraftMade)
    draft = " ".join(value for _, value in house.app.counter.draft(session, made.handle).facts)
    for words in ("200.00", "139****5678", "*雷", "实时到账"):
        assert words in draft, words
    assert LI.account[-4:] not in draft.replace("5678", "")
    assert house.confirm(session, made.handle).status == "ok"
    assert "14,674.50" in house.say("o-wang", "查余额")
    assert "8,200.00" in house.say("o-li", "查余额")


def test_a_number_alone_tells_nothing(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    start, session = house.app.counter.start, house.session("o-wang")
    asked = {"phone": LI.phone, "amount": "5", "payee": LI.name}

    def refused(**changed: str) -> str:
        with pytest.raises(BadInput) as refusal:
            start(session, "transfer_to_phone", asked | changed)
        return refusal.value.heard

    never = refused()
    house.confirm_card("o-li", house.ask_text("o-li", "手机号收款"))
    assert refused(payee="别人") == refused(phone="13700000000") == never
    house.confirm_card("o-li", house.ask_text("o-li", "手机号收款"))
    assert refused() == never, "switched off again"
