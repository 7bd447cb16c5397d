"""What the settings refuse: the demo with anything real, and secrets on an open wire."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.house.made import AES_KEY, SEAL_KEY
from weiyin.base.errors import Misconfigured
from weiyin.commands import serve
from weiyin.commands.check import check
from weiyin.demo_home import OA, Home, Kept, account_of, settings_of
from weiyin.settings import SAMPLES, Settings, examine, load_settings
from weiyin.simulator.settings import Account
from weiyin.storage.migrate import migrate

SABOTAGE = {
    "S05": Sabotage(
        "src/weiyin/settings/rules.py",
        "    yield from _demo(settings) if settings.demo else _earnest(settings)\n",
        "",
    ),
    "S07": Sabotage("src/weiyin/settings/loading.py", "[*wrong, *faults(settings)]", "wrong"),
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
    whole["accounts"]["second"] = whole["accounts"]["main"] | {
        "appid": "wxfedcba9876543210",
        "book": "another",
    }
    with pytest.raises(Misconfigured, match="WEIYIN_CORE_URL"):
        load_settings(**whole)


def test_settings_print_no_secret() -> None:
    made = told(sms_key="key-of-the-gateway", core_key="key-of-the-core")
    for words in (repr(made), str(made)):
        for secret in ("pass-of-the-database", "key-of", "aTokenOfOurs", "eeeeffff", AES_KEY):
            assert secret not in words
        assert SEAL_KEY not in words


def _sound(tmp_path: Path) -> dict[str, str]:
    """The variables of an install that serves."""
    url = f"sqlite:///{tmp_path}/weiyin.db"
    migrate(url)
    account = {
        "APPID": "wx0123456789abcdef",
        "SECRET": "aaaabbbbccccddddeeeeffff00001111",
        "TOKEN": "aTokenOfOurs",
        "AES_KEY": AES_KEY,
    }
    return {
        "WEIYIN_DATABASE_URL": url,
        "WEIYIN_PUBLIC_URL": "https://bank.example",
        "WEIYIN_SEAL_KEYS": json.dumps({"k1": SEAL_KEY}),
        **{f"WEIYIN_ACCOUNTS__MAIN__{name}": value for name, value in account.items()},
    }


_MAIN = "WEIYIN_ACCOUNTS__MAIN__"
_GONE = None
BROKEN: list[tuple[dict[str, str | None], str]] = [
    ({"WEIYIN_DATABASE_URL": _GONE}, "WEIYIN_DATABASE_URL"),
    ({"WEIYIN_DATABASE_URL": "mysql://db/weiyin"}, "WEIYIN_DATABASE_URL"),
    ({"WEIYIN_DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "WEIYIN_DATABASE_URL"),
    ({"WEIYIN_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "WEIYIN_DATABASE_URL"),
    ({"WEIYIN_PUBLIC_URL": _GONE}, "WEIYIN_PUBLIC_URL"),
    ({"WEIYIN_PUBLIC_URL": "http://bank.example"}, "WEIYIN_PUBLIC_URL"),
    ({"WEIYIN_PUBLIC_URL": "https://bank.example/weixin"}, "WEIYIN_PUBLIC_URL"),
    ({"WEIYIN_SEAL_KEYS": _GONE}, "WEIYIN_SEAL_KEYS"),
    ({"WEIYIN_SEAL_KEYS": "{}"}, "WEIYIN_SEAL_KEYS"),
    ({"WEIYIN_SEAL_KEYS": '{"k1": "c2hvcnQ="}'}, "WEIYIN_SEAL_KEYS"),
    ({"WEIYIN_SEAL_KEYS": json.dumps({"k1": "A" * 43 + "="})}, "WEIYIN_SEAL_KEYS"),
    ({"WEIYIN_SEAL_CURRENT": "k2"}, "WEIYIN_SEAL_CURRENT"),
    ({"WEIYIN_SEAL_LOOKUPS": "k2"}, "WEIYIN_SEAL_LOOKUPS"),
    ({"WEIYIN_SEAL_CIPHER": "des"}, "WEIYIN_SEAL_CIPHER"),
    ({f"{_MAIN}APPID": _GONE}, f"{_MAIN}APPID"),
    ({f"{_MAIN}SECRET": _GONE}, f"{_MAIN}SECRET"),
    ({f"{_MAIN}TOKEN": "two words"}, f"{_MAIN}TOKEN"),
    ({f"{_MAIN}TOKEN": STAND_IN.token}, f"{_MAIN}TOKEN"),
    ({f"{_MAIN}AES_KEY": "short"}, f"{_MAIN}AES_KEY"),
    ({f"{_MAIN}AES_KEY": ""}, f"{_MAIN}AES_KEY"),
    ({f"{_MAIN}PREVIOUS_AES_KEY": "short"}, f"{_MAIN}PREVIOUS_AES_KEY"),
    ({f"{_MAIN}MODE": "open"}, f"{_MAIN}MODE"),
    ({f"{_MAIN}API_BASE": "http://api.weixin.qq.com"}, f"{_MAIN}API_BASE"),
    ({f"{_MAIN}APPSECRET": "x"}, f"{_MAIN}APPSECRET"),
    ({f"{_MAIN}BOOK": "the main book"}, f"{_MAIN}BOOK"),
    ({f"{_MAIN}TEMPLATES": '{"acount_change": "T1"}'}, f"{_MAIN}TEMPLATES"),
    ({f"{_MAIN}TEMPLATES_A_DAY": "0"}, f"{_MAIN}TEMPLATES_A_DAY"),
    ({"WEIYIN_DATABSE_URL": "x"}, "WEIYIN_DATABSE_URL"),
    ({"WEIYIN_CORE_URL": "http://core.bank.example"}, "WEIYIN_CORE_URL"),
    ({"WEIYIN_CORE_URL": "https://core.bank.example"}, "WEIYIN_CORE_KEY"),
    ({"WEIYIN_CORE_TIMEOUT_SECONDS": "soon"}, "WEIYIN_CORE_TIMEOUT_SECONDS"),
    ({"WEIYIN_SMS_URL": "https://sms.bank.example"}, "WEIYIN_SMS_KEY"),
    ({"WEIYIN_SMS_KEY": "密钥"}, "WEIYIN_SMS_KEY"),
    ({"WEIYIN_FEED_KEY": "short"}, "WEIYIN_FEED_KEY"),
    ({"WEIYIN_BRAND_COLOUR": "blue"}, "WEIYIN_BRAND_COLOUR"),
    ({"WEIYIN_BRAND_COLOUR": "#ffee88"}, "WEIYIN_BRAND_COLOUR"),
    ({"WEIYIN_HOTLINE": "call us"}, "WEIYIN_HOTLINE"),
    ({"WEIYIN_NATS_SERVERS": '["http://nats:4222"]'}, "WEIYIN_NATS_SERVERS"),
    ({"WEIYIN_TRUSTED_PROXIES": '["*"]'}, "WEIYIN_TRUSTED_PROXIES"),
    ({"WEIYIN_MODEL_FOLDER": "/nowhere/at/all"}, "WEIYIN_MODEL_FOLDER"),
    ({"WEIYIN_SPEECH_FOLDER": "/nowhere/at/all"}, "WEIYIN_SPEECH_FOLDER"),
    ({"WEIYIN_LOG_LEVEL": "loud"}, "WEIYIN_LOG_LEVEL"),
    ({"WEIYIN_CONFIG": "/nowhere/at/all.toml"}, "WEIYIN_CONFIG"),
]


@pytest.mark.parametrize(("change", "named"), BROKEN, ids=[str(one) for one, _ in BROKEN])
def test_s07_check_names_what_is_broken(
    change: dict[str, str | None],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    for name, value in (_sound(tmp_path) | change).items():
        if value is not None:
            monkeypatch.setenv(name, value)
    assert check(json=True) == 1
    told = json.loads(capfdbinary.readouterr().out)
    assert named in [one["setting"] for one in told["wrong"]]
    assert told["findings"] == []
    assert SEAL_KEY not in str(told["wrong"])


def test_s07_check_finds_nothing_wrong_where_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name, value in _sound(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert check(json=True) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert told["wrong"] == []
    assert "https://bank.example/wechat/main" in str(told["findings"])


@pytest.mark.parametrize("text", ["database_url = ", "[accounts.main\n", "no_such = 1\n"])
def test_s07_a_file_that_cannot_be_read_is_named(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "weiyin.toml"
    file.write_text(text)
    file.chmod(0o600)
    monkeypatch.setenv("WEIYIN_CONFIG", str(file))
    _, wrong = examine()
    named = [one.setting for one in wrong]
    assert ("WEIYIN_NO_SUCH" if "such" in text else "WEIYIN_CONFIG") in named
