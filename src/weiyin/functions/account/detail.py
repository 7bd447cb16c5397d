"""账户信息查询: class, branch, standing and opening day of the asked or default debit account."""

from __future__ import annotations

from weiyin.bank.accounts import AccountStatus
from weiyin.bank.core import Books, CardStatus
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer
from weiyin.functions.calling import DebitCard
from weiyin.functions.declare import Menu, Needs, Risk, function

_CLASSES = {1: "Ⅰ类户（全功能）", 2: "Ⅱ类户", 3: "Ⅲ类户", 0: "其他账户"}
_CAPS = {
    2: "非绑定账户转出、消费每日合计 1 万元，每年 20 万元",
    3: "余额不超过 2000 元，非绑定账户支付每日 2000 元，每年 5 万元",
}
_ACCOUNT = {
    AccountStatus.ACTIVE: "正常",
    AccountStatus.FROZEN: "已冻结",
    AccountStatus.LOCKED: "已锁定（本人锁卡）",
    AccountStatus.CLOSED: "已销户",
}
_CARD = {
    CardStatus.ACTIVE: "正常",
    CardStatus.FROZEN: "已冻结",
    CardStatus.LOST: "已挂失",
    CardStatus.CLOSED: "已注销",
}


@function(
    id="account_detail",
    title="账户信息查询",
    group="common.account",
    about="查询账户类别、开户网点、开户日期和账户状态",
    risk=Risk.READ,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(card: DebitCard, books: Books, accounts: AccountFacts) -> Answer:
    found = accounts.detail(card.customer_no, card.account_no)
    issued = books.card(card.card_id)
    cap = _CAPS.get(found.account_class)
    return Answer(
        title="账户信息",
        lead=f"您的借记卡（{mask_card(card.tail)}）账户信息：",
        facts=(
            ("账户类别", _CLASSES[found.account_class]),
            ("卡片产品", issued.product),
            ("卡片状态", _CARD[issued.status]),
            ("账户状态", _ACCOUNT[found.status]),
            ("开户网点", found.branch or "总行营业部"),
            ("开户日期", f"{found.opened:%Y-%m-%d}"),
            *((("限额", cap),) if cap else ()),
        ),
        next=("balance_query", "open_account_class2"),
    )
