"""登录/绑定记录: one's own sign-ins and bindings, to notice those of somebody else."""

from __future__ import annotations

from weiyin.bank.core import CardKind
from weiyin.base.clock import SHANGHAI
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.history import Bound, Login, binds_of, logins_of
from weiyin.people.who import Who
from weiyin.storage.store import Reader

_KINDS = {CardKind.DEBIT: "借记卡", CardKind.CREDIT: "信用卡"}
_ENDED = {"active": "绑定", "suspended": "绑定（已中止）", "unbound": "绑定（已解除）"}


@function(
    id="device_login_history",
    title="登录/绑定记录",
    group="common.security",
    about="查看近30天登录业务页面的时间和绑卡记录，不是本人操作可立即锁卡",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(who: Who, reader: Reader, rows: RowsShown) -> Answer:
    logins = logins_of(reader, who.oa, who.openid, rows)
    binds = binds_of(reader, who.oa, who.openid, rows)
    told = sorted([*map(_login, logins), *map(_bound, binds)], reverse=True)
    return Answer(
        title="登录/绑定记录",
        lead=f"您近30天登录业务页面 {len(logins)} 次，共有 {len(binds)} 条绑卡记录。"
        "如有不是您本人的操作，请立即锁卡并联系客服。",
        table=Table(("时间", "操作"), tuple(row[1:] for row in told[:rows])),
        next=("account_freeze_self", "binding_list", "otp_challenge"),
    )


def _login(one: Login) -> tuple[float, str, str]:
    proved = "，验证码已核验" if one.proved else ""
    at = one.at.astimezone(SHANGHAI)
    return (one.at.timestamp(), f"{at:%Y-%m-%d %H:%M}", f"登录业务页面{proved}")


def _bound(one: Bound) -> tuple[float, str, str]:
    at = one.at.astimezone(SHANGHAI)
    what = f"{_ENDED.get(one.state, '绑定')} {_KINDS[one.kind]} {mask_card(one.tail)}"
    return (one.at.timestamp(), f"{at:%Y-%m-%d %H:%M}", what)
