"""What is picked from a merchant's shelf: offered on a form, found again, and made a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.provider import Charge
from weiyin.bank.services.bills import Bills
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput, NotAllowed, TryLater
from weiyin.base.views import Choice, Offer
from weiyin.functions.life.stepping import Step, Way, reached, walk

SHOWN = 50
_NOTHING: Mapping[str, str] = {}


def merchant(bills: Bills, kind: str) -> Biller:
    """The first of that kind. Raises NotAllowed("provider")."""
    found = bills.billers((kind,))
    if not found:
        raise NotAllowed("provider", "本行暂未开通此项服务")
    return found[0]


def shelf(
    bills: Bills, kind: str, asked: Mapping[str, str] = _NOTHING
) -> tuple[tuple[Biller, Charge], ...]:
    """What all merchants of the kind have now. Raises TryLater."""
    return tuple(
        (one, charge)
        for one in bills.billers((kind,))
        for charge in bills.search(one.code, asked)
        if charge.left > 0
    )


def offered(name: str, bills: Bills, kind: str) -> Offer:
    """To choose from on the form; nothing while the provider is silent: the form says why."""
    try:
        found = shelf(bills, kind)[:SHOWN]
    except TryLater:
        found = ()
    return Offer(name, options=tuple(Choice(one.ref, _shown(one)) for _, one in found))


def picked(bills: Bills, kind: str, name: str, ref: str | None, ask: str) -> tuple[Biller, Charge]:
    """The thing of that reference, as it is on sale now. Raises BadInput(name), TryLater."""
    if ref:
        for biller, charge in shelf(bills, kind):
            if charge.ref == ref:
                return biller, charge
        raise BadInput(name, "已售完或已停售，请重新选择")
    raise BadInput(name, ask)


def placed(name: str, ask: str) -> tuple[Step[Biller], ...]:
    """The steps to a merchant: its city, then which one there."""
    return (
        Step("city", "请选择城市", lambda one: one.city, lambda one: one.city or "全国"),
        Step(name, ask, lambda one: one.code, lambda one: one.name),
    )


def places(
    bills: Bills, kind: str, steps: Sequence[Step[Biller]], chosen: Mapping[str, str | None]
) -> tuple[Offer, ...]:
    """The merchants of that kind to choose from."""
    return walk(bills.billers((kind,)), steps, chosen).offers


def at_one(
    bills: Bills, kind: str, to: Sequence[Step[Biller]], there: Sequence[Step[Charge]],
    chosen: Mapping[str, str | None],
) -> tuple[Biller, Way[Charge]]:  # fmt: skip
    """The merchant chosen, and how far the steps go on its shelf.

    A thing that is named without its merchant is looked for at all of them. Raises BadInput for
    the step before the merchant, NotAllowed("provider"), TryLater.
    """
    merchant(bills, kind)
    known = bills.billers((kind,))
    ref = chosen.get(there[-1].name)
    if ref and not chosen.get(to[-1].name):
        for one in known:
            way = walk(_on_sale(bills, one), there, chosen)
            if way.waits_at is None:
                return one, way
        raise BadInput(there[-1].name, "已售完或已停售，请重新选择")
    found = reached(walk(known, to, chosen), chosen, "请重新选择")
    return found, walk(_on_sale(bills, found), there, chosen)


def _on_sale(bills: Bills, one: Biller) -> tuple[Charge, ...]:
    """Raises NotAllowed("sold_out"), TryLater."""
    found = tuple(charge for charge in bills.search(one.code, _NOTHING) if charge.left > 0)
    if not found:
        raise NotAllowed("sold_out", f"{one.name}暂时没有可预订的，请稍后再来看看")
    return found


def again(charge: Charge) -> Charge:
    """Of which the same person may buy as many as they like: it names no single thing."""
    return replace(charge, ref="")


def moment(charge: Charge) -> str:
    """`7月20日 19:30`, or nothing."""
    if charge.starts is None:
        return ""
    here = charge.starts.astimezone(SHANGHAI)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def short(charge: Charge) -> str:
    """`7/20 19:30`: a moment on a line with more beside it."""
    if charge.starts is None:
        return ""
    here = charge.starts.astimezone(SHANGHAI)
    return f"{here.month}/{here.day} {here:%H:%M}"


def _shown(charge: Charge) -> str:
    return " · ".join(filter(None, (charge.title, moment(charge), f"{charge.amount}元")))
