"""What must never be typed into a chat: card numbers, identity numbers, codes, passwords.

A message that holds one is not read any further, so nothing of it can come back in a reply,
stay in a dialogue or be remembered.
"""

from __future__ import annotations

import re

from weiyin.assistant.numbers import DIGITS

_SPOKEN = "".join(char for char in DIGITS if DIGITS[char] < 10) + "幺"
_LONG = re.compile(r"[0-9](?:[ \-.·_]{0,2}[0-9]){11,}", re.ASCII)
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{16}[0-9x](?![0-9])|(?<![0-9])[1-9][0-9]{14}(?![0-9])", re.ASCII
)
_SPOKEN_LONG = re.compile(rf"[{_SPOKEN}0-9](?:[ ，,、-]?[{_SPOKEN}0-9]){{11,}}")
_SECRET = re.compile(
    r"(?:密码|口令|验证码|校验码|动态码|安全码|短信码|otp|cvv2?|cvc|pin|有效期)[^0-9]{0,6}[0-9]{3,8}(?![0-9])",
    re.ASCII,
)
_SECRET_BEFORE = re.compile(
    r"(?<![0-9])[0-9]{4,8}.{0,3}(?:是|为)?.{0,3}(?:密码|验证码|校验码)", re.ASCII
)
_CODE_ALONE = re.compile(r"[0-9]{6}", re.ASCII)
_TAIL_ASKED = re.compile(r"尾号|后四位|末四位")

WARNING = (
    "为了您的资金安全，请不要在聊天中发送卡号、证件号、密码或验证码。"
    "刚才的内容我没有读取，建议您将其撤回或删除。需要填写时，我会给您一个安全页面。"
)


def is_sensitive(text: str, *, asked_for_digits: bool = False) -> bool:
    """Whether `text` (phones and dates already painted over) holds a number that stays out.

    Six digits alone are a code unless something was asked that six digits may answer.
    """
    if _LONG.search(text) or _IDENTITY.search(text) or _SPOKEN_LONG.search(text):
        return True
    if _SECRET.search(text) or (_SECRET_BEFORE.search(text) and not _TAIL_ASKED.search(text)):
        return True
    return not asked_for_digits and _CODE_ALONE.fullmatch(text.strip()) is not None
