"""What every core must keep to, a function a demand: its name is the demand.

Each raises AssertionError, or the core's own error, when the core does not keep to it. Money that a
check moves it moves back.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from weiyin.bank.contract_stage import Bench, same
from weiyin.bank.core import Books, HoldOrder, ReceiptStatus, TransferOrder
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound, Refused, WeiyinError
from weiyin.base.ids import opaque_token
from weiyin.base.mask import mask_name, tail
from weiyin.base.money import MAX_FEN, Money

Check = Callable[[Bench], None]


def products_and_rates_can_be_listed(bench: Bench) -> None:
    for product in bench.ask(lambda books: books.wealth_products()):
        assert product.risk in {"R1", "R2", "R3", "R4", "R5"}, product.risk
        assert product.start.fen >= 0, product.code
    for rate in bench.ask(lambda books: books.deposit_rates()):
        assert rate.annual_bp >= 0, rate.name
        assert rate.term_months >= 0, rate.name


def what_does_not_exist_is_not_found(bench: Bench) -> None:
    nothing = f"no-such-{opaque_token()}"
    questions: tuple[Callable[[Books], object], ...] = (
        lambda books: books.customer(nothing),
        lambda books: books.card(nothing),
        lambda books: books.balance(nothing),
        lambda books: books.reserved_phone(nothing),
        lambda books: books.entries(nothing, None, None, 5),
        lambda books: books.statement(nothing, None),
        lambda books: books.void_hold(nothing, nothing),
        lambda books: books.find_payee("6200000000000000", "无名氏"),
    )
    for question in questions:
        bench.refused(NotFound, question)
    same(bench.ask(lambda books: books.cards(nothing)), (), "cards of nobody")
    same(bench.ask(lambda books: books.order_status(nothing)), None, "status of no order")


def a_stranger_learns_nothing(bench: Bench) -> None:
    heard = {
        bench.refused(NotFound, lambda books: books.identify_credit("1" * 18, "13800000000")),
        bench.refused(
            NotFound, lambda books: books.identify_debit("62", "无名氏", "1" * 18, "13800000000")
        ),
    }
    same(len(heard), 1, "different words for different mistakes")


def all_four_facts_identify_a_card(bench: Bench) -> None:
    p = bench.payer
    card = bench.ask(
        lambda books: books.identify_debit(p.card_number, p.name, p.id_number, p.phone)
    )
    same((card.customer_no, card.account_no), (p.customer_no, p.account_no), "whose card")
    same(card.tail, tail(p.card_number), "tail")
    assert p.card_number not in repr(card), "the full card number is told"
    same(bench.ask(lambda books: books.card(card.card_id)), card, "the same card by its id")
    assert card in bench.ask(lambda books: books.cards(p.customer_no)), "not among the cards"
    same(bench.ask(lambda books: books.customer(p.customer_no)).name, p.name, "name")


def any_wrong_fact_gets_one_and_the_same_answer(bench: Bench) -> None:
    p, other = bench.payer, bench.payee
    right = (p.card_number, p.name, p.id_number, p.phone)
    wrong = (other.card_number, other.name, other.id_number, other.phone)
    heard = set()
    for place in range(4):
        facts = tuple(wrong[i] if i == place else right[i] for i in range(4))
        heard.add(
            bench.refused(NotFound, lambda books, facts=facts: books.identify_debit(*facts))  # type: ignore[misc]
        )
    same(len(heard), 1, "different words for different mistakes")


def a_payee_is_found_by_name_and_number_together(bench: Bench) -> None:
    p = bench.payee
    for number in (p.card_number, p.account_no):
        found = bench.ask(lambda books, number=number: books.find_payee(number, p.name))  # type: ignore[misc]
        same(found.account_no, p.account_no, "account")
        same(found.name_masked, mask_name(p.name), "masked name")
    bench.refused(NotFound, lambda books: books.find_payee(p.account_no, bench.payer.name))


def a_balance_adds_up(bench: Bench) -> None:
    balance = bench.ask(lambda books: books.balance(bench.payer.account_no))
    assert balance.held.fen >= 0, "a negative hold"
    same(balance.available, balance.posted - balance.held, "available")


def impossible_orders_are_refused(bench: Bench) -> None:
    order, before = bench.order(), bench.posted(bench.payer)
    for amount in (Money(0), Money(-1)):
        bench.refused(
            BadInput,
            lambda books, amount=amount: books.transfer(replace(order, amount=amount)),  # type: ignore[misc]
        )
    cases: tuple[tuple[type[WeiyinError], TransferOrder], ...] = (
        (NotAllowed, replace(order, to_account=order.from_account, to_name=bench.payer.name)),
        (Refused, replace(order, to_name=bench.payer.name)),
        (NotFound, replace(order, customer_no=bench.payee.customer_no)),
        (NotFound, replace(order, to_account=f"no-such-{opaque_token()}")),
        (NotAllowed, replace(order, amount=Money(MAX_FEN))),
    )
    for kind, wrong in cases:
        bench.refused(kind, lambda books, wrong=wrong: books.transfer(wrong))  # type: ignore[misc]
    same(bench.posted(bench.payer), before, "balance after nothing but refusals")


def a_refused_key_may_be_used_for_the_right_order(bench: Bench) -> None:
    order = bench.order()
    bench.refused(BadInput, lambda books: books.transfer(replace(order, amount=Money(0))))
    receipt = bench.ask(lambda books: books.transfer(order))
    same(receipt.status, ReceiptStatus.POSTED, "status")
    bench.ask(lambda books: books.transfer(bench.order(back=True)))


def an_order_moves_money_once(bench: Bench) -> None:
    order = bench.order(3)
    payer, payee = bench.posted(bench.payer), bench.posted(bench.payee)
    first = bench.ask(lambda books: books.transfer(order))
    same((first.status, first.amount), (ReceiptStatus.POSTED, order.amount), "receipt")
    same(bench.ask(lambda books: books.transfer(order)), first, "the same order again")
    same(bench.ask(lambda books: books.order_status(order.key)), first, "status by key")
    other = replace(order, amount=Money(4))
    bench.refused(Conflict, lambda books: books.transfer(other))
    same(bench.posted(bench.payer), payer - 3, "payer")
    same(bench.posted(bench.payee), payee + 3, "payee")
    bench.ask(lambda books: books.transfer(bench.order(3, back=True)))


def three_at_once_get_one_answer(bench: Bench) -> None:
    order, before = bench.order(2), bench.posted(bench.payer)

    def send(_: int) -> object:
        try:
            return bench.ask(lambda books: books.transfer(order))
        except Conflict:  # a twin in flight: then the same is asked again
            return bench.ask(lambda books: books.transfer(order))

    with ThreadPoolExecutor(3) as three:
        answers = list(three.map(send, range(3)))
    assert answers[0] == answers[1] == answers[2], f"different answers: {answers}"
    same(bench.posted(bench.payer), before - 2, "payer")
    bench.ask(lambda books: books.transfer(bench.order(2, back=True)))


def entries_tell_what_happened(bench: Bench) -> None:
    sent = bench.ask(lambda books: books.transfer(bench.order(5)))
    back = bench.ask(lambda books: books.transfer(bench.order(5, back=True)))
    no = bench.payer.account_no
    latest = bench.ask(lambda books: books.entries(no, None, None, 2))
    same([line.entry_no for line in latest], [back.entry_no, sent.entry_no], "newest first")
    same([line.amount.fen for line in latest], [5, -5], "signed amounts")
    same(latest[1].balance, sent.balance, "balance after")
    older = bench.ask(lambda books: books.entries(no, None, None, 1, latest[0].entry_no))
    same([line.entry_no for line in older], [sent.entry_no], "paging on")
    until = bench.ask(lambda books: books.entries(no, None, latest[1].at, 1))
    assert sent.entry_no not in {line.entry_no for line in until}, "until is not exclusive"
    since = bench.ask(lambda books: books.entries(no, latest[1].at, None, 100))
    assert sent.entry_no in {line.entry_no for line in since}, "since is not inclusive"
    _totals_add_up(bench, no, latest[1].at)


def _totals_add_up(bench: Bench, no: str, since: datetime) -> None:
    lines = bench.ask(lambda books: books.entries(no, since, None, 100))
    told = bench.ask(lambda books: books.totals(no, since, None))
    same(told.count, len(lines), "how many")
    same((told.money_in - told.money_out).fen, sum(line.amount.fen for line in lines), "sums")


def a_hold_is_paid_out_once(bench: Bench) -> None:
    hold, before = _hold(bench, 7), bench.posted(bench.payer)
    held = bench.ask(lambda books: books.balance(bench.payer.account_no))
    same(held.available, held.posted - held.held, "available")
    assert held.held.fen >= 7, "nothing held"
    key = f"contract-{opaque_token()}"
    paid = bench.ask(lambda books: books.post_hold(key, hold, Money(4)))
    same(bench.ask(lambda books: books.post_hold(key, hold, Money(4))), paid, "asked again")
    bench.refused(Conflict, lambda books: books.post_hold(f"{key}-2", hold))
    bench.refused(Conflict, lambda books: books.void_hold(f"{key}-3", hold))
    same(bench.posted(bench.payer), before - 4, "payer")
    bench.ask(lambda books: books.transfer(bench.order(4, back=True)))


def a_void_hold_gives_everything_back(bench: Bench) -> None:
    before = bench.ask(lambda books: books.balance(bench.payer.account_no))
    hold, key = _hold(bench, 6), f"contract-{opaque_token()}"
    bench.ask(lambda books: books.void_hold(key, hold))
    after = bench.ask(lambda books: books.balance(bench.payer.account_no))
    same(after, before, "balance")
    bench.refused(Conflict, lambda books: books.post_hold(f"{key}-2", hold))


def a_bill_is_what_its_card_owes(bench: Bench) -> None:
    p = bench.payer
    try:
        cards = bench.ask(lambda books: books.identify_credit(p.id_number, p.phone))
        bill = bench.ask(lambda books: books.statement(cards[0].card_id))
    except NotFound:
        return  # no credit card, or no bill yet: nothing to hold against anybody
    assert 0 <= bill.minimum.fen <= bill.amount.fen, "minimum"
    assert bill.bill_day < bill.due_day, "due day"
    again = bench.ask(lambda books: books.statement(cards[0].card_id, bill.month))
    same(again, bill, "the latest bill asked for by its month")


def _hold(bench: Bench, fen: int) -> str:
    order = HoldOrder(
        f"contract-{opaque_token()}", bench.payer.customer_no, bench.payer.account_no,
        bench.payee.account_no, Money(fen),
    )  # fmt: skip
    receipt = bench.ask(lambda books: books.hold(order))
    same(receipt.status, ReceiptStatus.PENDING, "status of a hold")
    same(bench.ask(lambda books: books.hold(order)), receipt, "the same hold again")
    return receipt.entry_no


PUBLIC: tuple[Check, ...] = (
    products_and_rates_can_be_listed,
    what_does_not_exist_is_not_found,
    a_stranger_learns_nothing,
)
PERSONAL: tuple[Check, ...] = (
    all_four_facts_identify_a_card,
    any_wrong_fact_gets_one_and_the_same_answer,
    a_payee_is_found_by_name_and_number_together,
    a_balance_adds_up,
    impossible_orders_are_refused,
    a_refused_key_may_be_used_for_the_right_order,
    an_order_moves_money_once,
    three_at_once_get_one_answer,
    entries_tell_what_happened,
    a_hold_is_paid_out_once,
    a_void_hold_gives_everything_back,
    a_bill_is_what_its_card_owes,
)
