"""The `Sender` of WeChat. A notice goes as a template message; where no template tells it, as a
subscription notice; where that is not granted, as a customer-service message while a window is
open. Late replies are customer-service messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from weiyin.base.clock import Clock
from weiyin.base.errors import Misconfigured, Refused, TryLater, Unknown
from weiyin.base.reply import Link, Reply, Say
from weiyin.base.sender import Fate, Later, Lost, Never, Notice, Sent
from weiyin.channel.wechat import windows
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.kf import Kf
from weiyin.channel.wechat.kf_messages import Body
from weiyin.channel.wechat.render import kf_bodies
from weiyin.channel.wechat.subscription import Subscriptions
from weiyin.channel.wechat.template import Templates
from weiyin.storage.store import Store

log = structlog.get_logger(__name__)

_SOON = timedelta(seconds=10)
_MINUTE = timedelta(seconds=60)
_BY_THE_MINUTE = 45011


class WechatSender:
    """Implements `Sender` for the accounts of `clients`.

    `templates` and `subscriptions` are template ids by account and kind of notice.
    """

    def __init__(
        self,
        clients: Mapping[str, WechatClient],
        templates: Mapping[str, Mapping[str, str]],
        store: Store,
        clock: Clock,
        subscriptions: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._clients = clients
        self._templates = {
            oa: Templates(client, dict(templates.get(oa, {}))) for oa, client in clients.items()
        }
        granted = subscriptions or {}
        self._subscriptions = {
            oa: Subscriptions(client, dict(granted.get(oa, {}))) for oa, client in clients.items()
        }
        self._store = store
        self._clock = clock

    def notify(self, oa: str, openid: str, notice: Notice, key: str) -> Fate:
        client = self._clients.get(oa)
        if client is None:
            return Never(f"no official account {oa}")
        fate: Fate = Never(f"no template tells {notice.kind}")
        templates, subscriptions = self._templates[oa], self._subscriptions[oa]
        if templates.tells(notice.kind):
            fate = self._fate(oa, lambda: templates.send(openid, notice, key))
        if isinstance(fate, Never) and subscriptions.tells(notice.kind):
            fate = self._fate(oa, lambda: subscriptions.tell(openid, notice))
        if isinstance(fate, Never) and self._is_open(oa, openid):
            return self.reply_later(oa, openid, _in_chat(notice), key)
        return fate

    def _is_open(self, oa: str, openid: str) -> bool:
        now = self._clock.now()
        return self._store.read(lambda reader: windows.is_open(reader, oa, openid, now))

    def reply_later(self, oa: str, openid: str, reply: Reply, key: str) -> Fate:
        client = self._clients.get(oa)
        if client is None:
            return Never(f"no official account {oa}")
        for place, body in enumerate(kf_bodies(reply, client.account)):
            fate = self._tell(client, openid, body)
            if not isinstance(fate, Sent):
                # Once a part was heard, to say it all again is worse than to leave it there.
                return Sent(key) if place else fate
        return Sent(key)

    def _tell(self, client: WechatClient, openid: str, body: Body) -> Fate:
        oa = client.account.key
        if not self._store.run(lambda tx: windows.take(tx, oa, openid, self._clock.now())):
            return Never("the window for customer-service messages is over")

        def send() -> str:
            Kf(client).send(openid, body)
            return ""

        return self._fate(oa, send)

    def _fate(self, oa: str, send: Callable[[], str]) -> Fate:
        try:
            return Sent(send())
        except Misconfigured as fault:
            log.warning("wechat.misconfigured", oa=oa, why=str(fault))
            return Never(str(fault))
        except Refused as fault:
            return Never(str(fault))
        except TryLater as fault:
            return Later(self._clock.now() + _wait(fault), str(fault))
        except Unknown as fault:
            return Lost(str(fault))


def _in_chat(notice: Notice) -> Reply:
    links = (Link("查看详情", notice.path),) if notice.path else ()
    lines = [notice.title, *(f"{label}：{value}" for label, value in notice.told)]
    return Say("\n".join(lines), links=links)


def _wait(fault: TryLater) -> timedelta:
    return _MINUTE if getattr(fault, "errcode", 0) == _BY_THE_MINUTE else _SOON
