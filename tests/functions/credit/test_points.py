"""积分: earned with a bill, spent oldest first, out of stock, not enough."""

from datetime import date

import pytest

from tests.functions.credit.test_instalments import close_until
from tests.functions.credit.test_repay import bound
from tests.functions.credit.test_standing import spend
from tests.house.made import House
from weiyin.bank.credit.points import Gift, put_gifts
from weiyin.base.errors import BadInput, NotAllowed

SHELF = (Gift("M1", "里程", "航空里程500公里", 1_000, 5), Gift("V1", "礼券", "咖啡券", 300, 1))


def stocked(house: House) -> House:
    bound(house)
    house.books.run(lambda tx: put_gifts(tx, house.core.book, SHELF))
    spend(house, "s1", 128_050, "示例书店")
    close_until(house, date(2026, 8, 5))
    return house


def test_points_come_with_the_bill_and_go_for_gifts(house: House) -> None:
    stocked(house)
    heard = house.say("o-wang", "我有多少积分")
    assert "1,280" in heard
    assert "2028-08-05" in heard
    assert "航空里程" in house.say("o-wang", "积分能换什么")
    done = house.fill("o-wang", "cc_points_redeem", gift="V1")
    assert done.status == "ok"
    assert "980" in house.say("o-wang", "积分查询")
    session = house.session("o-wang")
    with pytest.raises(NotAllowed) as few:
        house.app.counter.start(session, "cc_points_redeem", {"gift": "M1"})
    assert "积分不足" in few.value.heard
    assert house.fill("o-wang", "cc_points_redeem", gift="V1").status == "refused"
    with pytest.raises(BadInput):
        house.app.counter.start(session, "cc_points_redeem", {"gift": "没有的"})
