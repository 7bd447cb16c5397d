from datetime import timedelta

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import BadInput, NeedsStepUp, NotAllowed
from weiyin.base.reply import OpenPage


def test_said_confirmed_and_posted_once(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "转500给老李")
    assert isinstance(card, OpenPage)
    assert "500.00" in card.description
    assert "*雷" in card.description
    done = house.confirm_card("o-wang", card)
    assert done.status == "ok"
    assert "14,374.50" in house.say("o-wang", "查余额")
    again = house.app.counter.confirm(house.session("o-wang"), card.path.rpartition("/")[2], "")
    assert again == done
    assert "14,374.50" in house.say("o-wang", "查余额")


def test_the_talk_asks_for_what_is_missing(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "转给谁" in house.say("o-wang", "我要转账")
    assert "多少" in house.say("o-wang", "李雷")
    assert "300.00" in house.say("o-wang", "三百块")


def test_half_of_what_is_there_is_counted_and_read_back(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "转一半给老李")
    assert isinstance(card, OpenPage)
    assert "7,437.25" in card.description
    card = house.ask_text("o-wang", "改成全部")
    assert isinstance(card, OpenPage)
    assert "14,874.50" in card.description
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_nothing_moves_by_talking(house: House) -> None:
    house.bind("o-wang", WANG)
    for words in ("转500给老李", "确认", "是的", "好的转吧", "1", "123456"):
        house.say("o-wang", words)
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_an_unknown_payee_is_asked_for_on_the_page(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "转500给张三")
    assert isinstance(card, OpenPage)
    assert "/p/f/transfer_same_bank" in card.path
    done = house.fill(
        "o-wang", "transfer_same_bank", payee=LI.name, amount="88.88", account=LI.debit
    )
    assert done.status == "ok"


def test_refusals_before_a_draft_is_made(house: House) -> None:
    house.bind("o-wang", WANG)
    session = house.session("o-wang")
    start = house.app.counter.start
    with pytest.raises(NotAllowed, match="funds"):
        start(session, "transfer_same_bank", {"payee": "老李", "amount": "99999"})
    with pytest.raises(BadInput, match="户名与卡号不一致"):
        start(
            session,
            "transfer_same_bank",
            {"payee": "张三", "amount": "5", "account": LI.debit},
        )
    with pytest.raises(BadInput, match="amount"):
        start(session, "transfer_same_bank", {"payee": "老李", "amount": "-5"})
    with pytest.raises(NotAllowed, match="self"):
        start(
            session,
            "transfer_same_bank",
            {"payee": WANG.name, "amount": "5", "account": WANG.debit},
        )


def test_a_wrong_code_moves_nothing(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "转500给老李")
    assert isinstance(card, OpenPage)
    house.clock.advance(timedelta(minutes=2))
    session, handle = house.session("o-wang"), card.path.rpartition("/")[2]
    house.app.counter.send_code(session, handle)
    wrong = "000000" if house.code() != "000000" else "111111"
    with pytest.raises(NeedsStepUp):
        house.app.counter.confirm(session, handle, wrong)
    assert "14,874.50" in house.say("o-wang", "查余额")


@pytest.mark.parametrize(
    "memo",
    ["<a href=x>", "请看 http://evil.example", "WWW.evil.example", "evil.com领奖", "字" * 21],
)
def test_a_memo_leads_nowhere(house: House, memo: str) -> None:
    house.bind("o-wang", WANG)
    asked = {"payee": "老李", "amount": "5", "memo": memo}
    with pytest.raises(BadInput) as refused:
        house.app.counter.start(house.session("o-wang"), "transfer_same_bank", asked)
    assert refused.value.field == "memo"
