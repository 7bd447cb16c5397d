"""积分兑换: what points may be had for; one of it, confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.points import Gift
from weiyin.bank.services.credit_points import CreditPoints
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind


@dataclass(frozen=True, slots=True)
class Redemption:
    customer_no: str
    account_no: str
    sku: str
    title: str
    quantity: int


@function(
    id="cc_points_redeem",
    title="积分兑换",
    group="credit",
    about="用信用卡积分兑换礼品、里程和礼券",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    points: CreditPoints,
    gift: Annotated[str | None, Input("礼品编号", InputKind.WORDS, help="例如：M1")] = None,
    quantity: Annotated[int | None, Input("数量", InputKind.COUNT, help="不填则为1")] = None,
) -> Answer | DraftRequest:
    shelf = points.gifts()
    have = sum(lot.left for lot in points.lots(card.customer_no, card.account_no))
    chosen = next((one for one in shelf if gift in (one.sku, one.title)), None)
    if gift is None:
        return _shelf(shelf, have)
    if chosen is None:
        raise BadInput("gift", "没有找到这件礼品，请从列表中选择编号")
    count = quantity or 1
    cost = chosen.points * count
    if cost > have:
        raise NotAllowed("points", f"积分不足，需要 {cost:,}，现有 {have:,}")
    return DraftRequest(
        title="积分兑换",
        facts=(
            ("兑换", f"{chosen.title} × {count}"),
            ("所需积分", f"{cost:,} 分"),
            ("兑换后剩余", f"{have - cost:,} 分"),
            ("信用卡", mask_card(card.tail)),
        ),
        order=Redemption(card.customer_no, card.account_no, chosen.sku, chosen.title, count),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"用{cost}积分兑换{chosen.title}",
        warning="兑换后积分不退还。",
    )


def offer(points: CreditPoints) -> tuple[Offer, ...]:
    taps = tuple(Choice(one.sku, f"{one.title} {one.points:,}分") for one in points.gifts())
    return (Offer("gift", options=taps),)


def perform(order: Redemption, points: CreditPoints, key: DraftKey) -> Answer:
    left = points.redeem(key, order.customer_no, order.account_no, order.sku, order.quantity)
    return Answer(
        title="兑换成功",
        lead=f"已兑换 {order.title} × {order.quantity}。",
        facts=(("剩余积分", f"{left:,} 分"), ("兑换编号", order.sku)),
        next=("cc_points_query",),
    )


def _shelf(shelf: tuple[Gift, ...], have: int) -> Answer:
    rows = tuple((one.sku, f"{one.kind} {one.title}", f"{one.points:,}") for one in shelf)
    return Answer(
        title="积分兑换",
        lead=f"您现有积分 {have:,} 分，可以兑换：" if rows else "暂时没有可兑换的礼品。",
        table=Table(("编号", "礼品", "积分"), rows) if rows else None,
        next=("cc_points_redeem", "cc_points_query"),
    )
