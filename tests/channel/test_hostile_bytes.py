"""Checks on hostile bytes: XML that bites, text that nobody can store, bodies without end."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.channel import kit
from tests.channel.inbox_answer import InboxAnswer
from tests.channel.served import served
from tests.checks import Sabotage
from weiyin.base.clock import ManualClock, SystemClock
from weiyin.base.mask import scrub
from weiyin.base.reply import Say
from weiyin.channel.wechat import gateway as gateway_module
from weiyin.channel.wechat.faults import Unreadable
from weiyin.channel.wechat.xml import MAX_BYTES, read_xml
from weiyin.storage.store import Store

_XML = "src/weiyin/channel/wechat/xml.py"
SABOTAGE = {
    "X01": Sabotage(_XML, "    parser.StartDoctypeDeclHandler = _refuse\n", ""),
    "X02": Sabotage(_XML, "MAX_BYTES = 64 * 1024", "MAX_BYTES = 64 * 1024 * 1024"),
    "X05": Sabotage(
        "src/weiyin/channel/wechat/json_push.py",
        'return _UNSTORABLE.sub("", text) if _UNSTORABLE.search(text) else text',
        "return text",
    ),
    "H01": Sabotage(
        "src/weiyin/channel/wechat/wire.py",
        "        if size > MAX_BYTES:\n            return TOO_LARGE\n",
        "",
    ),
}

_SECRET = Path(__file__).resolve()
_DOCTYPES = [
    '<!DOCTYPE xml [<!ENTITY a "boom">]><xml><MsgType>&a;</MsgType></xml>',
    f'<!DOCTYPE xml [<!ENTITY a SYSTEM "file://{_SECRET}">]><xml><MsgType>&a;</MsgType></xml>',
    '<!DOCTYPE xml [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]><xml><MsgType>&a;</MsgType></xml>',
    f'<!DOCTYPE xml [<!ENTITY % p SYSTEM "file://{_SECRET}"> %p;]><xml><A>1</A></xml>',
    '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/evil.dtd"><xml><A>1</A></xml>',
    '<!DOCTYPE xml PUBLIC "-//x//y" "http://127.0.0.1:9/evil.dtd"><xml><A>1</A></xml>',
    "<!DOCTYPE xml><xml><A>1</A></xml>",
    f'<?xml version="1.0"?><?xml-stylesheet href="file://{_SECRET}"?><xml><A>1</A></xml>',
    "<xml><A>&undefined;</A></xml>",
    '<?xml version="1.0" encoding="ISO-8859-1"?><xml><A>1</A></xml>',
    '<?xml version="1.0" encoding="UTF-7"?>+ADw-xml+AD4-+ADw-/xml+AD4-',
    '<xi:include href="file:///etc/passwd"/>',
]


def _bytes_of(doctype: str) -> list[bytes]:
    declared = doctype if doctype.startswith("<?xml") else f'<?xml version="1.0"?>{doctype}'
    utf16 = declared.replace('version="1.0"', 'version="1.0" encoding="UTF-16"')
    return [
        doctype.encode(),
        declared.encode(),
        b"\xef\xbb\xbf" + doctype.encode(),
        utf16.encode("utf-16"),
        utf16.encode("utf-16-be"),
        declared.encode("utf-7"),
    ]


_PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from weiyin.channel.wechat import gateway as gateway_module
from weiyin.channel.wechat.faults import Unreadable
from weiyin.channel.wechat.xml import read_xml
opened = []
samples = [bytes.fromhex(line) for line in sys.stdin.read().split()]
try:
    read_xml(b"<xml></xml>")
except Unreadable:
    pass
armed = True
def hook(event, arguments):
    if armed and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        opened.append(event)
sys.addaudithook(hook)
refused = 0
for sample in samples:
    try:
        read_xml(sample)
    except Unreadable:
        refused += 1
armed = False
print(refused, len(samples), opened)
"""


def test_x01_document_types_are_refused_before_anything_is_opened(
    clock: ManualClock, record_property: Any
) -> None:
    samples = [data for doctype in _DOCTYPES for data in _bytes_of(doctype)]
    for sample in samples:
        with pytest.raises(Unreadable):
            read_xml(sample)
    source = str(Path(sys.modules["weiyin"].__path__[0]).parent)
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, source],
        input="\n".join(sample.hex() for sample in samples),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split(maxsplit=2) == [f"{len(samples)}", f"{len(samples)}", "[]\n"]
    platform = kit.Platform(clock)
    listener = kit.Listener()
    plain = kit.gateway(clock, listener, kit.account("plain"))
    safe = kit.gateway(clock, listener)
    assert {one.status for one in kit.visit(plain, *map(platform.plain, samples))} == {400}
    assert {one.status for one in kit.visit(safe, *map(platform.safe, samples))} == {403}
    assert listener.asks == []
    record_property("attempts", 4 * len(samples))


def _bombs() -> dict[str, bytes]:
    laughs = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20)
    )
    long = "x" * 50_000
    return {
        "billion laughs": f"<!DOCTYPE x [{laughs}]><xml><A>&l19;</A></xml>".encode(),
        "quadratic": f'<!DOCTYPE x [<!ENTITY a "{long}">]><xml>{"&a;" * 500}</xml>'.encode(),
        "deep": b"<xml>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</xml>",
        "deep within the size": b"<xml>" + b"<a>" * 9_000 + b"</a>" * 9_000 + b"</xml>",
        "attributes": b"<xml " + b" ".join(b'a%d=""' % n for n in range(1_000_000)) + b"></xml>",
        "attributes within": b"<xml " + b" ".join(b'a%d=""' % n for n in range(6_000)) + b"/>",
        "elements": b"<xml>" + b"<a/>" * 1_000_000 + b"</xml>",
        "elements within the size": b"<xml>" + b"<a/>" * 16_000 + b"</xml>",
        "a long word": b"<xml><A>" + b"x" * 10_000_000 + b"</A></xml>",
        "an endless name": b"<xml><" + b"a" * 60_000,
        "open sections": b"<xml>" + b"<![CDATA[" * 7_000 + b"</xml>",
        "comments": b"<xml>" + b"<!---->" * 9_000 + b"<A>1</xml>",
    }  # fmt: skip


@pytest.mark.parametrize("name", list(_bombs()))
def test_x02_bombs_are_refused_at_once_and_in_little_memory(name: str) -> None:
    bomb = _bombs()[name]
    began = time.process_time()
    with pytest.raises(Unreadable):
        read_xml(bomb)
    assert time.process_time() - began < 0.05
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_xml(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024
    before = psutil.Process().memory_info().rss
    for _ in range(5):
        with pytest.raises(Unreadable):
            read_xml(bomb)
    assert psutil.Process().memory_info().rss - before < 2 * 1024 * 1024


def test_x02_json_that_is_deep_or_large_is_refused(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    door = kit.gateway(clock, kit.Listener(), kit.account("plain"))
    bombs = [
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"MsgType":"text","MsgType":"event"}',
        b'{"a":NaN}',
        b'{"a":' + b"9" * 60_000 + b"}",
        b"{",
        b'{"a":1}{"b":2}',
        b"\xff\xfe{",
    ]
    heard = kit.visit(door, *map(platform.plain, bombs))
    assert {one.status for one in heard} == {400}


_ODD_WORDS = {
    "half a pair": "余额\ud800查询",
    "other half": "\udfff余额",
    "nul": "余\x00额",
    "controls": "余\x01\x07\x1b[31m额",
    "right to left": "余额\u202e\u2066txt.exe",
    "no width": "余\u200b\u200d\ufeff额",
    "four bytes": "余额😀𠮷",
    "stacked": "额" + "\u0301" * 1000,
    "noncharacter": "余额\ufffe\uffff\U0010ffff",
    "private": "余额\ue000",
    "lines": "余\u2028额\u2029\x85",
    "only marks": "\u0301\u0301",
    "a card": "6222 0012\u200b3456 7890",
    "empty": "",
}


def test_x05_odd_text_is_taken_or_refused_and_never_breaks(
    store: Store, clock: ManualClock, record_property: Any
) -> None:
    answer = InboxAnswer(store, clock)
    platform = kit.Platform(clock)
    door = kit.gateway(clock, answer, kit.account("plain"))
    pushes: list[bytes] = []
    for number, words in enumerate(_ODD_WORDS.values()):
        facts = {"ToUserName": kit.GH_ID, "FromUserName": f"o{words}", "CreateTime": 1_784_512_800}
        text = {"MsgType": "text", "Content": words, "MsgId": number + 1}
        event = {"MsgType": "event", "Event": "CLICK", "EventKey": words, "MsgID": words}
        pushes += [json.dumps(facts | kind).encode() for kind in (text, event)]
        raw = kit.text(words, f"8{number}").encode("utf-8", "surrogatepass")
        pushes.append(raw)
    pushes += [
        kit.text("OVERLONG", "91").encode().replace(b"OVERLONG", b"\xc0\xafx"),
        kit.text("OVERLONG", "92").encode().replace(b"OVERLONG", b"\xf4\x90\x80\x80"),
        kit.text("OVERLONG", "93").encode().replace(b"OVERLONG", b"\xed\xa0\x80"),
        kit.text("OVERLONG", "94").encode("gb18030"),
        kit.text("x" * 3_000, "95", openid="o" * 129).encode(),
    ]
    heard = kit.visit(door, *map(platform.plain, pushes))
    assert {one.status for one in heard} == {200, 400}
    assert len(answer.handled) >= 2 * len(_ODD_WORDS)
    for ask in answer.handled:
        told = f"{ask.key}{ask.openid}{ask.text}{ask.detail}"
        assert "\x00" not in told
        assert told.encode()
    cards = [ask.text for ask in answer.handled if "6222" in ask.text]
    assert cards
    assert all("6222" not in scrub(card) for card in cards)
    record_property("attempts", len(pushes))


def _raw(port: int, head: str, chunks: Any = ()) -> bytes:
    """Speak bytes to the door; what it says before it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(head.encode())
        try:
            for chunk in chunks:
                line.sendall(chunk)
        except OSError:
            pass
        heard = b""
        try:
            while part := line.recv(65536):
                heard += part
                if b"\r\n\r\n" in heard:
                    break
        except ConnectionResetError:
            pass
        return heard


def test_h01_bodies_too_large_are_refused_early_in_flat_memory(record_property: Any) -> None:
    clock = SystemClock()
    platform = kit.Platform(clock)
    listener = kit.Listener(Say("好"))
    with served(kit.gateway(clock, listener, kit.account("plain"))) as port:
        query = kit.Knock(platform.proof()).query_string
        head = f"POST /wechat/main?{query} HTTP/1.1\r\nHost: x\r\n"
        just = kit.text("x" * (MAX_BYTES - len(kit.text("").encode())))
        assert len(just.encode()) == MAX_BYTES
        fits = _raw(port, f"{head}Content-Length: {MAX_BYTES}\r\n\r\n", [just.encode()])
        assert fits.startswith(b"HTTP/1.1 200")
        before = psutil.Process().memory_info().rss
        over = f"{head}Content-Length: {MAX_BYTES + 1}\r\n\r\n"
        announced = f"{head}Content-Length: {1024**3}\r\n\r\n"
        for refused in (over, announced):
            began = time.monotonic()
            assert _raw(port, refused).startswith(b"HTTP/1.1 413")
            assert time.monotonic() - began < 2
        block = os.urandom(16 * 1024)
        chunk = b"%x\r\n" % len(block) + block + b"\r\n"
        endless = (chunk for _ in range(20_000))
        chunked = _raw(port, f"{head}Transfer-Encoding: chunked\r\n\r\n", endless)
        assert chunked.startswith(b"HTTP/1.1 413")
        assert psutil.Process().memory_info().rss - before < 8 * 1024 * 1024
        assert len(listener.asks) == 1
    record_property("attempts", 4)


def test_other_requests_get_their_status(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    door = kit.gateway(clock, kit.Listener(), kit.account("plain"))
    good = platform.plain(kit.text("好"))
    cases = {
        404: kit.Knock(good.query, good.body, path="/wechat/other"),
        405: kit.Knock(good.query, good.body, method="DELETE"),
        415: kit.Knock(good.query, good.body, headers={"content-encoding": "gzip"}),
        413: kit.Knock(good.query, good.body, headers={"content-length": "1000000000"}),
        400: platform.plain("<xml><MsgType>text</MsgType></xml>"),
    }
    for status, heard in zip(cases, kit.visit(door, *cases.values()), strict=True):
        assert heard.status == status
        assert not any(
            word in heard.text.lower() for word in ("traceback", "file", "sql", "python")
        )
    assert kit.visit(door, cases[405])[0].headers["allow"] == "GET, POST"


def test_a_body_that_never_comes_is_given_up(clock: ManualClock, monkeypatch: Any) -> None:
    monkeypatch.setattr(gateway_module, "_READ_S", 0.05)
    platform = kit.Platform(clock)
    with served(kit.gateway(clock, kit.Listener(), kit.account("plain"))) as port:
        query = kit.Knock(platform.proof()).query_string
        head = f"POST /wechat/main?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
        assert _raw(port, head).startswith(b"HTTP/1.1 408")
