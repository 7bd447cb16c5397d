"""Where somebody wanted to go: a path of our pages, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from weiyin.base.errors import BadInput

# No backslash, no control, no percent sign (an encoded slash is a slash to some), no dot segment.
_OWN_PATH = re.compile(r"/p/[A-Za-z0-9_/-]{1,200}(?:\?[A-Za-z0-9_=&-]{1,200})?", re.ASCII)
_NEVER = ("/p/in", "/p/back", "/p/out")


def check_goal(text: str) -> str:
    """`text` when it is a path of ours worth coming back to; BadInput otherwise."""
    if not _OWN_PATH.fullmatch(text) or "//" in text or text.partition("?")[0] in _NEVER:
        raise BadInput("to", "链接无效，请返回微信重新进入")
    return text


def goal_from_referer(referer: str, origin: str) -> str | None:
    """The path of the page of ours that a browser says it came from, if it is one."""
    try:
        parts = urlsplit(referer)
        same = f"{parts.scheme}://{parts.netloc}" == origin
        return check_goal(parts.path) if same else None
    except (BadInput, ValueError):
        return None
