import pytest

from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.account.controls import Use
from weiyin.bank.credit.spending import authorise
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.base.reply import OpenPage


def test_shut_at_a_word_and_opened_with_a_code(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "境外交易：已开通" in house.say("o-wang", "看看卡的交易开关")
    shut = house.ask_text("o-wang", "关闭境外交易")
    assert isinstance(shut, OpenPage)
    assert house.app.counter.draft(house.session("o-wang"), _handle(shut)).needs_code is False
    house.confirm_card("o-wang", shut)
    assert "境外交易：已关闭" in house.say("o-wang", "交易开关")
    opened = house.ask_text("o-wang", "出国了开通境外交易")
    assert isinstance(opened, OpenPage)
    assert house.app.counter.draft(house.session("o-wang"), _handle(opened)).needs_code is True
    house.confirm_card("o-wang", opened)
    assert "境外交易：已开通" in house.say("o-wang", "交易开关")


def test_a_lower_limit_holds_at_once(house: House) -> None:
    house.bind("o-wang", WANG)
    lowered = house.ask_text("o-wang", "限额改成100元")
    house.confirm_card("o-wang", lowered)
    refused = house.confirm_card("o-wang", house.ask_text("o-wang", "转500给老李"))
    assert refused.status == "refused"
    assert "限额" in refused.lead


def test_more_than_a_branch_must_agree_to(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "网点" in house.say("o-wang", "把每日限额调到200000元")


def test_a_credit_card_abroad_is_refused_where_it_is_used(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    done = house.fill("o-wang", "card_controls", tail=WANG.credit[-4:], overseas="off")
    assert done.title == "设置成功"

    def use(*uses: Use) -> None:
        now = house.clock.now()
        house.books.run(
            lambda tx: authorise(
                house.core.office(tx), f"use-{len(uses)}", "C1-K", Money(10_000), "店", now,
                frozenset(uses),
            )
        )  # fmt: skip

    use()
    with pytest.raises(NotAllowed, match="overseas"):
        use(Use.OVERSEAS)


def _handle(card: OpenPage) -> str:
    return card.path.rpartition("/")[2]
