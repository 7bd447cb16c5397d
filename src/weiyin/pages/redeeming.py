"""The merchant's desk: a coupon's code is typed or scanned there and used up, once.

Whoever stands there is no follower of ours: the merchant's number and PIN are the proof, and a
wrong PIN, an unknown merchant and too many tries are answered alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from weiyin.base.views import Field, Form, ResultView
from weiyin.pages.visit import Visit
from weiyin.places.offers.coupon import Redeemed, Verdict, redeem

_FORM = Form(
    title="优惠券核销",
    lead="供合作商户收银台使用",
    fields=(
        Field("merchant", "商户号", help="例如：M0001"),
        Field("pin", "核销密码", "secret"),
        Field("code", "券码", help="12位数字，可扫描顾客的二维码"),
    ),
    submit_label="核销",
)
_QR_WORDS = "weiyin-coupon:"
_HEARD = {
    Verdict.WRONG_PIN: "商户号或核销密码不正确，多次输错请15分钟后再试",
    Verdict.NOT_GOOD: "这张券不能使用：可能已使用、已过期，或不属于本店",
}


def show_desk(visit: Visit) -> Response:
    """`GET /p/redeem`: what the desk types."""
    return _page(visit, {})


def use_coupon(visit: Visit) -> Response:
    """`POST /p/redeem`: used up, or the reason why not. The PIN stays out of the answer."""
    typed = {name: visit.posted.get(name, "").strip() for name in ("merchant", "pin", "code")}
    code = "".join(typed["code"].removeprefix(_QR_WORDS).split())
    deps, book = visit.deps, visit.deps.settings.book
    done = deps.store.run(
        lambda tx: redeem(tx, book, typed["merchant"].upper(), typed["pin"], code, deps.clock.now())
    )
    kept = {"merchant": typed["merchant"], "code": typed["code"]}
    if done.verdict is Verdict.REDEEMED:
        return _page(visit, {"merchant": typed["merchant"]}, result=_told(done))
    return _page(visit, kept, heard=_HEARD[done.verdict], status=403)


def _told(done: Redeemed) -> ResultView:
    offer = done.offer
    assert offer is not None
    facts = (("优惠", offer.title), ("使用条件", offer.terms), ("商户", offer.merchant))
    return ResultView("核销成功", lead="核销成功，请按优惠结账。", facts=facts)


def _page(
    visit: Visit,
    values: Mapping[str, str],
    *,
    result: ResultView | None = None,
    heard: str = "",
    status: int = 200,
) -> Response:
    return visit.renderer.page(
        "form.html",
        look=visit.look,
        signed_in=False,
        status=status,
        form=_FORM,
        values=values,
        wrong_field="",
        wrong_words="",
        heard=heard,
        ways=(),
        result=result,
        part=None,
        opened=False,
        action=visit.path,
        js_sdk="",
    )
