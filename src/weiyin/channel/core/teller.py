"""The other end of the feed: a core that tells a house of what moved (`weiyin core serve --tell`).

It is also what a bank's own core would do, in forty lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from weiyin.bank.notices import TOPIC as ENTRY
from weiyin.base.clock import Clock, from_us, to_us
from weiyin.base.errors import TryLater
from weiyin.base.mask import Secret
from weiyin.base.sender import Fate, Never, Sent
from weiyin.channel.proof import core_feed_key, signature_of
from weiyin.storage.outbox import Lane, Parcel

_TOO_MUCH_OR_WRONG = frozenset({413, 422})


class CoreTeller:
    """Handler of parcels about entries and events of `book`; `url` is where that house serves."""

    def __init__(self, http: httpx.Client, url: str, key: Secret, book: str, clock: Clock) -> None:
        self._http, self._clock = http, clock
        self._url = f"{url.rstrip('/')}/core/{book}"
        self._key = core_feed_key(key, book)

    def __call__(self, parcels: Sequence[Parcel]) -> list[Fate]:
        """Raises `TryLater` while the house is away; of what it cannot read, only that is lost."""
        if self._tell(parcels):
            return [Sent("told") for _ in parcels]
        if len(parcels) == 1:
            return [Never("the house cannot read it")]
        return [fate for parcel in parcels for fate in self([parcel])]

    def _tell(self, parcels: Sequence[Parcel]) -> bool:
        entries = [_entry(one.payload) for one in parcels if one.topic == ENTRY]
        events = [_event(one.payload) for one in parcels if one.topic != ENTRY]
        body = msgspec.json.encode({"entries": entries, "events": events})
        moment = str(to_us(self._clock.now()) // 1_000_000)
        signature = signature_of(self._key, moment, urlsplit(self._url).path, body)
        headers = {"weiyin-timestamp": moment, "weiyin-signature": signature}
        try:
            status = self._http.post(self._url, content=body, headers=headers).status_code
        except httpx.HTTPError as error:
            raise TryLater(f"{self._url}: {type(error).__name__}") from error
        if status not in {200, *_TOO_MUCH_OR_WRONG}:
            raise TryLater(f"{self._url} said {status}")
        return status == httpx.codes.OK


def _entry(fact: dict[str, Any]) -> dict[str, Any]:
    named = {name: value for name, value in fact.items() if name not in {"book", "at_us"}}
    return named | {"at": _moment(fact)}


def _event(fact: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": fact["key"],
        "customer_no": fact["customer_no"],
        "kind": fact["kind"],
        "title": fact["title"],
        "facts": [{"label": label, "value": value} for label, value in fact["facts"]],
        "at": _moment(fact),
        "lane": Lane(fact["lane"]).name.lower(),
        "account_no": fact["account_no"],
    }


def _moment(fact: dict[str, Any]) -> str:
    return from_us(fact["at_us"]).isoformat()
