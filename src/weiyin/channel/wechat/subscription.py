"""订阅通知: one notice for each time a person agreed to be told. Source: 发送订阅通知."""

from __future__ import annotations

import threading

from weiyin.base.errors import Misconfigured
from weiyin.base.sender import Notice
from weiyin.channel.wechat.client import Json, WechatClient
from weiyin.channel.wechat.template_fields import fit, match, slots_of


class Subscriptions:
    """The subscription notices of one account. `by_kind`: which template tells which notice."""

    def __init__(self, client: WechatClient, by_kind: dict[str, str] | None = None) -> None:
        self._client = client
        self._by_kind = by_kind or {}
        self._contents: dict[str, str] = {}
        self._lock = threading.Lock()

    def tells(self, kind: str) -> bool:
        return bool(self._by_kind.get(kind))

    def tell(self, openid: str, notice: Notice) -> str:
        """Send a notice, its facts matched by label. Raises as `send` does."""
        template_id = self._by_kind[notice.kind]
        slots = slots_of(self.content(template_id))
        facts = match([label for _, label in slots], dict(notice.fields))
        data = {name: facts.get(label, "") for name, label in slots}
        return self.send(openid, template_id, data, path=notice.path)

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

    def content(self, template_id: str) -> str:
        """The template's text with its fields, asked for once a process."""
        with self._lock:
            if template_id not in self._contents:
                listed = self._client.get("/wxaapi/newtmpl/gettemplate").get("data", [])
                self._contents = {one["priTmplId"]: one["content"] for one in listed}
            if template_id not in self._contents:
                setting = f"accounts.{self._client.account.key}.subscriptions"
                raise Misconfigured(setting, f"the account has no template {template_id}")
            return self._contents[template_id]
