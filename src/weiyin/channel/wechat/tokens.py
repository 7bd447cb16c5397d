"""A token that all processes share: fetched by one of them, kept sealed in the store.

Two fetches at once end well: the one asked for later wins, however late the other's answer comes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import Clock, from_us, to_us
from weiyin.base.errors import TryLater
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

_MARGIN = timedelta(seconds=120)
"""stable_token renews five minutes early and both tokens live on: this lies well within."""
_ASKING = timedelta(seconds=15)
_PAUSE_S = 0.05
_TRIES = 400
_FORCE_AGAIN_S = 60.0

_LOOK = sql(
    "SELECT value, issued_us, fresh_until_us FROM wechat_tokens WHERE oa=:oa AND kind=:kind"
)
_LEASE = sql(
    "INSERT INTO wechat_tokens (oa, kind, value, issued_us, fresh_until_us, asking_until_us)"
    " VALUES (:oa, :kind, :nothing, 0, 0, :until_us)"
    " ON CONFLICT (oa, kind) DO UPDATE SET asking_until_us=excluded.asking_until_us"
    " WHERE wechat_tokens.asking_until_us < :now_us"
)
_RELEASE = sql("UPDATE wechat_tokens SET asking_until_us=0 WHERE oa=:oa AND kind=:kind")
_KEEP = sql(
    "UPDATE wechat_tokens SET value=:value, issued_us=:issued_us, fresh_until_us=:fresh_until_us"
    " WHERE oa=:oa AND kind=:kind AND issued_us <= :issued_us"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A token as WeChat gave it: good for `seconds`."""

    value: str
    seconds: int


@dataclass(frozen=True, slots=True)
class _Held:
    value: str
    issued: datetime
    fresh_until: datetime


class SharedToken:
    """One kind of token of one account. `fetch(force)` asks WeChat; safe for many threads."""

    def __init__(
        self,
        oa: str,
        kind: str,
        fetch: Callable[[bool], Fetched],
        *,
        store: Store,
        sealer: Sealer,
        clock: Clock,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._oa = oa
        self._kind = kind
        self._fetch = fetch
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._pause = pause
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._forced: float | None = None

    def value(self) -> str:
        """A token that is good now. Raises what `fetch` raises, `TryLater`."""
        held = self._held
        if held is not None and self._is_good(held, ""):
            return held.value
        return self._renew("")

    def renewed(self, refused: str) -> str:
        """Another token than the one that was `refused`, by whichever process gets it first."""
        return self._renew(refused)

    def _renew(self, refused: str) -> str:
        with self._lock:
            for _ in range(_TRIES):
                held = self._stored()
                if held is not None and self._is_good(held, refused):
                    self._held = held
                    return held.value
                if self._store.run(self._lease):
                    return self._ask_once(refused)
                self._pause(_PAUSE_S)
        raise TryLater(f"no {self._kind} token in time")

    def _is_good(self, held: _Held, refused: str) -> bool:
        return held.value != refused and self._clock.now() < held.fresh_until

    def _stored(self) -> _Held | None:
        row = self._store.read(self._look)
        if row is None or not row[1]:
            return None
        value = self._sealer.open(row[0], **self._place())
        return _Held(value, from_us(row[1]), from_us(row[2]))

    def _look(self, reader: Reader) -> tuple[bytes, int, int] | None:
        row = reader.one(_LOOK, oa=self._oa, kind=self._kind)
        return (row[0], row[1], row[2]) if row else None

    def _lease(self, tx: Tx) -> bool:
        now = self._clock.now()
        times = {"until_us": to_us(now + _ASKING), "now_us": to_us(now)}
        return tx.run(_LEASE, oa=self._oa, kind=self._kind, nothing=b"", **times) == 1

    def _ask_once(self, refused: str) -> str:
        """With the lease in hand: what another kept since our look, else a fetched one.

        Gives the lease back in any case.
        """
        try:
            held = self._stored()
            if held is None or not self._is_good(held, refused):
                held = self._ask(refused)
        finally:
            self._store.run(lambda tx: tx.run(_RELEASE, oa=self._oa, kind=self._kind))
        self._held = held
        return held.value

    def _ask(self, refused: str) -> _Held:
        """Fetch and keep, if nobody asked later; what is stored then."""
        asked = self._clock.now()
        fetched = self._fetch(False)
        if fetched.value == refused and self._may_force():
            fetched = self._fetch(True)
        mine = self._held_since(asked, fetched)
        self._store.run(lambda tx: self._keep(tx, mine))
        return self._stored() or mine

    def _may_force(self) -> bool:
        """Forcing is allowed 20 times a day: never twice within a minute by one process."""
        now = self._clock.monotonic()
        if self._forced is not None and now - self._forced < _FORCE_AGAIN_S:
            return False
        self._forced = now
        return True

    @staticmethod
    def _held_since(asked: datetime, fetched: Fetched) -> _Held:
        life = timedelta(seconds=fetched.seconds)
        return _Held(fetched.value, asked, asked + life - min(_MARGIN, life / 4))

    def _keep(self, tx: Tx, held: _Held) -> None:
        tx.run(
            _KEEP,
            oa=self._oa,
            kind=self._kind,
            value=self._sealer.seal(held.value, **self._place()),
            issued_us=to_us(held.issued),
            fresh_until_us=to_us(held.fresh_until),
        )

    def _place(self) -> dict[str, str]:
        return {"table": "wechat_tokens", "column": "value", "row": f"{self._oa}:{self._kind}"}
