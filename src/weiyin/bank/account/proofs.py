"""Papers that prove something of an account: a receipt, a statement, a certificate of deposit.

What a paper says is written down when it is made, sealed, and said again by the same paper however
often it is printed. Its code (80 bits, found by a blind index) tells anybody who holds the paper
whether the bank made it, and what it says in its main points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from weiyin.bank import customers
from weiyin.bank.account import search
from weiyin.bank.account.facts import detail
from weiyin.bank.account.search import Wanted
from weiyin.bank.core import EntryLine
from weiyin.bank.history import balance
from weiyin.bank.service import Office
from weiyin.bank.wire import from_json, to_json
from weiyin.base.capitals import in_capitals
from weiyin.base.clock import SHANGHAI, from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.base.ids import opaque_token
from weiyin.base.mask import mask_name
from weiyin.storage.sql import sql

MOST_LINES = 500
_CODE = 16

_ADD = sql(
    "INSERT INTO proofs (book, proof_no, customer_no, kind, code_blind, sealed, made_us)"
    " VALUES (:book, :proof_no, :customer_no, :kind, :code_blind, :sealed, :made_us)"
)
_BY_NO = sql(
    "SELECT proof_no, sealed, made_us FROM proofs"
    " WHERE book=:book AND proof_no=:proof_no AND customer_no=:customer_no"
)
_BY_CODE = sql(
    "SELECT proof_no, sealed, made_us FROM proofs WHERE book=:book AND code_blind=:code_blind"
)


class ProofKind(StrEnum):
    STATEMENT = "statement"
    DEPOSIT = "deposit"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper says, worded. `points`: those that a check by code tells, names masked."""

    kind: ProofKind
    code: str
    bank: str
    facts: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, str], ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    proof_no: str
    made: datetime
    said: Said


@dataclass(frozen=True, slots=True)
class Asked:
    """`wanted` chooses the lines of a statement, or (the newest of them) of a receipt."""

    kind: ProofKind
    account_no: str
    tail: str
    purpose: str = ""
    wanted: Wanted = field(default_factory=Wanted)


def make(office: Office, customer_no: str, asked: Asked) -> Proof:
    """Raises NotFound for an account that is not theirs, or a receipt of nothing."""
    detail(office.reader, office.book, customer_no, asked.account_no)
    code = opaque_token(office.rng)[:_CODE].upper()
    name = customers.facts(office.reader, office.sealer, office.book, customer_no).name
    said = _SAY[asked.kind](office, asked, name, code)
    proof_no = opaque_token(office.rng)
    office.tx.run(
        _ADD, book=office.book, proof_no=proof_no, customer_no=customer_no, kind=asked.kind,
        code_blind=_blind(office, code), made_us=to_us(office.now),
        sealed=office.sealer.seal(to_json(said).decode(), **_place(office, proof_no)),
    )  # fmt: skip
    return Proof(proof_no, office.now, said)


def find(office: Office, customer_no: str, proof_no: str) -> Proof:
    """One's own paper again. Raises NotFound."""
    row = office.reader.one(_BY_NO, book=office.book, proof_no=proof_no, customer_no=customer_no)
    if row is None:
        raise NotFound(f"proof {proof_no}")
    return _proof(office, row)


def check(office: Office, code: str) -> Proof | None:
    """The paper with this code, whoever asks; None when the bank made no such paper."""
    plain = "".join(code.upper().replace("-", "").split())
    row = office.reader.one(_BY_CODE, book=office.book, code_blind=_blind(office, plain))
    return None if row is None else _proof(office, row)


def _statement(office: Office, asked: Asked, name: str, code: str) -> Said:
    found = search.search(office.reader, office.book, asked.account_no, asked.wanted, MOST_LINES)
    span = _span(asked.wanted, office.now)
    sums = (
        ("期间", span),
        ("收入合计", f"{found.money_in} 元"),
        ("支出合计", f"{found.money_out} 元"),
        ("笔数", str(found.count)),
    )
    owner = (("户名", name), ("账户", f"尾号{asked.tail}"))
    rows = tuple(_row(line) for line in reversed(found.lines))
    return Said(
        ProofKind.STATEMENT, code, office.bank, (*owner, *sums), (_masked(name), *sums),
        ("时间", "摘要", "金额（元）", "余额（元）"), rows,
    )  # fmt: skip


def _deposit(office: Office, asked: Asked, name: str, code: str) -> Said:
    posted = balance(office.reader, office.book, asked.account_no).posted
    at = office.now.astimezone(SHANGHAI)
    points = (
        ("时点", f"{at:%Y年%m月%d日 %H:%M}"),
        ("存款余额", f"人民币 {posted} 元"),
        ("大写金额", f"人民币{in_capitals(posted)}"),
        *((("用途", asked.purpose),) if asked.purpose else ()),
    )
    owner = (("户名", name), ("账户", f"尾号{asked.tail}"))
    return Said(ProofKind.DEPOSIT, code, office.bank, (*owner, *points), (_masked(name), *points))


def _receipt(office: Office, asked: Asked, name: str, code: str) -> Said:
    found = search.search(office.reader, office.book, asked.account_no, asked.wanted, 1)
    if not found.lines:
        raise NotFound(heard="没有找到这笔交易，请换个日期或金额再试")
    line = found.lines[0]
    way = "收款" if line.amount.fen > 0 else "付款"
    amount = line.amount if line.amount.fen > 0 else -line.amount
    points = (
        ("交易时间", f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        ("交易类型", way),
        ("金额", f"人民币 {amount} 元"),
        ("大写金额", f"人民币{in_capitals(amount)}"),
        ("交易流水", line.entry_no),
    )
    facts = (("户名", name), ("账户", f"尾号{asked.tail}"), *points, ("对方", line.other or "-"),
             ("摘要", line.memo or "-"))  # fmt: skip
    return Said(ProofKind.RECEIPT, code, office.bank, facts, (_masked(name), *points))


_SAY = {
    ProofKind.STATEMENT: _statement,
    ProofKind.DEPOSIT: _deposit,
    ProofKind.RECEIPT: _receipt,
}


def _row(line: EntryLine) -> tuple[str, ...]:
    at = line.at.astimezone(SHANGHAI)
    sign = "+" if line.amount.fen > 0 else ""
    what = line.memo or line.other
    return (f"{at:%Y-%m-%d %H:%M}", what, f"{sign}{line.amount}", str(line.balance))


def _span(wanted: Wanted, now: datetime) -> str:
    first = f"{wanted.since.astimezone(SHANGHAI):%Y-%m-%d}" if wanted.since else "开户"
    # `until` is the first moment that no longer counts.
    end = min(wanted.until, now) if wanted.until else now
    return f"{first} 至 {from_us(to_us(end) - 1).astimezone(SHANGHAI):%Y-%m-%d}"


def _masked(name: str) -> tuple[str, str]:
    return ("户名", mask_name(name))


def _blind(office: Office, code: str) -> str:
    return office.sealer.blind(code, "bank.proof")


def _place(office: Office, proof_no: str) -> dict[str, str]:
    return {"table": "proofs", "column": "sealed", "row": f"{office.book}/{proof_no}"}


def _proof(office: Office, row: tuple[object, ...]) -> Proof:
    proof_no, sealed, made_us = row
    assert isinstance(sealed, bytes | memoryview) and isinstance(made_us, int)  # noqa: PT018
    words = office.sealer.open(bytes(sealed), **_place(office, str(proof_no)))
    return Proof(str(proof_no), from_us(made_us), from_json(words.encode(), Said))
