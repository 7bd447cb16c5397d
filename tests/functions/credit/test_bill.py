from tests.house.bank import WANG
from tests.house.made import House


def test_amount_and_day(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "信用卡" in house.say("o-wang", "这个月要还多少")
    house.bind_credit("o-wang", WANG)
    heard = house.say("o-wang", "信用卡账单")
    assert "8,214.55" in heard
    assert "7月25日" in heard
    assert "821.46" in heard
