"""定期存款查询: deposits with rate, maturity, renewal and the interest they will bring."""

from __future__ import annotations

from weiyin.bank.account.term_deposits import TermDeposit
from weiyin.bank.services.account_facts import AccountFacts
from weiyin.base.money import Money
from weiyin.functions.account.own_card import customer_of
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who


@function(
    id="term_deposit_query",
    title="定期存款查询",
    group="common.account",
    about="查询名下定期存款的金额、利率、到期日和自动转存",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(who: Who, accounts: AccountFacts) -> Answer:
    deposits = accounts.term_deposits(customer_of(who))
    if not deposits:
        return Answer(
            title="定期存款",
            lead="您名下目前没有定期存款。",
            next=("deposit_rate_query", "deposit_open_term"),
        )
    total = sum((one.amount for one in deposits), Money.zero())
    first = deposits[0]
    return Answer(
        title="定期存款",
        lead=f"您名下有 {len(deposits)} 笔定期存款，合计 {total} 元。",
        facts=(
            ("最近到期", f"{first.ends}，{first.name} {first.amount} 元"),
            ("到期利息合计", f"{sum((one.interest for one in deposits), Money.zero())} 元"),
        ),
        table=Table(("存款", "金额", "年利率", "到期日", "到期处理"), tuple(map(_row, deposits))),
        next=("deposit_open_term", "deposit_early_withdraw", "deposit_rate_query"),
    )


def _row(one: TermDeposit) -> tuple[str, ...]:
    rate = f"{one.annual_bp // 100}.{one.annual_bp % 100:02d}%"
    after = "自动转存" if one.renews else "转入活期"
    return (one.name, str(one.amount), rate, one.ends, after)
