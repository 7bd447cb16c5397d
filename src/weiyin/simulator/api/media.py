"""/cgi-bin/media/*: temporary media, up and down.

A voice said into a phone comes down with `X-Sim-Spoken-Text`, its words percent-encoded, so that
a demonstration without a recogniser can hear them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from weiyin.simulator.api.call import Answer, Call, Endpoint
from weiyin.simulator.errors import ApiError

_BOUNDARY = re.compile(r'boundary="?([^";]{1,200})"?')
_NAME = re.compile(r'\bname="?(?P<name>[^";\r\n]*)"?')
_TYPES = {"image": "image/jpeg", "voice": "audio/amr", "video": "video/mp4", "thumb": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    content_type: str
    body: bytes


def parts(content_type: str, raw: bytes) -> list[Part]:
    """The parts of a multipart body; empty when it is none."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        return []
    pieces = (b"\r\n" + raw).split(b"\r\n--" + found[1].encode())
    return [_part(piece) for piece in pieces[1:] if not piece.startswith(b"--")]


def _part(piece: bytes) -> Part:
    head, _, body = piece.partition(b"\r\n\r\n")
    lines = [line.split(":", 1) for line in head.decode(errors="replace").split("\r\n")]
    headers = {line[0].strip().lower(): line[1].strip() for line in lines if len(line) == 2}
    name = _NAME.search(headers.get("content-disposition", ""))
    return Part(name["name"] if name else "", headers.get("content-type", ""), body)


def _upload(call: Call) -> Answer:
    kind = call.query.get("type", "")
    found = [part for part in parts(call.asked.content_type, call.asked.raw) if part.body]
    chosen = next((part for part in found if part.name == "media"), None)
    if chosen is None:
        raise ApiError(41005)
    content_type = chosen.content_type or _TYPES.get(kind, "application/octet-stream")
    media = call.live.media.put(kind, content_type, chosen.body)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: media.media_id, "created_at": int(media.made.timestamp())}


def _get(call: Call) -> Answer:
    media = call.live.media.get(call.query.get("media_id"))
    if media.kind == "video":
        return {"video_url": f"{call.asked.base}/sim/media/{media.media_id}"}
    suffix = "amr" if media.kind == "voice" else "jpg"
    name = f"{media.media_id[:16]}.{suffix}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if media.spoken:
        headers["x-sim-spoken-text"] = quote(media.spoken)
    return Response(media.body, media_type=media.content_type, headers=headers)


ENDPOINTS = (
    Endpoint("/cgi-bin/media/upload", "POST", _upload, json=False),
    Endpoint("/cgi-bin/media/get", "GET", _get),
    Endpoint("/cgi-bin/media/get/jssdk", "GET", _get),
)
