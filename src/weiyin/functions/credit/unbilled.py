"""未出账单/实时交易: what was posted since the last bill, and what shops still hold."""

from __future__ import annotations

from weiyin.bank.core import EntryLine
from weiyin.bank.services.credit_accounts import CreditAccounts, Held
from weiyin.base.clock import SHANGHAI
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import CreditCard
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="cc_unbilled_query",
    title="未出账单",
    group="credit",
    about="查询上期账单之后的消费、还款和尚未入账的授权交易",
    risk=Risk.READ,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(card: CreditCard, accounts: CreditAccounts) -> Answer:
    found = accounts.unbilled(card.customer_no, card.account_no)
    spent = sum((-one.amount.fen for one in found.lines if one.amount.fen < 0), 0)
    came_in = sum((one.amount.fen for one in found.lines if one.amount.fen > 0), 0)
    held = sum((one.amount.fen for one in found.held), 0)
    rows = (*map(_held, found.held), *map(_line, found.lines))
    return Answer(
        title="未出账单",
        lead=f"信用卡（{mask_card(card.tail)}）未出账单消费 {Money(spent)} 元。",
        facts=(
            ("还款及退款", f"{Money(came_in)} 元"),
            ("待入账授权", f"{Money(held)} 元"),
            ("交易笔数", f"{len(rows)} 笔"),
        ),
        table=Table(("日期", "摘要", "金额"), rows) if rows else None,
        next=("cc_bill_query", "cc_txn_instalment", "cc_limit_query"),
    )


def _held(one: Held) -> tuple[str, ...]:
    return f"{one.at.astimezone(SHANGHAI):%m-%d}", f"{one.shop}（待入账）", str(one.amount)


def _line(one: EntryLine) -> tuple[str, ...]:
    return f"{one.at.astimezone(SHANGHAI):%m-%d}", one.memo or one.other, str(-one.amount)
