"""Confirming a draft: what will happen, the code, and the one result however often it is asked."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from weiyin.base.errors import BadInput, NeedsStepUp, NotAllowed
from weiyin.base.views import CodeSent, SealedPin
from weiyin.pages.signing_in import set_session_cookie
from weiyin.pages.visit import Visit
from weiyin.people.challenges import SNAPSHOT_HEARD
from weiyin.people.sessions import SessionOver, renew_session

_TEMPLATES = {"open": "confirm.html", "sending": "sending.html"}


def show_draft(visit: Visit) -> Response:
    """`GET /p/d/{handle}`: the draft to confirm, or its stored result."""
    return _page(visit)


def send_code(visit: Visit) -> Response:
    """`POST /p/d/{handle}/code`: a code by text message; the button then counts down."""
    _check_real(visit)
    try:
        sent = visit.deps.counter.send_code(visit.signed_in, visit.parts["handle"])
    except NotAllowed as refusal:
        if visit.by_htmx:
            return _button(visit, None, _wait(visit), refusal.heard)
        return _page(visit, heard=refusal.heard, status=refusal.status)
    if visit.by_htmx:
        return _button(visit, sent, sent.resend_seconds)
    return RedirectResponse(_draft_path(visit), 303)


def confirm(visit: Visit) -> Response:
    """`POST /p/d/{handle}/confirm`: do it once, then show the stored result under a new session."""
    _check_real(visit)
    handle = visit.parts["handle"]
    try:
        typed = _typed(visit.posted)
        visit.deps.counter.confirm(visit.signed_in, handle, visit.posted.get("code", ""), typed)
    except SessionOver:
        raise
    except (NeedsStepUp, BadInput) as refusal:
        return _page(visit, heard=refusal.heard, status=refusal.status)
    response = RedirectResponse(_draft_path(visit), 303)
    _renew(visit, response)
    return response


def _typed(posted: Mapping[str, str]) -> SealedPin | None:
    """What the keypad sealed; None when nothing was typed on it."""
    key_id, sealed = posted.get("pin_key", ""), posted.get("pin", "")
    return SealedPin(key_id, sealed) if key_id and sealed else None


def _renew(visit: Visit, response: Response) -> None:
    """A new session id after the proof. A twin of this request may have been first: then it has."""
    deps = visit.deps
    try:
        token = deps.store.run(lambda tx: renew_session(tx, visit.signed_in, deps.clock.now()))
    except SessionOver:
        return
    set_session_cookie(response, visit.signed_in.oa, token)


def _wait(visit: Visit) -> int:
    return visit.deps.counter.draft(visit.signed_in, visit.parts["handle"]).resend_seconds


def _button(visit: Visit, sent: CodeSent | None, wait: int, heard: str = "") -> Response:
    return visit.renderer.part(
        "code_button.html",
        look=visit.look,
        handle=visit.parts["handle"],
        sent=sent,
        wait=wait,
        heard=heard,
    )


def _check_real(visit: Visit) -> None:
    if visit.signed_in.snapshot:
        raise NotAllowed("snapshot", SNAPSHOT_HEARD)


def _page(visit: Visit, *, heard: str = "", status: int = 200) -> Response:
    handle = visit.parts["handle"]
    draft = visit.deps.counter.draft(visit.signed_in, handle)
    return visit.renderer.page(
        "result.html" if draft.result is not None else _TEMPLATES.get(draft.state, "expired.html"),
        look=visit.look,
        signed_in=True,
        status=status,
        draft=draft,
        result=draft.result,
        handle=handle,
        sent=CodeSent(draft.phone_masked, draft.resend_seconds) if draft.code_sent else None,
        wait=draft.resend_seconds,
        heard=heard,
    )


def _draft_path(visit: Visit) -> str:
    return f"/p/d/{visit.parts['handle']}"
