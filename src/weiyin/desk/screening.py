"""What an agent must not send: foreign links, questions for secrets, whole numbers of cards."""

from __future__ import annotations

import re

from weiyin.base.errors import NotAllowed

_LINK = re.compile(
    r"https?://|www\.|weixin://|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz|cc|vip|io|link|app|shop)\b",
    re.IGNORECASE,
)
_SECRET = r"(?:验证码|校验码|动态码|短信码|密码|口令|CVV2?|CVC|有效期|安全码|PIN)"  # noqa: S105
_NEVER = re.compile(rf"(?:不要|请勿|切勿|不会|不能|不得|别|无需|不用|不必)[^。！!；;]*{_SECRET}")
_ASKS = re.compile(
    rf"(?:发|告诉|告知|提供|报|说|给|输入|回复|念|截图)[^。！!；;]{{0,8}}{_SECRET}"
    rf"|{_SECRET}[^。！!；;]{{0,6}}(?:发|告诉|告知|提供|报给|说一下|给我|是多少|多少|念)",
    re.IGNORECASE,
)
_LONG = re.compile(r"\d(?:[ \-]?\d){12,}", re.ASCII)
_CODE = re.compile(r"二维码|扫码")


def check_words(words: str) -> None:
    """Raises NotAllowed saying what is wrong. Pure."""
    if _LINK.search(words):
        raise NotAllowed("link", "不能发送链接，请告诉客户在菜单里点哪一项")
    if _CODE.search(words):
        raise NotAllowed("qr", "不能让客户扫码。请引导客户使用公众号菜单")
    if _ASKS.search(_NEVER.sub("", words)):
        raise NotAllowed("secret", "不能索要密码、验证码等，客户也绝不应提供")
    if _LONG.search(words):
        raise NotAllowed("number", "消息里有完整的卡号或证件号，请只写后四位")
