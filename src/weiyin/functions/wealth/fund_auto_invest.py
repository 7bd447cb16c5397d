"""基金定投: a plan that buys every week or month; paused, gone on with, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.invest_plans import InvestPlans
from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.plans import Every, Plan, PlanState
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey, Filled
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.wealth import trading
from weiyin.functions.wealth.choosing import chosen, product_asked, taps

_FUNDS = frozenset({Kind.FUND})
_OFTEN = ((Every.WEEK.value, "每周"), (Every.MONTH.value, "每月"))
_MAKE = "make"
_ACTIONS = (
    (_MAKE, "新建定投"),
    (PlanState.PAUSED.value, "暂停"),
    (PlanState.ACTIVE.value, "恢复"),
    (PlanState.STOPPED.value, "终止"),
)
_SAID = (
    (PlanState.PAUSED.value, "暂停"),
    (PlanState.ACTIVE.value, "恢复|继续"),
    (PlanState.STOPPED.value, "终止|停止|停掉|取消|不投了"),
)
_TO = {PlanState.PAUSED: "暂停", PlanState.ACTIVE: "恢复", PlanState.STOPPED: "终止"}


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """A new plan; or with `plan_no` the state that one is to be in."""

    customer_no: str
    account_no: str
    code: str
    name: str
    amount: Money
    every: str
    day: int
    plan_no: str = ""
    state: str = ""


@function(
    id="fund_auto_invest",
    title="基金定投",
    group="weifin.wealth",
    about="每周或每月自动买入基金，可以暂停、恢复和终止",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    shelf: WealthShelf,
    plans: InvestPlans,
    clock: Clock,
    product: Annotated[str, product_asked("基金", "定投哪只基金？请说名称或代码")],
    amount: Annotated[Money | None, Input("每次金额", InputKind.MONEY)] = None,
    every: Annotated[
        str | None, Input("频率", InputKind.EVERY, options=_OFTEN, help="不选则为每月")
    ] = None,
    when: Annotated[
        DateRange | None, Input("首次扣款日", InputKind.DAY, help="不填则从明天算起")
    ] = None,
    action: Annotated[
        str | None,
        Input("办理", InputKind.CHOICE, options=_ACTIONS, said=_SAID, help="不选则为新建"),
    ] = None,
) -> DraftRequest:
    found = chosen(shelf, product, _FUNDS).product
    if action not in (None, _MAKE):
        return _draft_turn(card, books, plans, found, PlanState(action))
    if amount is None:
        raise BadInput("amount", "请说明每次定投多少，例如“每月10号定投500元”")
    today = shanghai_day(clock.now())
    often, first = Every(every or Every.MONTH), when.first if when else today
    day = first.isoweekday() if often is Every.WEEK else min(first.day, 28)
    quote = plans.quote(card.customer_no, card.account_no, found.code, amount, often, day)
    return DraftRequest(
        title=f"定投{found.name}",
        facts=(
            ("每次金额", f"{amount} 元"),
            ("基金", f"{found.name}（{found.code}）"),
            ("产品风险等级", found.risk),
            ("频率", often_words(quote)),
            ("首次扣款", f"{quote.next}（遇非交易日顺延）"),
            ("付款卡", mask_card(card.tail)),
            ("申购费率", trading.percent(found.terms.buy_fees[0][1])),
        ),
        order=PlanOrder(
            card.customer_no, card.account_no, found.code, found.name, amount, often, day
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"定投{found.name}每次{amount}元",
        warning=f"{trading.DISCLOSURE}连续三次扣款未成功，定投自动终止。",
        pause_seconds=trading.READ_SECONDS,
    )


def offer(shelf: WealthShelf, filled: Filled) -> tuple[Offer, ...]:
    return (*taps(shelf, _FUNDS, filled), Offer("every", value=Every.MONTH.value))


def perform(order: PlanOrder, plans: InvestPlans, key: DraftKey) -> Answer:
    if order.plan_no:
        plan = plans.turn(key, order.customer_no, order.plan_no, PlanState(order.state))
        done = _TO[plan.state]
        return Answer(f"定投已{done}", f"{order.name}的定投已{done}。", next=("fund_holdings",))
    plan = plans.make(
        key, order.customer_no, order.account_no, order.code, order.amount, Every(order.every),
        order.day,
    )  # fmt: skip
    return Answer(
        title="定投已签约",
        lead=f"{order.name} {often_words(plan)}定投 {order.amount} 元，首次扣款 {plan.next}。",
        next=("fund_holdings", "fund_auto_invest"),
    )


def often_words(plan: Plan) -> str:
    """`每月10日`, `每周一`."""
    if plan.every is Every.WEEK:
        return f"每周{'一二三四五六日'[plan.day - 1]}"
    return f"每月{plan.day}日"


def _draft_turn(
    card: DebitCard, books: Books, plans: InvestPlans, product: Product, to: PlanState
) -> DraftRequest:
    mine = [one for one in plans.mine(card.customer_no) if one.code == product.code]
    plan = next((one for one in mine if one.state is not to), None)
    if plan is None:
        raise NotAllowed("plan", f"{product.name}没有可{_TO[to]}的定投计划")
    return DraftRequest(
        title=f"{_TO[to]}定投",
        facts=(
            ("基金", product.name),
            ("每次金额", f"{plan.amount} 元"),
            ("频率", often_words(plan)),
            ("已成功扣款", f"{plan.runs} 次"),
        ),
        order=PlanOrder(
            card.customer_no, plan.account_no, product.code, product.name, plan.amount, plan.every,
            plan.day, plan.plan_no, to,
        ),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"{_TO[to]}定投{product.name}",
    )  # fmt: skip
