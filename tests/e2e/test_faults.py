"""WeChat misbehaves on demand; notices are retried, told once, or go by text message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.e2e.sockets import until
from tests.e2e.town import Town, open_town
from tests.house.bank import BOOK, LI, WANG
from weiyin.bank.core import TransferOrder
from weiyin.base.clock import ManualClock
from weiyin.base.money import Money

SABOTAGE = {
    "O03": Sabotage(
        "src/weiyin/channel/wechat/errors.py",
        "Remedy.TOMORROW: (45009, 48006)",
        "Remedy.TOMORROW: (48006,)",
    ),
    "O05": Sabotage(
        "src/weiyin/outreach/delivery/deliveries.py", "TELL_AGAIN = 2", "TELL_AGAIN = 9"
    ),
}
SEND = "/cgi-bin/message/template/send"
CHAT = "/cgi-bin/message/custom/send"


@pytest.fixture
def town(sqlite_url: str, clock: ManualClock) -> Iterator[Town]:
    """李雷 has bound his card and gets money; the engine makes no difference here."""
    with open_town(sqlite_url, clock) as made:
        made.bind(made.li, LI)
        yield made


def _pay(town: Town, key: str, yuan: int = 88) -> None:
    """王小明, who has bound nothing, sends money to 李雷."""
    core = town.app.cores[BOOK]
    order = TransferOrder(
        key, WANG.customer_no, WANG.account, LI.account, LI.name, Money(yuan * 100), ""
    )
    town.app.store.run(lambda tx: core.books(tx).transfer(order))


def _pass_time(town: Town, seconds: float, steps: int = 20) -> None:
    """Let it go by in steps, the outbox worked off after each."""
    for _ in range(steps):
        town.settle()
        town.clock.advance(timedelta(seconds=seconds / steps))
    town.settle()


def _calls(town: Town) -> int:
    return len(town.platform.log(SEND))


def test_busy_is_tried_again_until_it_goes(town: Town) -> None:
    town.platform.fault(SEND, "-1", times=2)
    _pay(town, "k1")
    _pass_time(town, 60)
    assert len(town.li.notices()) == 1
    assert _calls(town) == 3
    until(lambda: [state for _, state, _ in town.deliveries()] == ["delivered"])


def test_o03_the_minute_is_full(town: Town) -> None:
    """45011: nobody asks WeChat again before the minute is over."""
    town.platform.fault(SEND, "45011", times=1)
    _pay(town, "k1")
    town.settle()
    _pay(town, "k2")
    town.settle()
    assert _calls(town) == 1
    _pass_time(town, 90)
    assert len(town.li.notices()) == 2
    assert _calls(town) == 3


def _spend_the_day(town: Town) -> None:
    town.platform.fault(SEND, "45009", times=5)
    for number in range(3):
        _pay(town, f"k{number}", 80 + number)
        town.settle()
    assert _calls(town) == 1
    assert town.li.notices() == []


def test_o03_the_day_is_spent_and_text_messages_take_over(town: Town) -> None:
    """45009: one call learns it, every notice of the day goes by text message."""
    town.clock.advance(timedelta(hours=49))  # nothing may be said in chat any more
    texts = len(town.li.texts())
    _spend_the_day(town)
    until(lambda: len(town.li.texts()) == texts + 3)
    assert all("尾号0111" in body and LI.debit not in body for body in town.li.texts()[texts:])


def test_o03_the_day_is_spent_and_the_open_chat_takes_over(town: Town) -> None:
    texts = len(town.li.texts())
    _spend_the_day(town)
    until(lambda: len(town.platform.log(CHAT)) == 3)
    assert len(town.li.texts()) == texts


@pytest.mark.parametrize("kind", ["5xx", "html", "lost_answer"])
def test_o05_one_silence_is_repeated_under_the_same_id(town: Town, kind: str) -> None:
    town.platform.fault(SEND, kind, times=1)
    _pay(town, "k1")
    _pass_time(town, 120)
    assert len(town.li.notices()) == 1
    assert _calls(town) == 2


@pytest.mark.parametrize("kind", ["5xx", "lost_answer"])
def test_o05_silence_without_end_is_asked_twice_and_then_texted(town: Town, kind: str) -> None:
    texts = len(town.li.texts())
    town.platform.fault(SEND, kind, times=50)
    _pay(town, "k1")
    _pass_time(town, 600)
    assert _calls(town) == 2
    assert len(town.li.notices()) <= 1
    assert len(town.li.texts()) == texts + 1
    assert "流水号" in town.li.texts()[-1]


def test_o03_who_left_unheard_is_told_by_text_message(town: Town) -> None:
    """The unfollow was lost on its way to us: WeChat refuses (43004), the text message goes."""
    texts = len(town.li.texts())
    town.platform.fault("push", "drop", times=3)
    town.li.act("unfollow")
    _pay(town, "k1")
    town.settle()
    assert len(town.li.texts()) == texts + 1
    assert town.li.notices() == []


def test_who_left_is_told_nothing_any_more(town: Town) -> None:
    texts = len(town.li.texts())
    town.li.act("unfollow")
    _pay(town, "k1")
    _pass_time(town, 60)
    assert len(town.li.texts()) == texts
    assert town.li.notices() == []
    assert _calls(town) == 0


def test_a_refused_delivery_is_texted_after_all(town: Town) -> None:
    """WeChat accepted it; its event tells that the person has switched templates off."""
    texts = len(town.li.texts())
    town.li.act("settings", refuse_templates=True)
    _pay(town, "k1")
    until(lambda: {state for _, state, _ in town.deliveries()} == {"failed"})
    _pass_time(town, 60)
    assert len(town.li.texts()) == texts + 1
    assert town.li.notices() == []


def test_a_spent_token_is_renewed_once_and_nobody_notices(town: Town) -> None:
    town.platform.fault(SEND, "42001", times=1)
    _pay(town, "k1")
    _pass_time(town, 60)
    assert len(town.li.notices()) == 1
    until(lambda: [state for _, state, _ in town.deliveries()] == ["delivered"])
