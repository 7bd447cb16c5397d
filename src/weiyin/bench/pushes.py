"""Encrypted text messages, sealed before the clock starts: what WeChat would send, ready to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from weiyin.channel.wechat.account import OfficialAccount
from weiyin.channel.wechat.crypto import MessageCrypto
from weiyin.channel.wechat.signature import sign


@dataclass(frozen=True, slots=True)
class Asker:
    """One follower with a question."""

    openid: str
    text: str


def http_requests(
    account: OfficialAccount, path: str, askers: list[Asker], count: int, at: datetime, first: int
) -> list[bytes]:
    """`count` whole HTTP/1.1 requests, each a new message (MsgId `first`, `first` + 1, …)."""
    crypto = MessageCrypto(account.appid, account.aes_key)
    stamp = str(int(at.timestamp()))
    return [
        _request(account, path, crypto, askers[n % len(askers)], stamp, first + n)
        for n in range(count)
    ]


def _request(
    account: OfficialAccount,
    path: str,
    crypto: MessageCrypto,
    asker: Asker,
    stamp: str,
    msg_id: int,
) -> bytes:
    message = (
        f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName>"
        f"<FromUserName><![CDATA[{asker.openid}]]></FromUserName>"
        f"<CreateTime>{stamp}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{asker.text}]]></Content><MsgId>{msg_id}</MsgId></xml>"
    )
    sealed = crypto.seal(message.encode())
    token, nonce = account.token.reveal(), f"n{msg_id}"
    query = urlencode(
        {
            "signature": sign(token, stamp, nonce),
            "timestamp": stamp,
            "nonce": nonce,
            "openid": asker.openid,
            "encrypt_type": "aes",
            "msg_signature": sign(token, stamp, nonce, sealed),
        }
    )
    body = (
        f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    ).encode()
    head = (
        f"POST {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    return head + body
