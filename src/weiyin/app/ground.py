"""The ground the house stands on: the store, its keys, the bank's books, the wires to WeChat."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import httpx

from weiyin.app.plugs import Plugs
from weiyin.bank.bills.billing import Billing
from weiyin.bank.bills.catalogue import load_billers
from weiyin.bank.bills.patience import Patient
from weiyin.bank.core import Core
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.remote import RemoteCore
from weiyin.base.clock import Clock
from weiyin.base.mask import Secret
from weiyin.base.persona import Persona
from weiyin.channel.wechat.account import Mode, OfficialAccount
from weiyin.channel.wechat.client import WechatClient
from weiyin.desk.hours import DeskHours, desk_hours
from weiyin.settings import AccountSettings, Settings
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store


@dataclass(frozen=True, slots=True)
class Ground:
    """`closing` lets go of it all, the last made first."""

    settings: Settings
    plugs: Plugs
    store: Store
    sealer: Sealer
    accounts: Mapping[str, OfficialAccount]
    clients: Mapping[str, WechatClient]
    cores: Mapping[str, Core]
    closing: ExitStack

    @property
    def clock(self) -> Clock:
        return self.plugs.clock

    @property
    def service_hours(self) -> dict[str, DeskHours]:
        """When people of ours answer, by account: at our own desk or in WeChat's client."""
        accounts = self.settings.accounts.items()
        return {key: desk_hours(one.desk_workdays, one.desk_days_off) for key, one in accounts}

    @property
    def desks(self) -> dict[str, DeskHours]:
        """The hours of each account that has a desk of our own."""
        accounts = self.settings.accounts
        return {oa: one for oa, one in self.service_hours.items() if not accounts[oa].wechat_desk}

    @property
    def personas(self) -> dict[str, Persona]:
        return personas_of(self.settings)

    def oas_of_book(self, book: str) -> tuple[str, ...]:
        """The official accounts that work on a set of books."""
        accounts = self.settings.accounts.items()
        return tuple(key for key, one in accounts if one.book == book)


def lay_ground(settings: Settings, plugs: Plugs) -> Ground:
    """Open the store and all wires. Raises `Misconfigured`."""
    closing = ExitStack()
    store = plugs.store(settings.database_url)
    closing.callback(store.close)
    sealer = sealer_of(settings)
    accounts = accounts_of(settings)
    clients = {
        key: WechatClient(
            account, store=store, sealer=sealer, clock=plugs.clock, transport=plugs.wire
        )
        for key, account in accounts.items()
    }
    for client in clients.values():
        closing.callback(client.close)
    cores = _cores(settings, plugs, sealer, closing)
    return Ground(settings, plugs, store, sealer, accounts, clients, cores, closing)


def sealer_of(settings: Settings) -> Sealer:
    """What seals and opens by these settings. Raises `Misconfigured` for a missing key."""
    return Sealer(
        settings.seal_key_bytes(),
        settings.seal_key_id,
        settings.seal_cipher,
        blind_with=settings.seal_lookups or None,
    )


def personas_of(settings: Settings) -> dict[str, Persona]:
    """Who speaks for each account: its own settings, or those of the install."""
    return {
        key: Persona(
            bank=one.name or settings.bank_name,
            name=one.persona,
            greeting=one.greeting,
            hotline=one.hotline or settings.hotline,
            colour=one.brand_colour or settings.brand_colour,
        )
        for key, one in settings.accounts.items()
    }


def accounts_of(settings: Settings) -> dict[str, OfficialAccount]:
    """The official accounts. Raises `Misconfigured` naming what cannot be right of one."""
    return {key: _account(settings, key, one) for key, one in settings.accounts.items()}


def _account(settings: Settings, key: str, one: AccountSettings) -> OfficialAccount:
    return OfficialAccount(
        key=key,
        appid=one.appid,
        secret=Secret(one.secret.get_secret_value()),
        token=Secret(one.token.get_secret_value()),
        previous_token=Secret(one.previous_token.get_secret_value()),
        aes_key=Secret(one.aes_key.get_secret_value()),
        previous_aes_key=Secret(one.previous_aes_key.get_secret_value()),
        mode=Mode(one.mode),
        api_base=one.api_base,
        open_base=one.open_base,
        public_url=settings.public_url,
        other_origins=settings.other_origins,
        gh_id=one.gh_id,
        wechat_desk=one.wechat_desk,
    )


def _cores(settings: Settings, plugs: Plugs, sealer: Sealer, closing: ExitStack) -> dict[str, Core]:
    """A core for each set of books: the bank's own over HTTP, or the embedded ledger."""
    books = {one.book for one in settings.accounts.values()}
    if not settings.core_url:
        billing = _billing(settings, plugs)
        return {book: EmbeddedCore(book, plugs.clock, sealer, billing=billing) for book in books}
    seconds = settings.core_timeout_seconds
    http = httpx.Client(timeout=seconds, follow_redirects=False)
    closing.callback(http.close)
    key = Secret(settings.core_key.get_secret_value())
    core = RemoteCore(settings.core_url, key, http, clock=plugs.clock, deadline_seconds=seconds)
    return dict.fromkeys(books, core)


def _billing(settings: Settings, plugs: Plugs) -> Billing:
    provider = None if plugs.biller is None else Patient(plugs.biller)
    return Billing(load_billers(settings.billers_folder), provider)
