"""A form filled in at home, handed to the counter by a QR code that says nothing but a number.

What was filled in stays sealed here; the code is a random handle of which the table keeps the
hash. The counter's own system takes it in by that code, once; what nobody fetched in time is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token, token_key
from weiyin.places.telling import Person
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

LIFE = timedelta(days=7)

_MAKE = sql("""
    INSERT INTO prefilled_forms (form_key, book, oa, openid, customer_no, kind, content_sealed,
                                 made_us, expires_us)
    VALUES (:form_key, :book, :oa, :openid, :customer_no, :kind, :content_sealed, :made_us,
            :expires_us)
""")
_TAKE = sql("""
    UPDATE prefilled_forms SET taken_us = :now_us
    WHERE form_key = :form_key AND book = :book AND expires_us > :now_us AND taken_us IS NULL
    RETURNING customer_no, kind, content_sealed, expires_us
""")
_FORGET = sql("DELETE FROM prefilled_forms WHERE expires_us <= :now_us OR taken_us < :taken_us")

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Prefilled:
    """What the counter gets to see: (label, value) as typed by the customer."""

    customer_no: str
    kind: str
    facts: Facts
    expires_at: datetime


def make_form(
    tx: Tx,
    sealer: Sealer,
    book: str,
    person: Person,
    kind: str,
    facts: Facts,
    now: datetime,
    rng: Rng = SYSTEM_RNG,
) -> str:
    """Keep a filled form for `LIFE`; the code that fetches it."""
    code = opaque_token(rng)
    key = token_key(code)
    tx.run(
        _MAKE,
        form_key=key,
        book=book,
        oa=person.oa,
        openid=person.openid,
        customer_no=person.customer_no,
        kind=kind,
        content_sealed=sealer.seal(
            msgspec.json.encode(facts).decode(),
            table="prefilled_forms",
            column="content_sealed",
            row=key,
        ),
        made_us=to_us(now),
        expires_us=to_us(now + LIFE),
    )
    return code


def take_form(tx: Tx, sealer: Sealer, book: str, code: str, now: datetime) -> Prefilled:
    """The form of a code, for the counter's system; once. NotFound for any other reason."""
    key = token_key(code)
    row = tx.one(_TAKE, form_key=key, book=book, now_us=to_us(now))
    if row is None:
        raise NotFound
    customer_no, kind, sealed, expires_us = row
    text = sealer.open(bytes(sealed), table="prefilled_forms", column="content_sealed", row=key)
    return Prefilled(customer_no, kind, msgspec.json.decode(text, type=Facts), from_us(expires_us))


def forget_forms(tx: Tx, now: datetime) -> int:
    """Delete what is over, and what the counter took in yesterday."""
    return tx.run(_FORGET, now_us=to_us(now), taken_us=to_us(now - timedelta(days=1)))
