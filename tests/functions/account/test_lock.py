from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.bank.events import TOPIC
from weiyin.base.reply import OpenPage
from weiyin.storage import outbox


def _lock(house: House) -> None:
    card = house.ask_text("o-wang", "把尾号0012锁了")
    assert isinstance(card, OpenPage), card
    assert house.confirm_card("o-wang", card).status == "ok"


def test_locked_at_one_tap_and_unlocked_with_a_code(house: House) -> None:
    house.bind("o-wang", WANG)
    _lock(house)
    transfer = house.ask_text("o-wang", "转500给老李")
    refused = house.confirm_card("o-wang", transfer)
    assert refused.status == "refused"
    assert "解锁" in refused.lead
    assert "14,874.50" in house.say("o-wang", "查余额")
    unlock = house.ask_text("o-wang", "解锁")
    assert house.confirm_card("o-wang", unlock).title == "已解锁"
    assert house.confirm_card("o-wang", house.ask_text("o-wang", "转500给老李")).status == "ok"


def test_a_top_up_is_refused_and_money_still_comes_in(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    _lock(house)
    assert house.confirm_card("o-wang", house.ask_text("o-wang", "充100话费")).status == "refused"
    paid = house.fill(
        "o-li", "transfer_same_bank", payee=WANG.name, amount="10", account=WANG.debit
    )
    assert paid.status == "ok"
    assert "14,884.50" in house.say("o-wang", "查余额")


def test_what_is_so_already_is_said(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "没有锁定" in house.say("o-wang", "解锁银行卡")
    _lock(house)
    assert "已经是锁定" in house.say("o-wang", "锁卡")
    assert "解锁" in house.say("o-wang", "卡片解锁")


def test_its_owner_is_told(house: House) -> None:
    house.bind("o-wang", WANG)
    _lock(house)
    now = house.clock.now()
    [parcel] = house.books.run(lambda tx: outbox.lease(tx, [TOPIC], "t", now, 5.0, limit=9))
    assert parcel.payload["title"] == "卡片已锁定"
    assert "0012" in repr(parcel.payload["facts"])
    assert WANG.debit not in repr(parcel.payload)


def test_a_card_that_is_not_theirs(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "0012" in house.say("o-wang", "锁定尾号0111的卡")
