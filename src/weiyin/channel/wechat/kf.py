"""Customer-service messages, their accounts and sessions. Source: 客服消息, 客服管理."""

from __future__ import annotations

import re
from typing import Any

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import Json, WechatClient
from weiyin.channel.wechat.kf_messages import Body

_ACCOUNT = re.compile(r"[A-Za-z0-9_]{1,10}@[A-Za-z0-9_-]{1,30}")
_MAX_NICKNAME = 16


class Kf:
    """One account's customer service."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def send(self, openid: str, body: Body, *, account: str = "", answers: str = "") -> None:
        """`account`: in whose name. `answers`: the MsgId this is the answer to (AI label)."""
        message: Json = {"touser": openid, **body}
        if account:
            message["customservice"] = {"kf_account": _checked(account)}
        if answers:
            message["aimsgcontext"] = {"msgid": answers}
        self._client.post("/cgi-bin/message/custom/send", message)

    def typing(self, openid: str, *, on: bool = True) -> None:
        """Show or end 对方正在输入."""
        command = "Typing" if on else "CancelTyping"
        body = {"touser": openid, "command": command}
        self._client.post("/cgi-bin/message/custom/typing", body, repeatable=True)

    def accounts(self) -> list[Json]:
        return _list(self._client.get("/cgi-bin/customservice/getkflist"), "kf_list")

    def online(self) -> list[Json]:
        """Who can take a customer now: an account that is offline would capture and keep silent."""
        return _list(self._client.get("/cgi-bin/customservice/getonlinekflist"), "kf_online_list")

    def add_account(self, account: str, nickname: str) -> None:
        self._account("add", account, nickname)

    def delete_account(self, account: str) -> None:
        self._client.get("/customservice/kfaccount/del", kf_account=_checked(account))

    def create_session(self, openid: str, account: str) -> None:
        self._session("create", openid, account)

    def close_session(self, openid: str, account: str) -> None:
        self._session("close", openid, account)

    def sessions(self, account: str) -> list[Json]:
        path = "/customservice/kfsession/getsessionlist"
        return _list(self._client.get(path, kf_account=_checked(account)), "sessionlist")

    def waiting(self) -> list[Json]:
        """People whom nobody serves yet, at most 100."""
        return _list(self._client.get("/customservice/kfsession/getwaitcase"), "waitcaselist")

    def _account(self, what: str, account: str, nickname: str) -> None:
        if not 1 <= len(nickname) <= _MAX_NICKNAME:
            raise BadInput("nickname", "客服昵称为 1 至 16 个字")
        body = {"kf_account": _checked(account), "nickname": nickname}
        self._client.post(f"/customservice/kfaccount/{what}", body)

    def _session(self, what: str, openid: str, account: str) -> None:
        body = {"kf_account": _checked(account), "openid": openid}
        self._client.post(f"/customservice/kfsession/{what}", body, repeatable=True)


def _checked(account: str) -> str:
    if not _ACCOUNT.fullmatch(account):
        raise BadInput("kf_account", "客服帐号格式为 前缀@公众号微信号")
    return account


def _list(answer: Json, name: str) -> list[Json]:
    found: Any = answer.get(name, [])
    return list(found)
