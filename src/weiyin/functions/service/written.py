"""What people write to us: long enough to be answered, and nothing that must not be kept."""

from __future__ import annotations

import re

from weiyin.base.errors import BadInput
from weiyin.base.mask import scrub

_LEAST = 4
_SECRET = re.compile(r"(?:密码|验证码|校验码|CVV2?)[^0-9]{0,6}[0-9]{3,8}", re.IGNORECASE | re.ASCII)


def check_written(words: str, field: str) -> None:
    """Raises BadInput naming `field`."""
    if len(words) < _LEAST:
        raise BadInput(field, "请写得具体一些，方便我们处理")
    if scrub(words) != words or _SECRET.search(words):
        raise BadInput(field, "请不要填写完整卡号、证件号、密码或验证码，写卡号后四位即可")
