"""Tags on followers, by which conditional menus choose. Source: 标签管理."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import Json, WechatClient

MAX_NAME = 30
MAX_BATCH = 50


class Tags:
    """The tags of one account: at most 100, and 20 a person."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def create(self, name: str) -> int:
        body = {"tag": {"name": _named(name)}}
        return int(self._client.post("/cgi-bin/tags/create", body)["tag"]["id"])

    def rename(self, tag_id: int, name: str) -> None:
        body = {"tag": {"id": tag_id, "name": _named(name)}}
        self._client.post("/cgi-bin/tags/update", body, repeatable=True)

    def delete(self, tag_id: int) -> None:
        self._client.post("/cgi-bin/tags/delete", {"tag": {"id": tag_id}}, repeatable=True)

    def listed(self) -> list[Json]:
        return list(self._client.get("/cgi-bin/tags/get").get("tags", []))

    def add(self, tag_id: int, openids: Sequence[str]) -> None:
        self._members("batchtagging", tag_id, openids)

    def remove(self, tag_id: int, openids: Sequence[str]) -> None:
        self._members("batchuntagging", tag_id, openids)

    def of(self, openid: str) -> list[int]:
        answer = self._client.post("/cgi-bin/tags/getidlist", {"openid": openid}, repeatable=True)
        return [int(tag_id) for tag_id in answer.get("tagid_list", [])]

    def people(self, tag_id: int, after: str = "") -> tuple[list[str], str]:
        """At most 10,000 openids with the tag, and where the next page starts (empty: no more)."""
        body = {"tagid": tag_id, "next_openid": after}
        answer = self._client.post("/cgi-bin/user/tag/get", body, repeatable=True)
        return list(answer.get("data", {}).get("openid", [])), str(answer.get("next_openid", ""))

    def named(self, name: str) -> int:
        """The tag of that name, made if there is none."""
        return self._find(name) or self.create(name)

    def known(self, name: str) -> int:
        """The tag of that name. Raises `BadInput` when there is none."""
        found = self._find(name)
        if found is None:
            raise BadInput("tag", f"没有标签“{name}”")
        return found

    def _find(self, name: str) -> int | None:
        return next((int(one["id"]) for one in self.listed() if one["name"] == name), None)

    def set_people(self, tag_id: int, wanted: Iterable[str]) -> tuple[int, int]:
        """Put the tag on exactly these; how many got it and how many lost it.

        Only the difference is sent, so that one cut off in the middle goes on where it was.
        """
        left, have, after = set(wanted), list[str](), ""
        while True:
            page, after = self.people(tag_id, after)
            have += page
            if not page or not after:
                break
        strangers = [openid for openid in have if openid not in left]
        missing = sorted(left.difference(have))
        self.remove(tag_id, strangers)
        self.add(tag_id, missing)
        return len(missing), len(strangers)

    def _members(self, what: str, tag_id: int, openids: Sequence[str]) -> None:
        for start in range(0, len(openids), MAX_BATCH):
            body = {"tagid": tag_id, "openid_list": list(openids[start : start + MAX_BATCH])}
            self._client.post(f"/cgi-bin/tags/members/{what}", body, repeatable=True)


def _named(name: str) -> str:
    if not 1 <= len(name) <= MAX_NAME:
        raise BadInput("name", f"标签名为 1 至 {MAX_NAME} 个字")
    return name
