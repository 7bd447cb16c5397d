"""Signatures, cipher, XML: against numbers computed elsewhere."""

from __future__ import annotations

import base64
import random

import pytest

from weiyin.simulator.control import qr
from weiyin.simulator.wire import cipher, signing, xml

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SEALED = (
    "rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrk"
    "TqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0Bt"
    "Iu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjP"
    "nmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfG"
    "KBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz"
    "+CQzBIuikA=="
)


def test_signature_of_the_official_example() -> None:
    assert signing.genuine(
        "f464b24fc39322e44b38aa78f5edd27bd1441696", "AAAAA", "1714036504", "1514711492"
    )
    assert not signing.genuine("", "AAAAA", "1714036504", "1514711492")


def test_message_signature_and_text_made_elsewhere() -> None:
    stamp, nonce = "1458300676", "260774613"
    claimed = "4f3ad57b6989f09f4eb392acce4f9e93942ed890"
    assert signing.genuine(claimed, "pamtest", stamp, nonce, SEALED)
    plain = xml.read(cipher.unseal(KEY, "wxb11529c136998cb6", SEALED))
    assert plain["Content"] == "hello"


def test_round_trip_and_every_single_bit_matters() -> None:
    rng = random.Random(1)
    sealed = cipher.seal(KEY, "wxapp", "你好".encode(), rng)
    assert cipher.unseal(KEY, "wxapp", sealed).decode() == "你好"
    assert sealed != cipher.seal(KEY, "wxapp", "你好".encode(), rng)
    with pytest.raises(cipher.BadCipher):
        cipher.unseal(KEY, "wxother", sealed)
    raw = bytearray(base64.b64decode(sealed))
    raw[-1] ^= 1
    with pytest.raises(cipher.BadCipher):
        cipher.unseal(KEY, "wxapp", base64.b64encode(raw).decode())


@pytest.mark.parametrize("length", [1, 11, 12, 13, 31, 32, 33, 1000])
def test_padding_of_every_length(length: int) -> None:
    message = b"x" * length
    sealed = cipher.seal(KEY, "wxapp", message, random.Random(length))
    assert cipher.unseal(KEY, "wxapp", sealed) == message


@pytest.mark.parametrize("words", ["a]]>b", "]]]]>>", "<x>&amp;", "好]]", ""])
def test_text_survives_cdata(words: str) -> None:
    assert xml.read(xml.write({"Content": words, "N": 1}).encode())["Content"] == words


def test_lists_and_repeats() -> None:
    written = xml.write({"A": {"L": ({"T": "1"}, {"T": "2"})}, "P": [{"M": "x"}]})
    assert xml.read(written.encode()) == {
        "A": {"L": [{"T": "1"}, {"T": "2"}]},
        "P": {"item": {"M": "x"}},
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml>",
        b"<html><a/></html>",
        b"<xml>words</xml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><C>&a;</C></xml>',
        b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>",
    ],
)
def test_bad_xml_is_refused(body: bytes) -> None:
    with pytest.raises(xml.BadXml):
        xml.read(body)


def test_the_qr_code_reads_back() -> None:
    """Walk the modules as a reader does: unmask, join, and mend nothing."""
    text = "http://weixin.qq.com/q/0123456789abcdefghjkmnpqrstvwxyz"
    grid = qr.modules(text)
    columns = [(right, right - 1) for right in (*range(32, 7, -2), 5, 3, 1)]
    bits = [
        grid[y][x] ^ int((x + y) % 2 == 0)
        for number, pair in enumerate(columns)
        for y in (range(33) if number % 2 else range(32, -1, -1))
        for x in pair
        if not _is_pattern(x, y)
    ]
    words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, 800, 8)]
    stream = "".join(f"{word:08b}" for word in words[:80])
    length = int(stream[4:12], 2)
    read = bytes(int(stream[12 + 8 * at : 20 + 8 * at], 2) for at in range(length))
    assert (stream[:4], read.decode()) == ("0100", text)
    assert all(_syndrome(words, power) == 0 for power in range(20))


def _is_pattern(x: int, y: int) -> bool:
    corner = (x < 9 and y < 9) or (x > 24 and y < 9) or (x < 9 and y > 24)
    return corner or 6 in (x, y) or (24 <= x <= 28 and 24 <= y <= 28)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def _syndrome(words: list[int], power: int) -> int:
    root = 1
    for _ in range(power):
        root = _times(root, 2)
    total = 0
    for word in words:
        total = _times(total, root) ^ word
    return total
