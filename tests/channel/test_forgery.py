"""Checks on who may speak: signatures, sealed messages, freshness, replays."""

from __future__ import annotations

import asyncio
import base64
import os
import random
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.channel import kit
from tests.checks import Sabotage
from weiyin.base.clock import ManualClock
from weiyin.base.mask import Secret
from weiyin.channel.wechat import envelope as envelope_module
from weiyin.channel.wechat import gateway as gateway_module
from weiyin.channel.wechat.crypto import MessageCrypto
from weiyin.channel.wechat.xml import write_xml

_ENVELOPE = "src/weiyin/channel/wechat/envelope.py"
SABOTAGE = {
    "C01": Sabotage(
        "src/weiyin/channel/wechat/signature.py",
        'return hmac.compare_digest(given if shaped else "0" * 40, sign(*parts)) and shaped',
        "return given[:39] == sign(*parts)[:39]",
    ),
    "C02": Sabotage(
        _ENVELOPE,
        'sealed = self._mode is not Mode.PLAIN or query.get("encrypt_type") == "aes"',
        'sealed = b"<Encrypt>" in body',
    ),
    "C03": Sabotage(
        _ENVELOPE,
        "return opened or _read(body, nonce, None, token)",
        "return _read(body, nonce, 0 if opened else None, 0)",
    ),
    "C04": Sabotage(
        "src/weiyin/channel/wechat/nonces.py",
        "return same and (fresh or now - known[1] <= retry_s)",
        "return fresh or now - known[1] <= retry_s",
    ),
    "C16": Sabotage(
        _ENVELOPE,
        "for t in (account.token, account.previous_token) if t)",
        "for t in (account.token,))",
    ),
    "C06": Sabotage(
        "src/weiyin/channel/wechat/crypto.py",
        "if pad_fits & pad_right & length_fits & appid_right:",
        "if pad_fits & length_fits & appid_right:",
    ),
    "C07": Sabotage(
        "src/weiyin/channel/wechat/crypto.py",
        "if pad_fits & pad_right & length_fits & appid_right:",
        "if pad_fits & pad_right & length_fits:",
    ),
    "C08": Sabotage(
        _ENVELOPE,
        "return abs(now.timestamp() - int(timestamp)) <= FRESH_S",
        "return now.timestamp() - int(timestamp) <= FRESH_S",
    ),
}
REFUSED = (403, "forbidden")


def answers(heard: list[kit.Heard]) -> set[tuple[int, str]]:
    return {(one.status, one.text) for one in heard}


@pytest.fixture
def platform(clock: ManualClock) -> kit.Platform:
    return kit.Platform(clock)


@pytest.mark.parametrize("mode", ["plain", "safe", "compat"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_c01_without_a_right_signature_nothing_is_read(
    mode: str,
    method: str,
    clock: ManualClock,
    platform: kit.Platform,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Any,
) -> None:
    parsed: list[Any] = []
    for name in ("read_xml", "read_json"):
        monkeypatch.setattr(envelope_module, name, parsed.append)
    listener = kit.Listener()
    right = platform.safe(kit.text("转账")) if mode != "plain" else platform.plain(kit.text("转账"))
    name = "signature" if mode == "plain" or method == "GET" else "msg_signature"
    good = dict(right.query)
    proof = good[name]
    other = kit.sha1("otherToken", good["timestamp"], good["nonce"])
    wrong = [
        "", "0", proof[:-1], proof + "0", proof.upper(), proof[:39] + "g", "é" * 40, other,
        proof[:-1] + format(int(proof[-1], 16) ^ 1, "x"),
        format(int(proof[0], 16) ^ 8, "x") + proof[1:],
    ]  # fmt: skip
    queries: list[Any] = [{**good, name: value, "echostr": "1"} for value in wrong]
    queries += [
        {**good, name: ""} | {f"{name}[]": proof},
        {k: v for k, v in good.items() if k != name},
    ]
    doubled = kit.Knock({**good, "echostr": "1"}).query_string
    queries += [f"{doubled}&{name}={proof}", f"{name}={wrong[2]}&{doubled}", "", "&&&", "=", "%"]
    door = kit.gateway(clock, listener, kit.account(mode))
    heard = kit.visit(door, *(kit.Knock(query, right.body, method) for query in queries))
    assert answers(heard) == {REFUSED}
    assert (parsed, listener.asks) == ([], [])
    record_property("attempts", len(queries))


def test_c02_safe_mode_refuses_plain_words(clock: ManualClock, platform: kit.Platform) -> None:
    listener = kit.Listener()
    for mode in ("safe", "compat"):
        door = kit.gateway(clock, listener, kit.account(mode))
        forged = platform.plain(kit.text("我卡上还剩多少", openid="oVictim"))
        claims = [{}, {"encrypt_type": "raw"}, {"encrypt_type": "aes"}, {"msg_signature": "0" * 40}]
        visits = [kit.Knock({**forged.query, **claim}, forged.body) for claim in claims]  # type: ignore[dict-item]
        signed_as_sealed = {"msg_signature": dict(forged.query)["signature"]}
        visits.append(kit.Knock({**forged.query, **signed_as_sealed}, forged.body))  # type: ignore[dict-item]
        assert answers(kit.visit(door, *visits)) == {REFUSED}
    assert listener.asks == []


def test_c03_only_the_sealed_fields_count(clock: ManualClock, platform: kit.Platform) -> None:
    fakes = [
        "<FromUserName><![CDATA[oVictim]]></FromUserName><Content><![CDATA[假的]]></Content>",
        f"<Content><![CDATA[<Encrypt>{'A' * 64}</Encrypt>]]></Content>",
        f"<Encrypt>{kit.seal(kit.text('假的'))}</Encrypt>",
    ]
    listener = kit.Listener()
    door = kit.gateway(clock, listener, kit.account("compat"))
    heard = kit.visit(door, *(platform.safe(kit.text("真的"), beside=fake) for fake in fakes))
    assert {one.status for one in heard} == {200}
    assert {(ask.openid, ask.text) for ask in listener.asks} == {(kit.OPENID, "真的")}
    assert len(listener.asks) == len(fakes)


def test_c04_a_captured_signature_opens_for_nothing_else(
    clock: ManualClock, platform: kit.Platform
) -> None:
    listener = kit.Listener()
    door = kit.gateway(clock, listener, kit.account("plain"))
    nonce = str(int(clock.now().timestamp()) - 7)  # such that it passes for a fresh timestamp
    first = platform.plain(kit.text("查余额"), nonce=nonce)
    query = dict(first.query)
    at = query["timestamp"]
    swapped = {**query, "timestamp": nonce, "nonce": at}
    assert kit.sha1(kit.TOKEN, swapped["timestamp"], swapped["nonce"]) == query["signature"]
    resplit = [
        {**query, "timestamp": at[:-1], "nonce": nonce + at[-1:]},
        {**query, "timestamp": at + nonce[:1], "nonce": nonce[1:]},
        {**query, "timestamp": f"+{at[1:]}"},
        {**query, "timestamp": f" {at[1:]}"},
        {**query, "timestamp": "１" * 10},
        {**query, "nonce": ""},
        {**query, "nonce": "a" * 65},
        {**query, "nonce": "a b"},
    ]
    other_words = kit.Knock(query, kit.text("转账", openid="oVictim").encode())
    heard = kit.visit(
        door,
        first,
        kit.Knock(swapped, first.body),
        *(kit.Knock(one, first.body) for one in resplit),
        other_words,
        first,
    )
    assert [one.status for one in heard] == [200, *[403] * (len(heard) - 2), 200]
    assert {ask.text for ask in listener.asks} == {"查余额"}
    assert len({ask.key for ask in listener.asks}) == 1


def _with_whole_blocks_of_padding(words: str) -> str:
    """Then a changed block may be padding alone: who does not judge all of it lets that pass."""
    frame = 20 + len(kit.text(words).encode()) + len(kit.APPID)
    return kit.text(words + "?" * (-frame % 32))


def test_c06_mutated_messages_all_look_alike(
    clock: ManualClock,
    platform: kit.Platform,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Any,
) -> None:
    chance = random.Random(20260720)
    right = _with_whole_blocks_of_padding("我卡上还剩多少")
    sealed = base64.b64decode(kit.seal(right))
    at, nonce = str(int(clock.now().timestamp())), "1372623149"
    listener = kit.Listener()
    door = kit.gateway(clock, listener)
    opened: list[str] = []
    real_open = MessageCrypto.open

    def open_(self: MessageCrypto, sealed: str) -> tuple[bytes, int]:
        opened.append(sealed)
        return real_open(self, sealed)

    monkeypatch.setattr(MessageCrypto, "open", open_)

    def mutated(signed: bool) -> kit.Knock:
        data = bytearray(sealed)
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        cut = chance.choice((0, 0, 0, 0, 16, 32, 1))
        words = base64.b64encode(bytes(data[: len(data) - cut])).decode()
        proof = kit.sha1(kit.TOKEN, at, nonce, words if signed else kit.seal(right))
        query = {"timestamp": at, "nonce": nonce, "msg_signature": proof}
        body = f"<xml><Encrypt><![CDATA[{words}]]></Encrypt></xml>"
        return kit.Knock(query, body.encode())

    async def all_of_them(signed: bool, count: int) -> set[tuple[int, str, str]]:
        seen = set()
        for _ in range(count):
            heard = await kit.knock(door, mutated(signed))
            seen.add((heard.status, heard.text, str(sorted(heard.headers.items()))))
        return seen

    with capture_logs() as lines:
        unsigned = asyncio.run(all_of_them(signed=False, count=5_000))
        assert opened == []
        signed = asyncio.run(all_of_them(signed=True, count=5_000))
    assert unsigned == signed
    assert len(signed) == 1
    assert {one[:2] for one in signed} == {REFUSED}
    assert len({str(sorted(line.items())) for line in lines}) == 1
    assert len(lines) == 10_000
    assert len(opened) > 4_000
    assert listener.asks == []
    record_property("attempts", 10_000)


def _lies() -> list[str]:
    words = kit.text("好").encode()
    frame = 20 + len(words) + len(kit.APPID)
    short = 32 - frame % 32
    return [
        kit.seal(words, padding=bytes([0]) * short),
        kit.seal(words, padding=bytes([33]) * (short + 32)),
        kit.seal(words, padding=os.urandom(short - 1) + bytes([255])),
        kit.seal(words, padding=bytes([1]) * (short - 1) + bytes([short])),
        kit.seal(words, length=2**32 - 1),
        kit.seal(words, length=2**31),
        kit.seal(words, length=len(words) + len(kit.APPID)),
        kit.seal(words, length=0),
        kit.seal(words, appid="wx0000000000000000"),
        kit.seal(words, appid=kit.APPID[:-1]),
        kit.seal(words, appid=""),
        kit.seal(b"\xff\xfe" + words),
        kit.seal(words.replace("好".encode(), b"\xed\xa0\x80")),
        kit.seal(b""),
        kit.seal(b"\x00" * 40_000),
        kit.seal(b"not a message"),
        kit.seal(words, aes_key=kit.OLD_AES_KEY),
    ]


def test_c07_sealed_lies_are_refused_alike(clock: ManualClock, platform: kit.Platform) -> None:
    listener = kit.Listener()
    door = kit.gateway(clock, listener)

    def knock_with(sealed: str) -> kit.Knock:
        body = f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()
        return kit.Knock(platform.proof(sealed=sealed), body)

    visits = [knock_with(sealed) for sealed in _lies()]
    kit.visit(door, visits[0])
    tracemalloc.start()
    heard = kit.visit(door, *visits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answers(heard) == {REFUSED}
    assert peak < 1024 * 1024
    assert listener.asks == []


def test_c08_only_fresh_messages_and_known_retries_pass(
    clock: ManualClock, platform: kit.Platform
) -> None:
    stored: dict[str, str] = {}
    handled: list[str] = []

    async def answer(ask: Any) -> Any:
        if ask.key not in stored:
            handled.append(ask.text)
            stored[ask.key] = f"余额 {len(handled)} 元"
        return kit.Say(stored[ask.key])

    door = kit.gateway(clock, answer)
    now = int(clock.now().timestamp())
    stale = [platform.safe(kit.text("旧", f"{n}"), at=now + n) for n in (-301, -3600, 301, 86400)]
    assert answers(kit.visit(door, *stale)) == {REFUSED}
    ancient = platform.safe(kit.text("旧"), at=1)
    assert answers(kit.visit(door, ancient)) == {REFUSED}
    edge = [platform.safe(kit.text("新", f"{n}"), at=now + n) for n in (-300, 300)]
    assert [one.status for one in kit.visit(door, *edge)] == [200, 200]
    late = platform.safe(kit.text("查余额"), at=now - 290)
    first = kit.visit(door, late)[0]
    clock.advance(timedelta(seconds=20))
    retry, unknown = kit.visit(door, late, platform.safe(kit.text("查余额"), at=now - 290))
    assert (retry.status, unknown.status) == (200, 403)
    words = [kit.fields_of(platform.open_answer(heard))["Content"] for heard in (first, retry)]
    assert words == ["余额 3 元"] * 2
    clock.advance(timedelta(seconds=41))
    assert answers(kit.visit(door, late)) == {REFUSED}
    assert len(handled) == 3


def test_c16_old_and_new_keys_and_tokens_open_until_the_old_ones_leave(clock: ManualClock) -> None:
    changed = kit.account(
        previous_aes_key=Secret(kit.OLD_AES_KEY), previous_token=Secret("oldToken2025")
    )
    after = kit.account()
    listener = kit.Listener()
    door = kit.gateway(clock, listener, changed)
    pairs = [(t, k) for t in (kit.TOKEN, "oldToken2025") for k in (kit.AES_KEY, kit.OLD_AES_KEY)]
    for token, aes_key in pairs:
        platform = kit.Platform(clock, token, aes_key)
        (heard,) = kit.visit(door, platform.safe(kit.text("你好", f"{token}{aes_key[:5]}")))
        assert kit.fields_of(platform.open_answer(heard))["Content"] == "好的"
        (echoed,) = kit.visit(door, kit.Knock(platform.proof() | {"echostr": "e"}, method="GET"))
        assert echoed.text == "e"
    assert len(listener.asks) == len(pairs)
    door = kit.gateway(clock, kit.Listener(), after)
    for token, aes_key in pairs[1:]:
        platform = kit.Platform(clock, token, aes_key)
        (refused,) = kit.visit(door, platform.safe(kit.text("你好", f"late{token}{aes_key[:5]}")))
        assert refused.status == 403, (token, aes_key)


def test_what_a_log_line_says_of_a_forger_is_only_where(
    clock: ManualClock, platform: kit.Platform
) -> None:
    door = kit.gateway(clock, kit.Listener())
    with capture_logs() as lines:
        kit.visit(door, platform.plain(kit.text("转账")))
    assert lines == [{"event": "wechat.forged", "log_level": "warning", "oa": "main"}]
    assert gateway_module.DEADLINE_S < 4.5
    assert write_xml({"A": "]]>"}) == "<xml><A><![CDATA[]]]]><![CDATA[>]]></A></xml>"
