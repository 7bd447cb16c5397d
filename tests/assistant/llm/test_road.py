"""A language model beside the whole house: it words and orders; broken, it is not missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from tests.assistant.naughty import Misbehaviour, Naughty, bad_answers, naughty, says
from tests.checks import Sabotage
from tests.house.bank import WANG
from tests.house.made import House, house_settings
from weiyin.app import Plugs, compose
from weiyin.assistant.intents import DialogueState, Kind, Understanding
from weiyin.base.clock import ManualClock
from weiyin.base.errors import TryLater
from weiyin.base.reply import Choose, Option
from weiyin.reception.conversation import Outcome
from weiyin.reception.polishing import Polisher

SABOTAGE = {
    "N03": Sabotage(
        "src/weiyin/assistant/llm/writing.py",
        "return written if is_faithful(written, answer) else None",
        "return written",
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


class Proposes:
    """A model that proposes, or is broken; and how often it was asked."""

    def __init__(self, words: str | None) -> None:
        self.words, self.times = words, 0

    def complete(self, task: str, words: str) -> str:
        self.times += 1
        if self.words is None:
            raise TryLater("broken")
        return self.words


CHOICE = Outcome(
    Choose("请问", (Option("balance_query", "余额"), Option("cc_bill_query", "账单"))),
    DialogueState(choices=("balance_query", "cc_bill_query")),
    Understanding(Kind.CHOICE, choices=("balance_query", "cc_bill_query")),
)


def test_the_likeliest_option_comes_first_and_its_number_means_it(clock: ManualClock) -> None:
    outcome = Polisher(Proposes("cc_bill_query"), clock).polish("这个月的", CHOICE)
    assert [option.key for option in outcome.reply.options] == ["cc_bill_query", "balance_query"]
    assert outcome.state.choices == ("cc_bill_query", "balance_query")


def test_n03_what_was_not_offered_is_not_put_first(clock: ManualClock) -> None:
    assert Polisher(Proposes("transfer_same_bank"), clock).polish("这个月的", CHOICE) == CHOICE


def test_a_broken_model_is_left_alone_for_a_while(clock: ManualClock) -> None:
    model = Proposes(None)
    polisher = Polisher(model, clock)
    for _ in range(3):
        assert polisher.polish("这个月的", CHOICE) == CHOICE
    assert model.times == 1
    clock.advance(timedelta(seconds=31))
    polisher.polish("这个月的", CHOICE)
    assert model.times == 2
