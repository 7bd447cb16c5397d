"""A customer's particulars: address, e-mail, employer, the end of the identity card.

All but the day are sealed together. When an identity card is over, its owner is reminded; a grace
after that, nothing goes out of their accounts until a branch has seen a new one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from weiyin.bank import tariffs
from weiyin.bank.accounts import CURRENT, CURRENT_II, CURRENT_III, AccountStatus, move_status
from weiyin.bank.events import CustomerEvent
from weiyin.bank.service import Office
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TABLE, LONG = "profiles", "long"
REMIND = timedelta(days=30)
MOST_YEARS = 20
"""No identity card but one without end is valid for longer."""

_LOOK = sql("SELECT sealed, id_expires FROM profiles WHERE book=:book AND customer_no=:customer_no")
_ID_BLIND = sql("SELECT id_blind FROM customers WHERE book=:book AND customer_no=:customer_no")
_PUT = sql(
    "INSERT INTO profiles (book, customer_no, sealed, id_expires, reminded, changed_us)"
    " VALUES (:book, :customer_no, :sealed, :id_expires, '', :at_us)"
    " ON CONFLICT (book, customer_no) DO UPDATE SET sealed=excluded.sealed,"
    " id_expires=excluded.id_expires, changed_us=excluded.changed_us"
)
_ENDING = sql(
    "SELECT customer_no FROM profiles WHERE book=:book AND id_expires > ''"
    " AND id_expires <= :day AND customer_no > :after"
    " ORDER BY customer_no LIMIT CAST(:room AS INTEGER)"
)
_REMINDED = sql(
    "UPDATE profiles SET reminded=:id_expires"
    " WHERE book=:book AND customer_no=:customer_no AND reminded <> :id_expires"
)
_ACCOUNTS = sql(
    "SELECT no FROM ledger_accounts WHERE book=:book AND customer_no=:customer_no AND bucket=0"
    f" AND kind IN ('{CURRENT}', '{CURRENT_II}', '{CURRENT_III}') AND status='active'"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """`id_expires`: None when the bank does not know, or when `id_long`: without end."""

    address: str = ""
    email: str = ""
    employer: str = ""
    id_expires: date | None = None
    id_long: bool = False


def profile_of(reader: Reader, sealer: Sealer, book: str, customer_no: str) -> Profile:
    row = reader.one(_LOOK, book=book, customer_no=customer_no)
    if row is None:
        return Profile()
    place = {"table": TABLE, "column": "sealed", "row": f"{book}/{customer_no}"}
    told = json.loads(sealer.open(bytes(row[0]), **place))
    known = Profile(told["address"], told["email"], told["employer"])
    if row[1] == LONG:
        return replace(known, id_long=True)
    return replace(known, id_expires=date.fromisoformat(row[1]) if row[1] else None)


def put_profile(
    tx: Tx, sealer: Sealer, book: str, customer_no: str, new: Profile, at: datetime
) -> None:
    """Keep the whole of it in place of what was known."""
    told = {name: value for name, value in asdict(new).items() if not name.startswith("id_")}
    words = json.dumps(told, ensure_ascii=False)
    ends = LONG if new.id_long else new.id_expires.isoformat() if new.id_expires else ""
    sealed = sealer.seal(words, table=TABLE, column="sealed", row=f"{book}/{customer_no}")
    tx.run(
        _PUT, book=book, customer_no=customer_no, sealed=sealed, id_expires=ends, at_us=to_us(at)
    )


def id_blind(reader: Reader, book: str, customer_no: str) -> str:
    """The stand-in of the customer's identity number. Raises NotFound."""
    row = reader.one(_ID_BLIND, book=book, customer_no=customer_no)
    if row is None:
        raise NotFound(f"customer {customer_no}")
    return str(row[0])


def check_id_expires(day: date, today: date) -> None:
    """Raises BadInput for a card that is over, or valid for longer than any is."""
    if not today < day <= today.replace(year=today.year + MOST_YEARS):
        raise BadInput(
            "id_expires", f"证件有效期须晚于今天，且不超过{MOST_YEARS}年；长期有效请填“长期”"
        )


def restricted_from(reader: Reader, book: str, expires: date, today: date) -> date:
    """The first day on which nothing goes out any more."""
    grace = tariffs.at(reader, book, "account.id_grace_days", today)
    return expires + timedelta(days=grace + 1)


def ending_by(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Customers whose identity card ends by `REMIND` after `day`, or has ended."""
    rows = office.reader.all(
        _ENDING, book=office.book, day=(day + REMIND).isoformat(), after=after, room=room
    )
    return [customer_no for (customer_no,) in rows]


def judge_expiry(office: Office, day: date, customer_no: str) -> int:
    """Remind once of a day of expiry; when the grace is over, stop what goes out.

    Returns how much was done. Again on the same day nothing is.
    """
    expires = profile_of(office.reader, office.sealer, office.book, customer_no).id_expires
    if expires is None:
        return 0
    done = office.tx.run(
        _REMINDED, book=office.book, customer_no=customer_no, id_expires=expires.isoformat()
    )
    if done:
        _tell(office, customer_no, expires, "id_expiring", "证件到期提醒", "请及时更新证件")
    if day >= restricted_from(office.reader, office.book, expires, day):
        stopped = _stop(office, customer_no)
        if stopped:
            _tell(office, customer_no, expires, "id_expired", "账户限制通知", "请到网点更新证件")
        done += stopped
    return done


def _stop(office: Office, customer_no: str) -> int:
    accounts = office.reader.all(_ACCOUNTS, book=office.book, customer_no=customer_no)
    was, to = AccountStatus.ACTIVE, AccountStatus.FROZEN
    return sum(move_status(office.tx, office.book, no, was, to) for (no,) in accounts)


def _tell(
    office: Office, customer_no: str, expires: date, kind: str, title: str, next_step: str
) -> None:
    office.tell(
        CustomerEvent(
            book=office.book,
            customer_no=customer_no,
            kind=kind,
            title=title,
            facts=(("证件有效期至", f"{expires:%Y-%m-%d}"), ("办理", next_step)),
            at=office.now,
            key=f"{kind}:{customer_no}:{expires}",
        )
    )
