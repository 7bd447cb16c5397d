"""What payments need done as time goes by: to be called every minute or so, by any worker."""

from __future__ import annotations

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.payments.due import run_plans
from weiyin.storage.store import Store


def do_payment_chores(store: Store, core: EmbeddedCore) -> int:
    """Run the standing orders that are due; how many."""
    return run_plans(store, core)
