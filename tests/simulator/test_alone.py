"""The stand-in by itself: its settings, and its own process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from weiyin.base.clock import SystemClock
from weiyin.base.errors import Misconfigured
from weiyin.base.ids import SYSTEM_RNG
from weiyin.base.ports import free_port
from weiyin.simulator.__main__ import _parser, settings_of
from weiyin.simulator.settings import Account, Format, Mode, Settings, load
from weiyin.simulator.world.world import World


def test_a_file_names_accounts_and_handsets(tmp_path: Path) -> None:
    path = tmp_path / "sim.json"
    handset = {"id": "mei", "nickname": "韩梅梅", "phone": "13700000000"}
    accounts = [{"key": "a", "appid": "wxa", "mode": "safe"}, {"key": "b", "appid": "wxb"}]
    path.write_text(json.dumps({"accounts": accounts, "handsets": [handset], "port": 1}))
    settings = load(path)
    assert [one.mode for one in settings.accounts] == [Mode.SAFE, Mode.PLAIN]
    assert settings.handsets[0].nickname == "韩梅梅"


@pytest.mark.parametrize(
    "words",
    [
        "{no",
        '{"port": "x"}',
        '{"accounts": []}',
        '{"accounts": [{}, {}]}',
        '{"accounts": [{"mode": "safe", "aes_key": "short"}]}',
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, words: str) -> None:
    path = tmp_path / "sim.json"
    path.write_text(words)
    with pytest.raises(Misconfigured):
        load(path)
    with pytest.raises(Misconfigured):
        load(tmp_path / "absent.json")


def test_the_command_line_points_it_at_any_bot() -> None:
    words = ["--callback", "http://127.0.0.1:1/", "--token", "t", "--mode", "safe", "--port", "7"]
    settings = settings_of(_parser().parse_args([*words, "--format", "json"]))
    first = settings.accounts[0]
    assert (first.callback_url, first.token, settings.port) == ("http://127.0.0.1:1/", "t", 7)
    assert (first.mode, first.format) == (Mode.SAFE, Format.JSON)


def test_openids_differ_between_accounts() -> None:
    second = Account(key="second", appid="wxsecond")
    world = World(Settings(accounts=(Account(), second)), SystemClock(), SYSTEM_RNG)
    assert world.account("second").openids["wang"] != world.account("main").openids["wang"]
    assert world.account("main").openids["wang"] == Settings().handsets[0].openid


def test_its_own_process_starts_and_ends_with_a_phone_listening() -> None:
    port = free_port()
    words = [sys.executable, "-m", "weiyin.simulator", "--port", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            deadline = time.monotonic() + 20
            while True:
                try:
                    page = client.get("/")
                    break
                except httpx.TransportError:
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
            assert "微信模拟器" in page.text
            with client.stream("GET", "/sim/events") as stream:
                assert next(stream.iter_lines()).startswith("retry")
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=10) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.communicate()
