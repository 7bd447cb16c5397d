"""X04: coverage-guided fuzzing of what strangers send, each target in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.channel import kit
from tests.checks import Sabotage
from tests.source import ROOT

SABOTAGE = {
    "X04": Sabotage(
        "src/weiyin/channel/wechat/json_push.py",
        "    except (ValueError, RecursionError):\n",
        "    except RecursionError:\n",
    )
}
FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
HOW_LONG = ("-max_total_time=300",) if FULL else ("-runs=4000",)
SEEDS = {
    "push": [
        kit.text("我卡上还剩多少").encode(),
        kit.message("event", Event="LOCATION", Latitude="39.9", Longitude="116.4").encode(),
        kit.message("voice", MediaId="m", Format="amr", Recognition="查余额").encode(),
        json.dumps({"FromUserName": "o", "CreateTime": 1, "MsgType": "text"}).encode(),
        b'{"MsgType": ',
        b"?signature=x&timestamp=1784512800&nonce=abc\n<xml></xml>",
    ],
    "order": [
        bytes([n]) + json.dumps(said, ensure_ascii=False).encode()
        for n, said in enumerate(
            [
                {"amount": "1,000", "payee": "李雷"},
                {"dates": "2026年6月"},
                {"phone": "13800001234", "amount": "五十"},
                {"card": "0012"},
                {"place": "国贸", "day": "明天", "time": "10:30"},
                {},
            ]
        )
    ],
}


@pytest.mark.parametrize("target", sorted(SEEDS))
@pytest.mark.timeout(700)
def test_x04_no_bytes_make_more_than_a_refusal(
    target: str, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[target]):
        (corpus / str(number)).write_bytes(seed)
    command = [
        *(sys.executable, "-m", f"tests.fuzz.{target}", *HOW_LONG),
        *("-seed=20260720", "-max_len=2048", f"-artifact_prefix={tmp_path}/", str(corpus)),
    ]
    told = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        command, cwd=ROOT, env=told, capture_output=True, text=True, errors="replace", check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = re.findall(r"#(\d+)\s+DONE", done.stderr)
    assert found, done.stderr[-2000:]
    record_property("attempts", int(found[-1]))
