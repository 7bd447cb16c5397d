"""One owner at a time, whatever order things come in; nothing lost, nothing answered twice."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.checks import Sabotage
from tests.desk.seats import Seat, conversation_of, transcript
from tests.house.made import OA, House, house_settings
from weiyin.app import Plugs, compose
from weiyin.assistant.sensitive import WARNING
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NotAllowed
from weiyin.base.reply import HandOver, Reply, Silence
from weiyin.base.sender import Fate, Notice, Sent
from weiyin.channel.wechat.render import passive
from weiyin.channel.wechat.replies import TransferReply
from weiyin.desk.conversation import latest_of, live_of
from weiyin.desk.delivery import DeskCourier
from weiyin.desk.putting import TOPIC
from weiyin.desk.screening import check_words
from weiyin.reception.turns import gist
from weiyin.storage import outbox
from weiyin.storage.sql import sql

SABOTAGE = {
    "G04": Sabotage("src/weiyin/desk/telling.py", "    check_words(words)", "    words.strip()"),
    "G05": Sabotage(
        "src/weiyin/reception/reception.py",
        "        if step is not None:",
        "        if step is not None and stood is None:",
    ),
    "N07": Sabotage(
        "src/weiyin/reception/handing.py",
        'return _DIGITS.sub("****", words) if secret else scrub(words)',
        "return words",
    ),
}
STEPS = 14
SEEDS = {"sqlite": 1_000, "postgresql": 12}
"""The same unit of work on both: the second engine needs fewer."""
_KEYS = sql(
    "SELECT m.key FROM desk_messages m JOIN desk_conversations c"
    " ON c.conversation_id = m.conversation_id WHERE c.openid = :openid AND m.side = 'customer'"
)
CARD = "6222020200112233445"


@dataclass
class Talk:
    """One customer's road through hand-overs, by a seed."""

    house: House
    seat: Seat
    openid: str
    dice: random.Random
    said: list[tuple[str, Reply, bool]] = field(default_factory=list)
    """(key, reply, whether people owned the chat)."""

    def walk(self) -> None:
        self.house.follow(self.openid)
        for number in range(STEPS):
            acts = (self.say, self.say, self.again, self.hand, self.answer, self.back, self.close)
            self.dice.choice(acts)(number)
        self.close(STEPS)

    @property
    def owned(self) -> bool:
        reader = self.house.app.store.read
        return reader(lambda tx: live_of(tx, OA, self.openid)) is not None

    def say(self, number: int) -> None:
        key, owned = f"{self.openid}:say{number}", self.owned
        reply = self.house.ask(self.openid, AskKind.TEXT, "存款利率是多少", key=key)
        self.said.append((key, reply, owned))

    def again(self, _: int) -> None:
        """WeChat pushes a message a second time, whoever owns the chat by now."""
        if self.said:
            key, reply, _owned = self.said[-1]
            assert self.house.ask(self.openid, AskKind.TEXT, "存款利率是多少", key=key) == reply

    def hand(self, number: int) -> None:
        if not self.owned:
            self.house.ask(self.openid, AskKind.TEXT, "转人工", key=f"{self.openid}:hand{number}")

    def answer(self, number: int) -> None:
        if self.owned:
            with suppress_window():
                self.seat.tell(self.openid, f"回答{number}", key=f"tell-{number:04d}")
        elif latest(self.house, self.openid):
            with pytest.raises(NotAllowed, match="owner"):
                self.seat.tell(self.openid, f"回答{number}", key=f"tell-{number:04d}")

    def back(self, number: int) -> None:
        if self.owned:
            key = f"{self.openid}:back{number}"
            self.house.ask(self.openid, AskKind.TEXT, "返回小微", key=key)

    def close(self, _: int) -> None:
        if self.owned:
            self.seat.close(self.openid)


@contextmanager
def suppress_window() -> Iterator[None]:
    """Five answers and no more until the customer speaks: that too may be what happens."""
    try:
        yield
    except NotAllowed as refusal:
        assert refusal.rule == "window", refusal


def latest(house: House, openid: str) -> bool:
    return house.app.store.read(lambda tx: latest_of(tx, OA, openid)) is not None


def test_g05_every_message_has_one_answerer(house: House) -> None:
    """Whatever order asking, answering, giving back and pushing again come in."""
    seat = Seat(house, "staff-0007").sit(room=50)
    for seed in range(SEEDS[house.app.store.engine]):
        talk = Talk(house, seat, f"o-{seed}", random.Random(seed))
        talk.walk()
        kept = _kept(house, talk.openid)
        for key, reply, owned in talk.said:
            assert kept.count(key) == owned, (seed, key, reply)
            assert isinstance(reply, Silence) == owned, (seed, key, reply)


def _kept(house: House, openid: str) -> list[str]:
    """The keys of the customer's messages that the desk has."""
    rows = house.app.store.read(lambda tx: tx.all(_KEYS, openid=openid))
    return [key for (key,) in rows]


@dataclass
class Line:
    """A sender that keeps what it was given."""

    sent: list[str] = field(default_factory=list)

    def notify(self, _oa: str, _openid: str, _notice: Notice, _key: str) -> Fate:
        raise AssertionError

    def reply_later(self, _oa: str, _openid: str, reply: Reply, key: str) -> Fate:
        self.sent.append(gist(reply))
        return Sent(key)


def test_g05_a_courier_that_dies_sends_nothing_twice(house: House) -> None:
    app, seat = house.app, Seat(house, "staff-0007").sit()
    house.follow("o-wang")
    house.say("o-wang", "转人工")
    seat.tell("o-wang", "您好")
    line, now = Line(), house.clock.now()
    courier = DeskCourier(app.store, house.clock, app.sealer, line)
    [parcel] = app.store.run(lambda tx: outbox.lease(tx, [TOPIC], "a", now, 60.0, limit=9))
    assert courier.deliver(parcel) == Sent(parcel.key)
    courier.deliver(parcel)
    assert line.sent == ["您好"]
    assert transcript(house, "o-wang")[-1].fate == "sent"


@pytest.mark.parametrize(
    "words",
    [
        "请点 https://evil.test",
        "加微信 weixin://x",
        "把短信验证码告诉我",
        "密码是多少",
        "扫码登录",
        f"卡号 {CARD}",
        "看 www.bank-help.top",
        "请提供一下CVV",
    ],
)
def test_g04_words_that_no_agent_may_send(words: str) -> None:
    with pytest.raises(NotAllowed):
        check_words(words)


@pytest.mark.parametrize(
    "words",
    ["请不要把验证码告诉任何人", "您可以在菜单里重置密码", "年费是200元", "2026-07-20前还款"],
)
def test_g04_warnings_and_figures_may_be_sent(words: str) -> None:
    check_words(words)


def test_g04_it_is_judged_where_it_is_sent(house: House) -> None:
    seat = Seat(house, "staff-0007").sit()
    house.follow("o-wang")
    house.say("o-wang", "转人工")
    with pytest.raises(NotAllowed):
        seat.tell("o-wang", "把短信验证码告诉我")
    assert conversation_of(house, "o-wang").said == len(transcript(house, "o-wang"))


@pytest.mark.parametrize(
    "words", [f"我的卡号是{CARD}", "密码是135790", "验证码 482913", "身份证11010119900307803X"]
)
def test_n07_what_must_not_be_typed_is_masked_for_the_agent(house: House, words: str) -> None:
    Seat(house, "staff-0007").sit()
    house.follow("o-wang")
    house.say("o-wang", "转人工")
    digits = re.sub(r"[^0-9Xx]", "", words)
    assert house.say("o-wang", words) == WARNING
    shown = "".join(one.words for one in transcript(house, "o-wang"))
    assert digits not in shown
    assert digits[:6] not in shown


def test_n07_history_handed_over_is_masked(house: House) -> None:
    Seat(house, "staff-0007").sit()
    house.follow("o-wang")
    house.say("o-wang", f"我的卡号是{CARD}")
    house.say("o-wang", "转人工")
    assert CARD not in "".join(one.words for one in transcript(house, "o-wang"))


def test_an_account_may_leave_hand_overs_to_wechat(store_url: str, clock: ManualClock) -> None:
    """`transfer_customer_service`: the reply says so, and our desk keeps nothing."""
    settings = house_settings(store_url)
    account = settings.accounts[OA].model_copy(update={"wechat_desk": True})
    changed = settings.model_copy(update={"accounts": {OA: account}})
    app = compose(changed, Plugs(clock=clock))
    ask = Ask(OA, "o-wang", "k1", AskKind.TEXT, clock.now(), "转人工")
    reply = app.reception.handle(ask)
    assert isinstance(reply, HandOver)
    assert isinstance(passive(reply, AskKind.TEXT, app.accounts[OA]), TransferReply)
    assert app.store.read(lambda tx: latest_of(tx, OA, "o-wang")) is None
    app.close()
