"""Cards, customers, payees: found by all facts together, told in part, kept sealed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bank import town
from tests.checks import Sabotage
from weiyin.bank import cards, customers, payees
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind, CardStatus, PayeeEntry
from weiyin.bank.customers import CustomerStatus, NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.numbers import issuer, luhn_digit, luhn_holds, read_card_number
from weiyin.base.errors import BadInput, Conflict, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

SABOTAGE = {
    "A08": Sabotage(
        "src/weiyin/bank/cards.py",
        'told = "/".join((blinds.name(name), blinds.id_number(id_number), blinds.phone(phone)))\n'
        '    known = "/".join(row[7:10])',
        'told = "/".join((blinds.name(name), blinds.id_number(id_number)))\n'
        '    known = "/".join(row[7:9])',
    ),
}

LEI, MEI = town.LEI, town.MEI
RIGHT = (LEI.card_number, LEI.name, LEI.id_number, LEI.phone)


@pytest.mark.parametrize("number", ["6200001234567890128", "6229990000000012", "79927398713"])
def test_luhn(number: str) -> None:
    assert luhn_holds(number)
    assert luhn_digit(number[:-1]) == number[-1]
    for place in range(len(number)):
        for digit in "0123456789".replace(number[place], ""):
            assert not luhn_holds(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    ["6200001234567890128", "6200 0012 3456 7890 128", "6200-0012-3456-7890-128",
     "６２００００１２３４５６７８９０１２８", " 6200001234567890128\n"],
)  # fmt: skip
def test_card_numbers_as_people_type_them(typed: str) -> None:
    digits = read_card_number("".join(typed.split()) if "\n" in typed else typed)
    assert digits == "6200001234567890128"


@pytest.mark.parametrize(
    "typed", ["", "6200001234567890129", "123", "6" * 20, "62000012345678901x8", "٦" * 16, "卡号"]
)
def test_what_is_no_card_number(typed: str) -> None:
    with pytest.raises(BadInput):
        read_card_number(typed)


def test_the_longest_bin_wins() -> None:
    bins = {"62": "银联", "622999": "示范银行", "6229990001": "示范银行信用卡中心"}
    assert issuer("6229990000000012", bins) == "示范银行"
    assert issuer("6229990001000011", bins) == "示范银行信用卡中心"
    assert issuer("6250000000000000", bins) == "银联"
    assert issuer("4000000000000000", bins) is None


def test_a08_any_wrong_fact_is_one_and_the_same_refusal(store: Store, core: EmbeddedCore) -> None:
    assert store.read(lambda r: core.books(r).identify_debit(*RIGHT)).account_no == LEI.account_no
    wrong = (
        (MEI.card_number, "6229", town.pan(555)),
        (MEI.name, ""),
        (MEI.id_number,),
        (MEI.phone,),
    )
    refusals = set()
    for place, instead in enumerate(wrong):
        for fact in instead:
            facts = (*RIGHT[:place], fact, *RIGHT[place + 1 :])
            with pytest.raises(NotFound) as refused:
                store.read(lambda r, facts=facts: core.books(r).identify_debit(*facts))
            refusals.add((str(refused.value), refused.value.heard, refused.value.status))
    assert len(refusals) == 1


def test_only_usable_cards_are_identified(store: Store, core: EmbeddedCore) -> None:
    card_id = f"card-{LEI.account_no}"
    for status in (CardStatus.LOST, CardStatus.FROZEN, CardStatus.CLOSED):
        store.run(lambda tx, s=status: cards.set_status(tx, core.book, card_id, s))
        with pytest.raises(NotFound):
            store.read(lambda r: core.books(r).identify_debit(*RIGHT))
    store.run(lambda tx: cards.set_status(tx, core.book, card_id, CardStatus.ACTIVE))
    who = LEI.customer_no
    store.run(lambda tx: customers.set_status(tx, core.book, who, CustomerStatus.CLOSED))
    with pytest.raises(NotFound):
        store.read(lambda r: core.books(r).identify_debit(*RIGHT))
    with pytest.raises(NotFound):
        store.read(lambda r: core.books(r).identify_credit(LEI.id_number, LEI.phone))


def test_credit_cards_by_person(store: Store, core: EmbeddedCore) -> None:
    found = store.read(lambda r: core.books(r).identify_credit(LEI.id_number, LEI.phone))
    assert [card.card_id for card in found] == [town.CREDIT_CARD]
    for facts in ((LEI.id_number, MEI.phone), (MEI.id_number, LEI.phone), ("x", "y")):
        with pytest.raises(NotFound):
            store.read(lambda r, facts=facts: core.books(r).identify_credit(*facts))


def test_what_the_port_tells(store: Store, core: EmbeddedCore) -> None:
    books = store.read
    assert books(lambda r: core.books(r).reserved_phone(LEI.customer_no)) == LEI.phone
    assert books(lambda r: core.books(r).customer(LEI.customer_no)).name == LEI.name
    kinds = [card.kind for card in books(lambda r: core.books(r).cards(LEI.customer_no))]
    assert kinds == [CardKind.DEBIT, CardKind.CREDIT]


def test_nothing_personal_lies_open(store: Store, core: EmbeddedCore) -> None:
    tables = ("customers", "cards", "payees", "ledger_accounts", "ledger_lines", "outbox")
    rows = [store.read(lambda r, t=t: r.all(sql(f"SELECT * FROM {t}"))) for t in tables]
    open_words = repr(rows)
    for one in (LEI, MEI):
        for fact in (one.name, one.id_number, one.phone, one.card_number):
            assert fact not in open_words
    assert core.book in open_words


def test_payees(store: Store, core: EmbeddedCore) -> None:
    for number in (MEI.account_no, MEI.card_number, f"{MEI.card_number[:4]} {MEI.card_number[4:]}"):
        found = store.read(lambda r, n=number: core.books(r).find_payee(n, MEI.name))
        assert (found.account_no, found.name_masked, found.bank) == (
            MEI.account_no,
            "*梅梅",
            "本行",
        )
    heard = set()
    for number, name in ((MEI.account_no, LEI.name), ("x", MEI.name), (town.pan(9001), LEI.name)):
        with pytest.raises(NotFound) as refused:
            store.read(lambda r, n=number, w=name: core.books(r).find_payee(n, w))
        heard.add(refused.value.heard)
    assert heard == {"收款账号与姓名不符，请核对后重试"}


def test_the_payee_book(store: Store, core: EmbeddedCore) -> None:
    book, who = core.book, LEI.customer_no
    end = MEI.account_no[-4:]
    expected = PayeeEntry("小梅", MEI.name, MEI.account_no, end, added=town.START)
    assert store.read(lambda r: core.books(r).payees(who)) == (expected,)
    renamed = PayeeEntry("", " 韩 梅梅", MEI.account_no, "9999")
    store.run(lambda tx: payees.put_payee(tx, core.sealer, book, who, renamed, town.START))
    kept = store.read(lambda r: core.books(r).payees(who))
    open_words = sql("SELECT nickname, tail FROM payees WHERE customer_no=:who")
    rows = store.read(lambda r: r.all(open_words, who=who))
    assert rows == [("", end)], "a name never lies open"
    assert kept == (PayeeEntry("韩梅梅", "韩梅梅", MEI.account_no, end, added=town.START),)
    store.run(lambda tx: payees.drop_payee(tx, book, who, MEI.account_no))
    assert store.read(lambda r: core.books(r).payees(who)) == ()
    with pytest.raises(NotFound):
        store.run(lambda tx: payees.drop_payee(tx, book, who, MEI.account_no))


def test_numbers_are_taken_once(store: Store, core: EmbeddedCore) -> None:
    again = NewCard("c9", CardKind.DEBIT, LEI.card_number, "x", "A9", LEI.customer_no)
    with pytest.raises(Conflict):
        store.run(lambda tx: cards.issue(tx, core.sealer, core.book, again, town.START))
    twin = NewCustomer(LEI.customer_no, "x", "y", "z", Money(0))
    with pytest.raises(Conflict):
        store.run(lambda tx: customers.register(tx, core.sealer, core.book, twin, town.START))


def test_vectors_hold() -> None:
    """Numbers worked out elsewhere, kept beside this test."""
    vectors = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
    assert all(luhn_holds(number) for number in vectors["luhn_made_up"])
    late = vectors["card_late_fee"]
    unpaid = Money((late["minimum_due"] - late["paid"]) * 100)
    assert unpaid.share(5, 100) == Money.parse(late["late_fee_5pct"])
    term = vectors["term_deposit"]
    principal = Money(term["principal"] * 100)
    annual_bp = Money.parse(term["annual_pct"]).fen
    interest = principal.share(annual_bp * term["years"], 10_000)
    assert interest == Money.parse(term["interest_at_maturity"])
