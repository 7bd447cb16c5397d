"""信用卡挂失/补卡: stopped at once; a new card with a new number if wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books, CardStatus
from weiyin.bank.services.credit_cards import CreditCards
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_CHOICES = (("new", "挂失并补卡"), ("stop", "只挂失"))


@dataclass(frozen=True, slots=True)
class LossOrder:
    customer_no: str
    card_id: str
    tail: str
    reissue: bool


@function(
    id="cc_loss",
    title="信用卡挂失/补卡",
    group="credit",
    about="信用卡丢失、被盗立即挂失止付，可同时补发新卡",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    reissue: Annotated[
        str | None,
        Input(
            "是否补卡",
            InputKind.CHOICE,
            options=_CHOICES,
            said=(("stop", "只挂失|先挂失|不补"), ("new", "补")),
        ),
    ] = None,
) -> Answer | DraftRequest:
    if books.card(card.card_id).status is not CardStatus.ACTIVE:
        return Answer(
            title="信用卡挂失",
            lead=f"信用卡（{mask_card(card.tail)}）已停用，不能再交易。账单仍须按时还款。",
            next=("cc_activate", "cc_bill_query"),
        )
    wanted = reissue or "new"
    return DraftRequest(
        title="信用卡挂失",
        facts=(
            ("挂失卡片", mask_card(card.tail)),
            ("办理", dict(_CHOICES)[wanted]),
            ("生效时间", "确认后立即止付"),
            *((("补卡", "换新卡号，工本费记入账单，寄到留存地址"),) if wanted == "new" else ()),
        ),
        order=LossOrder(card.customer_no, card.card_id, card.tail, wanted == "new"),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"挂失尾号{card.tail}的信用卡",
        warning="挂失后原卡不能恢复使用；绑定原卡的快捷支付须用新卡重新绑定。",
    )


def perform(order: LossOrder, cards: CreditCards, key: DraftKey) -> Answer:
    lost = cards.lose(key, order.customer_no, order.card_id, order.reissue)
    new = (("新卡", f"{mask_card(lost.new_tail)}，收到后请激活"), ("工本费", f"{lost.fee} 元"))
    return Answer(
        title="挂失成功",
        lead=f"信用卡（{mask_card(lost.tail)}）已挂失止付。",
        facts=new if lost.new_tail else (),
        next=("cc_dispute", "cc_activate"),
    )
