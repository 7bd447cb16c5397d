from tests.house.bank import WANG
from tests.house.made import House


def test_shown_and_changed(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "已开启" in house.say("o-wang", "动账通知")
    done = house.fill("o-wang", "notify_account_change", switch="off", threshold="100")
    assert ("通知", "已关闭") in done.facts
    assert "已关闭" in house.say("o-wang", "动账通知")
    offers = house.app.counter.offers(house.session("o-wang"), "notify_account_change")
    assert {one.name: one.value for one in offers} == {
        "switch": "off", "threshold": "100.00", "balance": "show",
    }  # fmt: skip
    shown = {one.name: one.value for one in offers}
    again = house.fill("o-wang", "notify_account_change", **(shown | {"threshold": "0"}))
    assert ("起点金额", "每笔都通知") in again.facts
