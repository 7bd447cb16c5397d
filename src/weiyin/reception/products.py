"""What the bank's products are called, for the ear: asked of the books every few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.bank.services.wealth_shelf import WealthShelf
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.clock import Clock
from weiyin.base.errors import WeiyinError
from weiyin.reception.tenant import Tenant
from weiyin.storage.store import Reader

Names = tuple[tuple[str, str], ...]
"""Each name with the word for its kind."""

_NOUNS = {Kind.WEALTH: "理财", Kind.FUND: "基金", Kind.CASH: "活期理财"}
_KEPT = timedelta(minutes=5)


class ProductNames:
    """By the bank's set of books. Safe to share between threads: the last to look wins."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[datetime, Names]] = {}

    def of(self, tenant: Tenant, reader: Reader) -> Names:
        """The names; none while the books cannot be asked."""
        now = self._clock.now()
        until, names = self._known.get(tenant.book, (now, ()))
        if now < until:
            return names
        try:
            shelf = tenant.core.books(reader).service(WealthShelf)
            sold = (shelved.product for shelved in shelf.products())
            names = tuple(
                (one.name, _NOUNS[one.terms.kind]) for one in sold if one.terms.kind in _NOUNS
            )
        except WeiyinError:
            names = ()
        self._known[tenant.book] = now + _KEPT, names
        return names
