"""Official accounts of the install, and which functions each offers, switched off and on."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import NotFound
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.functions.steering import switch_off, switch_on, switched_off
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import who

GROUPS = {
    "common.account": Words("账户", "Accounts"),
    "common.booking": Words("预约", "Appointments"),
    "common.lbs": Words("网点与身边", "Places"),
    "common.notification": Words("通知", "Notices"),
    "common.security": Words("安全", "Security"),
    "common.service": Words("客户服务", "Service"),
    "common.transfer": Words("转账", "Transfers"),
    "credit": Words("信用卡", "Credit cards"),
    "weifin.loan": Words("微金融：贷款", "Loans"),
    "weifin.metal_fx": Words("微金融：贵金属与外汇", "Metals and foreign exchange"),
    "weifin.wealth": Words("微金融：理财", "Wealth"),
    "ysh.bills": Words("悦生活：缴费", "Bills"),
    "ysh.life": Words("悦生活：生活", "Life"),
}


def show(visit: Visit) -> Response:
    """The account worked on, with its functions by group."""
    off = {one.function_id: one for one in visit.read(lambda r: switched_off(r, visit.oa))}
    offered = visit.deps.channel.accounts[visit.oa].groups
    groups: dict[str, list[object]] = {}
    for function in visit.deps.catalogue:
        said = function.declaration
        if not offered or said.group in offered or said.id in offered:
            groups.setdefault(said.group, []).append(said)
    return visit.page(
        "accounts.html",
        accounts=visit.deps.channel.accounts,
        groups=dict(sorted(groups.items())),
        off=off,
        names=GROUPS,
    )


def turn_off(visit: Visit) -> Response:
    """At once, everywhere within a second: a stop needs one person."""
    function_id, why = _known(visit), visit.posted.get("why", "")
    by = who(visit.staff.login)
    visit.do(
        f"function:{function_id}",
        lambda tx: switch_off(tx, visit.oa, function_id, why=why, by=by, now=visit.now),
        why=why,
    )
    return visit.go("/accounts", "saved")


def turn_on(visit: Visit) -> Response:
    function_id = _known(visit)
    visit.do(f"function:{function_id}", lambda tx: switch_on(tx, visit.oa, function_id))
    return visit.go("/accounts", "saved")


def _known(visit: Visit) -> str:
    function_id = visit.parts["function_id"]
    if not visit.deps.catalogue.has(function_id):
        raise NotFound
    return function_id


PAGE = ConsolePage(
    id="ops_accounts",
    words=Words("公众号与功能", "Accounts and functions"),
    section=Section.HOUSE,
    scope=Scope.FUNCTIONS,
    path="/accounts",
    routes=(
        get("/accounts", show),
        post("/accounts/{function_id}/off", turn_off, "function.off"),
        post("/accounts/{function_id}/on", turn_on, "function.on"),
    ),
    place=2,
)
