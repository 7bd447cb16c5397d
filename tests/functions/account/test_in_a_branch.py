"""What is done in a branch only: said plainly, and never the number itself."""

from tests.house.bank import WANG
from tests.house.made import House


def test_the_reserved_phone_is_shown_masked(house: House) -> None:
    house.bind("o-wang", WANG)
    heard = house.say("o-wang", "我要修改预留手机号")
    assert "138****1234" in heard
    assert WANG.phone not in heard
    assert "网点" in heard


def test_the_trade_password_takes_a_branch(house: House) -> None:
    house.follow("o-new")
    heard = house.say("o-new", "交易密码忘了")
    assert "网点" in heard
    assert "身份证" in heard
