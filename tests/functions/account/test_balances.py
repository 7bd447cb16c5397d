from tests.house.bank import WANG
from tests.house.made import House


def test_asked_in_many_ways(house: House) -> None:
    house.bind("o-wang", WANG)
    for words in ("我卡上还剩多少", "查余额", "YE", "余额还有多少钱"):
        heard = house.say("o-wang", words)
        assert "14,874.50" in heard, words
        assert "0012" in heard


def test_a_named_card_must_be_theirs(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "14,874.50" in house.say("o-wang", "尾号0012的余额")
    assert "14,874.50" not in house.say("o-wang", "尾号9999的余额")


def test_a_stranger_is_asked_to_bind(house: House) -> None:
    house.follow("o-new")
    heard = house.say("o-new", "查余额")
    assert "绑定" in heard
    assert "14,874.50" not in heard


def test_on_the_page_and_in_the_menu(house: House) -> None:
    house.bind("o-wang", WANG)
    view = house.app.counter.view(house.session("o-wang"), "balance_query", {})
    assert "14,874.50" in view.lead
    assert "14,874.50" in house.tap("o-wang", "balance_query")
