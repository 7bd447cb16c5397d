"""A signed limit: how much may be drawn, on which terms, until when.

`used_fen` of a revolving one is the principal that is owed; of another, all that was ever drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from weiyin.bank.loans.products import find_product, rate_on
from weiyin.bank.loans.schedule import Method
from weiyin.bank.service import Office
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.ids import digits
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_COLUMNS = (
    "SELECT contract_no, customer_no, product, method, limit_fen, used_fen, margin_bp, months,"
    " revolving, until FROM loan_contracts WHERE book=:book"
)
_OF = sql(f"{_COLUMNS} AND customer_no=:customer_no ORDER BY contract_no")
_FIND = sql(f"{_COLUMNS} AND contract_no=:contract_no")
_ADD = sql(
    "INSERT INTO loan_contracts (book, contract_no, customer_no, product, method, limit_fen,"
    " used_fen, margin_bp, months, revolving, until) VALUES (:book, :contract_no, :customer_no,"
    " :product, :method, :limit_fen, 0, :margin_bp, :months, :revolving, :until)"
)
_USE = sql(
    "UPDATE loan_contracts SET used_fen=used_fen+:fen WHERE book=:book"
    " AND contract_no=:contract_no AND used_fen+:fen BETWEEN 0 AND limit_fen"
)
_GIVE_BACK = sql(
    "UPDATE loan_contracts SET used_fen=used_fen-:fen WHERE book=:book"
    " AND contract_no=:contract_no AND revolving=1"
)


@dataclass(frozen=True, slots=True)
class Contract:
    """`months`: of each draw. `until`: the last day on which it may be drawn from."""

    contract_no: str
    customer_no: str
    product: str
    method: Method
    limit: Money
    used: Money
    margin_bp: int
    months: int
    revolving: bool
    until: date

    @property
    def free(self) -> Money:
        return self.limit - self.used


def sign(office: Office, new: Contract) -> Contract:
    """Its number is given here."""
    number = f"{office.today:%y%m%d}{digits(8, office.rng)}"
    office.tx.run(
        _ADD, book=office.book, contract_no=number, customer_no=new.customer_no,
        product=new.product, method=new.method, limit_fen=new.limit.fen, margin_bp=new.margin_bp,
        months=new.months, revolving=int(new.revolving), until=new.until.isoformat(),
    )  # fmt: skip
    return replace(new, contract_no=number)


def contracts_of(reader: Reader, book: str, customer_no: str) -> tuple[Contract, ...]:
    """Oldest first."""
    return tuple(map(_contract, reader.all(_OF, book=book, customer_no=customer_no)))


def access_contract(reader: Reader, book: str, contract_no: str, customer_no: str) -> Contract:
    """One of this customer. Raises the same NotFound for another's and for none."""
    row = reader.one(_FIND, book=book, contract_no=contract_no)
    if row is None or row[1] != customer_no:
        raise NotFound(f"contract {contract_no}", heard="没有找到这份贷款合同")
    return _contract(row)


def rate_of_draw(office: Office, contract: Contract) -> int:
    """Basis points a year of what would be drawn today."""
    product = find_product(office.reader, office.book, contract.product)
    return rate_on(office.reader, office.book, product.lpr, contract.margin_bp, office.today)


def use(office: Office, contract: Contract, amount: Money) -> None:
    """Take it out of the limit. Raises NotAllowed("limit"): two at once never pass it."""
    if not office.tx.run(_USE, book=office.book, contract_no=contract.contract_no, fen=amount.fen):
        raise NotAllowed("limit", f"超出可用额度，当前可用额度 {contract.free} 元")


def give_back(office: Office, contract_no: str, fen: int) -> None:
    """Principal repaid may be drawn again, if the limit is a revolving one."""
    office.tx.run(_GIVE_BACK, book=office.book, contract_no=contract_no, fen=fen)


def _contract(row: tuple[Any, ...]) -> Contract:
    no, customer_no, product, method, limit, used, margin, months, revolving, until = row
    return Contract(
        no, customer_no, product, Method(method), Money(limit), Money(used), margin, months,
        bool(revolving), date.fromisoformat(until),
    )  # fmt: skip
