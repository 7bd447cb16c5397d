"""Who did what to whom, why, and how it ended: a log in which every row seals the one before.

Each official account has 16 strands, each its own chain, so that two customers seldom wait for each
other; everything about one person is in one strand, in order. The chain shows a changed, missing
or reordered row; `anchor`, kept outside of the database, also shows a log that was cut or
exchanged as a whole.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from zlib import crc32

import msgspec

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader, Tx

STRANDS = 16
_NOTHING: Mapping[str, str] = MappingProxyType({})
_PAGE = 1_000

_HEAD = sql("SELECT seq, hash FROM audit_heads WHERE oa=:oa AND strand=:strand")
_SET_HEAD = sql(
    "INSERT INTO audit_heads (oa, strand, seq, hash) VALUES (:oa, :strand, :seq, :hash)"
    " ON CONFLICT (oa, strand) DO UPDATE SET seq=excluded.seq, hash=excluded.hash"
)
_RECORD = sql(
    "INSERT INTO audit (oa, strand, seq, at_us, who, what, whom, why, outcome, detail, hash) VALUES"
    " (:oa, :strand, :seq, :at_us, :who, :what, :whom, :why, :outcome, :detail, :hash)"
)
_ROWS = sql(
    "SELECT seq, at_us, who, what, whom, why, outcome, detail, hash FROM audit"
    " WHERE oa=:oa AND strand=:strand AND seq>:after ORDER BY seq LIMIT CAST(:page AS INTEGER)"
)


def record(
    tx: Tx,
    *,
    oa: str,
    who: str,
    what: str,
    whom: str,
    why: str,
    outcome: str,
    at: datetime,
    detail: Mapping[str, str] = _NOTHING,
) -> None:
    """Add a row, in the unit that did the deed. Nothing secret belongs in any of the words."""
    strand = crc32(whom.encode()) % STRANDS
    seq, previous = _head(tx, oa, strand)
    words = msgspec.json.encode(dict(detail), order="sorted").decode()
    row = (seq + 1, to_us(at), who, what, whom, why, outcome, words)
    digest = _link(oa, strand, previous, row)
    names = ("seq", "at_us", "who", "what", "whom", "why", "outcome", "detail")
    tx.run(_RECORD, oa=oa, strand=strand, hash=digest, **dict(zip(names, row, strict=True)))
    tx.run(_SET_HEAD, oa=oa, strand=strand, seq=seq + 1, hash=digest)


def anchor(reader: Reader, oa: str) -> str:
    """The state of the log in one line, to be kept outside: `strand:seq:hash` for each strand."""
    heads = ((strand, *_head(reader, oa, strand)) for strand in range(STRANDS))
    return " ".join(f"{strand}:{seq}:{digest.hex()}" for strand, seq, digest in heads)


def verify(reader: Reader, oa: str, anchored: str = "") -> list[str]:
    """What is wrong with the log of `oa`, a line a finding; empty when every link holds.

    `anchored` is an earlier answer of `anchor`: whatever it saw must still be there.
    """
    seen = _parse(anchored)
    findings: list[str] = []
    for strand in range(STRANDS):
        findings.extend(_verify_strand(reader, oa, strand, seen.get(strand, (0, b""))))
    return findings


def _verify_strand(
    reader: Reader, oa: str, strand: int, anchored: tuple[int, bytes]
) -> Iterator[str]:
    """Walk one chain from its beginning; stops at the first broken link, as all later ones are."""
    place = f"audit {oa}/{strand}"
    last, previous = 0, _beginning(oa, strand)
    anchored_seq, anchored_hash = anchored
    for row in _rows(reader, oa, strand):
        *told, digest = row
        if told[0] != last + 1:
            yield f"{place}: row {last + 1} is missing"
            return
        if not hmac.compare_digest(_link(oa, strand, previous, tuple(told)), bytes(digest)):
            yield f"{place}: row {told[0]} was changed"
            return
        last, previous = told[0], bytes(digest)
        if last == anchored_seq and previous != anchored_hash:
            yield f"{place}: row {last} is not the one that was anchored"
            return
    if last < anchored_seq:
        yield f"{place}: rows {last + 1} to {anchored_seq} are missing"
    elif _head(reader, oa, strand) != (last, previous):
        yield f"{place}: the head does not name row {last} as the last"


def _rows(reader: Reader, oa: str, strand: int) -> Iterator[tuple[Any, ...]]:
    after = -(1 << 62)
    while rows := reader.all(_ROWS, oa=oa, strand=strand, after=after, page=_PAGE):
        yield from rows
        after = rows[-1][0]


def _head(reader: Reader, oa: str, strand: int) -> tuple[int, bytes]:
    found = reader.one(_HEAD, oa=oa, strand=strand)
    return (0, _beginning(oa, strand)) if found is None else (found[0], bytes(found[1]))


def _beginning(oa: str, strand: int) -> bytes:
    return sha256(f"weiyin audit {oa} {strand}".encode()).digest()


def _link(oa: str, strand: int, previous: bytes, row: tuple[Any, ...]) -> bytes:
    return sha256(previous + msgspec.json.encode((oa, strand, *row))).digest()


def _parse(anchored: str) -> dict[int, tuple[int, bytes]]:
    parts = (part.split(":") for part in anchored.split())
    return {int(strand): (int(seq), bytes.fromhex(digest)) for strand, seq, digest in parts}
