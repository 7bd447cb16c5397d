"""Signing pages for WeChat's JS-SDK. Source: JS-SDK 说明文档, 附录 1."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from weiyin.base.errors import NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.pages import is_ours


@dataclass(frozen=True, slots=True)
class JsConfig:
    """What `wx.config` on a page needs."""

    appid: str
    timestamp: int
    noncestr: str
    signature: str


def signature_of(ticket: str, noncestr: str, timestamp: int, url: str) -> str:
    """SHA-1 over the four, by name; `url` counts up to its `#`."""
    words = (
        f"jsapi_ticket={ticket}&noncestr={noncestr}&timestamp={timestamp}"
        f"&url={url.partition('#')[0]}"
    )
    return hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()


def sign_page(client: WechatClient, url: str, rng: Rng = SYSTEM_RNG) -> JsConfig:
    """Sign the page at `url`. Raises `NotFound` for a page that is not ours."""
    if not is_ours(client.account, url):
        raise NotFound("not a page of ours")
    noncestr, timestamp = opaque_token(rng), int(client.clock.now().timestamp())
    made = signature_of(client.jsapi_ticket(), noncestr, timestamp, url)
    return JsConfig(client.account.appid, timestamp, noncestr, made)
