"""Mass messages: an article to all followers or to those with a tag, previewed by a tester first.

Source: 群发接口. A service account may send four a month to each follower; calls of the API are
counted too, and the platform refuses (45028) whoever has none left.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.channel.wechat.client import Json, WechatClient

SEND = "/cgi-bin/message/mass/sendall"
CALLS_A_DAY = 100


@dataclass(frozen=True, slots=True)
class MassQuota:
    """Calls of the sending API today, and how many there may be."""

    used: int
    allowed: int = CALLS_A_DAY


class MassMessages:
    """The mass messages of one account. `media_id` is a published article's."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def preview(self, media_id: str, openid: str) -> None:
        """Show it to one tester, as everybody would see it; a hundred times a day."""
        body: Json = {"touser": openid, "mpnews": {"media_id": media_id}, "msgtype": "mpnews"}
        self._client.post("/cgi-bin/message/mass/preview", body, repeatable=True)

    def send(self, media_id: str, key: str, *, tag_id: int | None = None) -> str:
        """Send to all, or to those with the tag; its id. The same `key` (≤ 64) is sent once."""
        whom: Json = {"is_to_all": tag_id is None}
        if tag_id is not None:
            whom["tag_id"] = tag_id
        body: Json = {
            "filter": whom,
            "mpnews": {"media_id": media_id},
            "msgtype": "mpnews",
            "send_ignore_reprint": 0,
            "clientmsgid": key,
        }
        return str(self._client.post(SEND, body)["msg_id"])

    def stop(self, msg_id: str) -> None:
        """Take back an article that was sent; who opened it has seen it."""
        body = {"msg_id": msg_id}
        self._client.post("/cgi-bin/message/mass/delete", body, repeatable=True)

    def quota(self) -> MassQuota:
        return MassQuota(self._client.quota.calls_today().get(SEND, 0))

    def status(self, msg_id: str) -> str:
        """`SEND_SUCCESS`, `SENDING`, `SEND_FAIL` or `DELETE`."""
        body = {"msg_id": msg_id}
        answer = self._client.post("/cgi-bin/message/mass/get", body, repeatable=True)
        return str(answer["msg_status"])
