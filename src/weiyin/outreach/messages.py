"""The message centre: every notice a person was due, kept for ninety days, told or not.

The words are as they were at the telling; what a person switched off is not kept either. What was
about a customer is shown to nobody but this customer: who unbinds, or binds as somebody else, sees
it no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from weiyin.base.clock import from_us, to_us
from weiyin.base.sender import Notice
from weiyin.people.who import Who
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

KEPT = timedelta(days=90)

_KEEP = sql("""
    INSERT INTO messages (oa, openid, notice_key, customer_no, kind, title, facts, path, at_us)
    VALUES (:oa, :openid, :notice_key, :customer_no, :kind, :title, :facts, :path, :at_us)
    ON CONFLICT (oa, openid, notice_key) DO NOTHING
""")
_LIST = sql("""
    SELECT kind, title, facts, path, at_us FROM messages
    WHERE oa = :oa AND openid = :openid AND customer_no IN ('', :customer_no)
      AND at_us >= :since_us AND at_us < :until_us
    ORDER BY at_us DESC, notice_key DESC LIMIT CAST(:most AS INTEGER)
""")
_FORGET = sql("DELETE FROM messages WHERE at_us < :before_us")
_FACTS = msgspec.json.Decoder(tuple[tuple[str, str], ...])


@dataclass(frozen=True, slots=True)
class Message:
    """A notice as it stands in the centre. `kind` is its name in the register; `path` our page."""

    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    path: str
    at: datetime

    def holds(self, words: str) -> bool:
        """Whether `words` stand in it, whatever their case."""
        said = " ".join((self.title, *(f"{label} {value}" for label, value in self.facts)))
        return words.casefold() in said.casefold()


def keep(
    tx: Tx,
    oa: str,
    openid: str,
    key: str,
    kind: str,
    notice: Notice,
    at: datetime,
    customer_no: str = "",
) -> bool:
    """Put a notice into its person's centre; False when it is there.

    `customer_no`: whom it is about; empty for what is about no customer.
    """
    return (
        tx.run(
            _KEEP,
            oa=oa,
            openid=openid,
            notice_key=key,
            customer_no=customer_no,
            kind=kind,
            title=notice.title,
            facts=msgspec.json.encode(notice.told).decode(),
            path=notice.path,
            at_us=to_us(at),
        )
        == 1
    )


def messages_of(
    reader: Reader, who: Who, since: datetime, until: datetime, most: int
) -> list[Message]:
    """What `who` may see of `since` ≤ at < `until`, newest first, at most `most`."""
    rows = reader.all(
        _LIST,
        oa=who.oa,
        openid=who.openid,
        customer_no=who.customer_no or "",
        since_us=to_us(since),
        until_us=to_us(until),
        most=most,
    )
    return [
        Message(kind, title, _FACTS.decode(facts), path, from_us(at_us))
        for kind, title, facts, path, at_us in rows
    ]


def purge(tx: Tx, now: datetime) -> int:
    return tx.run(_FORGET, before_us=to_us(now - KEPT))
