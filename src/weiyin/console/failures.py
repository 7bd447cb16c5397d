"""Refusals and faults as calm pages: what happened and what to do. Never a trace."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from weiyin.base.errors import NotFound, TryLater, WeiyinError
from weiyin.console.visit import Visit
from weiyin.console.words import Words

log = structlog.get_logger(__name__)

_BY_STATUS = {
    403: Words("请求未被接受：不是从本页面发出的", "Refused: not sent by a page of ours"),
    404: Words("没有找到", "Not found"),
    413: Words("提交的内容过长", "Too long"),
}
_ODD = Words("请求无效", "Bad request")


class OutOfScope(NotFound):
    """Not theirs to see: they are told what they would be told if it did not exist."""


@dataclass(frozen=True, slots=True)
class Failure:
    heard: str
    status: int


def of_error(visit: Visit, error: Exception) -> Failure:
    """What to say of `error`. A fault is logged by kind and place: its words may hold data."""
    if isinstance(error, HTTPException):
        words = _BY_STATUS.get(error.status_code, _ODD)
        return Failure(words.say(visit.lang), error.status_code)
    if not isinstance(error, WeiyinError):
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        log.error("console page failed", error=type(error).__name__, places=places)
        return Failure(TryLater.heard, 500)
    if error.status >= 500:
        log.warning("console page fault", error=type(error).__name__, why=str(error))
    if isinstance(error, NotFound):
        return Failure(_BY_STATUS[404].say(visit.lang), 404)
    return Failure(error.heard, error.status)


def show(visit: Visit, failure: Failure) -> Response:
    """The page that says so; for htmx, the line that says so."""
    if visit.by_htmx:
        return visit.part("failure_part.html", status=failure.status, failure=failure)
    return visit.page("failure.html", status=failure.status, failure=failure)
