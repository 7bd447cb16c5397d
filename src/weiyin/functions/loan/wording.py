"""Words and small decisions that several functions of loans share."""

from __future__ import annotations

from datetime import date

from weiyin.bank.irr import YearlyRate, percent
from weiyin.bank.loans.schedule import Method, Part
from weiyin.bank.services.loans import LoanView
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.functions.answers import Table
from weiyin.people.who import Who

METHODS = {
    Method.EQUAL_INSTALMENT: "等额本息",
    Method.EQUAL_PRINCIPAL: "等额本金",
    Method.INTEREST_ONLY: "按月付息，到期还本",
}
METHOD_CHOICES = tuple((method.value, words) for method, words in METHODS.items())
METHODS_SAID = (
    (Method.EQUAL_PRINCIPAL.value, "等额本金|等本"),
    (Method.INTEREST_ONLY.value, "先息后本|到期还本|按月付息|只还利息"),
    (Method.EQUAL_INSTALMENT.value, "等额本息|等额还款|月供一样"),
)
_MONTHS = (3, 6, 12, 18, 24, 36, 48, 60, 84, 120, 180, 240, 300, 360)
TERM_CHOICES = tuple((str(n), f"{n // 12}年" if n % 12 == 0 else f"{n}个月") for n in _MONTHS)
_YEARS = {1: "一", 2: "[二两]", 3: "三", 4: "四", 5: "五", 7: "七", 10: "十", 15: "十五",
          20: "二十", 25: "二十五", 30: "三十"}  # fmt: skip
_NOT_BEFORE = "(?<![0-9一二三四五六七八九十])"
TERMS_SAID = tuple(
    (
        str(n),
        f"{_NOT_BEFORE}(?:{n}\\s?(?:期|个月)"
        + (f"|(?:{n // 12}|{_YEARS[n // 12]})\\s?年" if n % 12 == 0 else "")
        + ("|半年" if n == 6 else "")
        + ("|一年半" if n == 18 else "")
        + ")",
    )
    for n in sorted(_MONTHS, reverse=True)
)
_YEAR_MONTHS = 12


def customer_of(who: Who) -> str:
    """Who asks, as the bank knows them. Raises NotFound when nothing is bound any more."""
    if who.customer_no is None:
        raise NotFound
    return who.customer_no


def card_words(who: Who, account_no: str) -> str:
    """The card by which its owner knows the account that repays; unbound, the account itself."""
    tails = (one.tail for one in who.bindings if one.account_no == account_no)
    return mask_card(next(tails, tail(account_no)))


def bp_words(annual_bp: int) -> str:
    """350 → `3.50%`."""
    return f"{percent(annual_bp * 100)}%"


def rate_words(rate: YearlyRate) -> str:
    """What must be shown beside every price of credit."""
    return f"{rate}（单利，按内部收益率法）"


def day_words(day: date) -> str:
    """`2026年7月25日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def yuan(fen: int) -> str:
    return f"{Money(fen)} 元"


def plan_table(parts: tuple[Part, ...], shown: int) -> Table:
    """The instalments, the first to come first."""
    rows = tuple(
        (
            f"第{one.number}期 {one.due}",
            str(Money(one.total_fen)),
            str(Money(one.principal_fen)),
            str(Money(one.interest_fen)),
            str(Money(one.left_fen)),
        )
        for one in parts[:shown]
    )
    return Table(("期次", "应还", "本金", "利息", "剩余本金"), rows, total=len(parts))


def left_chart(owed_fen: int, parts: tuple[Part, ...]) -> Chart:
    """What is left: month by month of a short loan, year by year of a long one."""
    step = 1 if len(parts) <= 2 * _YEAR_MONTHS else _YEAR_MONTHS
    told = [one for one in parts if one.number % step == 0 or one is parts[-1]]
    points = (
        ChartPoint("今天", owed_fen, yuan(owed_fen)),
        *(ChartPoint(f"{one.due:%Y-%m}", one.left_fen, yuan(one.left_fen)) for one in told),
    )
    return Chart("line", "剩余本金", points)


def cost_chart(principal_fen: int, interest_fen: int) -> Chart:
    """Principal beside all its interest."""
    points = (
        ChartPoint("本金", principal_fen, yuan(principal_fen)),
        ChartPoint("利息", interest_fen, yuan(interest_fen)),
    )
    return Chart("share", "本金与利息", points)


def chosen_loan(loans: tuple[LoanView, ...], number: int | None) -> LoanView:
    """The loan meant by its number in the list. Raises BadInput when that is not clear."""
    running = [one for one in loans if not one.cleared]
    if not running:
        raise NotFound("no loan", heard="您没有未结清的贷款")
    if number is None and len(running) > 1:
        raise BadInput("number", f"您有{len(running)}笔贷款，请选择第几笔")
    if not 1 <= (number or 1) <= len(running):
        raise BadInput("number", f"请选择第1至{len(running)}笔")
    return running[(number or 1) - 1]
