"""A listening stand-in for WeChat's API, and a client that calls it over a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.channel import kit
from tests.channel.served import WechatApi
from weiyin.base.clock import ManualClock
from weiyin.channel.wechat.client import WechatClient
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store


@pytest.fixture
def api() -> WechatApi:
    return WechatApi()


@pytest.fixture
def new_client(
    api: WechatApi, store: Store, sealer: Sealer, clock: ManualClock
) -> Iterator[Callable[[], WechatClient]]:
    """Makes clients as several processes would each have one, on one store."""
    with ExitStack() as closing:
        account = kit.account(api_base=closing.enter_context(api.serve()))

        def make() -> WechatClient:
            made = WechatClient(account, store=store, sealer=sealer, clock=clock)
            closing.callback(made.close)
            return made

        yield make


@pytest.fixture
def client(new_client: Callable[[], WechatClient]) -> WechatClient:
    return new_client()


on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
"""For tests in which the store is only in the background."""
