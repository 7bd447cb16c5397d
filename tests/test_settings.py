"""What the settings refuse: the demo with anything real, and secrets on an open wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.house.made import AES_KEY, SEAL_KEY
from weiyin.base.errors import Misconfigured
from weiyin.commands import serve
from weiyin.demo_home import OA, Home, Kept, account_of, settings_of
from weiyin.settings import SAMPLES, Settings, load_settings
from weiyin.simulator.settings import Account

SABOTAGE = {
    "S05": Sabotage("src/weiyin/settings.py", "    _check_mode(settings)\n    return", "    return")
}
STAND_IN = Account()
REAL = "https://api.weixin.qq.com"


def told(account: dict[str, Any] | None = None, **more: Any) -> Settings:
    plain = {
        "appid": "wx0123456789abcdef",
        "secret": "aaaabbbbccccddddeeeeffff00001111",
        "token": "aTokenOfOurs",
        "aes_key": AES_KEY,
        "book": "main",
    }
    facts: dict[str, Any] = {
        "database_url": "postgresql://weiyin:pass-of-the-database@db.bank.example/weiyin",
        "public_url": "https://bank.example",
        "seal_keys": {"k1": SEAL_KEY},
        "accounts": {"main": plain | (account or {})},
    }
    return load_settings(**(facts | more))


def demo(tmp_path: Path, account: dict[str, Any] | None = None, **more: Any) -> Settings:
    """The demo's own settings with something changed."""
    (tmp_path / "kept.json").write_text(
        f'{{"seal_key":"{SEAL_KEY}","aes_key":"{AES_KEY}","sms_key":"k"}}'
    )
    whole = settings_of(Home(tmp_path)).model_dump()
    whole["accounts"][OA] |= account or {}
    return load_settings(**(whole | more))


@pytest.mark.parametrize(
    ("account", "more"),
    [
        ({"api_base": REAL}, {}),
        ({"open_base": "https://open.weixin.qq.com"}, {}),
        ({"api_base": "http://127.0.0.1.evil.example"}, {}),
        ({}, {"public_url": "https://bank.example"}),
        ({}, {"core_url": "https://core.bank.example"}),
    ],
)
def test_s05_the_demo_never_meets_anything_real(
    tmp_path: Path, account: dict[str, str], more: dict[str, str]
) -> None:
    assert demo(tmp_path).demo
    with pytest.raises(Misconfigured, match="WEIYIN_DEMO"):
        demo(tmp_path, account, **more)


def test_s05_the_demo_is_served_to_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = demo(tmp_path)
    monkeypatch.setattr(serve, "load_settings", lambda: settings)
    for host in ("0.0.0.0", "::", "192.168.1.7", ""):
        with pytest.raises(Misconfigured, match="WEIYIN_DEMO"):
            serve.serve(host, 0, deliver=False)


@pytest.mark.parametrize(
    ("account", "more", "setting"),
    [
        ({"token": STAND_IN.token}, {}, "ACCOUNTS__MAIN__TOKEN"),
        ({"secret": STAND_IN.secret}, {}, "ACCOUNTS__MAIN__SECRET"),
        ({}, {"frame_ancestors": ("http://127.0.0.1:8800",)}, "FRAME_ANCESTORS"),
        ({}, {"other_origins": ("http://phone1.weiyin.localhost:8801",)}, "OTHER_ORIGINS"),
    ],
)
def test_s05_nothing_of_the_demo_in_earnest(
    account: dict[str, str], more: dict[str, Any], setting: str
) -> None:
    with pytest.raises(Misconfigured, match=f"WEIYIN_{setting}"):
        told(account, **more)


def test_s05_the_samples_are_the_stand_ins(tmp_path: Path) -> None:
    kept = Kept(seal_key=SEAL_KEY, aes_key=AES_KEY, sms_key="k")
    played = account_of(Home(tmp_path), kept)
    assert {played.token, played.secret, STAND_IN.token, STAND_IN.secret} == SAMPLES


@pytest.mark.parametrize("name", ["public_url", "core_url", "sms_url"])
@pytest.mark.parametrize("url", ["http://core.bank.example", "ftp://127.0.0.1.evil", "core:80"])
def test_what_leaves_this_machine_goes_by_tls(name: str, url: str) -> None:
    with pytest.raises(Misconfigured, match=f"WEIYIN_{name.upper()}"):
        told(**{name: url})


@pytest.mark.parametrize(
    "url", ["https://bank.example/", "https://bank.example/x", "https://a;b", "https://*", "*"]
)
def test_an_origin_is_scheme_host_and_port(url: str) -> None:
    for name, value in (("public_url", url), ("frame_ancestors", (url,))):
        with pytest.raises(Misconfigured):
            told(**{name: value})


def test_two_sets_of_books_never_share_one_core() -> None:
    whole = told(core_url="https://core.bank.example", core_key="k").model_dump()
    whole["accounts"]["second"] = whole["accounts"]["main"] | {"book": "another"}
    with pytest.raises(Misconfigured, match="WEIYIN_CORE_URL"):
        load_settings(**whole)


def test_settings_print_no_secret() -> None:
    made = told(sms_key="key-of-the-gateway", core_key="key-of-the-core")
    for words in (repr(made), str(made)):
        for secret in ("pass-of-the-database", "key-of", "aTokenOfOurs", "eeeeffff", AES_KEY):
            assert secret not in words
        assert SEAL_KEY not in words
