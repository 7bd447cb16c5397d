from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.views import ResultView
from weiyin.pages.goals import check_goal


def asked_for(house: House, amount: str = "88.80") -> tuple[ResultView, str]:
    """李雷 asks; the result, and the token of its link."""
    done = house.fill("o-li", "collect_request", amount=amount, memo="聚餐")
    link = dict(done.facts)["付款链接"]
    goal = parse_qs(urlsplit(link).query)["to"][0]
    assert check_goal(goal) == goal, "sign-in leads there"
    path, _, query = goal.partition("?")
    assert path == "/p/f/collect_pay"
    return done, query.removeprefix("request=")


@pytest.fixture
def both(house: House) -> House:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    return house


def test_asked_for_and_paid_once(both: House) -> None:
    done, token = asked_for(both)
    assert done.qr is not None
    assert done.qr.payload == dict(done.facts)["付款链接"]
    start, session = both.app.counter.start, both.session("o-wang")
    made = start(session, "collect_pay", {"request": token})
    view = both.app.counter.draft(session, made.handle)  # type: ignore[union-attr]
    assert {"88.80 元", "*雷", "聚餐"} <= {value for _, value in view.facts}
    paid = both.confirm(session, made.handle)  # type: ignore[union-attr]
    assert (paid.status, paid.title) == ("ok", "付款成功")
    assert "14,785.70" in both.say("o-wang", "查余额")
    assert "8,088.80" in both.say("o-li", "查余额")
    assert "已收款" in both.say("o-li", "我的收款")
    with pytest.raises(NotAllowed, match="request"):
        start(both.session("o-wang"), "collect_pay", {"request": token})


def test_two_drafts_of_one_request_pay_once(both: House) -> None:
    _, token = asked_for(both)
    start = both.app.counter.start
    first, second = (
        start(both.session("o-wang"), "collect_pay", {"request": token}) for _ in range(2)
    )
    assert both.confirm(both.session("o-wang"), first.handle).status == "ok"  # type: ignore[union-attr]
    late = both.confirm(both.session("o-wang"), second.handle)  # type: ignore[union-attr]
    assert (late.status, "已经付过" in late.lead) == ("refused", True)
    assert "14,785.70" in both.say("o-wang", "查余额")


def test_what_a_link_does_not_do(both: House) -> None:
    _, token = asked_for(both)
    start, wang = both.app.counter.start, both.session("o-wang")
    with pytest.raises(NotFound):
        start(wang, "collect_pay", {"request": "x" * 32})
    with pytest.raises(NotAllowed, match="self"):
        start(both.session("o-li"), "collect_pay", {"request": token})
    _, dear = asked_for(both, "99999")
    with pytest.raises(NotAllowed, match="funds"):
        start(wang, "collect_pay", {"request": dear})
    both.clock.advance(timedelta(days=7))
    with pytest.raises(NotAllowed, match="request"):
        start(both.session("o-wang"), "collect_pay", {"request": token})
    assert "已过期" in both.say("o-li", "我的收款")


def test_by_talk(both: House) -> None:
    card = both.ask_text("o-li", "收款500")
    assert "500.00" in both.words(card)
    assert both.confirm_card("o-li", card).title == "收款码"


def test_taken_back_before_it_is_paid(both: House) -> None:
    _, token = asked_for(both)
    [waiting] = both.app.counter.offers(both.session("o-li"), "collect_request")
    [open_one] = waiting.options
    assert both.fill("o-li", "collect_request", cancel=open_one.value).title == "已取消"
    with pytest.raises(NotAllowed, match="request"):
        both.app.counter.start(both.session("o-wang"), "collect_pay", {"request": token})
    with pytest.raises(NotFound):
        both.app.counter.start(
            both.session("o-wang"), "collect_request", {"cancel": open_one.value}
        )
