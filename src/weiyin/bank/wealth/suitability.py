"""Who may buy what: a customer's grade C1–C5, valid for a year, against a product's risk R1–R5.

A product whose risk is above the customer's grade is not sold to them by any door: every order of
this room asks `check_suitable` itself. Source: 《商业银行理财业务监督管理办法》 (five grades at
least, a product never above the customer's own, tested again after a year); bounds of points are
usual practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.service import Office
from weiyin.bank.wealth.questions import NO_LOSS, QUESTIONS
from weiyin.bank.wealth.shelf import Product
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

VALID_MONTHS = 12
NAMES = {
    "C1": "保守型",
    "C2": "稳健型",
    "C3": "平衡型",
    "C4": "成长型",
    "C5": "进取型",
}
_BOUNDS = ((20, "C1"), (40, "C2"), (60, "C3"), (80, "C4"), (100, "C5"))
"""The most points of each grade."""

_PUT = sql(
    "INSERT INTO risk_grades (book, customer_no, day, until, score, grade, answers_sealed) VALUES"
    " (:book, :customer_no, :day, :until, :score, :grade, :answers) ON CONFLICT (book, customer_no)"
    " DO UPDATE SET day=excluded.day, until=excluded.until, score=excluded.score,"
    " grade=excluded.grade, answers_sealed=excluded.answers_sealed"
)
_OF = sql(
    "SELECT grade, score, day, until FROM risk_grades WHERE book=:book AND customer_no=:customer_no"
)


@dataclass(frozen=True, slots=True)
class Grade:
    """`until` is the last day on which it counts."""

    grade: str
    score: int
    day: date
    until: date

    @property
    def name(self) -> str:
        return f"{self.grade} {NAMES[self.grade]}"

    def bears(self, risk: str) -> bool:
        return int(risk[1]) <= int(self.grade[1])


def judge(answers: Sequence[int]) -> tuple[str, int]:
    """Grade and points of the answers, each the number of the one chosen, from 1."""
    if len(answers) != len(QUESTIONS):
        raise BadInput("answers", f"请回答全部 {len(QUESTIONS)} 个问题")
    for number, (question, answer) in enumerate(zip(QUESTIONS, answers, strict=True), start=1):
        if not 1 <= answer <= len(question.answers):
            raise BadInput(f"a{number}", f"请选择：{question.words}")
    points = sum(q.answers[n - 1][1] for q, n in zip(QUESTIONS, answers, strict=True))
    if answers[NO_LOSS] == 1:
        return "C1", points
    return next(grade for most, grade in _BOUNDS if points <= most), points


def put_grade(office: Office, customer_no: str, answers: Sequence[int]) -> Grade:
    """Of today, in the place of any before."""
    grade, score = judge(answers)
    until = months_after(office.today, VALID_MONTHS)
    sealed = office.sealer.seal(
        msgspec.json.encode(tuple(answers)).decode(),
        table="risk_grades", column="answers_sealed", row=f"{office.book}:{customer_no}",
    )  # fmt: skip
    office.tx.run(
        _PUT, book=office.book, customer_no=customer_no, day=office.today.isoformat(),
        until=until.isoformat(), score=score, grade=grade, answers=sealed,
    )  # fmt: skip
    return Grade(grade, score, office.today, until)


def grade_of(reader: Reader, book: str, customer_no: str) -> Grade | None:
    """The last one, in force or over; None for whoever never took the test."""
    row = reader.one(_OF, book=book, customer_no=customer_no)
    if row is None:
        return None
    grade, score, day, until = row
    return Grade(grade, score, date.fromisoformat(day), date.fromisoformat(until))


def check_suitable(office: Office, customer_no: str, product: Product) -> Grade:
    """The grade by which the customer may buy it. Raises NotAllowed("risk_test") or ("risk")."""
    return check_risk(office, customer_no, product.name, product.risk)


def check_risk(office: Office, customer_no: str, name: str, risk: str) -> Grade:
    """As `check_suitable`, of whatever is called `name` and bears `risk`."""
    found = grade_of(office.reader, office.book, customer_no)
    if found is None:
        raise NotAllowed("risk_test", "购买前请先完成风险测评，共10题，约两分钟")
    if found.until < office.today:
        raise NotAllowed("risk_test", "您的风险测评已满一年失效，请重新测评后再购买")
    if not found.bears(risk):
        raise NotAllowed(
            "risk",
            f"{name}为{risk}级，高于您的风险承受能力（{found.name}），不能购买。"
            f"请选择{'、'.join(f'R{n}' for n in range(1, int(found.grade[1]) + 1))}级产品",
        )
    return found
