"""One official account as it lives on the platform."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from weiyin.base.clock import Clock
from weiyin.base.ids import Rng, opaque_token
from weiyin.simulator.settings import Account, Handset, Settings
from weiyin.simulator.world.articles import Articles
from weiyin.simulator.world.chat import Chat
from weiyin.simulator.world.followers import Followers
from weiyin.simulator.world.grants import Grants
from weiyin.simulator.world.media import MediaShelf
from weiyin.simulator.world.menus import Menus
from weiyin.simulator.world.qrcodes import QrCodes
from weiyin.simulator.world.quotas import Quotas
from weiyin.simulator.world.templates import Templates
from weiyin.simulator.world.tokens import Tokens
from weiyin.simulator.world.windows import Windows


class LiveAccount:
    """Everything the platform remembers of one account."""

    def __init__(self, account: Account, settings: Settings, clock: Clock, rng: Rng) -> None:
        self.account = account
        self.openids: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        self.chats: dict[str, Chat] = {}
        self.tokens = Tokens(clock, rng)
        self.quotas = Quotas(clock, settings.daily_limits)
        self.windows = Windows(clock)
        self.followers = Followers()
        self.menus = Menus()
        self.media = MediaShelf(clock, rng)
        self.articles = Articles(clock, rng)
        self.qrcodes = QrCodes(clock, rng)
        self.grants = Grants(clock, rng)
        self.templates = Templates.of(account.templates)
        self._tickets: dict[str, tuple[str, datetime]] = {}
        self._clock, self._rng = clock, rng
        first = account.key == settings.accounts[0].key
        for handset in settings.handsets:
            self.meet(handset, (first and handset.openid) or _derived(account, handset))

    def meet(self, handset: Handset, openid: str = "") -> None:
        """A handset the account can be followed from."""
        known = openid or _derived(self.account, handset)
        self.openids[handset.id] = known
        self.owners[known] = handset.id
        self.chats[handset.id] = Chat(known)
        self.followers.meet(known)

    def chat(self, openid: str) -> Chat:
        return self.chats[self.owners[openid]]

    def ticket(self, kind: str) -> tuple[str, int]:
        """The JS-SDK's ticket and what remains of its 7200 s."""
        now = self._clock.now()
        kept = self._tickets.get(kind)
        if kept is None or kept[1] <= now:
            words = f"{opaque_token(self._rng)}{opaque_token(self._rng)}"
            kept = self._tickets[kind] = (words, now + timedelta(seconds=7200))
        return kept[0], int((kept[1] - now).total_seconds())


def _derived(account: Account, handset: Handset) -> str:
    seed = f"{account.appid}/{handset.id}".encode()
    return f"o{hashlib.sha256(seed).hexdigest()[:27]}"
