"""What a notice says is the bank's word, and it goes to those who want it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.house.bank import BOOK, LI, WANG
from tests.house.made import OA, House
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.base.money import Money
from weiyin.base.reply import Reply
from weiyin.base.sender import Fate, Later, Lost, Never, Notice, Sent
from weiyin.outreach.delivery import deliveries
from weiyin.outreach.messages import messages_of
from weiyin.outreach.notices import account_change, card_spend, event
from weiyin.outreach.notices.kind import Telling
from weiyin.outreach.notices.teller import TRIES_BEFORE_TEXT
from weiyin.outreach.preferences import (
    Channel,
    Preference,
    Quiet,
    Topic,
    preference_of,
    set_preference,
    switch_topic,
)
from weiyin.people.who import access_who
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.sql import sql

SABOTAGE = {
    "D08": Sabotage(
        "src/weiyin/outreach/notices/entry_words.py",
        'memo = "" if fact["kind"] in _THEIR_WORDS else fact.get("memo")',
        'memo = fact.get("memo")',
    )
}
LURE = "退款请拨95011转9"
_TOLD = sql("SELECT openid FROM deliveries ORDER BY openid")
_TEXTS = sql("SELECT count(*) FROM outbox WHERE topic='sms' AND key LIKE 'notice:%'")


def entry(kind: str, memo: str = "", fen: int = 1) -> dict[str, Any]:
    return {
        "kind": kind, "memo": memo, "amount_fen": fen, "currency": "CNY", "balance_fen": 5,
        "at_us": 0, "entry_no": "e1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "memo", "told"),
    [
        ("transfer", LURE, "转账"),
        ("reversal", LURE, "冲正"),
        ("purchase", "超市购物", "超市购物"),
        ("interest", "", "结息"),
    ],
)
def test_d08_the_kind_of_a_change_is_the_banks_word(kind: str, memo: str, told: str) -> None:
    telling = Telling(entry(kind, memo), "6229990000000012", Preference())
    notice = account_change.words(telling)
    assert dict(notice.fields)["类型"] == told
    assert dict(notice.fields)["账户"] == "尾号0012"
    assert "6229990000000012" not in notice.text


def test_d08_no_balance_where_none_is_wanted() -> None:
    spent = entry("purchase", "咖啡", -1_800) | {"available_fen": 98_200}
    for words, of in ((account_change.words, spent), (card_spend.words, spent)):
        shown = words(Telling(of, "0012", Preference()))
        hidden = words(Telling(of, "0012", Preference(show_balance=False)))
        assert len(shown.fields) == len(hidden.fields) + 1
        assert (hidden.kind, hidden.text) == (f"{shown.kind}_brief", hidden.text)
        assert not {"余额", "剩余额度"} & set(dict(hidden.fields))


def test_the_facts_of_an_event_stand_whole_in_words_and_short_in_a_template() -> None:
    facts = [["充值号码", "138****5678"], ["金额", "50.00元"], ["结果", "款项已退回原账户"]]
    told = {"title": "手机充值未成功", "facts": facts, "at_us": 0}
    notice = event.words(Telling(told, "0012", Preference()))
    assert dict(notice.fields)["内容"] == "充值号码138****5678"
    assert notice.text.startswith("手机充值未成功，时间1970-01-01 08:00，充值号码138****5678")
    assert notice.text.endswith("，金额50.00元，结果款项已退回原账户")


@dataclass
class Told:
    """A `Sender` that remembers, and answers as it is told to: the last answer for ever."""

    answers: list[Fate] = field(default_factory=lambda: [Sent("1")])
    notices: list[tuple[str, Notice]] = field(default_factory=list)

    def notify(self, _oa: str, openid: str, notice: Notice, _key: str) -> Fate:
        self.notices.append((openid, notice))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def reply_later(self, _oa: str, _openid: str, _reply: Reply, _key: str) -> Fate:
        return Never("no window")


def listening(house: House, *answers: Fate) -> Told:
    """Put a sender that remembers in WeChat's place."""
    told = Told(list(answers) or [Sent("1")])
    handlers = house.app.courier._handlers
    handlers["notice"] = replace(handlers["notice"], sender=told)  # type: ignore[type-var]
    return told


def transfer(house: House, yuan: str = "1000") -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    house.app.courier.drain()
    house.texts()
    house.fill("o-wang", "transfer_same_bank", payee="李雷", account=LI.debit, amount=yuan)
    house.texts()


def happens(house: House, **more: Any) -> None:
    facts = {"title": "手机充值未成功", "facts": (("金额", "50.00元"),), "key": "k1"} | more
    made = CustomerEvent(
        book=BOOK,
        customer_no=WANG.customer_no,
        kind=str(facts.pop("kind", "topup_refused")),
        at=house.clock.now(),
        **facts,
    )
    house.app.store.run(lambda tx: put_event(tx, made))


@pytest.mark.parametrize("chosen", ["muted", "threshold"])
def test_who_wants_no_notice_any_more_gets_none(house: House, chosen: str) -> None:
    """Also when the entry was fanned out before they said so."""
    told = listening(house)
    transfer(house)
    house.app.courier.step()
    now = house.clock.now()
    if chosen == "muted":
        house.app.store.run(lambda tx: switch_topic(tx, OA, "o-wang", Topic.CHANGES, now, on=False))
    else:
        high = Preference(threshold=Money(100_001))
        house.app.store.run(lambda tx: set_preference(tx, OA, "o-wang", high, now))
    house.app.courier.drain()
    assert [openid for openid, _ in told.notices if openid == "o-wang"] == []
    assert [openid for openid, _ in told.notices] == ["o-li"]


def test_an_account_may_have_choices_of_its_own(house: House) -> None:
    told = listening(house)
    transfer(house)
    now, own = house.clock.now(), Preference(threshold=Money(100_001))
    who = house.app.store.read(lambda r: r.one(sql("SELECT account_no FROM bindings")))
    assert who is not None
    account = str(who[0])
    house.app.store.run(lambda tx: set_preference(tx, OA, "o-wang", own, now, account))
    house.app.courier.drain()
    assert [openid for openid, _ in told.notices] == ["o-li"]
    assert house.app.store.read(lambda r: preference_of(r, OA, "o-wang")) == Preference()


def test_every_change_is_told_once_and_kept(house: House) -> None:
    told = listening(house)
    transfer(house)
    house.app.courier.drain()
    assert sorted(openid for openid, _ in told.notices) == ["o-li", "o-wang"]
    since, until = house.clock.now() - timedelta(hours=1), house.clock.now() + timedelta(hours=1)
    kept = house.app.store.read(
        lambda r: messages_of(r, access_who(r, OA, "o-li"), since, until, 9)
    )
    changes = [one for one in kept if one.kind == "account_change"]
    assert [dict(one.facts)["金额"] for one in changes] == ["+1,000.00元"]


def test_an_event_reaches_everybody_bound_to_the_customer(house: House) -> None:
    told = listening(house)
    house.bind("o-wang", WANG)
    house.bind("o-wang2", WANG)
    house.bind("o-li", LI)
    house.app.courier.drain()
    told.notices.clear()
    happens(house)
    happens(house)
    house.app.courier.drain()
    assert sorted(openid for openid, _ in told.notices) == ["o-wang", "o-wang2"]
    assert {one.title for _, one in told.notices} == {"手机充值未成功"}


def test_nothing_like_marketing_is_told_as_a_notice(house: House) -> None:
    told = listening(house)
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    told.notices.clear()
    happens(house, lane=Lane.MARKETING)
    house.app.courier.drain()
    assert told.notices == []


def test_somebody_at_a_branch_need_not_be_bound(house: House) -> None:
    told = listening(house)
    house.follow("o-walk-in")
    payload = {
        "oa": OA, "openid": "o-walk-in", "kind": "ticket_called", "title": "请到3号窗口",
        "facts": [["票号", "A012"]], "at_us": 0, "key": "t1",
    }  # fmt: skip
    now = house.clock.now()
    house.app.store.run(
        lambda tx: outbox.put(tx, oa=OA, topic="place_event", key="t1", payload=payload, due=now)
    )
    house.app.courier.drain()
    assert [(openid, one.title) for openid, one in told.notices] == [("o-walk-in", "请到3号窗口")]


def quiet(house: House, *, lane: Lane) -> Sequence[tuple[str, Notice]]:
    told = listening(house)
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    told.notices.clear()
    rest = Preference(quiet=Quiet(time(9), time(11)))
    now = house.clock.now()
    house.app.store.run(lambda tx: set_preference(tx, OA, "o-wang", rest, now))
    happens(house, lane=lane)
    house.app.courier.drain()
    return told.notices


def test_quiet_hours_are_kept_until_they_end(house: House) -> None:
    notices = quiet(house, lane=Lane.MONEY)
    assert notices == []
    house.clock.advance(timedelta(minutes=59))
    house.app.courier.drain()
    assert len(notices) == 1


def test_security_knows_no_quiet(house: House) -> None:
    assert len(quiet(house, lane=Lane.SECURITY)) == 1


@pytest.mark.parametrize(
    ("answers", "times", "texted"),
    [
        ((Sent("1"),), 1, 0),
        ((Never("unfollowed"),), 1, 1),
        ((Lost("timeout"), Sent("1")), 2, 0),
        ((Lost("timeout"),), 2, 1),
    ],
)
def test_what_wechat_does_not_tell_goes_by_text(
    house: House, answers: tuple[Fate, ...], times: int, texted: int
) -> None:
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    house.texts()
    told = listening(house, *answers)
    happens(house)
    for _ in range(4):
        house.app.courier._handlers.pop("sms", None)
        house.app.courier.drain()
        house.clock.advance(timedelta(minutes=1))
    assert (len(told.notices), _texts(house)) == (times, texted)


def _texts(house: House) -> int:
    row = house.app.store.read(
        lambda r: r.one(
            sql("SELECT count(*) FROM outbox WHERE topic='sms' AND key LIKE 'notice:%'")
        )
    )
    assert row is not None
    return int(row[0])


def test_who_wants_no_text_gets_none_but_of_security(house: House) -> None:
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    listening(house, Never("unfollowed"))
    now, wechat = house.clock.now(), Preference(channels=(Channel.WECHAT,))
    house.app.store.run(lambda tx: set_preference(tx, OA, "o-wang", wechat, now))
    happens(house)
    house.app.courier.drain()
    assert _texts(house) == 0
    happens(house, key="k2", lane=Lane.SECURITY)
    house.app.courier.drain()
    assert _texts(house) == 1


def test_who_chose_text_is_told_by_text_alone(house: House) -> None:
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    told = listening(house)
    now, text = house.clock.now(), Preference(channels=(Channel.SMS, Channel.WECHAT))
    house.app.store.run(lambda tx: set_preference(tx, OA, "o-wang", text, now))
    happens(house)
    house.app.courier.drain()
    assert (told.notices, _texts(house)) == ([], 1)


def test_a_platform_out_of_reach_ends_in_a_text(house: House) -> None:
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    told = listening(house, Later(house.clock.now(), "busy"))
    happens(house)
    for _ in range(2 * TRIES_BEFORE_TEXT):
        house.app.courier.step()
        house.clock.advance(timedelta(minutes=5))
    assert _texts(house) == 1
    assert len(told.notices) <= TRIES_BEFORE_TEXT


def test_old_tellings_are_forgotten(house: House) -> None:
    listening(house)
    transfer(house)
    house.app.courier.drain()
    later = house.clock.now() + timedelta(days=91)
    assert house.app.store.read(lambda r: r.all(_TOLD))
    assert house.app.store.run(lambda tx: deliveries.purge(tx, later))
    assert house.app.store.read(lambda r: r.all(_TOLD)) == []
