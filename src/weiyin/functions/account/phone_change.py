"""预留手机号变更: in a branch only, since every code goes to that phone; which one it is now."""

from __future__ import annotations

from weiyin.bank.core import Books
from weiyin.base.mask import mask_phone
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who


@function(
    id="phone_number_change",
    title="预留手机号变更",
    group="common.account",
    about="查看银行预留的手机号，以及换号须带什么到网点",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(who: Who, books: Books) -> Answer:
    phone = mask_phone(books.reserved_phone(customer_of(who)))
    return Answer(
        title="预留手机号变更",
        lead=f"您目前的预留手机号是 {phone}。验证码都发到这个号码，所以变更须本人到网点办理。",
        facts=(
            ("携带", "本人有效身份证件、银行卡、新手机"),
            ("办理时间", "约10分钟，当场生效"),
            ("旧号已停用", "请尽快办理，并先锁卡，以防旧号被他人使用"),
        ),
        next=("booking_business", "branch_nearby", "account_freeze_self"),
    )
