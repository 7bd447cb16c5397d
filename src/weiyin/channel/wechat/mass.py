"""Mass messages: asking what became of one. Sending them is no part of a bank's daily service."""

from __future__ import annotations

from weiyin.channel.wechat.client import WechatClient


class MassMessages:
    """The mass messages of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def status(self, msg_id: str) -> str:
        """`SEND_SUCCESS`, `SENDING`, `SEND_FAIL` or `DELETE`."""
        body = {"msg_id": msg_id}
        answer = self._client.post("/cgi-bin/message/mass/get", body, repeatable=True)
        return str(answer["msg_status"])
