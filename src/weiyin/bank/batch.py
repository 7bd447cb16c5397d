"""A batch of postings: accounts read once, judged and changed in memory, written back together.

One posting is a batch of one, so there is a single path for all: `load`, then `post` for each,
then `write`. A refused posting leaves no trace in the batch. A dry run is a batch not written.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Any
from zlib import crc32

import msgspec

from weiyin.bank import chain, notices
from weiyin.bank.accounts import Account
from weiyin.bank.postings import KeyReused, Leg, Posted, PostedLeg, Posting, check_posting
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, row_id
from weiyin.storage import outbox
from weiyin.storage.many import insert_many, update_many
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_encode = msgspec.json.Encoder().encode
_decode_legs = msgspec.json.Decoder(tuple[PostedLeg, ...]).decode

# CROSS JOIN keeps SQLite's planner from walking a whole book; PostgreSQL plans an array well.
_ACCOUNTS = sql(
    f"SELECT {Account.COLUMNS} FROM json_each(:names) AS n CROSS JOIN ledger_accounts"
    " WHERE book=:book AND no=n.value AND bucket = :pick % buckets",
    postgresql=f"SELECT {Account.COLUMNS} FROM ledger_accounts WHERE book=:book"
    " AND no = ANY(ARRAY(SELECT json_array_elements_text(CAST(:names AS json))))"
    " AND bucket = :pick % buckets",
)
ENTRY_COLUMNS = ", ".join(
    f"ledger_entries.{column}"
    for column in ("entry_no", "key", "kind", "at_us", "currency", "memo", "about", "legs")
)
_ENTRIES = sql(
    f"SELECT {ENTRY_COLUMNS}, question FROM json_each(:keys) AS n CROSS JOIN ledger_entries"
    " WHERE book=:book AND ledger_entries.key=n.value",
    postgresql=f"SELECT {ENTRY_COLUMNS}, question FROM ledger_entries WHERE book=:book"
    " AND key = ANY(ARRAY(SELECT json_array_elements_text(CAST(:keys AS json))))",
)
_ADD_ENTRY = insert_many(
    "ledger_entries",
    {
        "book": "text", "entry_no": "text", "key": "text", "question": "bytea", "kind": "text",
        "at_us": "bigint", "currency": "text", "memo": "text", "legs": "text", "about": "text",
    },
)  # fmt: skip
_ADD_LINE = insert_many(
    "ledger_lines",
    {
        "book": "text", "account_no": "text", "bucket": "integer", "seq": "bigint",
        "entry_no": "text", "at_us": "bigint", "amount_fen": "bigint", "out_held_fen": "bigint",
        "in_held_fen": "bigint", "balance_fen": "bigint", "other": "text", "hash": "bytea",
    },
)  # fmt: skip
_SAVE_ACCOUNT = update_many(
    "ledger_accounts",
    {"book": "text", "no": "text", "bucket": "integer"},
    {
        "debit_fen": "bigint", "credit_fen": "bigint", "out_held_fen": "bigint",
        "in_held_fen": "bigint", "seq": "bigint", "last_us": "bigint", "head": "bytea",
    },
)  # fmt: skip


def read_entry(row: tuple[Any, ...]) -> Posted:
    """A row of `ENTRY_COLUMNS`."""
    entry_no, key, kind, at_us, currency, memo, about, legs = row[:8]
    return Posted(entry_no, key, kind, at_us, currency, memo, about, _decode_legs(legs))


class Batch:
    """The working sheet of one unit of work; not to be kept beyond it.

    `quiet` batches put nothing into the outbox: for history that is loaded, not lived.
    """

    def __init__(
        self, reader: Reader, book: str, rng: Rng = SYSTEM_RNG, *, quiet: bool = False
    ) -> None:
        self._reader, self._book, self._rng, self._quiet = reader, book, rng, quiet
        self._accounts: dict[str, Account] = {}
        self._stored: dict[str, tuple[bytes, Posted]] = {}
        self._touched: dict[str, Account] = {}
        self._entries: list[dict[str, Any]] = []
        self._lines: list[dict[str, Any]] = []
        self._parcels: list[tuple[str, dict[str, Any]]] = []

    def load(self, keys: Iterable[str], names: Iterable[str], bucket: int | None = None) -> None:
        """Read what these postings may need: entries already under `keys`, accounts `names`.

        Of a hot account one bucket is taken for the whole batch: `bucket`, or one by chance.
        """
        wanted = list(keys)
        pick = crc32(wanted[0].encode()) if bucket is None else bucket
        rows = self._reader.all(_ACCOUNTS, book=self._book, names=json_words(names), pick=pick)
        self._accounts.update((row[0], Account(row)) for row in rows)
        for row in self._reader.all(_ENTRIES, book=self._book, keys=json_words(wanted)):
            self._stored[row[1]] = (row[8], read_entry(row))

    def account(self, no: str) -> Account:
        """A loaded account. Raises NotFound."""
        try:
            return self._accounts[no]
        except KeyError:
            raise NotFound(f"account {no}") from None

    def customers(self) -> set[str]:
        """Whose accounts were loaded."""
        return {account.customer_no for account in self._accounts.values()} - {""}

    def recall(self, key: str, digest: bytes) -> Posted | None:
        """The answer `key` already got. Raises KeyReused when it was for another question."""
        held = self._stored.get(key)
        if held is None:
            return None
        if not hmac.compare_digest(held[0], digest):
            raise KeyReused(self._book, key)
        return held[1]

    def post(self, posting: Posting) -> Posted:
        """Judge all legs, then take them all. Raises what `check_posting` and `judge` raise."""
        digest = posting.digest()
        if (known := self.recall(posting.key, digest)) is not None:
            return known
        check_posting(posting)
        accounts = [self.account(leg.account_no) for leg in posting.legs]
        for account, leg in zip(accounts, posting.legs, strict=True):
            account.judge(leg, posting.currency)
        at_us = to_us(posting.at)
        posted = Posted(
            row_id(posting.at, self._rng), posting.key, posting.kind, at_us, posting.currency,
            posting.memo, posting.about,
            tuple(a.apply(leg, at_us) for a, leg in zip(accounts, posting.legs, strict=True)),
        )  # fmt: skip
        assert sum(leg.amount_fen for leg in posted.legs) == 0, f"{posted.key} does not balance"
        self._take(posted, digest, posting.legs, accounts)
        return posted

    def write(self, tx: Tx) -> None:
        """Write everything taken, and the parcels that tell of it. The sheet is empty after."""
        if not self._entries:
            return
        tx.many(_SAVE_ACCOUNT, [_saved(self._book, a) for a in self._touched.values()])
        tx.many(_ADD_ENTRY, self._entries)
        tx.many(_ADD_LINE, self._lines)
        if self._parcels:
            due = from_us(self._entries[-1]["at_us"])
            outbox.put_many(tx, oa="", topic=notices.TOPIC, parcels=self._parcels, due=due)
        self._entries, self._lines, self._parcels, self._touched = [], [], [], {}

    def _take(
        self, posted: Posted, digest: bytes, legs: tuple[Leg, ...], accounts: list[Account]
    ) -> None:
        seal = chain.entry_digest(self._book, posted, digest)
        self._stored[posted.key] = (digest, posted)
        self._entries.append(
            {
                "book": self._book, "entry_no": posted.entry_no, "key": posted.key,
                "question": digest, "kind": posted.kind, "at_us": posted.at_us,
                "currency": posted.currency, "memo": posted.memo,
                "legs": _encode(posted.legs).decode(), "about": posted.about,
            }
        )  # fmt: skip
        for account, leg, done in zip(accounts, legs, posted.legs, strict=True):
            self._touched[account.no] = account
            account.head = chain.line_hash(account.head, seal, done, account.last_us, leg.other)
            self._lines.append(
                {
                    "book": self._book, "account_no": done.account_no, "bucket": done.bucket,
                    "seq": done.seq, "entry_no": posted.entry_no, "at_us": account.last_us,
                    "amount_fen": done.amount_fen, "out_held_fen": done.out_held_fen,
                    "in_held_fen": done.in_held_fen, "balance_fen": done.balance_fen,
                    "other": leg.other, "hash": account.head,
                }
            )  # fmt: skip
            if done.amount_fen and account.customer_no and not self._quiet:
                self._parcels.append(
                    notices.parcel(self._book, posted, done, account.customer_no, leg.other)
                )


def json_words(words: Iterable[str]) -> str:
    """Words as a JSON list: how a set of names travels in one parameter."""
    return _encode(list(words)).decode()


def _saved(book: str, account: Account) -> dict[str, Any]:
    return {
        "book": book, "no": account.no, "bucket": account.bucket, "debit_fen": account.debit,
        "credit_fen": account.credit, "out_held_fen": account.out_held,
        "in_held_fen": account.in_held,
        "seq": account.seq, "last_us": account.last_us, "head": account.head,
    }  # fmt: skip
