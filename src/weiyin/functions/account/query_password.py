"""查询密码重置: a new password for asking by telephone, after identity number and code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.account.passwords import verifier
from weiyin.bank.core import Books
from weiyin.bank.services.profiles import Profiles
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_phone
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Who


@dataclass(frozen=True, slots=True)
class PasswordOrder:
    """The verifier, never the password."""

    verifier: str


@function(
    id="query_password_reset",
    title="查询密码重置",
    group="common.account",
    about="重置电话银行查询密码：核对身份证号，凭验证码生效",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    books: Books,
    profiles: Profiles,
    id_number: Annotated[str, Input("身份证号", InputKind.ID_NUMBER)],
    password: Annotated[str, Input("新查询密码", InputKind.SECRET, help="6位数字，不要连续或相同")],
    again: Annotated[str, Input("再输入一次", InputKind.SECRET)],
) -> DraftRequest:
    customer = customer_of(who)
    if not profiles.is_identity(customer, id_number):
        raise NotFound(heard="身份证号与银行留存的不一致，请核对后重试")
    if password != again:
        raise BadInput("again", "两次输入的密码不一致，请重新输入")
    if password in id_number:
        raise BadInput("password", "请勿使用身份证号中的数字作密码")
    phone = books.reserved_phone(customer)
    return DraftRequest(
        title="查询密码重置",
        facts=(("办理事项", "重置电话银行查询密码"), ("验证手机", mask_phone(phone))),
        order=PasswordOrder(verifier(password)),
        step_up=StepUp.CODE,
        phone=phone,
        words="重置查询密码",
    )


def perform(order: PasswordOrder, who: Who, profiles: Profiles, key: DraftKey) -> Answer:
    profiles.put_query_password(key, customer_of(who), order.verifier)
    return Answer(
        title="重置成功",
        lead="查询密码已重置，拨打电话银行查询时请使用新密码。",
        facts=(("提醒", "查询密码不能用于转账取款，也请勿告知他人"),),
    )
