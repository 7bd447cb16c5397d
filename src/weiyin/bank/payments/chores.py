"""What payments need done as time goes by: to be called every minute or so, by any worker."""

from __future__ import annotations

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.payments import cardless, collecting
from weiyin.bank.payments.due import run_plans
from weiyin.storage.store import Store


def do_payment_chores(store: Store, core: EmbeddedCore) -> int:
    """Run what is due, let go of what was not fetched; how many. Safe to do twice or by two."""
    expired = store.run(lambda tx: cardless.expire(core.office(tx)))
    pulled = store.run(lambda tx: collecting.pull_due(core.office(tx)))
    return run_plans(store, core) + expired + pulled
