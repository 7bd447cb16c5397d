"""/cgi-bin/qrcode/create: codes that carry a scene."""

from __future__ import annotations

from weiyin.simulator.api.call import Answer, Call, Endpoint


def _create(call: Call) -> Answer:
    body = call.body
    made = call.live.qrcodes.create(
        body.get("action_name"), body.get("action_info"), body.get("expire_seconds")
    )
    answer = {"ticket": made.ticket, "url": made.url}
    if made.until is None:
        return answer
    seconds = int((made.until - call.world.clock.now()).total_seconds())
    return {**answer, "expire_seconds": seconds}


ENDPOINTS = (Endpoint("/cgi-bin/qrcode/create", "POST", _create),)
