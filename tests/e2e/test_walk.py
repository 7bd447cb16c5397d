"""The walk of a newcomer, door by door: follow, bind, ask, transfer, both are told."""

from __future__ import annotations

from tests.e2e.phone import page_words
from tests.e2e.sockets import until
from tests.e2e.town import Town
from tests.house.bank import LI, WANG


def test_from_the_follow_to_both_notices(town: Town) -> None:
    wang, li = town.wang, town.li
    assert "小微" in wang.replies(wang.act("follow"))
    assert "绑定" in wang.say("我卡上还剩多少")
    asked = wang.fill_binding(wang.open_last_card(), WANG)
    assert "138****1234" in page_words(asked)
    assert "绑定成功" in page_words(town.confirm(wang, asked))
    assert "14,874.50" in wang.say("我卡上还剩多少")
    assert "14,874.50" in wang.speak("查余额")

    town.publish_menu()
    assert "14,874.50" in wang.tap("balance_query")
    assert "绑定" in wang.tap("cc_bill_query")

    town.bind(li, LI)
    card = wang.say("转500给老李")
    assert "500.00" in card
    page = wang.open_last_card()
    assert "*雷" in page_words(page)
    done = town.confirm(wang, page)
    assert "转账成功" in page_words(done)
    assert wang.browser.get(str(done.url)).text == done.text
    assert "14,374.50" in wang.say("余额")

    until(lambda: wang.notices() and li.notices())
    until(lambda: {state for _, state, _ in town.deliveries()} == {"delivered"})
    town.settle()
    (paid,), (got,) = wang.notices(), li.notices()
    assert (paid["账户尾号"], paid["金额"], paid["余额"]) == ("0012", "-500.00元", "14374.50元")
    assert (got["账户尾号"], got["金额"]) == ("0111", "+500.00元")
    assert paid["流水号"] == got["流水号"]
    assert sorted(town.deliveries()) == sorted(
        [(wang.openid(), "delivered", 1), (li.openid(), "delivered", 1)]
    )
    assert len(wang.texts()) == 2  # two codes and nothing else
