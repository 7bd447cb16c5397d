"""Mass articles: previewed, sent to all or to a tag under a key, counted."""

from __future__ import annotations

import pytest

from tests.channel.conftest import on_sqlite
from tests.channel.served import WechatApi
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.errors import ApiRefused
from weiyin.channel.wechat.mass import SEND, MassMessages, MassQuota

PREVIEW = "/cgi-bin/message/mass/preview"


@on_sqlite
def test_previewed_then_sent_and_counted(client: WechatClient, api: WechatApi) -> None:
    mass = MassMessages(client)
    api.on(PREVIEW, {"errcode": 0})
    api.on(SEND, {"errcode": 0, "msg_id": 34182})
    mass.preview("m1", "o-tester")
    assert mass.send("m1", "2026-07", tag_id=7) == "34182"
    assert mass.send("m1", "2026-08") == "34182"
    (shown,) = api.calls(PREVIEW)
    assert shown.json["touser"] == "o-tester"
    first, second = api.calls(SEND)
    assert first.json["filter"] == {"is_to_all": False, "tag_id": 7}
    assert second.json["filter"] == {"is_to_all": True}
    assert [one.json["clientmsgid"] for one in (first, second)] == ["2026-07", "2026-08"]
    assert mass.quota() == MassQuota(2)


@on_sqlite
def test_none_left_this_month(client: WechatClient, api: WechatApi) -> None:
    api.on(SEND, {"errcode": 45028, "errmsg": "has no masssend quota"})
    with pytest.raises(ApiRefused):
        MassMessages(client).send("m1", "2026-07")
    assert len(api.calls(SEND)) == 1
