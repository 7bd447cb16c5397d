"""短信补发: what WeChat did not deliver goes by text message; on unless it is switched off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from weiyin.bank.core import Books
from weiyin.base.clock import Clock
from weiyin.base.mask import mask_phone
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.notification.switching import Switch
from weiyin.outreach.preferences import Channel, Preference, preference_of, set_preference
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_WITH = (Channel.WECHAT, Channel.SMS)
_WITHOUT = (Channel.WECHAT,)


@dataclass(frozen=True, slots=True)
class FallbackOrder:
    on: bool


@function(
    id="notify_sms_fallback",
    title="短信补发",
    group="common.notification",
    about="微信未送达时，改发短信到银行预留手机号；安全提醒始终补发",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(who: Who, reader: Reader, books: Books, switch: Switch = None) -> Answer | DraftRequest:
    is_on = _is_on(preference_of(reader, who.oa, who.openid))
    wanted = is_on if switch is None else switch == "on"
    if wanted != is_on:
        return DraftRequest(
            title="短信补发设置",
            facts=(("短信补发", _state(wanted)), ("安全提醒", "始终补发")),
            order=FallbackOrder(wanted),
            step_up=StepUp.NONE,
        )
    assert who.customer_no is not None
    return Answer(
        title="短信补发",
        lead="微信通知未送达时，会补发短信到您的银行预留手机号。",
        facts=(
            ("短信补发", _state(is_on)),
            ("预留手机号", mask_phone(books.reserved_phone(who.customer_no))),
        ),
        next=("notify_sms_fallback", "notify_settings"),
    )


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    return (Offer("switch", "on" if _is_on(preference_of(reader, who.oa, who.openid)) else "off"),)


def perform(order: FallbackOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    now = preference_of(tx, who.oa, who.openid)
    chosen = replace(now, channels=_WITH if order.on else _WITHOUT)
    set_preference(tx, who.oa, who.openid, chosen, clock.now())
    return Answer(title="设置成功", lead=f"短信补发{_state(order.on)}。", next=("notify_settings",))


def _is_on(chosen: Preference) -> bool:
    return Channel.SMS in chosen.channels


def _state(is_on: bool) -> str:
    return "已开启" if is_on else "已关闭"
