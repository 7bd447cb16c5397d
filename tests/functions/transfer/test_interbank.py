"""Money to another bank, by talk and page, followed to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.functions.transfer.kit import ICBC, Clearing, add_payee, handle_of, work
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.assistant.intents import named
from weiyin.bank.payments.banks import BANK_WORDS
from weiyin.bank.payments.clearing import Fate, Returned, Unclear
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.reply import OpenPage
from weiyin.base.views import DraftMade


def test_said_confirmed_sent_and_arrived(house: House) -> None:
    house.bind("o-wang", WANG)
    add_payee(house, "o-wang", "张三")
    card = house.ask_text("o-wang", "给张三转五百")
    assert isinstance(card, OpenPage)
    for words in ("500.00", "*三", ICBC[-4:], "中国工商银行", "0.00", "实时到账"):
        assert words in card.description, words
    done = house.confirm_card("o-wang", card)
    assert (done.status, dict(done.facts)["收款银行"]) == ("pending", "中国工商银行")
    assert "冻结金额：500.00" in house.say("o-wang", "查余额")
    assert work(house) == ["done"]
    assert "14,374.50" in house.say("o-wang", "查余额")
    result = house.app.counter.draft(house.session("o-wang"), handle_of(card)).result
    assert result is not None
    assert (result.status, result.lead) == ("ok", "转账成功")


@pytest.mark.parametrize(
    ("answer", "said"),
    [(Returned("户名不符"), "款项已退回（户名不符）"), (Unclear("超时"), "银行处理中")],
)
def test_what_became_of_it(house: House, answer: Fate, said: str) -> None:
    house.bind("o-wang", WANG)
    done = house.fill(
        "o-wang", "transfer_interbank", payee="张三", amount="500", account=ICBC, mode="realtime"
    )
    assert done.status == "pending"
    work(house, Clearing(answer))
    assert said in house.say("o-wang", "转账进度")


def test_the_bank_is_read_off_the_number_or_chosen(house: House) -> None:
    house.bind("o-wang", WANG)
    session, start = house.session("o-wang"), house.app.counter.start
    strange = "6291000000000002"
    with pytest.raises(BadInput, match="account"):
        start(session, "transfer_interbank", {"payee": "张三", "amount": "5", "account": strange})
    with pytest.raises(BadInput, match="卡号有误"):
        asked = {"payee": "张三", "amount": "5", "account": ICBC[:-1] + "0", "bank": "ICBC"}
        start(session, "transfer_interbank", asked)


def test_a_new_payee_gets_large_sums_delayed_only(house: House) -> None:
    house.bind("o-wang", WANG)
    add_payee(house, "o-wang", "张三")
    session, start = house.session("o-wang"), house.app.counter.start
    large = {"payee": "张三", "amount": "5000.01"}
    with pytest.raises(NotAllowed, match="new_payee"):
        start(session, "transfer_interbank", large)
    assert start(session, "transfer_interbank", large | {"mode": "normal"})
    house.clock.advance(timedelta(hours=24))
    assert start(house.session("o-wang"), "transfer_interbank", large)


def test_the_fee_must_be_there_too(house: House) -> None:
    house.bind("o-wang", WANG)
    asked = {"payee": "张三", "amount": "14873", "account": ICBC, "mode": "next_day"}
    with pytest.raises(NotAllowed, match="funds"):
        house.app.counter.start(house.session("o-wang"), "transfer_interbank", asked)


def test_said_in_other_words(house: House) -> None:
    house.bind("o-wang", WANG)
    for words in ("跨行转账", "转钱到其他银行", "转2000到工行"):
        assert "转给谁" in house.say("o-wang", words), words
    card = house.ask_text("o-wang", "张三丰")
    assert isinstance(card, OpenPage)
    assert "transfer_interbank" in card.path


def test_the_bank_that_was_said_stands_in_the_form(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "转给谁" in house.say("o-wang", "转2000到工行")
    card = house.ask_text("o-wang", "张三丰")
    assert isinstance(card, OpenPage)
    session = house.session("o-wang")
    offered = house.app.counter.offers(session, "transfer_interbank")
    said = {one.name: one.value for one in offered}
    assert (said["bank"], said["payee"], said["amount"]) == ("ICBC", "张三丰", "2000.00")


def test_a_payee_of_two_banks_is_paid_at_the_one_that_was_said(house: House) -> None:
    house.bind("o-wang", WANG)
    add_payee(house, "o-wang", "张三")
    asked = {"payee": "张三", "amount": "5"}
    session, start = house.session("o-wang"), house.app.counter.start
    assert isinstance(start(session, "transfer_interbank", asked | {"bank": "ICBC"}), DraftMade)
    with pytest.raises(BadInput, match="account"):
        start(session, "transfer_interbank", asked | {"bank": "CCB"})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("转2000到工行", "ICBC"),
        ("转2000到建设银行", "CCB"),
        ("往张三的中行卡里转五百", "BOC"),
        ("转账到中国工商银行", "ICBC"),
        ("打三千到农行卡", "ABC"),
        ("跨行转账途中行吗", None),
    ],
)
def test_banks_by_the_names_people_use(words: str, code: str | None) -> None:
    assert named(BANK_WORDS, words) == code


def test_a_transfer_made_at_once_is_found_by_its_number(house: House) -> None:
    house.bind("o-wang", WANG)
    done = house.confirm_card("o-wang", house.ask_text("o-wang", "转500给老李"))
    number = dict(done.facts)["交易流水"]
    ask = house.app.counter.view
    found = ask(house.session("o-wang"), "transfer_progress", {"reference": number})
    assert "500.00" in found.lead
    assert [step.state for step in found.steps] == ["done"] * 3
    house.bind("o-li", LI)
    with pytest.raises(NotFound):
        ask(house.session("o-li"), "transfer_progress", {"reference": number})
    with pytest.raises(NotFound):
        ask(house.session("o-wang"), "transfer_progress", {"reference": "0" * 26})
    with pytest.raises(BadInput):
        ask(house.session("o-wang"), "transfer_progress", {"reference": "abc"})
