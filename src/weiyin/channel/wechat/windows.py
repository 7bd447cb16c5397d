"""When a person may be written to: WeChat lets customer-service messages through only for a while
after the person did something.

Source: 发送客服消息. A message opens 48 hours for 5 of ours; a menu click, a follow or a scan opens
one minute for 3. Words to the same person take from the minute first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import from_us, to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_MESSAGE = (timedelta(hours=48), 5)
_MOMENT = (timedelta(minutes=1), 3)
_SLACK_US = 3_600_000_000
"""An untouched window of 48 hours is not written anew within the hour: most messages write none."""
_BY_MESSAGE = frozenset({AskKind.TEXT, AskKind.VOICE, AskKind.PICTURE, AskKind.PLACE})
_BY_MOMENT = frozenset({AskKind.TAP, AskKind.FOLLOW, AskKind.SCAN})

_OPEN_MESSAGE = sql(
    "INSERT INTO wechat_windows"
    " (oa, openid, message_until_us, message_left, moment_until_us, moment_left)"
    " VALUES (:oa, :openid, :until_us, :allowance, 0, 0)"
    " ON CONFLICT (oa, openid) DO UPDATE"
    " SET message_until_us=excluded.message_until_us, message_left=excluded.message_left"
    " WHERE wechat_windows.message_left < excluded.message_left"
    " OR wechat_windows.message_until_us < excluded.message_until_us - :slack_us"
)
_OPEN_MOMENT = sql(
    "INSERT INTO wechat_windows"
    " (oa, openid, message_until_us, message_left, moment_until_us, moment_left)"
    " VALUES (:oa, :openid, 0, 0, :until_us, :allowance)"
    " ON CONFLICT (oa, openid) DO UPDATE"
    " SET moment_until_us=excluded.moment_until_us, moment_left=excluded.moment_left"
)
_TAKE_MOMENT = sql(
    "UPDATE wechat_windows SET moment_left = moment_left - 1"
    " WHERE oa=:oa AND openid=:openid AND moment_left > 0 AND moment_until_us > :now_us"
)
_TAKE_MESSAGE = sql(
    "UPDATE wechat_windows SET message_left = message_left - 1"
    " WHERE oa=:oa AND openid=:openid AND message_left > 0 AND message_until_us > :now_us"
)
_OPEN = sql(
    "SELECT 1 FROM wechat_windows WHERE oa=:oa AND openid=:openid"
    " AND (moment_left > 0 AND moment_until_us > :now_us"
    " OR message_left > 0 AND message_until_us > :now_us)"
)
_ROOM = sql(
    "SELECT message_until_us, message_left, moment_until_us, moment_left FROM wechat_windows"
    " WHERE oa=:oa AND openid=:openid"
)
_KNOWN = sql("SELECT 1 FROM wechat_windows WHERE oa=:oa AND openid=:openid")
_ACTIVE = sql(
    "SELECT COUNT(*) FROM wechat_windows WHERE oa=:oa"
    " AND (message_until_us > :message_us OR moment_until_us > :moment_us)"
)


def opened(tx: Tx, ask: Ask) -> None:
    """Note that the asker did something that opens a window, if it does."""
    who = {"oa": ask.oa, "openid": ask.openid}
    if ask.kind in _BY_MESSAGE:
        life, allowance = _MESSAGE
        until_us = to_us(ask.at + life)
        tx.run(_OPEN_MESSAGE, **who, until_us=until_us, allowance=allowance, slack_us=_SLACK_US)
    elif ask.kind in _BY_MOMENT:
        life, allowance = _MOMENT
        tx.run(_OPEN_MOMENT, **who, until_us=to_us(ask.at + life), allowance=allowance)


def take(tx: Tx, oa: str, openid: str, now: datetime) -> bool:
    """Take one message from the person's windows; False when there is none left.

    A person of whom nothing is noted may be written to: WeChat itself will judge.
    """
    who = {"oa": oa, "openid": openid, "now_us": to_us(now)}
    if tx.run(_TAKE_MOMENT, **who) or tx.run(_TAKE_MESSAGE, **who):
        return True
    return not is_noted(tx, oa, openid)


def is_open(reader: Reader, oa: str, openid: str, now: datetime) -> bool:
    """Whether we know of a message that the person's windows would still let through."""
    return reader.one(_OPEN, oa=oa, openid=openid, now_us=to_us(now)) is not None


def room(reader: Reader, oa: str, openid: str, now: datetime) -> tuple[int, datetime | None]:
    """How many messages both windows together let through now, and until when the longer does."""
    row = reader.one(_ROOM, oa=oa, openid=openid)
    if row is None:
        return 0, None
    now_us, pairs = to_us(now), ((row[0], row[1]), (row[2], row[3]))
    open_ones = [(until_us, left) for until_us, left in pairs if until_us > now_us and left > 0]
    until = from_us(max(until_us for until_us, _ in open_ones)) if open_ones else None
    return sum(left for _, left in open_ones), until


def active(reader: Reader, oa: str, since: datetime) -> int:
    """How many people did something that opens a window, from `since` until now."""
    since_us = to_us(since)
    message_us = to_us(since + _MESSAGE[0]) - _SLACK_US
    row = reader.one(_ACTIVE, oa=oa, message_us=message_us, moment_us=since_us)
    return int(row[0]) if row else 0


def is_noted(reader: Reader, oa: str, openid: str) -> bool:
    return reader.one(_KNOWN, oa=oa, openid=openid) is not None
