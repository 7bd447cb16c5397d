"""交易开关/限额设置: uses of a card switched on and off, the day's limit lowered or raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.account.controls import MOST_A_DAY, NAMES, Switches, Use
from weiyin.bank.core import Books
from weiyin.bank.services.card_controls import CardControls, Controls
from weiyin.base.errors import NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.account.own_card import Tail, customer_of, own_card
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_ON_OFF = (("on", "开通"), ("off", "关闭"))
_OPEN, _SHUT = r"(开通|打开|开启|启用|恢复)", r"(关闭|关掉|关了|停用|禁止|不要|限制|停掉)"


def _switch(use: Use, words: str) -> Input:
    """A switch, and how a sentence names it: 关闭境外交易, 把境外支付打开."""
    said = tuple(
        (value, rf"{verb}.{{0,8}}({words})|({words}).{{0,8}}{verb}")
        for value, verb in (("on", _OPEN), ("off", _SHUT))
    )
    return Input(NAMES[use], InputKind.CHOICE, options=_ON_OFF, said=said)


@dataclass(frozen=True, slots=True)
class ControlOrder:
    card_id: str
    tail: str
    switches: Switches
    daily_limit: Money


@function(
    id="card_controls",
    title="交易开关/限额设置",
    group="common.account",
    about="开关网上、境外、夜间、小额免密交易，调低或调高每日转出限额",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    books: Books,
    controls: CardControls,
    online: Annotated[str | None, _switch(Use.ONLINE, "网上|网络|线上|在线")] = None,
    overseas: Annotated[str | None, _switch(Use.OVERSEAS, "境外|国外|海外")] = None,
    night: Annotated[str | None, _switch(Use.NIGHT, "夜间|晚上|夜里|半夜")] = None,
    contactless: Annotated[str | None, _switch(Use.CONTACTLESS, "免密|闪付")] = None,
    limit: Annotated[
        Money | None,
        Input("每日转出限额", InputKind.MONEY, help=f"最高{MOST_A_DAY}元，调高须验证码"),
    ] = None,
    tail: Tail = None,
) -> Answer | DraftRequest:
    card = own_card(who, tail)
    now = controls.controls(card.customer_no, card.card_id)
    asked = {
        Use.ONLINE: online, Use.OVERSEAS: overseas, Use.NIGHT: night, Use.CONTACTLESS: contactless,
    }  # fmt: skip
    wanted = now.switches
    for use, word in asked.items():
        wanted = wanted if word is None else wanted.with_use(use, word == "on")
    daily = now.daily_limit if limit is None else limit
    if (wanted, daily) == (now.switches, now.daily_limit):
        return _as_it_is(card.tail, now)
    if daily > max(MOST_A_DAY, now.daily_limit):
        raise NotAllowed("limit", f"每日限额超过{MOST_A_DAY}元，请本人携带证件到网点办理")
    opens = any(wanted.is_on(use) and not now.switches.is_on(use) for use in Use)
    loosens = opens or daily > now.daily_limit
    return DraftRequest(
        title="交易开关/限额设置",
        facts=(("卡片", mask_card(card.tail)), *_changes(now, wanted, daily)),
        order=ControlOrder(card.card_id, card.tail, wanted, daily),
        step_up=StepUp.CODE if loosens else StepUp.NONE,
        phone=books.reserved_phone(card.customer_no) if loosens else "",
        words=f"放宽尾号{card.tail}银行卡的交易权限" if loosens else "",
    )


def offer(who: Who, controls: CardControls) -> tuple[Offer, ...]:
    card = own_card(who, None)
    now = controls.controls(card.customer_no, card.card_id)
    switches = tuple(Offer(use.value, "on" if now.switches.is_on(use) else "off") for use in Use)
    return (*switches, Offer("limit", str(now.daily_limit)))


def perform(order: ControlOrder, who: Who, controls: CardControls, key: DraftKey) -> Answer:
    now = controls.change(key, customer_of(who), order.card_id, order.switches, order.daily_limit)
    return Answer(
        title="设置成功",
        lead=f"您的卡（{mask_card(order.tail)}）的交易设置已生效。",
        facts=_facts(now),
    )


def _as_it_is(tail: str, now: Controls) -> Answer:
    return Answer(
        title="交易开关/限额",
        lead=f"您的卡（{mask_card(tail)}）目前的交易设置：",
        facts=_facts(now),
        next=("card_controls", "account_freeze_self"),
    )


def _facts(now: Controls) -> tuple[tuple[str, str], ...]:
    switches = tuple((NAMES[use], "已开通" if now.switches.is_on(use) else "已关闭") for use in Use)
    lock = (("卡片状态", "已锁定"),) if now.locked else ()
    return (*lock, *switches, ("每日转出限额", f"{now.daily_limit} 元（名下各卡合计）"))


def _changes(now: Controls, wanted: Switches, daily: Money) -> tuple[tuple[str, str], ...]:
    changed = [
        (NAMES[use], "开通" if wanted.is_on(use) else "关闭")
        for use in Use
        if wanted.is_on(use) is not now.switches.is_on(use)
    ]
    if daily != now.daily_limit:
        changed.append(("每日转出限额", f"{now.daily_limit} 元 → {daily} 元"))
    return tuple(changed)
