from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from tests.assistant.conftest import KNOWN, NOW, Talk
from weiyin.assistant.intents import DialogueState, Kind, Vocabulary
from weiyin.assistant.understand import Assistant
from weiyin.base.dates import DateRange
from weiyin.base.money import Money
from weiyin.base.share import Share


def test_asks_back_for_each_missing_slot_with_its_own_question(talk: Talk) -> None:
    heard = talk.say("我要转账")
    assert (heard.kind, heard.asked, heard.reply) == (Kind.ASK_BACK, "payee", "转给谁？")
    heard = talk.say("李雷")
    assert (heard.kind, heard.asked, heard.reply) == (Kind.ASK_BACK, "amount", "多少钱？")
    heard = talk.say("五百块")
    assert heard.kind is Kind.ANSWER
    assert heard.slots == {"payee": "李雷", "amount": Money(50000)}


def test_one_answer_may_fill_two_slots(talk: Talk) -> None:
    talk.say("转账")
    heard = talk.say("给韩梅梅转三千二")
    assert heard.slots == {"payee": "韩梅梅", "amount": Money(320000)}


def test_a_vague_amount_is_asked_for_again(talk: Talk) -> None:
    for vague in ("500多", "五百左右", "500到800", "多少都行", "-500", "0", "0.001", "1e18"):
        talk.say("给李雷转账")
        heard = talk.say(vague)
        assert (heard.kind, heard.asked) == (Kind.ASK_BACK, "amount"), vague
        assert "amount" not in heard.slots
    assert talk.say("就五百吧").slots["amount"] == Money(50000)


def test_a_vague_amount_in_the_first_message_is_not_taken(talk: Talk) -> None:
    for said in (
        "转五百多给李雷",
        "转500到800给李雷",
        "转0元给李雷",
        "转-500给李雷",
        "转500美元给李雷",
    ):
        heard = talk.say(said)
        assert heard.kind is not Kind.ANSWER, said
        assert "amount" not in heard.slots
        talk.state = None


def test_a_name_is_asked_for_again_when_it_is_none(talk: Talk) -> None:
    talk.say("转500")
    for said in ("谁都行", "我不知道", "他", "是谁呢"):
        heard = talk.say(said)
        assert heard.kind in {Kind.ASK_BACK, Kind.KNOWLEDGE}, said
        assert heard.asked == "payee"
    assert talk.say("王小明").slots == {"payee": "王小明", "amount": Money(50000)}


def test_small_talk_leaves_the_question_open(talk: Talk) -> None:
    talk.say("我要转账")
    heard = talk.say("你好")
    assert heard.kind is Kind.KNOWLEDGE
    assert heard.reply.endswith("转给谁？")
    assert talk.say("李雷").slots == {"payee": "李雷"}


def test_another_wish_midway_is_followed(talk: Talk) -> None:
    talk.say("转500")
    heard = talk.say("查余额")
    assert (heard.kind, heard.function) == (Kind.ANSWER, "balance_query")
    assert talk.say("李雷").function != "transfer_same_bank"


def test_cancel_drops_what_is_open(talk: Talk) -> None:
    for said in ("取消", "算了", "不转了", "不要了", "我不想转了", "还是算了吧", "不用了谢谢"):
        talk.say("给李雷转账")
        heard = talk.say(said)
        assert heard.kind is Kind.CANCEL, said
        assert talk.state is None


def test_a_denial_is_no_order(talk: Talk) -> None:
    for said in ("不要转账了", "别给李雷转钱", "先别充值"):
        assert talk.say(said).kind is Kind.CANCEL, said


def test_not_this_but_that(talk: Talk) -> None:
    heard = talk.say("不是转账，是查余额")
    assert heard.function == "balance_query"
    assert talk.say("转500给李雷，算了").kind is Kind.CANCEL


def test_a_choice_is_picked_in_many_ways(assistant: Assistant) -> None:
    for said, at in {
        "1": 0,
        "第二个": 1,
        "②": 1,
        "选2": 1,
        "第一": 0,
        "二": 1,
        "transfer_same_bank": 1,
        "行内转账": 1,
        "最后一个": -1,
    }.items():
        talk = Talk(assistant)
        offered = talk.say("余额和转账")
        assert offered.kind is Kind.CHOICE
        assert offered.choices[:2] == ("balance_query", "transfer_same_bank")
        assert talk.say(said).function == offered.choices[at], said


def test_a_choice_keeps_what_was_said(talk: Talk) -> None:
    offered = talk.say("装500给李雷")
    assert offered.kind is Kind.CHOICE
    assert offered.choices[0] == "transfer_same_bank"
    heard = talk.say("1")
    assert heard.slots == {"payee": "李雷", "amount": Money(50000)}


def test_a_number_that_was_not_offered(talk: Talk) -> None:
    offered = talk.say("余额和转账")
    heard = talk.say("9")
    assert (heard.kind, heard.choices) == (Kind.CHOICE, offered.choices)
    assert talk.say("都不是").kind is Kind.CANCEL


def test_follow_ups_lean_on_the_last_answer(talk: Talk) -> None:
    talk.say("上个月花了多少")
    heard = talk.say("那5月的呢")
    assert heard.function == "transaction_query"
    assert f"{heard.slots['dates']}" == "2026-05-01至2026-05-31"
    heard = talk.say("尾号5678呢")
    assert heard.slots["card"] == "5678"
    assert f"{heard.slots['dates']}" == "2026-05-01至2026-05-31"


def test_a_correction_asks_for_the_same_with_another_amount(talk: Talk) -> None:
    talk.say("转500给李雷")
    assert talk.say("改成600").slots == {"payee": "李雷", "amount": Money(60000)}
    assert talk.say("换成韩梅梅").slots == {"payee": "韩梅梅", "amount": Money(60000)}


def test_another_card(talk: Talk) -> None:
    talk.say("查余额")
    heard = talk.say("换一张卡")
    assert (heard.kind, heard.choices) == (Kind.ASK_BACK, ("1234", "5678"))
    assert talk.say("第二个").slots == {"card": "5678"}
    assert talk.say("另一张呢").slots == {"card": "1234"}


def test_another_card_when_there_is_only_one(assistant: Assistant) -> None:
    talk = Talk(assistant, Vocabulary(card_tails=("1234",)))
    talk.say("查余额")
    assert talk.say("换一张卡").kind is Kind.KNOWLEDGE


def test_the_state_is_plain_and_survives_json(talk: Talk) -> None:
    talk.say("给李雷转账")
    talk.say("上个月的交易明细")
    assert talk.state is not None
    data = msgspec.json.encode(talk.state)
    assert msgspec.json.decode(data, type=DialogueState) == talk.state


def test_a_state_of_a_function_that_is_gone_is_ignored(assistant: Assistant) -> None:
    talk = Talk(assistant)
    talk.state = DialogueState("no_such_function", {"x": "y"}, "x")
    assert talk.say("查余额").function == "balance_query"


def test_nobody_hears_anothers_names(assistant: Assistant) -> None:
    mine = Talk(assistant, Vocabulary(payees=("大熊猫",)))
    assert mine.say("转500给大熊猫").slots["payee"] == "大熊猫"
    theirs = Talk(assistant, Vocabulary())
    assert "payee" not in theirs.say("转500给大熊猫").slots
    assert mine.say("转500给大熊猫").slots["payee"] == "大熊猫"


def test_dates_are_read_by_the_day_of_asking(assistant: Assistant) -> None:
    talk = Talk(assistant)
    before = talk.say("昨天的明细").slots["dates"]
    after = talk.say("昨天的明细", NOW + timedelta(days=1)).slots["dates"]
    assert (after.first - before.first).days == 1
    midnight = NOW.replace(hour=0, minute=0)
    late = midnight - timedelta(seconds=1)
    assert talk.say("今天的明细", late).slots["dates"] == before
    assert talk.say("昨天的明细", midnight).slots["dates"] == DateRange(before.first, before.last)


def test_the_same_message_is_understood_the_same(assistant: Assistant) -> None:
    first = [Talk(assistant).say("给李雷转五百") for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert KNOWN.payees[0] == first[0].slots["payee"]


def test_nothing_said_is_answered_too(talk: Talk) -> None:
    for said in ("", "   ", "？？？", "😀", "\u200b", "." * 3000, "啊" * 3000):
        talk.state = None
        heard = talk.say(said)
        assert heard.kind in {Kind.UNKNOWN, Kind.KNOWLEDGE}
        assert heard.reply


def test_a_payee_named_after_a_top_up_is_to_be_paid(talk: Talk) -> None:
    for said in ("转500给李雷", "给李雷转500"):
        assert talk.say("充100话费").function == "mobile_topup"
        heard = talk.say(said)
        assert heard.function == "transfer_same_bank", said
        assert heard.slots == {"payee": "李雷", "amount": Money(50000)}


def test_a_card_to_be_unbound_by_its_tail(talk: Talk) -> None:
    heard = talk.say("解绑尾号6016的卡")
    assert (heard.function, heard.slots) == ("account_unbind", {"card": "6016"})


def test_another_wish_is_not_the_place_that_was_asked_for(talk: Talk) -> None:
    talk.say("附近网点")
    heard = talk.say("有没有信用卡优惠")
    assert (heard.kind, heard.function) != (Kind.ANSWER, "branch_nearby")


def test_a_place_is_taken_whole(talk: Talk) -> None:
    talk.say("附近网点")
    assert talk.say("上海南京路").slots == {"where": "上海南京路"}


@pytest.mark.parametrize("said", ["不是五百是五千", "不是500，是5000", "不是五百而是五千"])
def test_a_sum_is_corrected(said: str, talk: Talk) -> None:
    talk.say("给李雷转500")
    assert talk.say(said).slots == {"payee": "李雷", "amount": Money(500_000)}


def test_a_share_of_what_is_there_is_left_to_the_books(talk: Talk) -> None:
    heard = talk.say("转给李雷一半")
    assert (heard.kind, heard.slots["amount"]) == (Kind.ANSWER, Share(1, 2))
    assert talk.say("改成全部").slots["amount"] == Share(1, 1)
    talk.say("给李雷转账")
    assert talk.say("三分之一").slots["amount"] == Share(1, 3)


def test_to_unbind_is_no_cancelling_when_nothing_is_open(talk: Talk) -> None:
    assert talk.say("取消绑定").function == "account_unbind"
    talk.say("转账")
    assert talk.say("取消绑定").kind is Kind.CANCEL


def test_after_three_misunderstandings_a_person_helps(talk: Talk) -> None:
    for said in ("阿巴阿巴", "啦啦啦啦"):
        heard = talk.say(said)
        assert heard.kind is Kind.UNKNOWN
        assert heard.choices
    assert talk.say("乌拉乌拉").kind is Kind.HANDOFF
    assert talk.say("阿巴阿巴").kind is Kind.UNKNOWN


def test_one_thing_understood_begins_the_count_anew(talk: Talk) -> None:
    for said in ("阿巴阿巴", "啦啦啦啦", "查余额", "乌拉乌拉", "阿巴阿巴"):
        assert talk.say(said).kind is not Kind.HANDOFF


def test_an_open_question_is_not_asked_for_ever(talk: Talk) -> None:
    talk.say("给李雷转账")
    kinds = [talk.say("乌拉乌拉").kind for _ in range(3)]
    assert kinds == [Kind.ASK_BACK, Kind.ASK_BACK, Kind.HANDOFF]
