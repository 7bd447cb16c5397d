"""订阅通知: one notice for each time a person agreed to be told. Source: 发送订阅通知."""

from __future__ import annotations

from weiyin.channel.wechat.client import Json, WechatClient
from weiyin.channel.wechat.template_fields import fit


class Subscriptions:
    """The subscription notices of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def send(self, openid: str, template_id: str, data: dict[str, str], *, path: str = "") -> str:
        """Send by field name (`thing1`); WeChat's id where it gives one.

        Raises `Unreachable` (43101) when the person refused or the grant is used up.
        """
        body: Json = {
            "touser": openid,
            "template_id": template_id,
            "data": {name: {"value": fit(name, words)} for name, words in data.items()},
        }
        if path:
            body["page"] = self._client.account.page(path)
        return str(self._client.post("/cgi-bin/message/subscribe/bizsend", body).get("msgid", ""))
