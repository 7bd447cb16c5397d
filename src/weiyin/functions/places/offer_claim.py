"""优惠券领取/核销: claimed with a tap, shown as a code, redeemed by the merchant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.pictures import Qr
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import moment_words, person_of
from weiyin.people.who import Who
from weiyin.places.offers.coupon import Coupon, CouponState, access_coupons, claim
from weiyin.places.offers.offer import get_offer
from weiyin.storage.store import Reader, Tx

QR_WORDS = "weiyin-coupon:"


@dataclass(frozen=True, slots=True)
class Claim:
    offer_id: str


@function(
    id="offer_claim",
    title="优惠券",
    group="common.lbs",
    about="领取周边优惠券，到店出示券码核销；不填编号则查看我的优惠券",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    who: Who,
    offer: Annotated[
        str | None, Input("优惠编号或券码", InputKind.WORDS, help="在“周边优惠”列表中可以看到编号")
    ] = None,
) -> Answer | DraftRequest:
    mine = access_coupons(reader, book, person_of(who), clock.now())
    if offer is None:
        return _list(mine)
    for coupon in mine:
        if offer in {coupon.code, coupon.coupon_id}:
            return _shown(coupon)
    found = get_offer(reader, book, offer)
    if not found.left:
        raise NotAllowed("sold_out", "来晚了，这张优惠券已领完")
    return DraftRequest(
        title="领取优惠券",
        facts=(
            ("优惠", found.title),
            ("商户", found.merchant),
            ("使用条件", found.terms),
            ("剩余", f"{found.left} 张"),
            ("有效期", f"领取后{found.coupon_days}天内，最晚{moment_words(found.ends)}"),
            ("地址", found.address),
        ),
        order=Claim(found.offer_id),
        step_up=StepUp.NONE,
        warning=f"每人限领{found.per_person}张，每张只能使用一次。",
    )


def offer(reader: Reader, book: BookName, clock: Clock, who: Who) -> tuple[Offer, ...]:
    mine = access_coupons(reader, book, person_of(who), clock.now())
    usable = [one for one in mine if one.state is CouponState.CLAIMED]
    taps = tuple(Choice(one.code, f"{one.merchant} {one.title}") for one in usable)
    return (Offer("offer", options=taps),)


def perform(order: Claim, who: Who, tx: Tx, book: BookName, clock: Clock) -> Answer:
    try:
        coupon = claim(tx, book, person_of(who), order.offer_id, clock.now())
    except NotFound:
        raise NotAllowed("over", "这个优惠已经结束") from None
    shown = _shown(coupon)
    return Answer(
        title="领取成功",
        lead="到店结账前出示二维码或券码。",
        facts=shown.facts,
        qr=shown.qr,
        next=("offer_claim", "offers_nearby"),
    )


def _shown(coupon: Coupon) -> Answer:
    usable = coupon.state is CouponState.CLAIMED
    code = " ".join(coupon.code[n : n + 4] for n in range(0, len(coupon.code), 4))
    return Answer(
        title="我的优惠券",
        lead="" if usable else f"这张优惠券{coupon.state.words}。",
        facts=(
            ("优惠", coupon.title),
            ("商户", coupon.merchant),
            *((("券码", code),) if usable else ()),
            ("有效期至", moment_words(coupon.expires)),
            ("地址", coupon.address),
        ),
        qr=Qr(f"{QR_WORDS}{coupon.code}", "请店员扫码或输入券码核销") if usable else None,
        next=("offers_nearby",),
    )


def _list(mine: list[Coupon]) -> Answer:
    if not mine:
        return Answer(
            title="我的优惠券",
            lead="您还没有优惠券，看看身边有什么优惠吧。",
            next=("offers_nearby",),
        )
    rows = tuple(
        (one.title, one.merchant, one.state.words, moment_words(one.expires), one.code)
        for one in mine
    )
    return Answer(
        title="我的优惠券",
        lead="您的优惠券：",
        table=Table(("优惠", "商户", "状态", "有效期至", "券码"), rows),
        next=("offer_claim", "offers_nearby"),
    )
