"""个人资料修改: address, e-mail, employer and the end of the identity card, seen masked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from weiyin.bank.account.profiles import Profile
from weiyin.bank.core import Books
from weiyin.bank.services.profiles import Profiles
from weiyin.base.errors import BadInput
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_LONG = "长期"
_MOST = 80


@dataclass(frozen=True, slots=True)
class ProfileOrder:
    address: str
    email: str
    employer: str
    id_expires: date | None
    id_long: bool


@function(
    id="profile_update",
    title="个人资料修改",
    group="common.account",
    about="查看和修改联系地址、邮箱、工作单位和证件有效期",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    books: Books,
    profiles: Profiles,
    address: Annotated[str | None, Input("联系地址", InputKind.WORDS, help="不改则不填")] = None,
    email: Annotated[str | None, Input("电子邮箱", InputKind.WORDS)] = None,
    employer: Annotated[str | None, Input("工作单位", InputKind.WORDS)] = None,
    id_expires: Annotated[
        str | None, Input("证件有效期至", InputKind.WORDS, help="例如 2036-05-01，或填“长期”")
    ] = None,
) -> Answer | DraftRequest:
    customer = customer_of(who)
    now = profiles.profile(customer)
    wanted = replace(
        now,
        address=_short("address", address) or now.address,
        email=_email(email) or now.email,
        employer=_short("employer", employer) or now.employer,
    )
    if id_expires:
        long = id_expires.strip() == _LONG
        wanted = replace(wanted, id_long=long, id_expires=None if long else _day(id_expires))
    if wanted == now:
        return Answer(
            title="个人资料",
            lead="您在本行留存的资料（部分隐藏）：",
            facts=_facts(now),
            next=("profile_update", "id_expiry_reminder", "phone_number_change"),
        )
    return DraftRequest(
        title="个人资料修改",
        facts=_changes(now, wanted),
        order=ProfileOrder(
            wanted.address, wanted.email, wanted.employer, wanted.id_expires, wanted.id_long
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(customer),
        words="修改您的个人资料",
    )


def perform(order: ProfileOrder, who: Who, profiles: Profiles, key: DraftKey) -> Answer:
    new = Profile(order.address, order.email, order.employer, order.id_expires, order.id_long)
    kept = profiles.change(key, customer_of(who), new)
    return Answer(title="修改成功", lead="您的资料已更新。", facts=_facts(kept))


def _short(field: str, words: str | None) -> str:
    if words and len(words) > _MOST:
        raise BadInput(field, f"最多{_MOST}个字，请精简后再填")
    return words or ""


def _email(words: str | None) -> str:
    if words and not _EMAIL.fullmatch(words):
        raise BadInput("email", "邮箱格式不正确，例如 name@example.com")
    return words or ""


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise BadInput("id_expires", "请按 2036-05-01 的格式填写，长期有效请填“长期”") from None


def _facts(known: Profile) -> tuple[tuple[str, str], ...]:
    name, at, domain = known.email.partition("@")
    return (
        ("联系地址", f"{known.address[:6]}****" if known.address else "未填写"),
        ("电子邮箱", f"{name[:2]}***{at}{domain}" if known.email else "未填写"),
        ("工作单位", known.employer or "未填写"),
        ("证件有效期至", _ends(known)),
    )


def _ends(known: Profile) -> str:
    if known.id_long:
        return _LONG
    return f"{known.id_expires:%Y-%m-%d}" if known.id_expires else "未填写"


def _changes(now: Profile, wanted: Profile) -> tuple[tuple[str, str], ...]:
    """What is new, whole: its owner has just typed it."""
    told = (
        ("联系地址", now.address, wanted.address),
        ("电子邮箱", now.email, wanted.email),
        ("工作单位", now.employer, wanted.employer),
        ("证件有效期至", _ends(now), _ends(wanted)),
    )
    return tuple((label, new) for label, old, new in told if old != new)
