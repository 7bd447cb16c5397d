"""WeChat's own statistics of an account, by day. Source: 数据统计."""

from __future__ import annotations

from datetime import date

from weiyin.channel.wechat.client import Json, WechatClient


class DataCube:
    """The figures of one account; each call spans at most seven days."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def followers(self, first: date, last: date) -> list[Json]:
        """New and lost followers by source: `user_source`, `new_user`, `cancel_user`."""
        return self._rows("getusersummary", first, last)

    def messages(self, first: date, last: date) -> list[Json]:
        """What people sent: `ref_date`, `msg_type`, `msg_user`, `msg_count`."""
        return self._rows("getupstreammsg", first, last)

    def _rows(self, what: str, first: date, last: date) -> list[Json]:
        body = {"begin_date": first.isoformat(), "end_date": last.isoformat()}
        answer = self._client.post(f"/datacube/{what}", body, repeatable=True)
        return list(answer.get("list", []))
