"""wechatpy (1 and 2) and WeRoBot, unchanged: we open what they seal, they open what we answer."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.channel import kit
from tests.source import ROOT

from weiyin.base.clock import ManualClock
from weiyin.base.reply import Article, Articles, Choose, HandOver, OpenPage, Option, Reply, Say
from weiyin.channel.wechat.replies import ImageReply, MusicReply, Passive, VideoReply, VoiceReply

SCRIPT = ROOT / "tests" / "channel" / "oracle_codec.py"
AT, NONCE = 1_784_512_800, "1320562132"
REPLIES: list[Reply | Passive] = [
    Say("您尾号1234的借记卡可用余额为 8,214.55 元"),
    Say("<xml>]]></xml> & <![CDATA[😀𠮷]]> \n第二行"),
    Say("字" * 2000),
    Choose("哪一张卡？", (Option("a", "借记卡"), Option("b", "信用卡"))),
    OpenPage("请确认：转账", "金额 500.00 元", "/p/d/abc", "去确认"),
    Articles((Article("网点", "1 公里", "/p/b/1"), Article("网点二", "2 公里", "/p/b/2"))),
    HandOver("请稍候"),
    ImageReply("m"),
    VoiceReply("m"),
    VideoReply("m", "标题", "说明"),
    MusicReply("t", "标题", "说明", "http://a/b.mp3", "http://a/c.mp3"),
]
ORACLES = [("main", "wechatpy"), ("wechatpy1", "wechatpy"), ("main", "werobot")]


class Oracle:
    def __init__(self, home: str, sdk: str) -> None:
        python = ROOT / ".oracles" / home / "bin" / "python"
        words = [python, SCRIPT, sdk, kit.TOKEN, kit.AES_KEY, kit.APPID, AT, NONCE]
        self._command = [str(word) for word in words]

    def ask(self, jobs: list[dict[str, str]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            self._command,
            input="\n".join(map(json.dumps, jobs)),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("home", "sdk"), ORACLES)
def test_the_peers_codec_and_ours_open_each_other(home: str, sdk: str) -> None:
    oracle = Oracle(home, sdk)
    clock = ManualClock(datetime.fromtimestamp(AT, UTC))
    pushes = [kit.text(f"问题 {n} <]]>&", msg_id=f"{n}") for n in range(len(REPLIES))]
    sealed = oracle.ask([{"do": "seal", "message": push} for push in pushes])
    said = iter(REPLIES)
    listener = kit.Listener(lambda _: next(said))  # type: ignore[arg-type, return-value]
    door = kit.gateway(clock, listener)
    heard = kit.visit(door, *(_knock(one["sealed"]) for one in sealed))
    assert {one.status for one in heard} == {200}
    assert [ask.text for ask in listener.asks] == [f"问题 {n} <]]>&" for n in range(len(REPLIES))]
    opened = oracle.ask([{"do": "open", "answer": one.text} for one in heard])
    platform = kit.Platform(clock)
    for answer, one in zip(opened, heard, strict=True):
        ours = kit.fields_of(platform.open_answer(one))
        assert answer["fields"]["MsgType"] == ours["MsgType"]
        assert answer["fields"].get("Content") == ours.get("Content")
        assert answer["reply"] == [ours["MsgType"], kit.GH_ID, kit.OPENID]


def _knock(sealed: str) -> kit.Knock:
    """The peer's sealed reply has the very form of a push; its signature moves to the query."""
    found = re.search(r"<MsgSignature><!\[CDATA\[(\w+)\]\]>", sealed)
    assert found is not None
    query = {"timestamp": f"{AT}", "nonce": NONCE, "encrypt_type": "aes", "msg_signature": found[1]}
    return kit.Knock(query, sealed.encode())
