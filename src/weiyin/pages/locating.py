"""Where one is, by WeChat's JS-SDK: the script, and the proof that our page may use it."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from weiyin.base.errors import BadInput
from weiyin.base.views import Form
from weiyin.pages.visit import Visit

_LONGEST = 1_024


def script_for(visit: Visit, form: Form) -> str:
    """The JS-SDK's address for a form that asks where one is; else empty."""
    asks = any(field.kind == "here" for field in form.fields)
    return visit.deps.signer.script(visit.signed_in.oa) if asks else ""


def sign(visit: Visit) -> Response:
    """`GET /p/js-config?page=…`: what `wx.config` needs on that page of ours."""
    page = visit.query.get("page", "")
    if not page or len(page) > _LONGEST:
        raise BadInput("page", "页面地址有误")
    return JSONResponse(visit.deps.signer.sign(visit.signed_in.oa, page))
