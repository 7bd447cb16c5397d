"""Errors by remedy: each says what the customer hears and what the caller should do.

WeiyinError
├── Refused          the asker can mend it or must accept it; never retried by us
│   ├── BadInput         one named field is wrong
│   ├── NotFound         missing or another's: the same words for both
│   ├── NotBound         bind a card first
│   ├── NeedsStepUp      prove it is you again
│   ├── Conflict         the same key with another question, or a step out of order
│   └── NotAllowed       a rule of the bank: funds, limit, frozen, closed
├── TryLater         nothing happened; the same call may succeed later
├── Unknown          it may have happened: look before doing it again
├── Misconfigured    an operator must change the named setting
└── Broken           an invariant does not hold: stop this part, page a person
"""

from __future__ import annotations


class Waits(Exception):
    """Somebody outside must be waited for, which no open unit of work may do: take it up again
    where none is open.
    """


class WeiyinError(Exception):
    """`heard` is what a customer may be told; `str(error)` is for the log."""

    heard = "系统繁忙，请稍后再试"
    status = 500
    """The HTTP status a door answers with."""

    def __init__(self, message: str = "", *, heard: str | None = None) -> None:
        super().__init__(message or heard or self.heard)
        if heard is not None:
            self.heard = heard


class Refused(WeiyinError):
    """The asker can mend it or must accept it."""

    heard = "暂时无法办理"
    status = 400
    code = "refused"


class BadInput(Refused):
    """The named `field` is wrong; `heard` says how to put it right."""

    status = 422
    code = "bad_input"

    def __init__(self, field: str, heard: str) -> None:
        super().__init__(f"{field}: {heard}", heard=heard)
        self.field = field


class NotFound(Refused):
    """Missing, or not yours: nobody can tell which."""

    heard = "没有找到相关信息"
    status = 404
    code = "not_found"


class NotBound(Refused):
    """The function needs a bound customer or card. `card` is its kind, empty when any will do."""

    heard = "请先绑定银行卡"
    status = 403
    code = "not_bound"

    def __init__(self, message: str = "", *, heard: str | None = None, card: str = "") -> None:
        super().__init__(message, heard=heard)
        self.card = card


class NeedsStepUp(Refused):
    """The code (or session) is missing, wrong, spent or expired."""

    heard = "验证未通过，请重新获取验证码"
    status = 403
    code = "needs_step_up"


class Conflict(Refused):
    """The key was used for another question, or the step comes out of order."""

    heard = "该操作已提交或已失效，请重新发起"
    status = 409
    code = "conflict"


class NotAllowed(Refused):
    """A rule of the bank forbids it; `rule` is its stable name (`funds`, `daily_limit`)."""

    status = 422
    code = "not_allowed"

    def __init__(self, rule: str, heard: str) -> None:
        super().__init__(f"{rule}: {heard}", heard=heard)
        self.rule = rule


class TryLater(WeiyinError):
    """Nothing happened; retry with back-off."""

    status = 503


class Unknown(WeiyinError):
    """The outcome is not known: reconcile by key, never repeat blindly."""

    heard = "处理结果确认中，请勿重复操作，稍后为您通知结果"
    status = 504


class Misconfigured(WeiyinError):
    """`setting` names what an operator must change, `wrong` says why."""

    def __init__(self, setting: str, wrong: str) -> None:
        super().__init__(f"{setting}: {wrong}")
        self.setting = setting
        self.wrong = wrong


class Broken(WeiyinError):
    """An invariant does not hold. Stop this part and page a person."""
