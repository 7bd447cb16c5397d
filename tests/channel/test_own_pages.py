"""Which addresses are ours: the public one, and those that an operator names besides."""

from __future__ import annotations

import pytest

from tests.channel import kit
from weiyin.channel.wechat.pages import is_ours

OTHERS = ("http://phone1.weiyin.localhost:8801", "https://m.bank.example")


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://bank.example/p/back", True),
        ("https://m.bank.example/p/back", True),
        ("http://phone1.weiyin.localhost:8801/p/back", True),
        ("http://phone2.weiyin.localhost:8801/p/back", False),
        ("https://phone1.weiyin.localhost:8801/p/back", False),
        ("http://m.bank.example/p/back", False),
        ("https://m.bank.example.evil/p/back", False),
        ("https://m.bank.example@evil/p/back", False),
    ],
)
def test_a_page_is_ours_at_every_address_of_ours(url: str, ours: bool) -> None:
    assert is_ours(kit.account(other_origins=OTHERS), url) is ours


def test_no_other_address_is_ours_by_itself() -> None:
    assert not is_ours(kit.account(), "https://m.bank.example/p/back")
