"""QR codes that carry a scene: who scans one follows, and says where it hung.

Source: 生成带参数的二维码.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import Json, WechatClient

MAX_SECONDS = 2_592_000
MAX_PERMANENT_ID = 100_000
MAX_SCENE = 64


@dataclass(frozen=True, slots=True)
class QrCode:
    """`url` is what the code says; `ticket` gets WeChat's own picture of it."""

    ticket: str
    url: str
    seconds: int | None


class QrCodes:
    """The codes of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def temporary(self, scene: str | int, seconds: int = MAX_SECONDS) -> QrCode:
        """A code for at most 30 days; a number scene has 32 bits, a word scene 64 characters."""
        if not 1 <= seconds <= MAX_SECONDS:
            raise BadInput("seconds", "临时二维码有效期最长 30 天")
        name = "QR_STR_SCENE" if isinstance(scene, str) else "QR_SCENE"
        body = {"expire_seconds": seconds, **_body(name, scene, 2**32 - 1)}
        return self._create(body)

    def permanent(self, scene: str | int) -> QrCode:
        """A code for ever: there are only 100,000 of them."""
        name = "QR_LIMIT_STR_SCENE" if isinstance(scene, str) else "QR_LIMIT_SCENE"
        return self._create(_body(name, scene, MAX_PERMANENT_ID))

    def _create(self, body: Json) -> QrCode:
        answer = self._client.post("/cgi-bin/qrcode/create", body, repeatable=True)
        seconds = answer.get("expire_seconds")
        return QrCode(answer["ticket"], answer["url"], None if seconds is None else int(seconds))


def _body(action: str, scene: str | int, limit: int) -> Json:
    if isinstance(scene, str):
        fits, key = 1 <= len(scene) <= MAX_SCENE, "scene_str"
    else:
        fits, key = 1 <= scene <= limit, "scene_id"
    if not fits:
        raise BadInput("scene", "二维码场景值超出范围")
    return {"action_name": action, "action_info": {"scene": {key: scene}}}
