"""What can be wrong with a push before anybody reads its words."""

from __future__ import annotations

from weiyin.base.errors import Refused


class Forged(Refused):
    """Not proven to come from WeChat, now, to this account.

    It never says why: reasons would help a forger.
    """

    status = 403
    code = "forged"


class Unreadable(Refused):
    """Neither XML nor JSON as WeChat writes them."""

    status = 400
    code = "unreadable"
