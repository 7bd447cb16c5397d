import pytest

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import NotAllowed, NotFound

SABOTAGE = {
    "A09": Sabotage(
        "src/weiyin/functions/account/binding.py",
        "if any(card.kind is CardKind.CREDIT for card in cards):",
        "if not cards:",
    )
}
FACTS = {
    "card_number": WANG.debit,
    "name": WANG.name,
    "id_number": WANG.id_number,
    "phone": WANG.phone,
    "consent": "yes",
}


def test_follow_says_hello_and_where_to_bind(house: House) -> None:
    heard = house.follow("o-wang")
    assert "小微" in heard
    assert "绑定" in heard


def test_bound_only_after_the_code(house: House) -> None:
    house.follow("o-wang")
    made = house.app.counter.start(house.session("o-wang"), "account_bind_debit", FACTS)
    assert "绑定" in house.say("o-wang", "查余额")
    done = house.confirm(house.session("o-wang"), made.handle)  # type: ignore[union-attr]
    assert done.status == "ok"
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_the_text_message_names_the_card_and_goes_to_the_banks_phone(house: House) -> None:
    house.follow("o-wang")
    session = house.session("o-wang")
    made = house.app.counter.start(session, "account_bind_debit", FACTS)
    sent = house.app.counter.send_code(session, made.handle)  # type: ignore[union-attr]
    assert sent.phone_masked == "138****1234"
    assert "0012" in house.texts()[-1]


@pytest.mark.parametrize("wrong", ["card_number", "name", "id_number", "phone"])
def test_any_wrong_fact_is_refused_alike(house: House, wrong: str) -> None:
    house.follow("o-wang")
    other = {
        "card_number": LI.debit,
        "name": LI.name,
        "id_number": LI.id_number,
        "phone": LI.phone,
    }
    with pytest.raises(NotFound) as refused:
        house.app.counter.start(
            house.session("o-wang"), "account_bind_debit", FACTS | {wrong: other[wrong]}
        )
    assert refused.value.heard == "您填写的信息与银行留存的不一致，请核对后重试"


def test_chat_only_opens_the_page(house: House) -> None:
    house.follow("o-wang")
    heard = house.say("o-wang", "我要绑卡")
    assert "绑定" in heard


def test_credit_cards_of_the_same_person(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    heard = house.say("o-wang", "我绑定了哪些卡")
    assert "0012" in heard
    assert "0128" in heard


def test_a09_before_the_code_nothing_is_told_that_was_not_typed(house: House) -> None:
    """Identity and phone number are known to many: they must not show which cards there are."""
    house.follow("o-thief")
    session = house.session("o-thief")
    known = {"id_number": WANG.id_number, "phone": WANG.phone, "consent": "yes"}
    made = house.app.counter.start(session, "account_bind_credit", known)
    shown = repr(house.app.counter.draft(session, made.handle))  # type: ignore[union-attr]
    assert WANG.credit[-4:] not in shown
    assert "示范信用卡" not in shown
    assert WANG.name not in shown


def test_not_two_customers_on_one_phone(house: House) -> None:
    house.bind("o-wang", WANG)
    with pytest.raises(NotAllowed):
        house.bind("o-wang", LI)


def test_unbind_stops_everything(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "解除绑定")
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "绑定" in house.say("o-wang", "查余额")


def test_unfollowing_revokes_and_coming_back_takes_fresh_proof(house: House) -> None:
    house.bind("o-wang", WANG)
    house.unfollow("o-wang")
    assert "重新验证" in house.follow("o-wang")
    assert "14,874.50" not in house.say("o-wang", "查余额")
