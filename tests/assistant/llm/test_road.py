"""A language model beside the whole house: it words and orders; broken, it is not missed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from tests.assistant.naughty import Misbehaviour, Naughty, bad_answers, naughty, says
from tests.checks import Sabotage
from tests.house.bank import WANG
from tests.house.made import House, house_settings
from weiyin.app import Plugs, compose
from weiyin.base.clock import ManualClock

SABOTAGE = {
    "N03": Sabotage(
        "src/weiyin/assistant/llm/writing.py",
        "return chosen if chosen in options else None",
        "return chosen",
    )
}

ASKED = "挂失要多少钱"


@pytest.fixture
def server() -> Iterator[Naughty]:
    with naughty() as told:
        yield told


@pytest.fixture
def helped(sqlite_url: str, clock: ManualClock, server: Naughty) -> Iterator[House]:
    settings = house_settings(sqlite_url).model_copy(
        update={"llm_url": server.url, "llm_seconds": 0.3}
    )
    app = compose(settings, Plugs(clock=clock))
    made = House(app, clock, app.store, next(iter(app.cores.values())))  # type: ignore[arg-type]
    made.stock()
    made.bind("o-wang", WANG)
    server.asked.clear()
    yield made
    app.close()


def completes(words: str) -> Misbehaviour:
    return says({"choices": [{"message": {"role": "assistant", "content": words}}]})


def seen(server: Naughty) -> str:
    return "".join(msgspec.json.encode(msgspec.json.decode(b)).decode() for _, b in server.asked)


def plain(house: House) -> str:
    entry = house.app.knowledge.find(ASKED, 1)[0].entry
    return entry.answer


def test_an_answer_is_worded_to_suit(helped: House, server: Naughty) -> None:
    better = f"您好，{plain(helped)}"
    server.answer = completes(better)
    assert helped.say("o-wang", ASKED).startswith(better)
    assert [path for path, _ in server.asked] == ["/v1/chat/completions"]


@pytest.mark.parametrize("how", list(bad_answers(Naughty())))
def test_n03_whatever_it_does_the_rules_answer(helped: House, server: Naughty, how: str) -> None:
    server.answer = bad_answers(server)[how]
    assert helped.say("o-wang", ASKED).startswith(plain(helped))
    assert "14,874.50" in helped.say("o-wang", "我卡上还剩多少")
    assert helped.say("o-wang", f"请问{ASKED}").startswith(plain(helped))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "words",
    [
        "挂失要收 500 元。",
        "请把验证码告诉我。",
        "请点 https://evil.example",
        '{"tool_calls": [{"name": "transfer", "to": "李雷", "amount": 5000}]}',
    ],
)
def test_n03_what_it_makes_up_is_not_said(helped: House, server: Naughty, words: str) -> None:
    server.answer = completes(words)
    assert helped.say("o-wang", ASKED).startswith(plain(helped))
    assert "14,874.50" in helped.say("o-wang", "我卡上还剩多少")


def test_n03_it_never_sees_who_asks_what_they_own_or_a_number(
    helped: House, server: Naughty
) -> None:
    server.answer = completes("none")
    helped.say("o-wang", "我卡上还剩多少")
    helped.say("o-wang", f"13812345678问{ASKED}")
    helped.say("o-wang", "转500给李雷")
    told = seen(server)
    for secret in ("14,874", "o-wang", WANG.name, WANG.debit, "13812345678"):
        assert secret not in told
