"""What the paying of all bills has in common: whose number at which biller, the draft, the order.

A number is one that the customer has kept, or is typed on a page together with its biller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.orders import State, mask_number
from weiyin.bank.bills.provider import Charge, Found
from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills, OrderView
from weiyin.bank.services.saved_bills import LineView, SavedBills
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, Payment, StepUp
from weiyin.functions.calling import DebitCard
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

City = Annotated[
    str | None, Input("城市", InputKind.CITY, help="缴费单位所在城市，不填则为全部城市")
]
BillerChoice = Annotated[
    str | None, Input("缴费单位", InputKind.CHOICE, help="保存过的户号可以不选")
]
UserNumber = Annotated[
    str | None,
    Input("用户号", InputKind.USER_NUMBER, help="首次缴费请填写；存过的可只填后4位"),
]
ChosenAmount = Annotated[Money | None, Input("金额", InputKind.MONEY, help="预存或自选金额时填写")]


_NOTHING: Mapping[str, str] = {}
_AT_A_GLANCE = 8


@dataclass(frozen=True, slots=True)
class Pay:
    """The confirmed instruction."""

    from_account: str
    biller: str
    number: str
    charge: Charge
    told: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    """The order that is to be given back instead."""


@dataclass(frozen=True, slots=True)
class Target:
    """Whose number at which biller."""

    biller: Biller
    number: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What every paying function is handed, in one: the card, the books, the bills."""

    card: DebitCard
    books: Books
    bills: Bills
    saved: SavedBills


def customer_of(who: Who) -> str:
    """Whose order it is. Raises NotFound when nothing is bound any more."""
    if who.customer_no is None:
        raise NotFound
    return who.customer_no


def offers(
    kinds: tuple[str, ...], bills: Bills, saved: SavedBills, customer_no: str,
    filled: Mapping[str, str] = _NOTHING,
) -> tuple[Offer, ...]:  # fmt: skip
    """The cities and the billers there to choose from, and the kept numbers to tap.

    Very many billers are offered only once a city is filled in.
    """
    known = bills.billers(kinds)
    cities = tuple(dict.fromkeys(one.city for one in known if one.city))
    there = _in_city(known, filled.get("city"))
    shown = there if len(there) <= _AT_A_GLANCE or filled.get("city") else ()
    kept = [one for one in saved.lines(customer_no) if one.kind in kinds]
    taps = tuple(Choice(one.number[-4:], f"{one.biller_name} {one.number_masked}") for one in kept)
    chosen = kept[0].biller if len(kept) == 1 else ""
    number = kept[0].number[-4:] if len(kept) == 1 else ""
    only = there[0].code if len(there) == 1 else chosen
    choices = tuple(Choice(one.code, one.name) for one in shown)
    return (
        Offer("city", options=tuple(Choice(one, one) for one in cities), waits=len(cities) < 2),
        Offer("biller", only, choices, waits=not choices),
        Offer("number", number, taps),
    )


def target(
    desk: Desk, kinds: tuple[str, ...], biller: str | None, number: str | None,
    city: str | None = None,
) -> Target:  # fmt: skip
    """Raises BadInput for the field to mend."""
    known = desk.bills.billers(kinds)
    billers = {one.code: one for one in _in_city(known, city)}
    if not billers:
        cities = "、".join(dict.fromkeys(one.city for one in known if one.city))
        raise BadInput("city", f"{city}暂未开通此项缴费，已开通：{cities}")
    kept = [one for one in desk.saved.lines(desk.card.customer_no) if one.biller in billers]
    meant = [one for one in kept if _is_meant(one, biller, number)]
    if len(meant) == 1:
        return Target(billers[meant[0].biller], meant[0].number)
    if not number:
        raise BadInput("number", _which(kept, billers))
    found = billers.get(biller or "") or _only(billers, number)
    return Target(found, found.check_number(number))


def due(
    desk: Desk, to: Target, amount: Money | None, title: str, year: str = ""
) -> tuple[Found, Charge]:
    """The account, and what is to be paid now: the oldest due (of `year`), or what was chosen.

    Raises NotAllowed("nothing_due"), BadInput("amount"), NotFound, TryLater.
    """
    found = desk.bills.find(to.biller.code, to.number, {})
    if to.biller.is_chosen:
        chosen = to.biller.check_amount(amount)
        return found, Charge("", title, chosen, facts=found.facts)
    charges = tuple(one for one in found.charges if year in one.title)
    found = replace(found, charges=charges)
    if not charges:
        raise NotAllowed(
            "nothing_due",
            f"{to.biller.name} {mask_number(to.number)} 目前没有待缴账单。账单出来后会提醒您",
        )
    return found, charges[0]


def draft(
    title: str, kinds: tuple[str, ...], desk: Desk, biller: str | None, number: str | None,
    amount: Money | None = None, *, city: str | None = None, year: str = "",
) -> DraftRequest:  # fmt: skip
    """What is due at whose number, shown and bound. Raises as `target` and `due` do."""
    to = target(desk, kinds, biller, number, city)
    found, charge = due(desk, to, amount, title, year)
    more = len(found.charges) - 1
    return request(
        title,
        desk,
        to,
        charge,
        shown=(
            (to.biller.number, mask_number(to.number)),
            *((("户名", found.holder),) if found.holder else ()),
            ("项目", charge.title),
            *charge.facts,
            *((("最后缴费日", f"{charge.due:%Y-%m-%d}"),) if charge.due else ()),
            *((("还有", f"{more} 笔待缴，先缴最早的一笔"),) if more > 0 else ()),
        ),
    )


def request(
    title: str, desk: Desk, to: Target, charge: Charge, shown: tuple[tuple[str, str], ...],
    told: Mapping[str, str] | None = None, warning: str = "",
) -> DraftRequest:  # fmt: skip
    """The draft of paying one charge. Raises NotAllowed("funds")."""
    card = desk.card
    if charge.amount > desk.books.balance(card.account_no).available:
        raise NotAllowed("funds", "可用余额不足，请存入后再办理")
    return DraftRequest(
        title=title,
        facts=(
            ("收款单位", to.biller.name),
            *shown,
            ("金额", f"{charge.amount} 元"),
            ("付款卡", mask_card(card.tail)),
        ),
        order=Pay(card.account_no, to.biller.code, to.number, charge, dict(told or {})),
        step_up=StepUp.CODE,
        phone=desk.books.reserved_phone(card.customer_no),
        words=f"{to.biller.deed}{charge.title}{charge.amount}元",
        warning=warning,
        payment=Payment(f"{to.biller.code}:{to.number}", charge.amount),
    )


def returning(desk: Desk, reference: str, kinds: tuple[str, ...]) -> DraftRequest:
    """The draft of giving an order back. Raises NotFound, NotAllowed("state")."""
    card = desk.card
    one = desk.bills.one(card.customer_no, reference)
    if one.kind not in kinds or one.state is not State.DONE:
        raise NotAllowed("state", f"该订单不能在此退款：{one.status}")
    charge = Charge("", one.title, one.amount)
    return DraftRequest(
        title="申请退款",
        facts=(*facts_of(one), ("退款金额", f"{one.amount} 元，退回原付款卡")),
        order=Pay(card.account_no, one.biller, "", charge, {}, reference),
        step_up=StepUp.CODE,
        phone=desk.books.reserved_phone(card.customer_no),
        words=f"退{one.title}{one.amount}元",
    )


def carry_out(order: Pay, who: Who, bills: Bills, key: str) -> Answer:
    """Do what was confirmed, once per key; what becomes of it comes later."""
    if order.returns:
        back = bills.give_back(key, customer_of(who), order.returns)
        lead = f"{back.status}，结果会通知您。"
        return Answer("退款已受理", lead, facts=facts_of(back), next=("bill_history",))
    done = bills.pay(
        key, customer_of(who), order.from_account, order.biller, order.number, order.charge,
        order.told,
    )  # fmt: skip
    return Answer(
        title="已受理",
        lead=f"{done.status}，结果会通知您。",
        facts=facts_of(done),
        pending=True,
        next=("bill_history",),
    )


def facts_of(one: OrderView) -> tuple[tuple[str, str], ...]:
    """An order in a few lines."""
    return (
        ("收款单位", one.biller),
        ("项目", one.title),
        ("金额", f"{one.amount} 元"),
        *one.facts,
        *((("凭证码", one.code),) if one.code else ()),
        ("交易流水", one.reference),
    )


def _in_city(billers: tuple[Biller, ...], city: str | None) -> tuple[Biller, ...]:
    """Those of the city and those of everywhere; all where none is named."""
    plain = (city or "").strip().removesuffix("市")
    return tuple(one for one in billers if not plain or one.city in {"", plain})


def _is_meant(line: LineView, biller: str | None, number: str | None) -> bool:
    """Whether what was chosen is this kept number; with nothing chosen, any is."""
    if biller and line.biller != biller:
        return False
    return not number or number == line.number or (len(number) == 4 and number == line.number[-4:])


def _only(billers: Mapping[str, Biller], number: str) -> Biller:
    """The one biller whose numbers look like it. Raises BadInput("biller")."""
    fitting = []
    for one in billers.values():
        try:
            one.check_number(number)
        except BadInput:
            continue
        fitting.append(one)
    if len(fitting) != 1:
        raise BadInput("biller", "请选择缴费单位")
    return fitting[0]


def _which(kept: list[LineView], billers: Mapping[str, Biller]) -> str:
    if kept:
        shown = "、".join(f"{one.biller_name} {one.number_masked}" for one in kept)
        return f"您保存了多个户号，请选择：{shown}"
    hints = {one.number: one.hint for one in billers.values()}
    named, hint = next(iter(hints.items()), ("用户号", ""))
    return f"首次缴费请选择缴费单位并填写{named}" + (f"（{hint}）" if hint else "")
