"""Signing for the JS-SDK: our own pages alone, for who is signed in; the platform agrees."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from tests.checks import Sabotage
from tests.e2e.town import Town
from tests.house.bank import WANG

SABOTAGE = {
    "W11": Sabotage(
        "src/weiyin/channel/wechat/jssdk.py",
        "if not is_ours(client.account, url):",
        "if not is_ours(client.account, client.account.public_url):",
    ),
}
FORM = "/p/f/branch_nearby"


def judged(town: Town, told: dict[str, object], url: str) -> dict[str, object]:
    """What the platform makes of it."""
    address = f"{town.platform.url}/sim/jssdk"
    return httpx.post(address, json={**told, "url": url}, trust_env=False).json()


def test_the_platform_takes_our_signature_for_this_page_alone(town: Town) -> None:
    town.bind(town.wang, WANG)
    shown = town.wang.browser.get(f"{town.bank_url}{FORM}")
    assert "/open/js/jweixin-1.6.0.js" in shown.text
    page = f"{town.bank_url}{FORM}?a=1"
    answer = town.wang.browser.get(f"{town.bank_url}/p/js-config?page={quote(page, safe='')}")
    told = answer.json()
    assert judged(town, told, page) == {"ok": True, "why": ""}
    assert not judged(town, told, f"{page}2")["ok"]
    assert not judged(town, {**told, "signature": "0" * 40}, page)["ok"]
    assert "jsapi_ticket" not in answer.text


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/p/f/branch_nearby",
        "//evil.example/",
        "{ours}.evil.example/p",
        "{ours}@evil.example/p",
        "javascript:alert(1)",
        "",
    ],
)
def test_w11_no_foreign_page_is_signed(town: Town, page: str) -> None:
    town.bind(town.wang, WANG)
    asked = quote(page.format(ours=town.bank_url), safe="")
    answer = town.wang.browser.get(f"{town.bank_url}/p/js-config?page={asked}")
    assert answer.status_code in {404, 422}
    assert "signature" not in answer.text


def test_w11_nobody_who_is_not_signed_in_is_signed_for(town: Town) -> None:
    page = quote(f"{town.bank_url}{FORM}", safe="")
    address = f"{town.bank_url}/p/js-config?page={page}"
    answer = httpx.get(address, trust_env=False, follow_redirects=False)
    assert answer.status_code == 303
    assert "signature" not in answer.text
