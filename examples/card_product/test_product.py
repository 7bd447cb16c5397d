from tests.house.bank import WANG
from tests.house.made import House


def test_asked_in_words(house: House) -> None:
    house.bind("o-wang", WANG)
    for words in ("我的卡是什么卡", "尾号0012是哪种卡", "KZ"):
        heard = house.say("o-wang", words)
        assert "状态正常" in heard, words
        assert "*小明" in heard
        assert WANG.name not in heard


def test_a_stranger_is_asked_to_bind(house: House) -> None:
    house.follow("o-new")
    assert "绑定" in house.say("o-new", "我的卡是什么卡")


def test_the_neighbours_keep_their_words(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "14,874.50" in house.say("o-wang", "账户余额")
    assert "Ⅰ类户" in house.say("o-wang", "我的账户信息")
