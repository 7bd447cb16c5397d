from tests.house.made import House


def test_anybody_may_ask(house: House) -> None:
    heard = house.say("o-anybody", "有什么理财产品")
    assert "示范稳利90天" in heard
    assert "R2" in heard
    assert "不是对收益的承诺" in heard


def test_rates_in_force(house: House) -> None:
    heard = house.say("o-anybody", "存款利率是多少")
    assert "0.95%" in heard
    assert "0.05%" in heard
