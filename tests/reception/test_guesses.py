"""Facts about people cannot be tried out: neither at the two binding pages nor at a transfer's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import BadInput, Broken, NotAllowed, NotFound, Refused
from weiyin.base.reply import OpenPage
from weiyin.base.views import DraftMade
from weiyin.functions.catalogue import load_catalogue
from weiyin.storage.sql import sql

SABOTAGE = {
    "A09": Sabotage(
        "src/weiyin/reception/guesses.py",
        "if guessed is None or guessed.name not in typed:",
        'if guessed is None or guessed.name != "card_number":',
    )
}
DEBIT = {
    "card_number": WANG.debit,
    "name": WANG.name,
    "id_number": WANG.id_number,
    "phone": WANG.phone,
    "consent": "yes",
}
CREDIT = {"id_number": WANG.id_number, "phone": WANG.phone, "consent": "yes"}
WRONG = {"phone": LI.phone}
ME = "o-me"


def ask(house: House, function_id: str, values: dict[str, str], openid: str = ME) -> object:
    return house.app.counter.start(house.session(openid), function_id, values)


def refusal(house: House, function_id: str, values: dict[str, str]) -> Refused:
    with pytest.raises(Refused) as refused:
        ask(house, function_id, values)
    return refused.value


def test_a09_five_wrong_identities_an_hour_over_both_functions(house: House) -> None:
    house.follow(ME)
    for n in range(5):
        which = ("account_bind_debit", DEBIT) if n % 2 else ("account_bind_credit", CREDIT)
        assert isinstance(refusal(house, which[0], which[1] | WRONG), NotFound)
    spent = [
        refusal(house, "account_bind_debit", DEBIT | WRONG),
        refusal(house, "account_bind_debit", DEBIT),
        refusal(house, "account_bind_credit", CREDIT | WRONG),
        refusal(house, "account_bind_credit", CREDIT),
    ]
    assert {(type(one), one.heard, str(one)) for one in spent} == {
        (NotAllowed, spent[0].heard, str(spent[0]))
    }
    assert isinstance(ask(house, "account_bind_debit", DEBIT, "o-other"), DraftMade)
    house.clock.advance(timedelta(hours=1, seconds=1))
    assert isinstance(ask(house, "account_bind_debit", DEBIT), DraftMade)


def test_a09_being_right_or_refused_otherwise_is_not_counted(house: House) -> None:
    house.bind(ME, WANG)
    for _ in range(12):
        assert "已经绑定" in refusal(house, "account_bind_debit", DEBIT).heard
        assert isinstance(ask(house, "account_bind_credit", CREDIT), DraftMade)


def test_a09_a_form_that_cannot_be_read_asks_nobody(house: House) -> None:
    house.follow(ME)
    for _ in range(12):
        assert isinstance(refusal(house, "account_bind_debit", DEBIT | {"phone": "1"}), BadInput)
    assert isinstance(ask(house, "account_bind_debit", DEBIT), DraftMade)


def test_a09_whose_card_is_it_cannot_be_tried_out_at_a_transfer(house: House) -> None:
    house.bind(ME, WANG)
    order = {"payee": "李雷", "account": LI.debit, "amount": "1"}
    for n in range(10):
        wrong = refusal(house, "transfer_same_bank", order | {"payee": f"李{n}"})
        assert isinstance(wrong, BadInput)
        assert wrong.field == "account"
    assert isinstance(refusal(house, "transfer_same_bank", order), NotAllowed)
    by_name = {"payee": "老李", "amount": "1"}
    assert isinstance(ask(house, "transfer_same_bank", by_name), DraftMade)


def test_a09_no_count_no_asking(house: House) -> None:
    """When guesses cannot be written down the bank is not asked, not even with the right facts."""
    house.follow(ME)
    with _no_guesses(house):
        with pytest.raises(Broken):
            ask(house, "account_bind_debit", DEBIT)
        assert "0.95%" in house.say(ME, "存款利率")


@contextmanager
def _no_guesses(house: House) -> Iterator[None]:
    run = house.app.store.run
    run(lambda tx: tx.run(sql("ALTER TABLE guesses RENAME TO guesses_away")))
    try:
        yield
    finally:
        run(lambda tx: tx.run(sql("ALTER TABLE guesses_away RENAME TO guesses")))


def test_a_wrong_guess_leaves_word_but_not_what_was_typed(house: House) -> None:
    house.follow(ME)
    refusal(house, "account_bind_debit", DEBIT | WRONG)
    rows = house.app.store.read(
        lambda tx: tx.all(sql("SELECT who, what, outcome, detail FROM audit"))
    )
    assert rows == [(ME, "account_bind_debit", "mismatch", "{}")]


def test_what_is_counted_is_known_by_name_and_never_asked_in_chat() -> None:
    known = load_catalogue()
    counted = {one.id for one in known if one.guessed is not None}
    assert counted >= {"account_bind_debit", "account_bind_credit", "transfer_same_bank"}
    for one in known:
        slots = {slot.name for slot in one.as_intent().slots}
        assert not slots & {spec.name for spec in one.inputs if spec.page_only}, one.id


def test_a09_in_a_chat_nobody_is_looked_up_by_phone_and_name(house: House) -> None:
    """Whatever is said, the answer is the same page: only there a try is made, and counted."""
    house.bind(ME, WANG)
    told = set()
    for phone, name in ((LI.phone, LI.name), (LI.phone, "王五"), ("13700000000", LI.name)):
        house.say(ME, "不转了")
        house.say(ME, f"给{phone}转200")
        card = house.ask_text(ME, name)
        assert isinstance(card, OpenPage), card
        told.add((card.title, card.description, card.path))
    assert len(told) == 1
    asked = {"phone": LI.phone, "amount": "200", "payee": "王五"}
    for _ in range(10):
        assert isinstance(refusal(house, "transfer_to_phone", asked), BadInput)
    assert isinstance(refusal(house, "transfer_to_phone", asked), NotAllowed)
