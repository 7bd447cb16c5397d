"""Where net values come from: the managers of the products, in the evening of each trading day."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Protocol

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.wealth import navs, shelf
from weiyin.bank.wealth.navs import Nav
from weiyin.bank.wealth.shelf import Product
from weiyin.storage.store import Store, Tx


class NavFeed(Protocol):
    def following(self, product: Product, newest: Nav, now: datetime) -> tuple[Nav, ...]:
        """What the manager has published by `now` for the days after `newest`, oldest first."""
        ...


def do_nav_chores(store: Store, core: EmbeddedCore, feed: NavFeed | None) -> int:
    """Take over what was published since; how many values. No feed: the bank's own system tells.

    To be done before the days are closed: a close confirms orders at the value of their day.
    """
    if feed is None:
        return 0
    office = store.read(core.office)
    known = store.read(lambda reader: navs.as_of(reader, core.book, office.today))
    on_shelf = store.read(lambda reader: shelf.products(reader, core.book))
    told = {
        one.code: feed.following(one, known[one.code], office.now)
        for one in on_shelf
        if one.code in known
    }
    fresh = {code: values for code, values in told.items() if values}
    if fresh:
        store.run(partial(_publish, book=core.book, fresh=fresh))
    return sum(map(len, fresh.values()))


def _publish(tx: Tx, *, book: str, fresh: dict[str, tuple[Nav, ...]]) -> None:
    for code, values in fresh.items():
        navs.publish(tx, book, code, values)
