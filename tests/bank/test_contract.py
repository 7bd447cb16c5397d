"""One contract, three cores: in the caller's transaction, behind HTTP, and a broken one."""

from __future__ import annotations

import httpx

from tests.bank import town
from tests.bank.served import KEY, served
from weiyin.bank.contract import PERSONAL, PUBLIC, run_contract
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.remote import RemoteCore
from weiyin.bank.verify import verify
from weiyin.base.mask import Secret
from weiyin.storage.store import Store


def test_embedded_core_keeps_the_contract(store: Store, core: EmbeddedCore) -> None:
    findings = run_contract(core, town.PEOPLE, store=store)
    assert [finding for finding in findings if not finding[1]] == []
    assert len(findings) == len(PUBLIC) + len(PERSONAL)
    assert store.read(lambda reader: verify(reader, town.BOOK)) == []


def test_core_in_another_process_keeps_the_contract(
    store: Store, store_url: str, core: EmbeddedCore
) -> None:
    with served(store_url) as server, httpx.Client(timeout=10) as http:
        remote = RemoteCore(server.url, Secret(KEY), http)
        findings = run_contract(remote, town.PEOPLE)
    assert [finding for finding in findings if not finding[1]] == []
    assert store.read(lambda reader: verify(reader, core.book)) == []


def test_a_core_that_counts_twice_breaks_the_contract(store: Store, core: EmbeddedCore) -> None:
    class Forgetful(EmbeddedCore):
        """Makes up a new key for every order."""

        def books(self, tx):  # type: ignore[no-untyped-def]
            books = super().books(tx)
            honest = books.transfer
            books.transfer = lambda order: honest(  # type: ignore[method-assign]
                town.replace_key(order)
            )
            return books

    forgetful = Forgetful(core.book, core.clock, core.sealer)
    broken = {name for name, ok, _ in run_contract(forgetful, town.PEOPLE, store=store) if not ok}
    assert {"an order moves money once", "three at once get one answer"} <= broken
