"""账户/卡片挂失: a debit card stops at once; a new card and the formal report in a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.account.controls import REASONS
from weiyin.bank.core import Books, CardStatus
from weiyin.bank.services.card_controls import CardControls
from weiyin.base.mask import mask_card
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_REASONS = tuple(REASONS.items())
_SAID = (
    ("stolen", r"偷|盗(?!刷)|抢"),
    ("leaked", r"泄露|盗刷"),
    ("lost", r"丢|掉|遗失|找不到|不见"),
)
_NEXT = ("booking_business", "branch_nearby", "device_login_history")


@dataclass(frozen=True, slots=True)
class LossOrder:
    card_id: str
    tail: str
    reason: str


@function(
    id="account_loss_report",
    title="账户/卡片挂失",
    group="common.account",
    about="借记卡丢失、被盗立即挂失，即时止付；补卡和正式挂失到网点办理",
    risk=Risk.CHANGE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.LIFE,
    codes=("GS",),
)
def answer(
    card: DebitCard,
    books: Books,
    reason: Annotated[
        str | None, Input("挂失原因", InputKind.CHOICE, options=_REASONS, said=_SAID)
    ] = None,
) -> Answer | DraftRequest:
    if books.card(card.card_id).status is CardStatus.LOST:
        return Answer(
            title="卡片挂失",
            lead=f"您的借记卡（{mask_card(card.tail)}）已经挂失，不能再付款。补卡请到网点办理。",
            next=_NEXT,
        )
    why = reason or "lost"
    return DraftRequest(
        title="卡片挂失",
        facts=(
            ("挂失卡片", mask_card(card.tail)),
            ("挂失原因", REASONS[why]),
            ("生效时间", "确认后立即止付"),
        ),
        order=LossOrder(card.card_id, card.tail, why),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"挂失尾号{card.tail}的银行卡",
        warning="挂失后这张卡不能恢复使用，须本人到网点补卡。只是暂时找不到，可以先一键锁卡。",
    )


def perform(order: LossOrder, who: Who, controls: CardControls, key: DraftKey) -> Answer:
    controls.report_loss(key, customer_of(who), order.card_id, order.reason)
    return Answer(
        title="挂失成功",
        lead=f"您的借记卡（{mask_card(order.tail)}）已挂失，账户停止付款，资金安全。",
        facts=(("下一步", "请本人携带身份证件到任一网点办理正式挂失和补卡"),),
        next=_NEXT,
    )
