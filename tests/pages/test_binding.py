"""Binding a card through real functions, counter and books: proof first, one refusal for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.checks import Sabotage
from tests.pages.conftest import ORIGIN, OneTimeCodes, Phone, words_of
from tests.people.conftest import People, make_card
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.bank import cards, customers
from weiyin.bank.accounts import CURRENT, NewAccount, open_account
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.numbers import luhn_digit
from weiyin.base.clock import Clock, ManualClock
from weiyin.base.mask import tail
from weiyin.base.money import Money
from weiyin.base.persona import PLAIN, Persona
from weiyin.desk.hours import DeskHours, desk_hours
from weiyin.functions.calling import Caller, PublicUrl
from weiyin.functions.catalogue import load_catalogue
from weiyin.pages.app import create_pages
from weiyin.pages.ports import PagesDeps, PagesSettings
from weiyin.reception.counter import Counter
from weiyin.reception.drafting import Drafter
from weiyin.reception.forms import FunctionForms
from weiyin.reception.tenant import Tenant
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

SABOTAGE = {
    "A08": Sabotage(
        "src/weiyin/bank/cards.py",
        "if not hmac.compare_digest(told, known) or row is None or not",
        "if row is None or not",
    ),
}
BOOK = "demo"
OWN_PHONE = "13700001111"
FORM = "/p/f/account_bind_debit"


class Holder(NamedTuple):
    """A customer of the test bank with one debit card."""

    customer_no: str
    name: str
    id_number: str
    phone: str
    card: str

    def form(self, **changes: str) -> dict[str, str]:
        told = {
            "card_number": self.card,
            "name": self.name,
            "id_number": self.id_number,
            "phone": self.phone,
            "consent": "yes",
        }
        return told | changes


def _number(body: str) -> str:
    return body + luhn_digit(body)


LEI = Holder("C1", "李小雷", "110101199003074610", "13812345678", _number("622202000000000001"))
HAN = Holder("C2", "韩小梅", "110101199203070017", "13987654321", _number("622202000000000002"))


def _open(tx: Tx, sealer: Sealer, clock: Clock, holder: Holder) -> None:
    no, at = holder.customer_no, clock.now()
    new = NewCustomer(no, holder.name, holder.id_number, holder.phone, Money(5_000_000))
    customers.register(tx, sealer, BOOK, new, at)
    open_account(tx, BOOK, NewAccount(f"A-{no}", CURRENT, customer_no=no), at)
    card = NewCard(f"card-{no}", CardKind.DEBIT, holder.card, "示范借记卡", f"A-{no}", no)
    cards.issue(tx, sealer, BOOK, card, at)


@pytest.fixture
def pages(store: Store, sealer: Sealer, clock: ManualClock, signin: OneTimeCodes) -> Starlette:
    """The pages over the real counter and an embedded bank of two customers."""

    def founding(tx: Tx) -> None:
        for holder in (LEI, HAN):
            _open(tx, sealer, clock, holder)

    store.run(founding)
    catalogue = load_catalogue()
    tenants = {"main": Tenant("main", BOOK, EmbeddedCore(BOOK, clock, sealer), "示范银行")}
    knowledge = KnowledgeBase("示范银行", "95000", clock)
    caller = Caller(
        catalogue,
        {
            Clock: lambda _: clock,
            Sealer: lambda _: sealer,
            PublicUrl: lambda _: ORIGIN,
            KnowledgeBase: lambda _: knowledge,
            DeskHours: lambda _: desk_hours("08:00-22:00", ""),
            Persona: lambda _: PLAIN,
        },
    )
    counter = Counter(store, tenants, catalogue, caller, Drafter(sealer), clock)
    settings = PagesSettings(origins=(ORIGIN,), default_oa="main", oas=("main",))
    deps = PagesDeps(store, clock, signin, FunctionForms(catalogue), counter, settings)
    return Starlette(routes=[Mount("/p", create_pages(deps))])


@pytest.fixture
def people(store: Store, sealer: Sealer, clock: ManualClock) -> Iterator[People]:
    found = People(store, sealer, clock)
    found.follow("o-lei")
    found.follow("o-thief")
    yield found


def _without(answer: httpx.Response, typed: dict[str, str]) -> str:
    """The page without what was typed into it."""
    text = answer.text
    for value in sorted(typed.values(), key=len, reverse=True):
        text = text.replace(f'value="{value}"', 'value=""')
    return text


def test_a08_the_same_refusal_whatever_is_wrong(
    new_phone: Callable[[], Phone], people: People
) -> None:
    told = [
        LEI.form(phone=OWN_PHONE),  # the right card, name and number, but the thief's own phone
        LEI.form(name="李大雷"),
        LEI.form(id_number=HAN.id_number),
        LEI.form(card_number=HAN.card),
        LEI.form(card_number=_number("622202000000000003")),  # no such card
        LEI.form(card_number=HAN.card, phone=HAN.phone),
        HAN.form(phone=LEI.phone),
    ]
    answers = []
    for number, form in enumerate(told):  # a thief each: one alone would be stopped for guessing
        thief = new_phone()
        thief.sign_in(f"o-thief{number}")
        answers.append((thief.post(FORM, form), form))
    assert {answer.status_code for answer, _ in answers} == {404}
    assert len({_without(answer, form) for answer, form in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer, _ in answers}) == len(
        {answer.headers["content-length"] for answer, _ in answers}
    )
    assert people.codes() == []
    assert all(people.who(f"o-thief{n}").bindings == () for n in range(len(told)))


def test_a08_the_code_goes_to_the_banks_phone(
    new_phone: Callable[[], Phone], people: People
) -> None:
    """Even with all four facts a thief needs the owner's phone in hand."""
    thief = new_phone()
    thief.sign_in("o-thief")
    made = thief.post(FORM, LEI.form())
    draft = made.headers["location"]
    thief.post(f"{draft}/code")
    [(phone, body)] = people.codes()
    assert phone == LEI.phone
    assert f"绑定尾号{tail(LEI.card)}" in body
    assert thief.post(f"{draft}/confirm", {"code": "000000"}).status_code in {303, 403}
    assert people.who("o-thief").customer_no in {None, "C1"}


def test_binding_from_form_to_bound(new_phone: Callable[[], Phone], people: People) -> None:
    phone = new_phone()
    phone.sign_in("o-lei")
    draft = phone.post(FORM, LEI.form()).headers["location"]
    shown = words_of(phone.get(draft))
    assert "138****5678" in shown
    assert LEI.phone not in shown
    phone.post(f"{draft}/code")
    assert phone.post(f"{draft}/confirm", {"code": people.last_code()}).status_code == 303
    assert "绑定成功" in words_of(phone.get(draft))
    who = people.who("o-lei")
    assert (who.customer_no, [b.tail for b in who.bindings]) == ("C1", [tail(LEI.card)])


def test_binding_without_the_consent(new_phone: Callable[[], Phone], people: People) -> None:
    phone = new_phone()
    phone.sign_in("o-lei")
    form = LEI.form()
    del form["consent"]
    refused = phone.post(FORM, form)
    assert refused.status_code == 422
    assert people.codes() == []


def test_a_page_offers_the_cards_that_are_bound(
    new_phone: Callable[[], Phone], people: People
) -> None:
    people.consent("o-lei", "2026-01")
    people.bind(make_card(1), "o-lei", "2026-01")
    phone = new_phone()
    phone.sign_in("o-lei", "/p/f/transfer_same_bank")
    one_card = phone.get("/p/f/transfer_same_bank").text
    assert 'name="card"' not in one_card
    people.clock.advance(timedelta(seconds=1))
    people.bind(make_card(2), "o-lei", "2026-01")
    people.bind(make_card(3, CardKind.CREDIT), "o-lei", "2026-01")
    two_cards = phone.get("/p/f/transfer_same_bank").text
    assert 'name="card" value="0001" checked' in two_cards
    assert 'name="card" value="0002"' in two_cards
    assert 'value="0003"' not in two_cards  # a credit card does not pay a transfer
