"""A declaration is judged at start-up: what is wrong with it is named, never met at night."""

from __future__ import annotations

from types import ModuleType
from typing import Annotated

import pytest

from weiyin.assistant.phrases import Phrases
from weiyin.bank.core import Books
from weiyin.base.errors import Misconfigured
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import Caller, DraftKey
from weiyin.functions.catalogue import Catalogue, load_catalogue
from weiyin.functions.declare import Function, Menu, Needs, Risk, function, judge
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.menus import menu_columns
from weiyin.storage.store import Tx


def _function(
    answer: object, perform: object = None, offer: object = None, **said: object
) -> Function:
    declared = {
        "id": "thing",
        "title": "一件事",
        "group": "test",
        "about": "试一试",
        "risk": Risk.READ,
        "needs": Needs.ANYONE,
    } | said
    module = ModuleType("thing")
    module.__dict__["answer"] = function(**declared)(answer)
    if perform is not None:
        module.__dict__["perform"] = perform
    if offer is not None:
        module.__dict__["offer"] = offer
    return judge(module, Phrases(("一件事",)))


def _reads() -> Answer:
    return Answer("好")


def _drafts(amount: Annotated[Money, Input("金额", InputKind.MONEY)]) -> DraftRequest:
    return DraftRequest("好", (), amount, StepUp.CODE)


def _performs(order: Money, books: Books, key: DraftKey) -> Answer:
    return Answer(f"{order}{books}{key}")


def test_move_may_only_return_a_draft() -> None:
    with pytest.raises(Misconfigured, match="thing"):
        _function(_reads, risk=Risk.MOVE)


def test_a_read_may_not_return_a_draft() -> None:
    with pytest.raises(Misconfigured, match="thing"):
        _function(_drafts, _performs)


def test_a_draft_needs_something_to_perform() -> None:
    with pytest.raises(Misconfigured, match="perform"):
        _function(_drafts, risk=Risk.MOVE)


def test_perform_takes_the_books_or_a_transaction() -> None:
    def both(order: Money, books: Books, tx: Tx) -> Answer:
        return Answer(f"{order}{books}{tx}")

    with pytest.raises(Misconfigured, match="not both"):
        _function(_drafts, both, risk=Risk.MOVE)


def test_what_it_offers_is_injected_and_checked_at_start_up() -> None:
    def offers(books: Books) -> tuple[Offer, ...]:
        return (Offer("amount", str(books)),)

    made = _function(_drafts, _performs, offers, risk=Risk.MOVE)
    assert dict(made.offer_provided) == {"books": Books}

    def wants_the_moon(moon: complex) -> tuple[Offer, ...]:
        return (Offer("amount", str(moon)),)

    with pytest.raises(Misconfigured, match="moon"):
        Caller(Catalogue([_function(_drafts, _performs, wants_the_moon, risk=Risk.MOVE)]), {})


def test_inputs_and_injected_parameters_are_told_apart() -> None:
    made = _function(_drafts, _performs, risk=Risk.MOVE)
    assert [(spec.name, spec.required) for spec in made.inputs] == [("amount", True)]
    assert dict(made.perform_provided) == {"books": Books, "key": DraftKey}
    assert made.order_type is Money


def test_a_card_function_is_asked_about_one_card() -> None:
    made = _function(_reads, needs=Needs.DEBIT_CARD)
    assert [spec.name for spec in made.inputs] == ["card"]


def test_a_missing_provider_fails_at_start_up() -> None:
    def wants(elephant: ModuleType) -> Answer:
        return Answer(str(elephant))

    with pytest.raises(Misconfigured, match="elephant"):
        Caller(Catalogue([_function(wants)]), {})


def test_ids_are_unique() -> None:
    with pytest.raises(Misconfigured, match="thing"):
        Catalogue([_function(_reads), _function(_reads)])


def test_a_menu_place_is_taken_once() -> None:
    one = _function(_reads, id="one", menu=Menu.LIFE, place=1)
    two = _function(_reads, id="two", menu=Menu.LIFE, place=1)
    with pytest.raises(Misconfigured, match="taken"):
        Catalogue([one, two])


FIRST_FOURTEEN = {
    "follow_welcome",
    "account_bind_debit",
    "account_bind_credit",
    "account_unbind",
    "binding_list",
    "balance_query",
    "transaction_query",
    "transfer_same_bank",
    "notify_account_change",
    "mobile_topup",
    "cc_bill_query",
    "wealth_list",
    "branch_nearby",
    "deposit_rate_query",
}


def test_the_first_fourteen_are_there_with_their_doors() -> None:
    catalogue = load_catalogue()
    assert {one.id for one in catalogue} >= FIRST_FOURTEEN
    for one in catalogue:
        assert one.doors[-2:] == ("page", "api"), one.id
        assert one.doors[0] == "chat", one.id


def test_every_move_function_confirms_with_a_code_on_a_page() -> None:
    moving = [one for one in load_catalogue() if one.declaration.risk is Risk.MOVE]
    assert moving
    for one in moving:
        assert one.perform is not None, one.id
        assert one.declaration.needs is not Needs.ANYONE, one.id


def test_three_menus_of_five() -> None:
    columns = menu_columns(load_catalogue())
    assert [column.title for column in columns] == ["微金融", "悦生活", "信用卡"]
    assert [len(column.items) for column in columns] == [5, 5, 5]
    asking = [item.key for column in columns for item in column.items if item.asks_place]
    assert asking == ["branch_nearby"]
