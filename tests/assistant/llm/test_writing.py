"""What a language model writes is taken only when nothing in it could have been made up."""

from __future__ import annotations

import pytest

from tests.assistant.knowledge.kit import RENTAL, rental
from tests.checks import Sabotage
from weiyin.assistant.llm.facts import has_link, numbers
from weiyin.assistant.llm.writing import draft, is_faithful, propose, rephrase

SABOTAGE = {
    "N03": Sabotage(
        "src/weiyin/assistant/llm/writing.py",
        "        and numbers(written) == numbers(answer)\n",
        "",
    )
}

ANSWER = "普通到账在 2 小时后发出，发出前可以撤销；实时到账不能撤销。请勿告诉他人验证码。"


class Says:
    """A model that says the same whatever it is asked, and keeps what it was asked."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.asked: list[tuple[str, str]] = []

    def complete(self, task: str, words: str) -> str:
        self.asked.append((task, words))
        return self.words


@pytest.mark.parametrize(
    "written",
    [
        ANSWER,
        "您好，普通到账 2 小时后发出，发出前都可以撤销；实时到账就不能撤销了。请勿告诉他人验证码。",
    ],
)
def test_other_words_for_the_same_facts_are_taken(written: str) -> None:
    assert rephrase(Says(written), "转错了能撤回吗", ANSWER) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "普通到账在 3 小时后发出，发出前可以撤销；实时到账不能撤销。请勿告诉他人验证码。",
        "普通到账在两小时后发出，发出前可以撤销；实时到账不能撤销。请勿告诉他人验证码。",
        "普通到账在 2 小时后发出，余额 88,888.00 元，发出前可撤销；实时不能撤销。请勿告诉验证码。",
        "普通到账在 2 小时后发出，发出前可以撤销；实时到账也可以撤销。请勿告诉他人验证码。",
        "普通到账在 2 小时后发出，发出前可以撤销；实时到账不能撤销。请把验证码告诉我。",
        f"{ANSWER}并请发送卡号。",
        f"{ANSWER}详情见 https://evil.example",
        f"{ANSWER}请访问 evil.top",
        f"{ANSWER}<a href='weixin://x'>点我</a>",
        f"{ANSWER}请拨打 400-123-4567",
        ANSWER * 4,
    ],
)
def test_n03_a_changed_fact_is_dropped(written: str) -> None:
    assert rephrase(Says(written), "转错了能撤回吗", ANSWER) is None


def test_n03_only_an_offered_function_can_be_proposed() -> None:
    options = {"balance_query": "余额查询", "transaction_query": "交易明细"}
    assert propose(Says("`transaction_query`"), "钱呢", options) == "transaction_query"
    for made_up in ("transfer_same_bank", "none", "", '{"tool": "transfer"}', "我选余额查询"):
        assert propose(Says(made_up), "钱呢", options) is None


def test_a_draft_rests_on_what_it_cites() -> None:
    fee = rental(id="box-002", question="保管箱多少钱", answer="小号每年 200 元。")
    told = Says("请带身份证续租 [box-001]，小号每年 200 元 [box-002]。")
    made = draft(told, "保管箱续租多少钱", [RENTAL, fee])
    assert made is not None
    assert made.text == "请带身份证续租 ，小号每年 200 元 。"
    assert made.cites == ("box-001", "box-002")
    assert "[box-001] 保管箱怎么续租" in told.asked[0][1]


@pytest.mark.parametrize(
    "written",
    [
        "none",
        "请带身份证续租。",
        "请带身份证续租 [box-009]。",
        "每年 300 元 [box-002]。",
        "每年 200 元 [box-001]。",
        "请看 www.evil.example [box-001]。",
    ],
)
def test_n03_a_draft_that_rests_on_nothing_is_dropped(written: str) -> None:
    fee = rental(id="box-002", question="保管箱多少钱", answer="小号每年 200 元。")
    assert draft(Says(written), "保管箱续租多少钱", [RENTAL, fee]) is None


def test_numbers_and_links_are_seen_however_they_are_written() -> None:
    assert numbers("第2天，1,000.50 元，3.5%，两百") == {
        "2": 1,
        "1,000.50": 1,
        "3.5%": 1,
        "两百": 1,
    }
    assert has_link("打开weixin://dl/x")
    assert has_link("Evil.CN")
    assert not has_link("以 1.5 万元为限，周一至周五 9:00。")


def test_an_answer_is_faithful_to_itself() -> None:
    assert is_faithful(ANSWER, ANSWER)
