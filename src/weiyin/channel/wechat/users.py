"""What WeChat tells of followers: little more than that they follow. Source: 用户管理."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import Json, WechatClient

MAX_BATCH = 100
MAX_REMARK = 30


@dataclass(frozen=True, slots=True)
class User:
    """Nickname and picture have not been told since 2021; `raw` is all that came."""

    openid: str
    follows: bool
    since: int
    """Seconds since 1970 of the last follow; 0 when not told."""
    unionid: str
    language: str
    tag_ids: tuple[int, ...]
    raw: Json


class Users:
    """The followers of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def info(self, openid: str) -> User:
        return _user(self._client.get("/cgi-bin/user/info", openid=openid, lang="zh_CN"))

    def infos(self, openids: Sequence[str]) -> list[User]:
        """At most 100 at once."""
        if not 1 <= len(openids) <= MAX_BATCH:
            raise BadInput("openids", f"每次最多查询 {MAX_BATCH} 人")
        body = {"user_list": [{"openid": openid, "lang": "zh_CN"} for openid in openids]}
        answer = self._client.post("/cgi-bin/user/info/batchget", body, repeatable=True)
        return [_user(found) for found in answer.get("user_info_list", [])]

    def followers(self, after: str = "") -> tuple[list[str], str]:
        """At most 10,000 openids, and where the next page starts (empty: no more)."""
        query = {"next_openid": after} if after else {}
        answer = self._client.get("/cgi-bin/user/get", **query)
        return list(answer.get("data", {}).get("openid", [])), str(answer.get("next_openid", ""))

    def remark(self, openid: str, words: str) -> None:
        """A name for the person that only staff see."""
        if len(words) >= MAX_REMARK:
            raise BadInput("remark", f"备注名少于 {MAX_REMARK} 个字")
        body = {"openid": openid, "remark": words}
        self._client.post("/cgi-bin/user/info/updateremark", body, repeatable=True)


def _user(found: Json) -> User:
    return User(
        openid=str(found["openid"]),
        follows=bool(found.get("subscribe")),
        since=int(found.get("subscribe_time", 0)),
        unionid=str(found.get("unionid", "")).strip(),
        language=str(found.get("language", "")),
        tag_ids=tuple(int(tag) for tag in found.get("tagid_list", ())),
        raw=found,
    )
