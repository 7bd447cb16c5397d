"""Knowledge in a conversation: the answer, the way on, and whether it helped."""

from __future__ import annotations

import pytest

from tests.assistant.knowledge.kit import RENTAL
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.assistant.knowledge import feedback, shelf
from weiyin.base.ask import AskKind
from weiyin.base.reply import Say
from weiyin.channel.wechat.render import passive


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("挂失要多少钱", "口头挂失不收费"),
        ("转账要手续费吗", "本行账户之间转账免费"),
        ("转账限额是多少", "剩余额度"),
        ("解绑后钱会受影响吗", "不会"),
        ("存款有保险吗", "50 万元"),
        ("你们的客服电话是多少", "95000"),
    ],
)
def test_a_question_about_an_action_is_answered_and_not_done(
    house: House, asked: str, told: str
) -> None:
    house.bind("o-wang", WANG)
    assert told in house.say("o-wang", asked)


def test_an_answer_leads_to_the_function_and_asks_whether_it_helped(house: House) -> None:
    reply = house.ask_text("o-wang", "挂失要多少钱")
    assert isinstance(reply, Say)
    assert [link.path for link in reply.links] == ["/p/in?oa=main&to=/p/f/account_loss_report"]
    assert reply.opinions == ("有用", "没用")
    drawn = passive(reply, AskKind.TEXT, house.app.accounts["main"])
    assert "msgmenucontent=没用" in str(drawn)
    assert "抱歉" in house.say("o-wang", "没用")
    (vote,) = house.app.store.read(feedback.votes)
    assert (vote.useful, vote.useless) == (0, 1)


def test_a_new_entry_answers_the_very_next_question(house: House) -> None:
    asked = "我租的保险柜到期了"
    assert "钥匙" not in house.say("o-wang", asked)
    house.app.store.run(lambda tx: shelf.put(tx, [RENTAL], "editor", house.clock.now()))
    assert "身份证和钥匙" in house.say("o-wang", asked)
    house.app.store.run(lambda tx: shelf.withdraw(tx, ["box-001"], "editor", house.clock.now()))
    assert "钥匙" not in house.say("o-wang", asked)
