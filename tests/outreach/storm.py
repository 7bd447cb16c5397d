"""What a storm of notices needs: a platform that counts, and workers that can be killed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.e2e.processes import ROOT, environment_of
from weiyin.demo_home import NOTICE_TEMPLATES
from weiyin.settings import Settings

Message = MutableMapping[str, Any]
_TEMPLATES = [
    {"template_id": one.template_id, "content": one.content} for one in NOTICE_TEMPLATES.values()
]
_FIXED = {
    "/cgi-bin/stable_token": {"access_token": "storm", "expires_in": 7200},
    "/cgi-bin/template/get_all_private_template": {"template_list": _TEMPLATES},
}


@dataclass
class Counting:
    """The platform and the gateway of text messages as an ASGI app: who was told how often."""

    notices: Counter[str] = field(default_factory=Counter)
    """By `client_msg_id`."""
    texts: Counter[str] = field(default_factory=Counter)
    """By key."""
    _numbers: Any = field(default_factory=lambda: count(1))

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        body = b""
        while scope["type"] == "http":
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        if scope["type"] != "http":
            return
        answer = _FIXED.get(scope["path"]) or self._heard(scope["path"], json.loads(body or b"{}"))
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def _heard(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
        if path == "/cgi-bin/message/template/send":
            self.notices[told["client_msg_id"]] += 1
        elif path == "/sms/send":
            self.texts[told["key"]] += 1
        return {"errcode": 0, "msgid": next(self._numbers)}


@dataclass
class Workers:
    """`many` workers; one that is killed has a successor at once."""

    settings: Settings
    many: int
    lease_seconds: float
    printed: Path
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    kills: int = 0
    _alive: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        self._alive = [self._one() for _ in range(self.many)]

    def kill_one(self) -> None:
        """As the power would, in whatever it is doing: relaying, sending, writing down."""
        victim = self.dice.randrange(self.many)
        self._end(self._alive[victim])
        self._alive[victim] = self._one()
        self.kills += 1

    def end(self) -> None:
        for one in self._alive:
            self._end(one)

    def _one(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.outreach.storm_worker", str(self.lease_seconds)]
        with self.printed.open("ab") as out:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment_of(self.settings), stdout=out, stderr=out
            )

    @staticmethod
    def _end(one: subprocess.Popen[bytes]) -> None:
        one.send_signal(signal.SIGKILL)
        one.wait()
