"""Signing pages for WeChat's JS-SDK. Source: JS-SDK 说明文档, 附录 1."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from weiyin.base.errors import NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.pages import is_ours

SCRIPT = "/open/js/jweixin-1.6.0.js"


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


@dataclass(frozen=True, slots=True)
class PageSigners:
    """Signs pages for the account that their visitor signed in to. `bases`: where scripts lie."""

    clients: Mapping[str, WechatClient]
    bases: Mapping[str, str]

    def script(self, oa: str) -> str:
        return f"{self.bases[oa]}{SCRIPT}" if oa in self.bases else ""

    def sign(self, oa: str, url: str) -> dict[str, str | int]:
        """By the names that `wx.config` knows. Raises `NotFound` as `sign_page`."""
        made = sign_page(self.clients[oa], url)
        return {
            "appId": made.appid,
            "timestamp": made.timestamp,
            "nonceStr": made.noncestr,
            "signature": made.signature,
        }
