from tests.house.made import House
from weiyin.base.ask import Point


def test_by_a_shared_place_nearest_first(house: House) -> None:
    heard = house.send_place("o-anybody", Point(39.9087, 116.4598, "国贸"))
    assert heard.index("国贸支行") < heard.index("建国门支行")
    assert "营业" in heard


def test_by_words_and_by_asking(house: House) -> None:
    assert "国贸支行" in house.say("o-anybody", "国贸附近的网点")
    assert "位置" in house.say("o-anybody", "附近有网点吗")
    assert "国贸支行" in house.say("o-anybody", "国贸")
