"""WeChat's three calls that a notice needs, answered as fast as Python can: alone in its process.

python -m weiyin.bench.receiver PORT
"""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from itertools import count
from typing import Any

import uvicorn

from weiyin.demo_home import NOTICE_TEMPLATES

Message = MutableMapping[str, Any]

_numbers = count(1)
_TEMPLATES = [
    {"template_id": one.template_id, "content": one.content} for one in NOTICE_TEMPLATES.values()
]
_FIXED = {
    "/cgi-bin/stable_token": {"access_token": "bench", "expires_in": 7200},
    "/cgi-bin/template/get_all_private_template": {"template_list": _TEMPLATES},
}


async def receiver(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """An ASGI app that takes everything."""
    while (await receive()).get("more_body"):
        pass
    answer = _FIXED.get(scope["path"]) or {"errcode": 0, "msgid": next(_numbers)}
    body = json.dumps(answer).encode()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(receiver, port=int(sys.argv[1]), log_level="error", lifespan="off")
