"""Runs in the oracles' environment: WeRoBot, echoing. Arguments: port, and safe's key and appid."""

from __future__ import annotations

import sys
from typing import Any

from werobot import WeRoBot

port, *safe = sys.argv[1:]
facts = {"encoding_aes_key": safe[0], "app_id": safe[1]} if safe else {}
robot = WeRoBot(token="weiyinDemoToken", enable_session=False, **facts)


@robot.text
def echo(message: Any) -> str:
    return str(message.content)


@robot.subscribe
def hello(_: Any) -> str:
    return "你好"


@robot.key_click("news")
def news(_: Any) -> list[list[str]]:
    return [["标题", "说明", "", "https://a.example/"]] * 3


@robot.voice
def voice(message: Any) -> str:
    return str(message.media_id)


@robot.location
def place(message: Any) -> str:
    return f"{message.location}"


robot.run(server="waitress", host="127.0.0.1", port=int(port), enable_pretty_logging=False)
