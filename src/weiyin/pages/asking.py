"""Forms: a function's page, its results, and the way to a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from weiyin.base.errors import BadInput, NotAllowed, NotBound, NotFound, Refused
from weiyin.base.views import DraftMade, Field, Form, Link, Offer, ResultView
from weiyin.pages import listing
from weiyin.pages.locating import script_for
from weiyin.pages.own_cards import asks_for_a_card, offer_own_cards
from weiyin.pages.visit import Visit
from weiyin.people.challenges import SNAPSHOT_HEARD
from weiyin.people.who import access_who


def show_form(visit: Visit) -> Response:
    """`GET /p/f/{function_id}`: the form, or at once the result of a query that needs none."""
    function_id = visit.parts["function_id"]
    form = _form(visit)
    values = _carried(form, visit.query)
    required = {field.name for field in form.fields if field.required}
    if not form.reads or not required <= values.keys():
        return _page(visit, form, _still_to_show(form, values))
    try:
        result = visit.deps.counter.view(visit.signed_in, function_id, values, listing.asked())
    except BadInput as refusal:
        return _page(visit, form, values, refusal=refusal, status=refusal.status)
    shown = _still_to_show(form, values)
    return _page(visit, form, shown, result=result, opened=bool(values))


def _still_to_show(form: Form, carried: Mapping[str, str]) -> dict[str, str]:
    """What a link carried, but for things whose name the form says already."""
    named = {field.name for field in form.fields if field.value}
    return {name: value for name, value in carried.items() if name not in named}


def _carried(form: Form, query: Mapping[str, str]) -> dict[str, str]:
    """A token or a thing of a shelf; nothing else is filled in from an address."""
    carried = {field.name for field in form.fields if field.kind == "ticket" or field.linked}
    return {name: value for name, value in query.items() if name in carried}


def show_rows(visit: Visit) -> Response:
    """`POST /p/f/{function_id}/rows`: the next rows of a long answer."""
    function_id = visit.parts["function_id"]
    form = _form(visit)
    if not form.reads:
        raise NotFound
    values = _asked_for(form, visit.posted)
    first = listing.seen_rows(visit)
    result = visit.deps.counter.view(visit.signed_in, function_id, values, listing.asked(first))
    if not visit.by_htmx:
        return _page(visit, form, values, result=result, first=first)
    return listing.rows_alone(visit, listing.part_of(form, function_id, values, result, first))


def post_form(visit: Visit) -> Response:
    """`POST /p/f/{function_id}`: a draft to confirm, a result, or the form with what to mend."""
    function_id = visit.parts["function_id"]
    form = _form(visit)
    values = _asked_for(form, visit.posted)
    if visit.signed_in.snapshot and not form.reads:
        return _page(visit, form, values, heard=SNAPSHOT_HEARD, status=403)
    try:
        made = visit.deps.counter.start(visit.signed_in, function_id, values, listing.asked())
    except BadInput as refusal:
        return _page(visit, form, values, refusal=refusal, status=refusal.status)
    except NotBound:
        raise
    except Refused as refusal:
        ways = _ways_round(visit, refusal)
        return _page(visit, form, values, heard=refusal.heard, status=refusal.status, ways=ways)
    if isinstance(made, DraftMade):
        return RedirectResponse(f"/p/d/{made.handle}", 303)
    return _page(visit, form, values, result=made)


def _ways_round(visit: Visit, refusal: Refused) -> tuple[Link, ...]:
    """What must be done first, when that is all that stands in the way."""
    if isinstance(refusal, NotAllowed) and refusal.rule == "risk_test":
        return (Link("去做风险测评", visit.deps.settings.risk_test_path),)
    return ()


def show_paper(visit: Visit) -> Response:
    """`GET /p/f/{function_id}/paper`: a paper that a result offered, to be kept."""
    counter, function_id = visit.deps.counter, visit.parts["function_id"]
    paper = counter.paper(visit.signed_in, function_id, dict(visit.query))
    disposition = f"attachment; filename*=UTF-8''{quote(paper.name)}"
    return Response(
        paper.content,
        media_type=paper.media_type,
        headers={"content-disposition": disposition},
    )


def show_agreement(visit: Visit) -> Response:
    """`GET /p/agreement/{kind}`: the words that a consent is about."""
    settings = visit.deps.settings
    oa = visit.query.get("oa", settings.default_oa)
    agreement = visit.deps.forms.agreement(oa, visit.parts["kind"])
    return visit.renderer.page(
        "agreement.html", look=visit.look, signed_in=False, agreement=agreement
    )


def _form(visit: Visit) -> Form:
    """The form for this person: with their own cards, and what the function offers them."""
    session = visit.signed_in
    form = visit.deps.forms.form(visit.parts["function_id"])
    if asks_for_a_card(form):
        who = visit.deps.store.read(lambda tx: access_who(tx, session.oa, session.openid))
        form = offer_own_cards(form, who)
    if form.answers_at_once or session.snapshot:
        return form
    form = replace(form, seal=visit.deps.counter.seal(session, visit.parts["function_id"]))
    filled = visit.posted or _carried(form, visit.query)
    return _offered(form, visit.deps.counter.offers(session, visit.parts["function_id"], filled))


def _offered(form: Form, offers: tuple[Offer, ...]) -> Form:
    known = {offer.name: offer for offer in offers}

    def fill(field: Field) -> Field:
        offer = known.get(field.name)
        if offer is None:
            return field
        options = field.options or offer.options
        return replace(
            field, value=offer.value, options=options, seats=offer.seats, is_step=offer.is_step
        )

    waiting = {offer.name for offer in offers if offer.waits}
    fields = tuple(fill(field) for field in form.fields if field.name not in waiting)
    return replace(form, fields=fields)


def _asked_for(form: Form, posted: Mapping[str, str]) -> dict[str, str]:
    """Only what the form asks; whatever else was posted is dropped."""
    names: set[str] = set()
    for field in form.fields:
        names |= {field.name, f"{field.name}_first", f"{field.name}_last"}
    ticked = tuple(f"{field.name}." for field in form.fields if field.kind == "several")
    return {
        name: value
        for name, value in posted.items()
        if name in names or (ticked and name.startswith(ticked))
    }


def _is_beside(result: ResultView | None) -> bool:
    return result is not None and result.table is not None and result.table.beside


def _page(
    visit: Visit,
    form: Form,
    values: Mapping[str, str] | None = None,
    *,
    result: ResultView | None = None,
    first: int = 0,
    opened: bool = False,
    refusal: BadInput | None = None,
    heard: str = "",
    status: int = 200,
    ways: tuple[Link, ...] = (),
) -> Response:
    """The form with what was typed, the words on what to mend, and a result under it.

    `first`: the rows before it have been seen; `opened`: a link asked, nobody filled the form in.
    """
    asked = {field.name for field in form.fields}
    wrong_field = refusal.field if refusal is not None and refusal.field in asked else ""
    if refusal is not None and not wrong_field:
        heard = refusal.heard
    return visit.renderer.page(
        "form.html",
        look=visit.look,
        signed_in=True,
        status=status,
        form=form,
        values=values or {},
        wrong_field=wrong_field,
        wrong_words=refusal.heard if refusal is not None else "",
        is_next=wrong_field not in visit.posted,
        heard=heard,
        ways=ways,
        result=result,
        part=None
        if result is None
        else listing.part_of(form, visit.parts["function_id"], values or {}, result, first),
        opened=opened or _is_beside(result),
        action=f"/p/f/{visit.parts['function_id']}",
        js_sdk=script_for(visit, form),
    )
