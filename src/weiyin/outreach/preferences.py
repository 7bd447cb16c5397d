"""What a person wants to be told: which topics, from which amount, when, how, and in how much
detail; for all their accounts, or for one of them by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from weiyin.base.clock import SHANGHAI, to_us
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_GET = sql("""
    SELECT muted, threshold_fen, show_balance, quiet_from, quiet_to, channels
    FROM notice_choices
    WHERE oa = :oa AND openid = :openid AND account_no IN ('', :account_no)
    ORDER BY account_no DESC LIMIT 1
""")
_SET = sql("""
    INSERT INTO notice_choices (oa, openid, account_no, muted, threshold_fen, show_balance,
                                quiet_from, quiet_to, channels, changed_us)
    VALUES (:oa, :openid, :account_no, :muted, :threshold_fen, :show_balance,
            :quiet_from, :quiet_to, :channels, :changed_us)
    ON CONFLICT (oa, openid, account_no) DO UPDATE SET muted = excluded.muted,
        threshold_fen = excluded.threshold_fen, show_balance = excluded.show_balance,
        quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
        channels = excluded.channels, changed_us = excluded.changed_us
""")
_MUTE = sql("UPDATE notice_choices SET muted = :muted WHERE oa = :oa AND openid = :openid")
ALL_ACCOUNTS = ""
_EVERY = Money(0)


class Topic(StrEnum):
    """What can be switched off by itself. Security is not among them: that is always told."""

    CHANGES = "changes"
    SPENDING = "spending"
    BILL = "bill"
    DUE = "due"
    WEALTH = "wealth"
    SERVICE = "service"
    PLACE = "place"


class Channel(StrEnum):
    WECHAT = "wechat"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in Shanghai in which nothing but security is told; they may span midnight.

    `start` and `end` differ; both are whole minutes.
    """

    start: time
    end: time

    def until(self, now: datetime) -> datetime | None:
        """When the quiet that reigns at `now` ends; None when it does not reign."""
        local = now.astimezone(SHANGHAI)
        clock = local.time()
        overnight = self.start > self.end
        quiet = (
            clock >= self.start or clock < self.end if overnight else self.start <= clock < self.end
        )
        if not quiet:
            return None
        ends = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Preference:
    """Movements below `threshold` are not told. `channels`: the first is used, the next if it
    fails; the message centre keeps what was told by none.
    """

    muted: frozenset[Topic] = frozenset()
    threshold: Money = _EVERY
    show_balance: bool = True
    quiet: Quiet | None = None
    channels: tuple[Channel, ...] = (Channel.WECHAT, Channel.SMS)


def preference_of(
    reader: Reader, oa: str, openid: str, account_no: str = ALL_ACCOUNTS
) -> Preference:
    """What they chose for the account, else for all, else the bank's default: everything, free."""
    row = reader.one(_GET, oa=oa, openid=openid, account_no=account_no)
    if row is None:
        return Preference()
    muted, threshold_fen, show_balance, quiet_from, quiet_to, channels = row
    return Preference(
        frozenset(map(Topic, muted.split())),
        Money(threshold_fen),
        bool(show_balance),
        None if quiet_from == quiet_to else Quiet(_as_time(quiet_from), _as_time(quiet_to)),
        tuple(map(Channel, channels.split())),
    )


def set_preference(
    tx: Tx, oa: str, openid: str, chosen: Preference, at: datetime, account_no: str = ALL_ACCOUNTS
) -> None:
    quiet = chosen.quiet
    tx.run(
        _SET,
        oa=oa,
        openid=openid,
        account_no=account_no,
        muted=" ".join(sorted(chosen.muted)),
        threshold_fen=chosen.threshold.fen,
        show_balance=int(chosen.show_balance),
        quiet_from=_as_minutes(quiet.start) if quiet else 0,
        quiet_to=_as_minutes(quiet.end) if quiet else 0,
        channels=" ".join(chosen.channels),
        changed_us=to_us(at),
    )


def switch_topic(tx: Tx, oa: str, openid: str, topic: Topic, at: datetime, *, on: bool) -> None:
    """Switch one topic for all their accounts, also those with choices of their own."""
    now = preference_of(tx, oa, openid)
    muted = now.muted - {topic} if on else now.muted | {topic}
    set_preference(tx, oa, openid, replace(now, muted=muted), at)
    tx.run(_MUTE, oa=oa, openid=openid, muted=" ".join(sorted(muted)))


def _as_minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _as_time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
