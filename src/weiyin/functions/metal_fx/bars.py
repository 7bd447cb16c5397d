"""实物贵金属预约: bars and coins, paid for now at the price shown, fetched at a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.metal.bars import Bar
from weiyin.bank.metal.dealing import gram_words
from weiyin.bank.quotes.quote import price_words
from weiyin.bank.services.metal_bars import MetalBars
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import BookName, DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import ASK_BRANCH, choose_branch, day_words, short_name
from weiyin.storage.store import Reader


@dataclass(frozen=True, slots=True)
class Bars:
    customer_no: str
    account_no: str
    sku: str
    quantity: int
    branch: str
    agreed: int


@function(
    id="metal_physical_order",
    title="实物贵金属预约",
    group="weifin.metal_fx",
    about="预订金条、银条，到网点提取",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    reader: Reader,
    book: BookName,
    card: DebitCard,
    books: Books,
    bars: MetalBars,
    product: Annotated[
        str, Input("产品", InputKind.WORDS, ask="要订哪一款？例如“投资金条10克”")
    ],
    branch: Annotated[
        str, Input("提取网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")
    ],
    quantity: Annotated[int | None, Input("件数", InputKind.COUNT, help="不填为1件")] = None,
) -> DraftRequest:  # fmt: skip
    chosen = _chosen(bars.shelf(), product)
    place = choose_branch(reader, book, branch)
    found = bars.offer(chosen.sku, quantity or 1)
    if found.total > books.balance(card.account_no).available:
        raise NotAllowed("funds", f"借记卡可用余额不足，共需 {found.total} 元")
    return DraftRequest(
        title="实物贵金属预约",
        facts=(
            ("产品", chosen.name),
            ("件数", f"{found.quantity} 件，每件{gram_words(chosen.grams)}"),
            ("金价", f"{price_words(found.price)} 元/克"),
            ("工费", f"{chosen.premium} 元/件"),
            ("合计", f"{found.total} 元"),
            ("提取网点", short_name(place)),
            ("可提取日", f"{day_words(found.ready)}起"),
            ("付款卡", mask_card(card.tail)),
        ),
        order=Bars(
            card.customer_no, card.account_no, chosen.sku, found.quantity, short_name(place),
            found.price,
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"订购{chosen.name}{found.quantity}件共{found.total}元",
        warning="实物贵金属价格会波动，成交后不能撤销；请带本人证件到网点提取。",
    )  # fmt: skip


def offer(bars: MetalBars) -> tuple[Offer, ...]:
    taps = tuple(
        Choice(one.name, f"{one.name}（剩{one.stock}件）") for one in bars.shelf() if one.stock
    )
    return (Offer("product", options=taps),)


def perform(order: Bars, bars: MetalBars, key: DraftKey) -> Answer:
    done = bars.buy(
        key, order.customer_no, order.account_no, order.sku, order.quantity, order.branch,
        order.agreed,
    )  # fmt: skip
    return Answer(
        title="预约成功",
        lead=f"已付 {done.amount} 元订购{done.name} {done.quantity} 件，"
        f"{day_words(done.ready)}起到{done.place}提取。",
        facts=(("订单号", done.order_no), ("合计", f"{done.amount} 元")),
        next=("branch_detail", "metal_price"),
    )


def _chosen(shelf: tuple[Bar, ...], said: str) -> Bar:
    """By its name or a part of it. Raises BadInput naming what there is."""
    named = [one for one in shelf if said == one.name] or [
        one for one in shelf if said in one.name or one.name in said
    ]
    if len(named) == 1:
        return named[0]
    names = "、".join(one.name for one in named or shelf)
    raise BadInput("product", f"请选择产品：{names}" if names else "暂无可预约的实物贵金属")
