"""预约/周期转账: on a day to come, or every day, week or month; each run is told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.plans import AT, Every
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.payee_book import PayeeBook
from weiyin.bank.services.payments import Payments
from weiyin.bank.services.scheduled import PlanView, Scheduled
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card, mask_name
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

OFTEN = (
    (Every.ONCE.value, "只转一次"),
    (Every.DAY.value, "每天"),
    (Every.WEEK.value, "每周"),
    (Every.MONTH.value, "每月"),
)
_SHOWN = dict(OFTEN)


@dataclass(frozen=True, slots=True)
class Plan:
    """The confirmed instruction."""

    from_account: str
    bank: str
    number: str
    name: str
    amount: Money
    every: str
    first: date
    times: int
    memo: str


@function(
    id="transfer_scheduled",
    title="预约转账",
    group="common.transfer",
    about="预约某天转账，或每天、每周、每月自动转账",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    book: PayeeBook,
    payments: Payments,
    clock: Clock,
    payee: paying.PayeeName,
    amount: Annotated[Money, Input("转账金额", InputKind.MONEY, ask="每次转多少钱？")],
    when: Annotated[
        DateRange, Input("转账日期", InputKind.DAY, ask="从哪天开始？例如“明天”或“下个月1号”")
    ],
    every: Annotated[
        str, Input("转账频率", InputKind.EVERY, options=OFTEN, help="不选则只转一次")
    ] = "once",
    times: Annotated[
        int | None, Input("转几次", InputKind.COUNT, help="不填则一直转到您取消为止")
    ] = None,
    account: paying.PayeeCard = None,
    memo: paying.Memo = None,
) -> DraftRequest:
    paying.check_memo(memo)
    to = (
        paying.typed(books, payments, account, payee)
        if account
        else paying.in_book(book, card.customer_no, payee)
    )
    if to is None:
        raise BadInput("account", f"收款人簿里没有“{payee}”，请在页面填写收款卡号")
    if not to.bank and to.number == card.account_no:
        raise NotAllowed("self", "不能向付款账户本身转账")
    often = Every(every)
    first = when.first
    if first < (today := shanghai_day(clock.now())):
        raise BadInput("when", f"{first.isoformat()} 已经过去，请选择明天以后的日期")
    if first == today:
        raise BadInput("when", "请选择明天以后的日期，今天要转请直接转账")
    fee = payments.quote(to.bank, amount, Mode.REALTIME).fee
    plan = Plan(
        card.account_no, to.bank, to.number, to.name, amount, often.value, first, times or 0,
        memo or "",
    )  # fmt: skip
    return DraftRequest(
        title="预约转账",
        facts=(
            ("每次金额", f"{amount} 元"),
            ("收款人", mask_name(to.name)),
            ("收款账户", f"{to.bank_name} {mask_card(to.tail)}"),
            ("付款卡", mask_card(card.tail)),
            ("频率", _often(often, first)),
            ("首次转账", f"{first.isoformat()} {AT:%H:%M}"),
            (
                "次数",
                f"{times} 次" if times else "直到您取消" if often is not Every.ONCE else "1 次",
            ),
            ("每次手续费", f"{fee} 元"),
            *((("附言", memo),) if memo else ()),
        ),
        order=plan,
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"预约向尾号{to.tail}转账{amount}元",
        warning="到期日 9:00 自动转出，请保证账户余额充足；未成功会通知您。执行前可以取消。",
        payment=paying.payment_to(to, amount),
    )


def offer(card: DebitCard, book: PayeeBook) -> tuple[Offer, ...]:
    return (*paying.offers(book, card.customer_no), Offer("every", value=Every.ONCE.value))


def perform(order: Plan, who: Who, scheduled: Scheduled, key: DraftKey) -> Answer:
    done = scheduled.plan(
        key, paying.customer_of(who), order.from_account, order.bank, order.number, order.name,
        order.amount, Every(order.every), order.first, order.times, order.memo,
    )  # fmt: skip
    return Answer(
        title="预约成功",
        lead=f"将于 {paying.moment(done.next)} 自动转出，结果会通知您。",
        facts=facts_of(done),
        next=("transfer_scheduled_list",),
    )


def facts_of(one: PlanView) -> tuple[tuple[str, str], ...]:
    return (
        ("每次金额", f"{one.amount} 元"),
        ("收款人", f"{one.payee_masked} {mask_card(one.payee_tail)}"),
        ("收款银行", one.bank),
        ("频率", _SHOWN[one.every]),
        ("下次转账", paying.moment(one.next)),
        *((("上次未成功", one.why),) if one.why else ()),
    )


def _often(often: Every, first: date) -> str:
    if often is Every.MONTH:
        return f"每月{first.day}日"
    return f"每周{'一二三四五六日'[first.weekday()]}" if often is Every.WEEK else _SHOWN[often]
