"""The ledger: double entry, by operations that can be asked any number of times under one key.

    post_many   each posting judged alone: an answer or a refusal for each
    post_linked all or nothing
    dry_run     what `post` would answer, nothing written
    reverse     the one way to take an entry back: a new entry that mirrors it, once

Every posting that touches a customer's account puts a parcel of topic "entry" for each such account
into the outbox, in the same unit. Refusals are errors of base/errors and leave nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from weiyin.bank.batch import ENTRY_COLUMNS, Batch, read_entry
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.base.errors import Conflict, NotFound, Refused
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

REVERSAL = "reversal"

_ENTRY = sql(f"SELECT {ENTRY_COLUMNS} FROM ledger_entries WHERE book=:book AND entry_no=:entry_no")
_BY_KEY = sql(f"SELECT {ENTRY_COLUMNS} FROM ledger_entries WHERE book=:book AND key=:key")
_OTHER = sql(
    "SELECT other FROM ledger_lines"
    " WHERE book=:book AND account_no=:account_no AND bucket=:bucket AND seq=:seq"
)
_REVERSED = sql(
    "SELECT entry_no FROM ledger_entries WHERE book=:book AND about=:about AND kind='reversal'"
)


def post(
    tx: Tx, book: str, posting: Posting, rng: Rng = SYSTEM_RNG, *, quiet: bool = False
) -> Posted:
    """One posting. Raises BadInput, NotFound, NotAllowed, KeyReused."""
    return post_linked(tx, book, (posting,), rng, quiet=quiet)[0]


def post_linked(
    tx: Tx, book: str, postings: Sequence[Posting], rng: Rng = SYSTEM_RNG, *, quiet: bool = False
) -> list[Posted]:
    """All of them or none: the first refusal is raised, and the unit of work with it."""
    batch = _loaded(tx, book, postings, rng, quiet=quiet)
    posted = [batch.post(posting) for posting in postings]
    batch.write(tx)
    return posted


def post_many(
    tx: Tx, book: str, postings: Sequence[Posting], rng: Rng = SYSTEM_RNG, *, quiet: bool = False
) -> list[Posted | Refused]:
    """Each on its own, in order, in one set of statements: answers and refusals side by side."""
    batch = _loaded(tx, book, postings, rng, quiet=quiet)
    outcomes: list[Posted | Refused] = []
    for posting in postings:
        try:
            outcomes.append(batch.post(posting))
        except Refused as refusal:
            outcomes.append(refusal)
    batch.write(tx)
    return outcomes


def dry_run(reader: Reader, book: str, postings: Sequence[Posting]) -> list[Posted]:
    """What `post_linked` would answer or raise now, by the same path, with nothing written."""
    batch = _loaded(reader, book, postings, SYSTEM_RNG)
    return [batch.post(posting) for posting in postings]


def reverse(
    tx: Tx, book: str, key: str, entry_no: str, at: datetime, rng: Rng = SYSTEM_RNG
) -> Posted:
    """Take an entry back by its mirror image. Raises Conflict when that was done before."""
    entry = find_entry(tx, book, entry_no)
    if any(leg.out_held_fen or leg.in_held_fen for leg in entry.legs) or entry.kind == REVERSAL:
        raise Conflict(f"{entry.kind} {entry_no} cannot be reversed", heard="该笔交易不能冲正")
    posting = Posting(
        key=key, kind=REVERSAL, at=at, currency=entry.currency, memo=entry.memo, about=entry_no,
        legs=tuple(_mirror(tx, book, entry)),
    )  # fmt: skip
    batch = _loaded(tx, book, (posting,), rng)
    if (done := batch.recall(key, posting.digest())) is not None:
        return done
    if tx.one(_REVERSED, book=book, about=entry_no) is not None:
        raise Conflict(f"{entry_no} is reversed already", heard="该笔交易已冲正，不能重复冲正")
    posted = batch.post(posting)
    batch.write(tx)
    return posted


def find_entry(reader: Reader, book: str, entry_no: str) -> Posted:
    """The journal row. Raises NotFound."""
    row = reader.one(_ENTRY, book=book, entry_no=entry_no)
    if row is None:
        raise NotFound(f"entry {entry_no}")
    return read_entry(row)


def find_by_key(reader: Reader, book: str, key: str) -> Posted | None:
    """The entry made under `key`, if any."""
    row = reader.one(_BY_KEY, book=book, key=key)
    return None if row is None else read_entry(row)


def _loaded(
    reader: Reader, book: str, postings: Sequence[Posting], rng: Rng, *, quiet: bool = False
) -> Batch:
    batch = Batch(reader, book, rng, quiet=quiet)
    batch.load(
        [posting.key for posting in postings],
        {leg.account_no for posting in postings for leg in posting.legs},
    )
    return batch


def _mirror(reader: Reader, book: str, entry: Posted) -> Iterator[Leg]:
    for leg in entry.legs:
        line = reader.one(
            _OTHER, book=book, account_no=leg.account_no, bucket=leg.bucket, seq=leg.seq
        )
        assert line is not None, f"entry {entry.entry_no} has lost a line"
        yield Leg(leg.account_no, -leg.amount_fen, other=line[0])
