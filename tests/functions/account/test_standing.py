"""Who may see and move what, when the person or the customer is not what they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.house.bank import BOOK, WANG
from tests.house.made import House
from weiyin.bank.customers import CustomerStatus, set_status
from weiyin.bank.events import TOPIC
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.reply import OpenPage
from weiyin.people.sessions import SessionOver, access_session, open_session
from weiyin.storage import outbox

SABOTAGE = {
    "A10": Sabotage(
        "src/weiyin/functions/account/binding.py",
        "    if second:\n",
        "    if second and not second:\n",
    ),
    "A11": Sabotage(
        "src/weiyin/people/who.py",
        "AND b.openid = f.openid AND b.state = 'active'\n    WHERE f.oa",
        "AND b.openid = f.openid AND b.state <> 'unbound'\n    WHERE f.oa",
    ),
    "A12": Sabotage(
        "src/weiyin/functions/calling.py",
        '    if status != "active":\n        raise StandingLost(status)',
        '    if status == "":\n        raise StandingLost(status)',
    ),
}
BALANCE = "14,874.50"


def _events(house: House, store: str = "app") -> list[str]:
    now = house.clock.now()
    where = house.app.store if store == "app" else house.books
    parcels = where.run(lambda tx: outbox.lease(tx, [TOPIC], "t", now, 5.0, limit=9))
    return [parcel.payload["title"] for parcel in parcels]


def test_a10_a_second_wechat_is_told_of_and_moves_nothing_for_a_day(house: House) -> None:
    house.bind("o-wang", WANG)
    assert _events(house) == []
    house.bind("o-thief", WANG)
    assert _events(house) == ["新微信绑定提醒"]
    assert BALANCE in house.say("o-thief", "查余额")
    heard = house.say("o-thief", "转500给老李")
    assert "不能转账支付" in heard
    with pytest.raises(NotAllowed, match="cooling"):
        house.app.counter.start(house.session("o-thief"), "mobile_topup", {"amount": "100"})
    assert isinstance(house.ask_text("o-wang", "转500给老李"), OpenPage)
    house.clock.advance(timedelta(hours=24))
    assert isinstance(house.ask_text("o-thief", "转500给老李"), OpenPage)


def test_a10_who_is_alone_waits_for_nothing(house: House) -> None:
    house.bind("o-wang", WANG)
    house.confirm_card("o-wang", house.ask_text("o-wang", "解除绑定"))
    house.bind("o-new", WANG)
    assert isinstance(house.ask_text("o-new", "转500给老李"), OpenPage)
    house.bind_credit("o-new", WANG)
    assert _events(house) == []


def test_a11_no_access_without_fresh_proof(house: House) -> None:
    house.bind("o-wang", WANG)
    session = house.session("o-wang")
    draft = house.ask_text("o-wang", "转500给老李")
    assert isinstance(draft, OpenPage)
    house.unfollow("o-wang")
    house.clock.advance(timedelta(seconds=1))
    house.follow("o-wang")
    assert BALANCE not in house.say("o-wang", "查余额")
    with pytest.raises(NotFound):
        house.app.counter.draft(session, draft.path.rpartition("/")[2])
    # The same phone with another WeChat, or a number that went to somebody else: a stranger.
    house.follow("o-next-owner-of-the-number")
    assert BALANCE not in house.say("o-next-owner-of-the-number", "查余额")
    house.bind("o-wang", WANG)
    assert BALANCE in house.say("o-wang", "查余额")


@pytest.mark.parametrize("status", [CustomerStatus.FROZEN, CustomerStatus.CLOSED])
def test_a12_stopped_by_the_bank_while_a_session_is_open(
    house: House, status: CustomerStatus
) -> None:
    house.bind("o-wang", WANG)
    store, now = house.app.store, house.clock.now()
    token = store.run(lambda tx: open_session(tx, "main", "o-wang", now))
    session = store.run(lambda tx: access_session(tx, token, now))
    draft = house.ask_text("o-wang", "转500给老李")
    assert isinstance(draft, OpenPage)
    handle = draft.path.rpartition("/")[2]
    house.books.run(lambda tx: set_status(tx, BOOK, WANG.customer_no, status))
    for words in ("查余额", "上个月的明细", "我的总资产", "转500给老李"):
        heard = house.say("o-wang", words)
        assert BALANCE not in heard, words
        assert "网点" in heard
    with pytest.raises(NotAllowed):
        house.app.counter.view(session, "balance_query", {})
    with pytest.raises(SessionOver):
        store.run(lambda tx: access_session(tx, token, now))
    with pytest.raises((NotAllowed, NotFound)):
        house.app.counter.draft(house.session("o-wang"), handle)
    house.books.run(lambda tx: set_status(tx, BOOK, WANG.customer_no, CustomerStatus.ACTIVE))
    with pytest.raises(NotFound):
        house.app.counter.draft(house.session("o-wang"), handle)
    again = house.say("o-wang", "查余额")
    assert (BALANCE in again) is (status is CustomerStatus.FROZEN)


def test_a12_an_open_confirm_page_does_nothing(house: House) -> None:
    house.bind("o-wang", WANG)
    session = house.session("o-wang")
    draft = house.ask_text("o-wang", "锁卡")
    assert isinstance(draft, OpenPage)
    handle = draft.path.rpartition("/")[2]
    house.books.run(lambda tx: set_status(tx, BOOK, WANG.customer_no, CustomerStatus.FROZEN))
    with pytest.raises(NotAllowed):
        house.app.counter.confirm(session, handle, "")
