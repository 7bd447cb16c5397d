"""业务预填单: the form is filled in at home; at the counter a QR code brings it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.pictures import Qr
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import moment_words, person_of
from weiyin.people.who import Who
from weiyin.places.booking.form import LIFE, make_form
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

_KINDS = (
    ("account", "个人开户申请书"),
    ("loan", "个人贷款申请表"),
    ("cash", "大额现金存取登记表"),
    ("exchange", "个人购汇申请书"),
)
_TITLES = dict(_KINDS)
QR_WORDS = "weiyin-form:"
"""What stands before the code, so that a counter's scanner knows what it reads."""


@dataclass(frozen=True, slots=True)
class Filled:
    kind: str
    facts: tuple[tuple[str, str], ...]


@function(
    id="form_prefill",
    title="业务预填单",
    group="common.booking",
    about="到店前先填好单据，柜台扫码即可办理，不用再手写",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(
    kind: Annotated[str, Input("单据", InputKind.CHOICE, options=_KINDS)],
    name: Annotated[str, Input("姓名", InputKind.PERSON_NAME, help="与身份证件一致")],
    job: Annotated[str | None, Input("职业", InputKind.WORDS)] = None,
    address: Annotated[str | None, Input("联系地址", InputKind.WORDS)] = None,
    purpose: Annotated[str | None, Input("用途", InputKind.WORDS, help="例如：购房、旅游")] = None,
) -> DraftRequest:
    asked = (("姓名", name), ("职业", job), ("联系地址", address), ("用途", purpose))
    facts = tuple((label, value) for label, value in asked if value)
    return DraftRequest(
        title="业务预填单",
        facts=(("单据", _TITLES[kind]), *facts),
        order=Filled(kind, facts),
        step_up=StepUp.NONE,
        warning=f"预填单加密保存{LIFE.days}天，柜台取用后删除。办理时仍需本人携带证件到场并签字。",
    )


def perform(
    order: Filled, who: Who, tx: Tx, book: BookName, clock: Clock, sealer: Sealer
) -> Answer:
    now = clock.now()
    code = make_form(tx, sealer, book, person_of(who), order.kind, order.facts, now)
    return Answer(
        title="预填单已生成",
        lead="到柜台出示二维码即可，无需再填写。",
        facts=(("单据", _TITLES[order.kind]), ("有效期至", moment_words(now + LIFE))),
        qr=Qr(f"{QR_WORDS}{code}", "请在柜台出示"),
        next=("booking_business", "queue_take_number"),
    )
