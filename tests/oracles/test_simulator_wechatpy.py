"""wechatpy, unchanged, is a client of the stand-in as of the real platform."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.simulator.phone import Platform
from tests.simulator.served import Bot, serving
from tests.source import ROOT

from weiyin.simulator.app import create
from weiyin.simulator.settings import Account, Settings

ORACLES = {"2.0.0a26": "main", "1.8.18": "wechatpy1"}
"""Where `scripts/oracles.sh` installs which version."""
CLIENT = ROOT / "tests" / "simulator" / "oracle_wechatpy.py"


@pytest.mark.parametrize("version", ORACLES)
def test_wechatpy_works_as_a_client(version: str) -> None:
    with serving(Bot().app()) as bot_url:
        settings = Settings(accounts=(Account(callback_url=f"{bot_url}/"),))
        with serving(create(settings)) as url:
            platform = Platform(url, settings)
            with platform.http:
                _check(platform, ROOT / ".oracles" / ORACLES[version] / "bin" / "python")


def _check(platform: Platform, python: Path) -> None:
    platform.act("follow")
    account = platform.account
    words = [python, CLIENT, platform.url, account.appid, account.secret, platform.openid]
    run = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "token": True,
        "menu": "balance",
        "bad_menu": 40016,
        "template": 0,
        "kf": 0,
        "msgmenu": 0,
        "media": True,
        "qr": True,
        "tags": True,
        "followers": [platform.openid],
        "subscribe": 1,
        "ticket": True,
        "ips": ["127.0.0.1"],
        "stranger": 40003,
        "oauth": {"openid": platform.openid, "valid": True},
    }
    assert [one["kind"] for one in platform.messages()] == ["template", "text", "msgmenu"]
