"""W09: addresses that come in a push lead nowhere: nobody here ever follows them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.channel import kit
from tests.checks import Sabotage
from tests.e2e.town import APPID, GH_ID, Town, open_town
from tests.house.made import AES_KEY, OA, TOKEN
from weiyin.base.clock import ManualClock

SABOTAGE = {
    "W09": Sabotage(
        "src/weiyin/channel/wechat/asks.py",
        "def _image(push: messages.Image) -> Told:\n",
        "def _image(push: messages.Image) -> Told:\n"
        "    __import__('urllib.request').request.urlopen(push.pic_url, timeout=2)\n",
    )
}
HOSTS = ("127.0.0.1", "[::1]", "0x7f.1", "2130706433", "localhost", "trap.weiyin.localhost")
_HEAD = f"<ToUserName>{GH_ID}</ToUserName><FromUserName>o-stranger</FromUserName>"


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def _messages(url: str) -> list[str]:
    pictures = f"<PicList><item><PicUrl>{url}</PicUrl></item></PicList>"
    told = [
        f"<MsgType>image</MsgType><PicUrl>{url}</PicUrl><MediaId>m1</MediaId>",
        f"<MsgType>link</MsgType><Title>t</Title><Description>d</Description><Url>{url}</Url>",
        f"<MsgType>text</MsgType><Content>请打开 {url}</Content>",
        f"<MsgType>video</MsgType><MediaId>m1</MediaId><ThumbMediaId>{url}</ThumbMediaId>",
        f"<MsgType>event</MsgType><Event>VIEW</Event><EventKey>{url}</EventKey>",
        f"<MsgType>event</MsgType><Event>pic_weixin</Event><SendPicsInfo>{pictures}</SendPicsInfo>",
    ]
    return [f"<xml>{_HEAD}<CreateTime>{{at}}</CreateTime>{one}</xml>" for one in told]


def test_w09_nobody_follows_an_address_that_a_push_brings(
    sqlite_url: str, clock: ManualClock, trap: socket.socket
) -> None:
    with open_town(sqlite_url, clock) as town:
        _push_all(town, trap.getsockname()[1])
        town.settle()
    with pytest.raises(BlockingIOError):
        trap.accept()


def _push_all(town: Town, port: int) -> None:
    platform = kit.Platform(town.clock, TOKEN, AES_KEY, APPID)
    at = int(town.clock.now().timestamp())
    urls = [f"http://{host}:{port}/x" for host in HOSTS]
    urls += [f"gopher://127.0.0.1:{port}/x", "file:///etc/passwd", "http://169.254.169.254/latest/"]
    number = 0
    for url in urls:
        for message in _messages(url):
            number += 1
            words = message.format(at=at).replace("</xml>", f"<MsgId>{number}</MsgId></xml>")
            knock = platform.safe(words)
            answer = httpx.post(
                f"{town.bank_url}/wechat/{OA}", params=dict(knock.query), content=knock.body,  # type: ignore[arg-type]
                trust_env=False, timeout=20,
            )  # fmt: skip
            assert answer.status_code == 200, words
