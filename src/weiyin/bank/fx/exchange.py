"""Exchanging yuan for units of something else: two entries, each against the bank's own position.

    yuan        customer −fen     H-EXCHANGE-CNY +fen
    the unit    customer +units   H-EXCHANGE-USD −units

Both in one unit of work, so there is never one without the other; each unit balances by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from weiyin.bank.accounts import FOREIGN, METAL, NewAccount, ensure_account
from weiyin.bank.batch import Batch
from weiyin.bank.house import ensure_house
from weiyin.bank.ledger import post_linked
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.quotes.quote import METALS, NAMES
from weiyin.bank.service import Office
from weiyin.bank.spending import check_payer
from weiyin.base.errors import BadInput
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_HELD = sql(
    "SELECT currency, credit_fen - debit_fen FROM ledger_accounts WHERE customer_no=:customer_no"
    " AND book=:book AND kind IN ('foreign', 'metal') ORDER BY currency"
)


@dataclass(frozen=True, slots=True)
class Swap:
    """`quantity` of the unit goes to the customer for `fen`; both negative: back to the bank."""

    key: str
    kind: str
    customer_no: str
    account_no: str
    symbol: str
    quantity: int
    fen: int
    memo: str


def position_of(symbol: str) -> str:
    """The bank's own account in this unit."""
    return f"H-EXCHANGE-{symbol}"


def holding_of(symbol: str, customer_no: str) -> str:
    """The customer's account in this unit."""
    return f"{symbol}-{customer_no}"


def open_positions(office: Office, symbols: Iterable[str]) -> None:
    """Open the bank's accounts in yuan and in these units, those that are not open yet."""
    for symbol in ("CNY", *symbols):
        ensure_house(office.tx, office.book, position_of(symbol), office.now, symbol)


def exchange(office: Office, swap: Swap) -> None:
    """Raises NotAllowed (`funds`, `frozen` …) for either side, NotFound for another's account."""
    assert swap.quantity * swap.fen > 0, "something is given for something"
    _check(office, swap)
    unit = holding_of(swap.symbol, swap.customer_no)
    kind = METAL if swap.symbol in METALS else FOREIGN
    new = NewAccount(unit, kind, swap.customer_no, currency=swap.symbol)
    ensure_account(office.tx, office.book, new, office.now)
    name = NAMES[swap.symbol]
    in_yuan = (
        Leg(swap.account_no, -swap.fen, other=name),
        Leg(position_of("CNY"), swap.fen),
    )
    in_units = (Leg(unit, swap.quantity), Leg(position_of(swap.symbol), -swap.quantity))
    post_linked(
        office.tx, office.book,
        [
            Posting(key=swap.key, kind=swap.kind, at=office.now, memo=swap.memo, legs=in_yuan),
            Posting(
                key=f"{swap.key}:unit", kind=swap.kind, at=office.now, currency=swap.symbol,
                memo=swap.memo, legs=in_units,
            ),
        ],
        office.rng, quiet=office.quiet,
    )  # fmt: skip


def held(reader: Reader, book: str, customer_no: str) -> dict[str, int]:
    """What the customer has of each unit."""
    rows = reader.all(_HELD, book=book, customer_no=customer_no)
    return {symbol: int(quantity) for symbol, quantity in rows}


def _check(office: Office, swap: Swap) -> None:
    if swap.symbol not in NAMES:
        raise BadInput("currency", "不支持该币种")
    batch = Batch(office.reader, office.book)
    batch.load([swap.key], [swap.account_no])
    check_payer(batch.account(swap.account_no), swap.customer_no)
    parties = Parties(office.reader, office.book, [swap.customer_no], office.today)
    parties.get(swap.customer_no).judge_standing()
