"""Signing in to a page by WeChat: whose phone opened it. Source: 网页授权.

`snsapi_base` asks the person nothing and tells the openid alone, which is all we want.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from weiyin.base.errors import NeedsStepUp, NotFound
from weiyin.base.signin import SignedIn
from weiyin.channel.wechat.client import Json, WechatClient
from weiyin.channel.wechat.pages import is_ours

_STATE = re.compile(r"[0-9A-Za-z]{1,128}")
_CODE = re.compile(r"[0-9A-Za-z_-]{1,512}")


class WechatSignIn:
    """Implements `SignIn` for the accounts of `clients`, by their key."""

    def __init__(self, clients: Mapping[str, WechatClient]) -> None:
        self._clients = clients

    def authorize_url(self, oa: str, back_url: str, state: str) -> str:
        """Raises `ValueError` for a `back_url` of strangers: they would get the code."""
        account = self._client(oa).account
        if not is_ours(account, back_url) or not _STATE.fullmatch(state):
            raise ValueError("only pages of our own, and a state of letters and digits")
        # WeChat wants the parameters in this very order, and the fragment.
        query = urlencode(
            {
                "appid": account.appid,
                "redirect_uri": back_url,
                "response_type": "code",
                "scope": "snsapi_base",
                "state": state,
            }
        )
        return f"{account.open_base}/connect/oauth2/authorize?{query}#wechat_redirect"

    def signed_in(self, oa: str, code: str) -> SignedIn:
        if not _CODE.fullmatch(code):
            raise NeedsStepUp("no code", heard="登录已失效，请重新打开页面")
        client = self._client(oa)
        answer = client.without_token(
            "/sns/oauth2/access_token",
            {
                "appid": client.account.appid,
                "secret": client.account.secret.reveal(),
                "code": code,
                "grant_type": "authorization_code",
            },
        )
        return SignedIn(str(answer["openid"]), _is_snapshot(answer))

    def is_valid(self, oa: str, openid: str, access_token: str) -> bool:
        """Whether a page's own token still speaks for `openid`."""
        query = {"access_token": access_token, "openid": openid}
        return not self._client(oa).without_token("/sns/auth", query).get("errcode", 0)

    def _client(self, oa: str) -> WechatClient:
        try:
            return self._clients[oa]
        except KeyError:
            raise NotFound(f"no official account {oa!r}") from None


def _is_snapshot(answer: Json) -> bool:
    return str(answer.get("is_snapshotuser", 0)) == "1"
