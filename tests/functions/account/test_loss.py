from tests.house.bank import WANG
from tests.house.made import House


def test_lost_stops_at_once_and_for_good(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "我的卡被偷了要挂失")
    done = house.confirm_card("o-wang", card)
    assert done.title == "挂失成功"
    refused = house.confirm_card("o-wang", house.ask_text("o-wang", "转500给老李"))
    assert refused.status == "refused"
    assert "已经挂失" in house.say("o-wang", "挂失银行卡")
    assert "14,874.50" in house.say("o-wang", "查余额")
    unlock = house.say("o-wang", "解锁银行卡")
    assert "没有锁定" in unlock


def test_the_code_says_what_it_is_for(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "银行卡丢了怎么办")
    session = house.session("o-wang")
    house.app.counter.send_code(session, card.path.rpartition("/")[2])  # type: ignore[union-attr]
    assert "挂失尾号0012的银行卡" in house.texts()[-1]
