"""Template messages: notices to a follower about their own affairs, never advertising.

Source: 模板消息. 认证服务号 only; 100,000 a day and more for large accounts.
"""

from __future__ import annotations

import hashlib
import threading

from weiyin.base.errors import Misconfigured
from weiyin.base.sender import Notice
from weiyin.channel.wechat.client import Json, WechatClient
from weiyin.channel.wechat.errors import ApiRefused
from weiyin.channel.wechat.template_fields import fit, match, slots_of

API = "/cgi-bin/message/template/send"
_INVALID_DATA = 47003


class Templates:
    """The templates of one account. `by_kind`: which template tells which kind of notice."""

    def __init__(self, client: WechatClient, by_kind: dict[str, str]) -> None:
        self._client = client
        self._by_kind = by_kind
        self._contents: dict[str, str] = {}
        self._lock = threading.Lock()

    def tells(self, kind: str) -> bool:
        return bool(self._by_kind.get(kind))

    def send(self, openid: str, notice: Notice, key: str) -> str:
        """Tell `notice`; WeChat's id of the message. The same `key` is shown once.

        Raises `ApiRefused` when the template has a field that the notice cannot fill.
        """
        template_id = self._by_kind[notice.kind]
        body: Json = {
            "touser": openid,
            "template_id": template_id,
            "data": self.data(template_id, notice),
            "client_msg_id": hashlib.sha256(key.encode()).hexdigest()[:32],
        }
        if notice.path:
            body["url"] = self._client.account.page(notice.path)
        return str(self._client.post(API, body)["msgid"])

    def data(self, template_id: str, notice: Notice) -> Json:
        """The notice's facts in the template's fields, matched by label."""
        slots = slots_of(self.content(template_id))
        facts = match([label for _, label in slots], dict(notice.fields))
        data = {name: {"value": fit(name, facts.get(label, ""))} for name, label in slots}
        empty = [name for name, held in data.items() if not held["value"]]
        if empty or not data:
            why = f"{notice.kind} cannot fill {', '.join(empty) or 'the template'}"
            raise ApiRefused(API, _INVALID_DATA, why)
        return data

    def content(self, template_id: str) -> str:
        """The template's text with its fields, asked for once a process."""
        with self._lock:
            if template_id not in self._contents:
                self._contents = {one["template_id"]: one["content"] for one in self.listed()}
            if template_id not in self._contents:
                setting = f"accounts.{self._client.account.key}.templates"
                raise Misconfigured(setting, f"the account has no template {template_id}")
            return self._contents[template_id]

    def listed(self) -> list[Json]:
        answer = self._client.get("/cgi-bin/template/get_all_private_template")
        return list(answer.get("template_list", []))

    def add(self, short_id: str, keywords: list[str]) -> str:
        """Take a template of the platform's library; its id here."""
        body = {"template_id_short": short_id, "keyword_name_list": keywords}
        return str(self._client.post("/cgi-bin/template/api_add_template", body)["template_id"])

    def delete(self, template_id: str) -> None:
        body = {"template_id": template_id}
        self._client.post("/cgi-bin/template/del_private_template", body, repeatable=True)
