"""代扣签约: a mandate that pays a number's bills from an account; signed and ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.bills.orders import mask_number
from weiyin.bank.core import Books
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import SavedBills
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.bills import paying
from weiyin.functions.bills.paying import BillerChoice, City, Desk, UserNumber
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_KINDS = (
    "water", "power", "gas", "heating", "cable", "broadband", "property", "social",
)  # fmt: skip
_DEEDS = (("sign", "签约"), ("stop", "解约"))
_SAID = (("stop", "解约|取消|停止|关闭|终止|不再|解除"),)
_MOST = Money(500_00)
"""What a bill may be at most where the customer names no amount."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """The confirmed instruction; `line_no` is set to end one."""

    from_account: str
    biller: str
    number: str
    most: Money
    line_no: str = ""


@function(
    id="bill_auto_debit",
    title="代扣签约",
    group="ysh.bills",
    about="水电燃气等账单到期自动从卡里缴，随时可解约",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
)
def answer(
    card: DebitCard,
    books: Books,
    bills: Bills,
    saved: SavedBills,
    deed: Annotated[str, Input("要做什么", InputKind.CHOICE, options=_DEEDS, said=_SAID)] = "sign",
    city: City = None,
    biller: BillerChoice = None,
    number: UserNumber = None,
    amount: Annotated[
        Money | None, Input("每笔最高", InputKind.MONEY, help="超过则不扣，改为提醒；不填为500元")
    ] = None,
) -> DraftRequest:
    desk = Desk(card, books, bills, saved)
    to = paying.target(desk, _KINDS, biller, number, city)
    if to.biller.is_chosen:
        raise NotAllowed("chosen", f"{to.biller.name}是预存缴费，没有账单，不能签约代扣")
    masked = mask_number(to.number)
    facts = ((to.biller.number, masked), ("缴费单位", to.biller.name))
    phone = books.reserved_phone(card.customer_no)
    if deed == "stop":
        order = Mandate(card.account_no, to.biller.code, to.number, _MOST, _signed(desk, to))
        words = f"解除{to.biller.name}代扣"
        return DraftRequest("代扣解约", facts, order, StepUp.CODE, phone, words)
    bills.find(to.biller.code, to.number, {})
    most = amount or _MOST
    return DraftRequest(
        "代扣签约",
        (*facts, ("扣款卡", mask_card(card.tail)), ("每笔最高", f"{most} 元")),
        Mandate(card.account_no, to.biller.code, to.number, most),
        StepUp.CODE,
        phone,
        f"签约{to.biller.name}代扣，每笔最高{most}元",
        "签约后账单出来即自动扣款，每次扣款都会通知您，可随时解约。",
    )


def offer(card: DebitCard, bills: Bills, saved: SavedBills, filled: Filled) -> tuple[Offer, ...]:
    known = paying.offers(_KINDS, bills, saved, card.customer_no, filled)
    return (Offer("deed", value="sign"), *known)


def perform(order: Mandate, who: Who, saved: SavedBills, key: DraftKey) -> Answer:
    customer = paying.customer_of(who)
    if order.line_no:
        saved.stop(key, customer, order.line_no)
        return Answer("代扣已解约", "不再自动扣款，账单出来会提醒您。", next=("bill_reminder",))
    done = saved.sign(key, customer, order.biller, order.number, order.from_account, order.most)
    facts = (("缴费单位", done.biller_name), ("户号", done.number_masked))
    return Answer("代扣已签约", f"每笔最高 {done.most} 元。", facts=facts, next=("bill_reminder",))


def _signed(desk: Desk, to: paying.Target) -> str:
    """The line with a mandate. Raises BadInput("number")."""
    for one in desk.saved.lines(desk.card.customer_no):
        if one.pays_from and (one.biller, one.number) == (to.biller.code, to.number):
            return one.line_no
    raise BadInput("number", "这个户号没有签约代扣")
