"""What WeChat's error codes mean for us: one table from code to remedy.

Source: 全局返回码 of the manual, and the pages of the calls named.
"""

from __future__ import annotations

from enum import StrEnum

from weiyin.base.errors import NeedsStepUp, Refused, TryLater, WeiyinError


class Remedy(StrEnum):
    """What to do about a code."""

    RENEW = "renew"
    """The token is not good: fetch one anew, once."""
    WAIT = "wait"
    """The platform is busy: nothing happened, try again soon."""
    NEXT_MINUTE = "next_minute"
    TOMORROW = "tomorrow"
    """The day's calls are spent: no retry."""
    UNREACHABLE = "unreachable"
    """This person cannot be told this way now: use another channel."""
    SIGN_IN = "sign_in"
    """The visitor's one-time code is no good: sign in again."""
    OPERATOR = "operator"
    """A setting or a permission of the account must change."""
    REFUSED = "refused"
    """What we sent is not acceptable: repeating it will not help."""


_REMEDIES = {
    Remedy.RENEW: (40001, 40014, 42001),
    Remedy.WAIT: (-1,),
    Remedy.NEXT_MINUTE: (45011,),
    Remedy.TOMORROW: (45009, 48006),
    Remedy.UNREACHABLE: (40003, 43004, 43019, 43101, 45015, 45047),
    Remedy.SIGN_IN: (40029, 40163, 41008, 42002, 42003, 40030),
    Remedy.OPERATOR: (40013, 40125, 40164, 41001, 41002, 41004, 48001, 50001, 61024),
}
_BY_CODE = {code: remedy for remedy, codes in _REMEDIES.items() for code in codes}


def remedy_of(errcode: int) -> Remedy:
    return _BY_CODE.get(errcode, Remedy.REFUSED)


class ApiError(WeiyinError):
    """WeChat answered with an error code."""

    def __init__(self, api: str, errcode: int, errmsg: str = "") -> None:
        super().__init__(f"{api}: {errcode} {errmsg}".strip())
        self.errcode = errcode


class TokenRefused(ApiError, TryLater):
    """The token is not good (any more)."""


class Busy(ApiError, TryLater):
    """Nothing happened; the same call may succeed in a while."""


class Spent(ApiError, Refused):
    """The calls of the day or the account's allowance are used up: no retry before it turns."""

    code = "spent"


class Unreachable(ApiError, Refused):
    """The person cannot be told this way now."""

    code = "unreachable"


class BadCode(ApiError, NeedsStepUp):
    """The visitor's one-time code is spent, foreign or too old."""


class ApiRefused(ApiError, Refused):
    """What we sent is not acceptable."""

    code = "api_refused"


_FAULTS: dict[Remedy, type[ApiError]] = {
    Remedy.RENEW: TokenRefused,
    Remedy.WAIT: Busy,
    Remedy.NEXT_MINUTE: Busy,
    Remedy.TOMORROW: Spent,
    Remedy.UNREACHABLE: Unreachable,
    Remedy.SIGN_IN: BadCode,
}


def fault_of(remedy: Remedy, api: str, errcode: int, errmsg: str) -> ApiError:
    """The error to raise for `errcode` of `api`."""
    return _FAULTS.get(remedy, ApiRefused)(api, errcode, errmsg)
