"""A customer, masked: looked up for a purpose, and both look and purpose are written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from weiyin.bank.core import Card
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card, mask_name, mask_phone
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.roles import Scope
from weiyin.people.who import access_holders
from weiyin.storage.audit_search import AuditRow, Wanted, find
from weiyin.storage.store import Reader

PURPOSES = (
    ("inquiry", Words("客户来电或到店咨询", "The customer asks")),
    ("complaint", Words("投诉处理", "A complaint")),
    ("fraud", Words("可疑交易核查", "Suspected fraud")),
    ("reconcile", Words("对账差错处理", "A difference")),
)
_PAST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CustomerView:
    """What is shown: nothing by which somebody could act as the customer."""

    customer_no: str
    name: str
    status: str
    phone: str
    cards: tuple[tuple[str, str, str], ...]
    """(kind, masked number, status)"""
    followers: tuple[tuple[str, str], ...]
    """(openid's end, bound card's tail)"""
    deeds: tuple[AuditRow, ...]


def ask(visit: Visit) -> Response:
    return visit.page("customer.html", purposes=PURPOSES, one=None, asked="", purpose="", full="")


def look(visit: Visit) -> Response:
    """The masked view, for a purpose out of a list and a number or note beside it."""
    customer_no, purpose = _asked(visit)
    one = visit.do(
        f"customer:{customer_no}",
        lambda tx: _view(tx, visit, customer_no),
        why=purpose,
    )
    return _shown(visit, one)


def reveal(visit: Visit) -> Response:
    """The whole phone number, to call back: asked apart, written down apart."""
    customer_no, purpose = _asked(visit)

    def work(tx: Reader) -> tuple[CustomerView, str]:
        books = visit.deps.desk.books(tx, visit.oa)
        return _view(tx, visit, customer_no), books.reserved_phone(customer_no)

    one, phone = visit.do(f"customer:{customer_no}", work, why=purpose)
    return _shown(visit, one, phone)


def _shown(visit: Visit, one: CustomerView, full: str = "") -> Response:
    return visit.page(
        "customer.html",
        purposes=PURPOSES,
        one=one,
        asked=one.customer_no,
        purpose=visit.posted.get("purpose", ""),
        full=full,
    )


def _asked(visit: Visit) -> tuple[str, str]:
    posted = visit.posted
    if posted.get("purpose") not in dict(PURPOSES):
        raise BadInput("purpose", "请选择查询目的")
    note = posted.get("note", "").strip()
    if not note:
        raise BadInput("note", "请填写工单号或说明")
    return posted.get("customer_no", "")[:40], f"{posted['purpose']}: {note[:100]}"


def _view(reader: Reader, visit: Visit, customer_no: str) -> CustomerView:
    books = visit.deps.desk.books(reader, visit.oa)
    holders = access_holders(reader, visit.oa, customer_no)
    if not holders:
        raise NotFound  # of this account's own followers only
    facts = books.customer(customer_no)
    wanted = Wanted(visit.now - _PAST, visit.now, who=holders[0][0])
    return CustomerView(
        customer_no=customer_no,
        name=mask_name(facts.name),
        status=facts.status,
        phone=mask_phone(books.reserved_phone(customer_no)),
        cards=tuple(_card(card) for card in books.cards(customer_no)),
        followers=tuple((f"…{openid[-6:]}", binding.tail) for openid, binding in holders),
        deeds=tuple(find(reader, visit.oa, wanted, 20)),
    )


def _card(card: Card) -> tuple[str, str, str]:
    return card.kind.value, mask_card(card.tail), str(card.status)


PAGE = ConsolePage(
    id="ops_customer_360",
    words=Words("客户视图", "Customer view"),
    section=Section.OPERATION,
    scope=Scope.CUSTOMER,
    path="/customer",
    routes=(
        get("/customer", ask),
        post("/customer", look, "customer.look"),
        post("/customer/reveal", reveal, "customer.reveal"),
    ),
    place=6,
)
