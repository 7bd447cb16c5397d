"""Refusals and faults as calm pages: what happened, what to do, whom to call. Never a trace."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from weiyin.bank.core import CardKind
from weiyin.base.errors import (
    BadInput,
    Conflict,
    NeedsStepUp,
    NotAllowed,
    NotBound,
    NotFound,
    TryLater,
    Unknown,
    WeiyinError,
)
from weiyin.base.views import Link
from weiyin.pages.visit import Visit
from weiyin.people.sessions import SessionOver

log = structlog.get_logger(__name__)

_TITLES: tuple[tuple[type[WeiyinError], str], ...] = (
    (SessionOver, "请重新进入"),
    (NotFound, "没有找到"),
    (NeedsStepUp, "验证未通过"),
    (Conflict, "请重新办理"),
    (NotAllowed, "暂时无法办理"),
    (BadInput, "请检查后重试"),
    (Unknown, "结果确认中"),
    (TryLater, "系统繁忙"),
)
_AFTER_BINDING = {
    "": "绑定后即可查询余额、办理转账，账户变动免费通知",
    CardKind.CREDIT: "绑定后即可查询账单、接收消费提醒",
}
_BY_STATUS = {
    400: ("请求无效", "请返回微信重新进入"),
    403: ("请求未被接受", "为保障您的资金安全，请返回微信重新进入后再办理"),
    404: ("没有找到", NotFound.heard),
    405: ("请求无效", "请返回微信重新进入"),
    408: ("网络较慢", "没有收到完整的内容，请检查网络后重试"),
    413: ("内容过长", "您提交的内容过长，请精简后重试"),
    415: ("请求无效", "请返回微信重新进入"),
    421: ("请求无效", "请返回微信重新进入"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    title: str
    heard: str
    status: int
    next: Link | None = None


def of_error(visit: Visit | None, error: Exception) -> Failure:
    """What to say of `error`. A fault is logged by kind and place: its words may hold data."""
    if isinstance(error, HTTPException):
        title, heard = _BY_STATUS.get(error.status_code, _BY_STATUS[400])
        return Failure(title, heard, error.status_code)
    if not isinstance(error, WeiyinError):
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        log.error("page failed", error=type(error).__name__, places=places)
        return Failure("系统繁忙", TryLater.heard, 500)
    if error.status >= 500:
        log.warning("page fault", error=type(error).__name__, why=str(error))
    if isinstance(error, NotBound):
        after = _AFTER_BINDING.get(error.card, _AFTER_BINDING[""])
        return Failure(error.heard, after, error.status, _way_on(visit, error))
    title = next((title for kind, title in _TITLES if isinstance(error, kind)), "系统繁忙")
    return Failure(title, error.heard, error.status)


def show(visit: Visit, failure: Failure) -> Response:
    """The page that says so."""
    return visit.renderer.page(
        "failure.html",
        look=visit.look,
        signed_in=False,
        status=failure.status,
        failure=failure,
        go_to="",
    )


def show_session_over(visit: Visit, goal: str) -> Response:
    """Sign in again, and come back to `goal`.

    A post is answered with a page that goes on by itself: `form-action` would stop a redirect of
    a form to somebody else's sign-in page.
    """
    sign_in = sign_in_path(visit, goal)
    if visit.by_htmx:
        return Response(status_code=200, headers={"hx-redirect": sign_in})
    failure = Failure("请重新进入", SessionOver.heard, 401, Link("重新进入", sign_in))
    return visit.renderer.page(
        "failure.html",
        look=visit.look,
        signed_in=False,
        status=401,
        failure=failure,
        go_to=sign_in,
    )


def sign_in_path(visit: Visit, goal: str) -> str:
    """Through sign-in to `goal`."""
    return "/p/in?" + urlencode({"oa": visit.last_oa, "to": goal}, safe="/")


def _way_on(visit: Visit | None, refusal: NotBound) -> Link | None:
    if visit is None:
        return None
    settings = visit.deps.settings
    credit = refusal.card == CardKind.CREDIT
    return Link("去绑定", settings.bind_credit_path if credit else settings.bind_path)
