"""Transfers between accounts of this bank.

An order is judged in this sequence: its shape; the key (a replay is answered at once); the payer's
account and standing; the payee and the name typed for it; the day's limit; then the ledger judges
currency, freezing and funds. The first refusal is the answer, and nothing of it is kept.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from weiyin.bank.account.classes import ClassUse
from weiyin.bank.accounts import PAYING
from weiyin.bank.batch import Batch
from weiyin.bank.core import Receipt, TransferOrder
from weiyin.bank.customers import Blinds, CustomerStatus
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Leg, Posting, hash_of
from weiyin.bank.receipts import receipt_of
from weiyin.bank.spending import MAX_MEMO, check_amount, check_payer
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import NotAllowed, NotFound, Refused
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.text import clean
from weiyin.storage.store import Reader, Tx

TRANSFER = "transfer"


def transfer_many(
    tx: Tx, book: str, blinds: Blinds, orders: Sequence[TransferOrder], at: datetime,
    rng: Rng = SYSTEM_RNG,
) -> list[Receipt | Refused]:  # fmt: skip
    """Each order on its own, in sequence, in one set of statements."""
    desk = _Desk(tx, book, blinds, orders, at, rng)
    outcomes: list[Receipt | Refused] = []
    for order in orders:
        try:
            outcomes.append(desk.transfer(order))
        except Refused as refusal:
            outcomes.append(refusal)
    desk.write(tx)
    return outcomes


def dry_run(
    reader: Reader, book: str, blinds: Blinds, order: TransferOrder, at: datetime
) -> Receipt:
    """The receipt `order` would get now, or its refusal raised; nothing is written."""
    return _Desk(reader, book, blinds, [order], at, SYSTEM_RNG).transfer(order)


class _Desk:
    """One batch of orders with the accounts and the customers they concern."""

    def __init__(
        self, reader: Reader, book: str, blinds: Blinds, orders: Sequence[TransferOrder],
        at: datetime, rng: Rng,
    ) -> None:  # fmt: skip
        self._blinds, self._at = blinds, at
        self._batch = batch = Batch(reader, book, rng)
        names = {name for order in orders for name in (order.from_account, order.to_account)}
        batch.load([order.key for order in orders], names)
        self._parties = Parties(reader, book, batch.customers(), shanghai_day(at))
        self._classes = ClassUse(reader, book, shanghai_day(at))

    def transfer(self, order: TransferOrder) -> Receipt:
        check_amount(order.amount)
        memo = clean(order.memo, MAX_MEMO)
        question = _question(order, memo)
        if (done := self._batch.recall(order.key, question)) is not None:
            return receipt_of(done)
        if order.from_account == order.to_account:
            raise NotAllowed("self", "收款账户与付款账户相同，请更换收款账户")
        account, payee = self._batch.account(order.from_account), self._payee(order)
        check_payer(account, order.customer_no)
        payer = self._parties.get(account.customer_no)
        payer.judge_standing()
        fen = order.amount.fen
        self._parties.judge_limit(payer, fen)
        self._classes.judge(account, order.to_account, fen)
        self._classes.judge_balance(self._batch.account(order.to_account), fen)
        posted = self._batch.post(
            Posting(
                key=order.key, kind=TRANSFER, at=self._at, currency=order.amount.currency,
                memo=memo, question=question,
                legs=(
                    Leg(order.from_account, -fen, other=payee),
                    Leg(order.to_account, fen, other=payer.name_masked),
                ),
            )
        )  # fmt: skip
        self._parties.spend(payer, fen)
        self._classes.count(account, order.to_account, fen)
        return receipt_of(posted)

    def write(self, tx: Tx) -> None:
        self._batch.write(tx)
        self._parties.write(tx)
        self._classes.write(tx)

    def _payee(self, order: TransferOrder) -> str:
        """The payee's masked name. Raises NotAllowed("payee") when the typed name is not theirs."""
        account = self._batch.account(order.to_account)
        if account.kind not in PAYING:
            raise NotFound(f"account {order.to_account}")
        party = self._parties.get(account.customer_no)
        if not hmac.compare_digest(party.name_blind, self._blinds.name(order.to_name)):
            raise NotAllowed("payee", "收款人姓名与账号不符，请核对后重试")
        if party.status == CustomerStatus.CLOSED:
            raise NotAllowed("closed", "收款账户已销户，不能办理")
        return str(party.name_masked)


def _question(order: TransferOrder, memo: str) -> bytes:
    return hash_of(
        (
            TRANSFER, order.customer_no, order.from_account, order.to_account, order.to_name,
            order.amount.fen, order.amount.currency, memo,
        )
    )  # fmt: skip
