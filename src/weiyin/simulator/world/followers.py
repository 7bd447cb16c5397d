"""Who follows an account, and the tags the account puts on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from weiyin.simulator.errors import ApiError

_TAGS = 100
_TAGS_A_USER = 20
_NAME_BYTES = 30
_BATCH = 50
_SYSTEM_TAGS = frozenset({0, 1, 2})


@dataclass(slots=True)
class Follower:
    """`since` is seconds since 1970; `scene` what brought them (`qrscene_…` without the prefix)."""

    openid: str
    since: int
    how: str = "ADD_SCENE_SEARCH"
    scene: str = ""
    remark: str = ""
    tags: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Tag:
    id: int
    name: str


class Followers:
    """One account's followers by openid, in the order of following; and its tags."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._by_openid: dict[str, Follower] = {}
        self.tags: dict[int, Tag] = {}
        self._next_tag = 100

    def meet(self, openid: str) -> None:
        """`openid` belongs to somebody, following or not."""
        self._known.add(openid)

    def follow(self, follower: Follower) -> None:
        self._by_openid[follower.openid] = follower

    def unfollow(self, openid: str) -> None:
        self._by_openid.pop(openid, None)

    def get(self, openid: str) -> Follower | None:
        return self._by_openid.get(openid)

    def all(self) -> list[Follower]:
        return list(self._by_openid.values())

    def check_openid(self, openid: object) -> str:
        """Raises 40003 unless `openid` is somebody's at this account, following or not."""
        if not isinstance(openid, str) or openid not in self._known:
            raise ApiError(40003)
        return openid

    def check_follower(self, openid: object, otherwise: int = 43004) -> Follower:
        follower = self.get(self.check_openid(openid))
        if follower is None:
            raise ApiError(otherwise)
        return follower

    def create_tag(self, name: object) -> Tag:
        checked = self._check_name(name)
        if len(self.tags) >= _TAGS:
            raise ApiError(45056)
        tag = Tag(self._next_tag, checked)
        self._next_tag += 1
        self.tags[tag.id] = tag
        return tag

    def rename_tag(self, tag_id: object, name: object) -> None:
        tag = self.check_tag(tag_id)
        if tag.name != name:
            tag.name = self._check_name(name)

    def delete_tag(self, tag_id: object) -> None:
        tag = self.check_tag(tag_id)
        del self.tags[tag.id]
        for follower in self.all():
            follower.tags = [one for one in follower.tags if one != tag.id]

    def check_tag(self, tag_id: object) -> Tag:
        if tag_id in _SYSTEM_TAGS:
            raise ApiError(45058)
        if not isinstance(tag_id, int) or tag_id not in self.tags:
            raise ApiError(45159)
        return self.tags[tag_id]

    def put_tag(self, openids: object, tag_id: object) -> None:
        tag = self.check_tag(tag_id)
        chosen = self._check_batch(openids)
        if any(tag.id not in one.tags and len(one.tags) >= _TAGS_A_USER for one in chosen):
            raise ApiError(45059)
        for one in chosen:
            if tag.id not in one.tags:
                one.tags.append(tag.id)

    def take_tag(self, openids: object, tag_id: object) -> None:
        tag = self.check_tag(tag_id)
        for one in self._check_batch(openids):
            one.tags = [other for other in one.tags if other != tag.id]

    def tagged(self, tag_id: int) -> list[Follower]:
        return [one for one in self.all() if tag_id in one.tags]

    def _check_batch(self, openids: object) -> list[Follower]:
        if not isinstance(openids, list) or not 0 < len(openids) <= _BATCH:
            raise ApiError(40032)
        found = [self.get(self.check_openid(openid)) for openid in openids]
        if any(one is None for one in found):
            raise ApiError(49003)
        return [one for one in found if one is not None]

    def _check_name(self, name: object) -> str:
        if not isinstance(name, str) or not name:
            raise ApiError(45157)
        if len(name.encode()) > _NAME_BYTES:
            raise ApiError(45158)
        if any(tag.name == name for tag in self.tags.values()):
            raise ApiError(45157, "duplicate")
        return name
