"""证件到期提醒: until when the identity card on file is valid, and what follows after."""

from __future__ import annotations

from datetime import timedelta

from weiyin.bank.services.profiles import Profiles
from weiyin.base.clock import Clock, shanghai_day
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who

_SOON = timedelta(days=30)
_NEXT = ("profile_update", "booking_business", "branch_nearby")


@function(
    id="id_expiry_reminder",
    title="证件到期提醒",
    group="common.account",
    about="查看留存身份证件的有效期，到期前30天自动提醒，逾期未更新账户会受限",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(who: Who, profiles: Profiles, clock: Clock) -> Answer:
    found, today = profiles.id_card(customer_of(who)), shanghai_day(clock.now())
    if found.expires is None or found.restricted is None:
        lead = (
            "您留存的证件长期有效，无需更新。"
            if found.long
            else "本行尚未留存您证件的有效期，请补充，以便到期前提醒您。"
        )
        return Answer(title="证件有效期", lead=lead, next=_NEXT)
    if today >= found.restricted:
        lead = "您的证件已过期，账户已停止转出，请本人携带新证件到网点更新后恢复。"
    elif found.expires < today:
        lead = "您的证件已过期，请尽快更新，以免账户受限。"
    elif found.expires - today <= _SOON:
        lead = f"您的证件还有 {(found.expires - today).days} 天到期，请及时更新。"
    else:
        lead = "您的证件在有效期内，到期前30天会提醒您。"
    facts = (
        ("证件有效期至", f"{found.expires:%Y-%m-%d}"),
        ("逾期限制日", f"{found.restricted:%Y-%m-%d} 起停止转出"),
    )
    return Answer(title="证件有效期", lead=lead, facts=facts, next=_NEXT)
