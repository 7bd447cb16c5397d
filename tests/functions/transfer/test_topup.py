from tests.house.bank import WANG
from tests.house.made import House


def test_held_until_the_carrier_answers(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "充100话费")
    done = house.confirm_card("o-wang", card)
    assert done.status == "pending"
    heard = house.say("o-wang", "查余额")
    assert "14,774.50" in heard
    assert "冻结金额：100.00" in heard


def test_only_what_carriers_sell(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "30、50、100" in house.say("o-wang", "充77元话费")
