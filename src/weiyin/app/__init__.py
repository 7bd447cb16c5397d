"""The composition root: the only room that knows everybody.

`compose` builds the whole house from settings: the ground it stands on (`ground`), its front, where
people are answered (`front`), and what leaves it unasked (`delivery`). Nothing runs yet but the
store's own threads; `serving` opens the doors to HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from weiyin.app.delivery import make_courier
from weiyin.app.front import Mind, intents_of, open_front, open_mind
from weiyin.app.ground import lay_ground
from weiyin.app.plugs import Plugs
from weiyin.assistant.intents import Intent
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.understand import Assistant
from weiyin.bank.core import Core
from weiyin.base.clock import Clock
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.oauth import WechatSignIn
from weiyin.functions.catalogue import Catalogue
from weiyin.outreach.delivery.courier import Courier
from weiyin.reception.conversation import Conversation
from weiyin.reception.counter import Counter
from weiyin.reception.reception import Reception
from weiyin.reception.tally import Tally
from weiyin.settings import Settings
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

__all__ = ["App", "Mind", "Plugs", "compose", "open_mind"]


@dataclass(frozen=True, slots=True)
class App:
    """The whole house, put together. `close` lets go of everything."""

    settings: Settings
    plugs: Plugs
    store: Store
    clock: Clock
    sealer: Sealer
    catalogue: Catalogue
    accounts: Mapping[str, OfficialAccount]
    clients: Mapping[str, WechatClient]
    cores: Mapping[str, Core]
    assistant: Assistant
    knowledge: KnowledgeBase
    conversation: Conversation
    reception: Reception
    counter: Counter
    tally: Tally
    signin: WechatSignIn
    courier: Courier
    _closing: ExitStack

    @property
    def default_oa(self) -> str:
        return next(iter(self.accounts))

    @property
    def intents(self) -> tuple[Intent, ...]:
        """What 小微 recognises functions by."""
        return intents_of(self.catalogue)

    @property
    def model_folder(self) -> Path:
        return Path(self.settings.model_folder)

    def close(self) -> None:
        self._closing.close()


def compose(settings: Settings, plugs: Plugs | None = None, mind: Mind | None = None) -> App:
    """Build the house. Raises `Misconfigured` naming the setting that cannot be right.

    `mind`: one made before, by the same settings and the same clock.
    """
    ground = lay_ground(settings, plugs or Plugs())
    mind = mind or open_mind(settings, ground.clock)
    front = open_front(ground, mind)
    return App(
        settings=settings,
        plugs=ground.plugs,
        store=ground.store,
        clock=ground.clock,
        sealer=ground.sealer,
        catalogue=mind.catalogue,
        accounts=ground.accounts,
        clients=ground.clients,
        cores=ground.cores,
        assistant=mind.assistant,
        knowledge=mind.knowledge,
        conversation=front.conversation,
        reception=front.reception,
        counter=front.counter,
        tally=front.tally,
        signin=WechatSignIn(ground.clients),
        courier=make_courier(ground),
        _closing=ground.closing,
    )
