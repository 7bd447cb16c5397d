"""The ledger of API calls: how many a day, and which are closed until a minute or a day turns."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, datetime, timedelta

from weiyin.base.clock import Clock, from_us, shanghai_day, shanghai_midnight, to_us
from weiyin.channel.wechat.errors import Remedy, fault_of
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

_CLOSED = sql(
    "SELECT closed_until_us, why FROM wechat_calls"
    " WHERE oa=:oa AND api=:api AND closed_until_us > :now_us ORDER BY closed_until_us DESC"
)
_COUNT = sql(
    "INSERT INTO wechat_calls (oa, api, day, calls, closed_until_us, why)"
    " VALUES (:oa, :api, :day, :count, 0, '')"
    " ON CONFLICT (oa, api, day) DO UPDATE SET calls = wechat_calls.calls + excluded.calls"
)
_CLOSE = sql(
    "INSERT INTO wechat_calls (oa, api, day, calls, closed_until_us, why)"
    " VALUES (:oa, :api, :day, 0, :until_us, :why)"
    " ON CONFLICT (oa, api, day) DO UPDATE"
    " SET closed_until_us=excluded.closed_until_us, why=excluded.why"
)
_WRITE_EVERY_S = 1.0
_LOOK_EVERY_S = 0.2
_CALLS = sql("SELECT api, calls FROM wechat_calls WHERE oa=:oa AND day=:day ORDER BY api")

A_DAY = {
    "/cgi-bin/stable_token": 10_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/qrcode/create": 100_000,
}
"""What WeChat allows a new account a day, as its console lists it; a large one has more."""


class Quota:
    """Calls of one account, shared by all processes through the store."""

    def __init__(self, oa: str, store: Store, clock: Clock) -> None:
        self._oa = oa
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._fresh: Counter[tuple[str, str]] = Counter()
        self._written_at = clock.monotonic()
        self._open_at: dict[str, float] = {}

    def check(self, api: str) -> None:
        """Raises `Busy` or `Spent` while WeChat has closed `api`, without asking it again.

        What another process saw closed is known here within `_LOOK_EVERY_S`.
        """
        at = self._clock.monotonic()
        if 0 < at - self._open_at.get(api, -_LOOK_EVERY_S) < _LOOK_EVERY_S:
            return
        now_us = to_us(self._clock.now())
        row = self._store.read(lambda r: r.one(_CLOSED, oa=self._oa, api=api, now_us=now_us))
        if row is not None:
            remedy, _, errcode = row[1].partition(" ")
            until = f"closed until {from_us(row[0]):%Y-%m-%dT%H:%M:%SZ}"
            raise fault_of(Remedy(remedy), api, int(errcode), until)
        self._open_at[api] = at

    def count(self, api: str) -> None:
        """One call more. Written about once a second: counts lost in a crash do no harm."""
        with self._lock:
            self._fresh[api, self._row(api)["day"]] += 1
            if self._clock.monotonic() - self._written_at < _WRITE_EVERY_S:
                return
        fresh = self._taken()
        self._store.submit(lambda tx: self._write(tx, fresh))

    def _taken(self) -> Counter[tuple[str, str]]:
        with self._lock:
            fresh, self._fresh = self._fresh, Counter()
            self._written_at = self._clock.monotonic()
            return fresh

    def _write(self, tx: Tx, fresh: Counter[tuple[str, str]]) -> None:
        for (api, day), count in fresh.items():
            tx.run(_COUNT, oa=self._oa, api=api, day=day, count=count)

    def close(self, api: str, remedy: Remedy, errcode: int) -> None:
        """WeChat will refuse `api` until the minute or the day turns."""
        self._open_at.pop(api, None)
        now = self._clock.now()
        until_us = to_us(_turn(now, remedy))
        facts = self._row(api)

        def work(tx: Tx) -> None:
            tx.run(_CLOSE, **facts, until_us=until_us, why=f"{remedy} {errcode}")

        self._store.run(work)

    def calls_today(self) -> dict[str, int]:
        """Calls by API since midnight in Shanghai, those of this process to the last."""
        return self.calls_on(shanghai_day(self._clock.now()))

    def calls_on(self, day: date) -> dict[str, int]:
        """Calls by API of a day in Shanghai."""
        fresh = self._taken()
        if fresh:
            self._store.run(lambda tx: self._write(tx, fresh))
        told = day.isoformat()
        rows = self._store.read(lambda r: r.all(_CALLS, oa=self._oa, day=told))
        return {api: calls for api, calls in rows if calls}

    def _row(self, api: str) -> dict[str, str]:
        day = shanghai_day(self._clock.now()).isoformat()
        return {"oa": self._oa, "api": api, "day": day}


def _turn(now: datetime, remedy: Remedy) -> datetime:
    if remedy is Remedy.TOMORROW:
        return shanghai_midnight(shanghai_day(now) + timedelta(days=1))
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
