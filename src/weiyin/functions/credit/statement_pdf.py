"""电子账单下载: the bill of a month as a paper with a code that proves it."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books, Statement
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_papers import CreditPapers
from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.mask import mask_card, mask_name
from weiyin.base.pictures import Download, Paper
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import CreditCard
from weiyin.functions.credit.wording import month_words
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.papers import Sheet, print_sheet

_SHOWN = 6
Month = Annotated[str | None, Input("账单月份", InputKind.MONTH, help="不填则为最新一期")]


@function(
    id="cc_statement_pdf",
    title="电子账单下载",
    group="credit",
    about="下载带验证码的信用卡电子账单（PDF）",
    risk=Risk.READ,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    papers: CreditPapers,
    month: Month = None,
    code: Annotated[
        str | None, Input("验证码", InputKind.WORDS, help="核验一份已打印的账单时填写")
    ] = None,
) -> Answer:
    bill = books.statement(card.card_id, month)
    if code is not None:
        genuine = papers.is_genuine(card.customer_no, card.account_no, bill.month, code)
        return Answer(
            "账单核验", "验证码与本行账单一致。" if genuine else "验证码不符，请勿采信该账单。"
        )
    known = accounts.months(card.customer_no, card.account_no)[:_SHOWN]
    return Answer(
        title="电子账单下载",
        lead=f"信用卡（{mask_card(card.tail)}）{month_words(bill.month)}账单，请点开下载。",
        table=Table(
            ("账单月", "应还金额"), tuple((month_words(m), f"{amount} 元") for m, amount in known)
        ),
        papers=tuple(
            Download(f"下载{month_words(m)}账单", (("month", m),))
            for m in dict.fromkeys((bill.month, *(m for m, _ in known)))
        ),
        next=("cc_bill_query",),
    )


def paper(
    card: CreditCard, books: Books, papers: CreditPapers, clock: Clock, month: Month = None
) -> Paper:
    bill = books.statement(card.card_id, month)
    name = mask_name(books.customer(card.customer_no).name)
    code = papers.code(card.customer_no, card.account_no, bill.month)
    sheet = _sheet(bill, papers.bank(), name, card.tail, code)
    return Paper(f"信用卡账单-{bill.month}.pdf", print_sheet(sheet, clock.now()))


def _sheet(bill: Statement, bank: str, name: str, tail: str, code: str) -> Sheet:
    return Sheet(
        bank=f"{bank} 信用卡中心",
        title=f"{month_words(bill.month)} 信用卡电子账单",
        facts=(
            ("持卡人", name),
            ("卡号", mask_card(tail)),
            ("账单日", str(bill.bill_day)),
            ("到期还款日", str(bill.due_day)),
            ("本期应还", f"{bill.amount} 元"),
            ("最低还款额", f"{bill.minimum} 元"),
        ),
        columns=("日期", "摘要", "金额（元）"),
        rows=tuple(
            (
                f"{one.at.astimezone(SHANGHAI):%Y-%m-%d}",
                one.memo or one.other,
                str(-one.amount),
            )
            for one in reversed(bill.lines)
        ),
        widths=(2, 5, 2),
        notes=("金额为负表示还款或退款。仅还最低还款额的，透支利息自记账日起按日计收。",),
        code=code,
        verify="可在“电子账单下载”中核验",
    )
