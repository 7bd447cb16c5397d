"""WeRoBot's echo robot is driven by the stand-in, in plain and in safe mode."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from tests.simulator.phone import Platform
from tests.simulator.served import serving
from tests.source import ROOT

from weiyin.base.ports import free_port
from weiyin.simulator.app import create
from weiyin.simulator.settings import Account, Mode, Settings

PYTHON = ROOT / ".oracles" / "main" / "bin" / "python"
ROBOT = ROOT / "tests" / "simulator" / "oracle_werobot.py"


@contextmanager
def _robot(port: int, *safe: str) -> Iterator[None]:
    words = [str(PYTHON), str(ROBOT), str(port), *safe]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 20
        while not _answers(port):
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _answers(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=1, trust_env=False)
    except httpx.TransportError:
        return False
    return True


@pytest.mark.parametrize("mode", [Mode.PLAIN, Mode.SAFE, Mode.COMPAT])
def test_the_echo_robot_is_driven(mode: Mode) -> None:
    port = free_port()
    account = Account(callback_url=f"http://127.0.0.1:{port}/", mode=mode)
    safe = () if mode is Mode.PLAIN else (account.aes_key, account.appid)
    settings = Settings(accounts=(account,))
    with _robot(port, *safe), serving(create(settings)) as url:
        platform = Platform(url, settings)
        with platform.http:
            assert platform.http.post("/sim/accounts/main/verify").json()["ok"]
            assert platform.act("follow")["messages"][-1]["text"] == "你好"
            said = "回声 <b>&amp; ]] 你好"
            assert platform.act("say", text=said)["messages"][-1]["text"] == said
            menu = {"button": [{"type": "click", "name": "新闻", "key": "news"}]}
            platform.post("/cgi-bin/menu/create", menu)
            articles = platform.act("tap", key="news")["messages"][-1]["articles"]
            assert len(articles) == 3
            spoken = platform.act("voice", text="听得见吗")["messages"]
            assert spoken[1]["text"] == spoken[0]["media"]
            place = platform.act("location", latitude=31.23, longitude=121.47, label="上海")
            assert place["messages"][-1]["text"] == "(31.23, 121.47)"
            assert all(one["kind"] != "failure" for one in platform.messages())
