"""Accounts of class II and III: opened beside one of class I, and bounded in what they may do.

The bounds (facts/banking.md §1, dated in `tariffs.toml`): of class II so much a day and a year to
others than the bound account; of class III the same with less, and no more than so much on it.
What an account is stands in its ledger row (`kind`), so that class I costs nothing to judge.
"""

from __future__ import annotations

from datetime import date, datetime

from weiyin.bank import cards, tariffs
from weiyin.bank.account import facts
from weiyin.bank.accounts import (
    CURRENT_II,
    CURRENT_III,
    Account,
    AccountStatus,
    NewAccount,
    open_account,
)
from weiyin.bank.batch import Batch
from weiyin.bank.cards import NewCard
from weiyin.bank.core import Card, CardKind
from weiyin.bank.numbers import luhn_digit
from weiyin.bank.service import Office
from weiyin.base.errors import BadInput, Broken, NotAllowed
from weiyin.base.ids import digits, row_id
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

KIND_OF = {2: CURRENT_II, 3: CURRENT_III}
_CLASS = {CURRENT_II: 2, CURRENT_III: 3}
MOST = 5
"""Accounts of one class that a customer may have here: usual practice."""
_BIN = 6

_BOUND = sql("SELECT bound_account FROM account_facts WHERE book=:book AND account_no=:no")
_USED = sql(
    "SELECT day, day_fen, year, year_fen FROM class_days WHERE book=:book AND account_no=:no"
)
_COUNT = sql(
    "INSERT INTO class_days (book, account_no, day, day_fen, year, year_fen)"
    " VALUES (:book, :no, :day, :day_fen, :year, :year_fen)"
    " ON CONFLICT (book, account_no) DO UPDATE SET day=excluded.day, day_fen=excluded.day_fen,"
    " year=excluded.year, year_fen=excluded.year_fen"
)
_HOW_MANY = sql(
    "SELECT COUNT(*) FROM ledger_accounts WHERE book=:book AND customer_no=:customer_no"
    " AND kind=:kind AND bucket=0 AND status <> 'closed'"
)
_PAN = sql(
    "SELECT card_id, pan_sealed FROM cards WHERE book=:book AND customer_no=:customer_no"
    " AND account_no=:no AND kind='debit' AND status='active' ORDER BY since_us LIMIT 1"
)


class ClassUse:
    """What the classed accounts of a batch have used; `count` in memory, `write` keeps it."""

    def __init__(self, reader: Reader, book: str, day: date) -> None:
        self._reader, self._book, self._day = reader, book, day
        self._used: dict[str, tuple[int, int]] = {}

    def judge(self, payer: Account, to: str, fen: int) -> None:
        """Raises NotAllowed (`class_limit`) for more than a day or a year allows."""
        which = _CLASS.get(payer.kind)
        if which is None or self._is_bound(payer.no, to):
            return
        day_fen, year_fen = self._of(payer.no)
        for used, span, name in ((day_fen, "daily", "当日"), (year_fen, "yearly", "全年")):
            left = self._cap(f"class{which}_{span}_fen") - used
            if fen > left:
                rest = Money(max(left, 0))
                raise NotAllowed(
                    "class_limit", f"超过{'ⅡⅢ'[which - 2]}类户{name}限额，还可用{rest}元"
                )

    def judge_balance(self, payee: Account, fen: int) -> None:
        """Raises NotAllowed (`class_balance`) for more than a class III account may hold."""
        if payee.kind == CURRENT_III and payee.balance + fen > self._cap("class3_balance_fen"):
            raise NotAllowed("class_balance", "收款账户为Ⅲ类户，入账后将超过余额上限，不能办理")

    def count(self, payer: Account, to: str, fen: int) -> None:
        """Count what was judged and done."""
        if payer.kind in _CLASS and not self._is_bound(payer.no, to):
            day_fen, year_fen = self._of(payer.no)
            self._used[payer.no] = day_fen + fen, year_fen + fen

    def write(self, tx: Tx) -> None:
        for no, (day_fen, year_fen) in self._used.items():
            tx.run(
                _COUNT, book=self._book, no=no, day=self._day.toordinal(), day_fen=day_fen,
                year=self._day.year, year_fen=year_fen,
            )  # fmt: skip
        self._used = {}

    def _is_bound(self, no: str, to: str) -> bool:
        row = self._reader.one(_BOUND, book=self._book, no=no)
        return row is not None and row[0] == to

    def _of(self, no: str) -> tuple[int, int]:
        if no in self._used:
            return self._used[no]
        row = self._reader.one(_USED, book=self._book, no=no) or (0, 0, 0, 0)
        today, year = row[0] == self._day.toordinal(), row[2] == self._day.year
        return (row[1] if today else 0), (row[3] if year else 0)

    def _cap(self, name: str) -> int:
        return tariffs.at(self._reader, self._book, f"account.{name}", self._day)


def uncount(tx: Tx, book: str, account_no: str, amount: Money, day: date) -> None:
    """What was counted on `day` did not leave after all."""
    batch, classes = Batch(tx, book), ClassUse(tx, book, day)
    batch.load([account_no], [account_no])
    classes.count(batch.account(account_no), "", -amount.fen)
    classes.write(tx)


def check_room(reader: Reader, book: str, account_no: str, amount: Money, day: date) -> None:
    """Whether an account may take `amount` in. Raises NotAllowed (`class_balance`), NotFound.

    For money that somebody sends: what is the account's own (interest, a refund, a payment that
    came back) is never kept from it.
    """
    batch = Batch(reader, book)
    batch.load([account_no], [account_no])
    ClassUse(reader, book, day).judge_balance(batch.account(account_no), amount.fen)


def open_classed(
    office: Office, customer_no: str, bound: str, which: int, at: datetime
) -> tuple[Card, str]:
    """A new account of class 2 or 3 beside `bound`, with a card number; the number in clear.

    Raises NotAllowed (`bound_account`, `too_many`), NotFound for an account that is not theirs.
    """
    if which not in KIND_OF:
        raise BadInput("account_class", "请选择Ⅱ类户或Ⅲ类户")
    base = facts.detail(office.reader, office.book, customer_no, bound)
    if base.account_class != 1 or base.status is not AccountStatus.ACTIVE:
        raise NotAllowed("bound_account", "须由本人名下状态正常的Ⅰ类户绑定开立")
    asked = {"book": office.book, "customer_no": customer_no}
    row = office.tx.one(_HOW_MANY, kind=KIND_OF[which], **asked)
    if row is not None and row[0] >= MOST:
        raise NotAllowed("too_many", f"同类账户最多开立{MOST}个")
    no, number = f"8{which + 1}{digits(12, office.rng)}", _new_number(office, customer_no, bound)
    open_account(office.tx, office.book, NewAccount(no, KIND_OF[which], customer_no), at)
    facts.put_facts(office.tx, office.book, no, base.branch, bound)
    product = f"{'ⅡⅢ'[which - 2]}类电子账户"
    card = NewCard(row_id(at, office.rng), CardKind.DEBIT, number, product, no, customer_no)
    cards.issue(office.tx, office.sealer, office.book, card, at)
    return cards.card(office.tx, office.book, card.card_id), number


def _new_number(office: Office, customer_no: str, bound: str) -> str:
    """A free card number under the same BIN, and as long, as that of the bound account."""
    row = office.tx.one(_PAN, book=office.book, customer_no=customer_no, no=bound)
    if row is None:
        raise NotAllowed("bound_account", "绑定的Ⅰ类户没有可用的银行卡，不能开立")
    place = {"table": "cards", "column": "pan_sealed", "row": f"{office.book}/{row[0]}"}
    known = office.sealer.open(bytes(row[1]), **place)
    for _ in range(20):
        body = known[:_BIN] + digits(len(known) - _BIN - 1, office.rng)
        number = body + luhn_digit(body)
        if cards.by_number(office.tx, office.blinds, office.book, number) is None:
            return number
    raise Broken("no card number is free")
