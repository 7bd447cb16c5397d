"""Encrypted pushes, sealed before the clock starts: what WeChat would send, ready to go."""

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


class Post:
    """Makes whole HTTP/1.1 requests of one account's pushes, as of one moment.

    `serial` makes each of them another message: it is the MsgId of a text, and sets apart events,
    which have none.
    """

    def __init__(self, account: OfficialAccount, path: str, at: datetime) -> None:
        self._path = path
        self._token = account.token.reveal()
        self._crypto = MessageCrypto(account.appid, account.aes_key)
        self._stamp = str(int(at.timestamp()))

    def text(self, openid: str, words: str, serial: int) -> bytes:
        content = f"<Content><![CDATA[{words}]]></Content><MsgId>{serial}</MsgId>"
        return self._push(openid, "text", content, serial)

    def tap(self, openid: str, key: str, serial: int) -> bytes:
        """A tap on the menu's item of that key."""
        return self._event(openid, "CLICK", key, serial)

    def follow(self, openid: str, serial: int) -> bytes:
        return self._event(openid, "subscribe", "", serial)

    def _event(self, openid: str, name: str, key: str, serial: int) -> bytes:
        told = (
            f"<Event><![CDATA[{name}]]></Event><EventKey><![CDATA[{key}]]></EventKey>"
            f"<Serial>{serial}</Serial>"
        )
        return self._push(openid, "event", told, serial)

    def _push(self, openid: str, kind: str, told: str, serial: int) -> bytes:
        message = (
            f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName>"
            f"<FromUserName><![CDATA[{openid}]]></FromUserName>"
            f"<CreateTime>{self._stamp}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
            f"{told}</xml>"
        )
        sealed = self._crypto.seal(message.encode())
        body = (
            f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName>"
            f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        ).encode()
        head = (
            f"POST {self._path}?{self._proof(openid, sealed, f'n{serial}')} HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def _proof(self, openid: str, sealed: str, nonce: str) -> str:
        return urlencode(
            {
                "signature": sign(self._token, self._stamp, nonce),
                "timestamp": self._stamp,
                "nonce": nonce,
                "openid": openid,
                "encrypt_type": "aes",
                "msg_signature": sign(self._token, self._stamp, nonce, sealed),
            }
        )


def http_requests(
    account: OfficialAccount, path: str, askers: list[Asker], count: int, at: datetime, first: int
) -> list[bytes]:
    """`count` questions, each a new message (MsgId `first`, `first` + 1, …)."""
    post = Post(account, path, at)
    turns = (askers[n % len(askers)] for n in range(count))
    return [post.text(one.openid, one.text, first + n) for n, one in enumerate(turns)]
