"""What quotes need done every minute: taken from the feed, alerts rung, plans that buy carried out.

Doing it twice, late, or by two workers at once changes nothing.
"""

from __future__ import annotations

from functools import partial

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.metal.plans import due_plans, run_plan
from weiyin.bank.quotes.quote import QuoteFeed
from weiyin.bank.quotes.taking import take
from weiyin.storage.store import Store, Tx


def do_quote_chores(store: Store, core: EmbeddedCore, feed: QuoteFeed | None) -> int:
    """How many alerts were rung and plans dealt with. No feed: the bank's own system tells."""
    rung = 0 if feed is None else store.run(partial(_take, core=core, feed=feed))
    due = store.read(lambda reader: due_plans(core.office(reader)))
    return rung + sum(store.run(partial(_buy, core=core, plan_no=no)) for no in due)


def _take(tx: Tx, *, core: EmbeddedCore, feed: QuoteFeed) -> int:
    office = core.office(tx)
    return take(office, feed.quotes(office.now))


def _buy(tx: Tx, *, core: EmbeddedCore, plan_no: str) -> int:
    return run_plan(core.office(tx), plan_no)
