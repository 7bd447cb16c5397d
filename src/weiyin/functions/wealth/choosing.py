"""Which product is meant: by its code, its name, or enough of its name to tell it from others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from weiyin.bank.services.wealth_positions import WealthPositions
from weiyin.bank.services.wealth_shelf import Shelved, WealthShelf
from weiyin.bank.wealth.shelf import Kind, Product
from weiyin.base.errors import BadInput
from weiyin.base.views import Choice, Offer
from weiyin.functions.calling import Filled
from weiyin.functions.inputs import Input, InputKind

_SHOWN = 5
_RISKS = (("R1", "R1 低风险"), ("R2", "R2 中低风险"), ("R3", "R3 中风险"), ("R4", "R4 中高风险"),
          ("R5", "R5 高风险"))  # fmt: skip
_RISKS_SAID = (
    ("R1", "[rR]1|保守|低风险"),
    ("R2", "[rR]2|稳健|中低风险"),
    ("R3", "[rR]3|平衡"),
    ("R4", "[rR]4|中高风险"),
    ("R5", "[rR]5|激进"),
)
RiskAsked = Annotated[
    str | None, Input("风险等级", InputKind.CHOICE, options=_RISKS, said=_RISKS_SAID)
]
"""Of which risk a shelf shows products."""


def product_asked(title: str, ask: str) -> Input:
    """The input that names a product; a link from its page may fill it in."""
    return Input(title, InputKind.WORDS, ask=ask, help="名称或代码", linked=True)


def chosen(shelf: WealthShelf, words: str, kinds: frozenset[Kind]) -> Shelved:
    """Raises BadInput("product") that names what there is to choose from."""
    known = [one for one in shelf.products() if one.product.terms.kind in kinds]
    said = words.strip().upper()
    exact = [one for one in known if said in (one.product.code, one.product.name.upper())]
    fitting = exact or [one for one in known if said and said in one.product.name.upper()]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise BadInput("product", f"请说得再具体些：{_names(fitting)}")
    raise BadInput("product", f"没有找到“{words}”，可以选择：{_names(known)}")


def taps(shelf: WealthShelf, kinds: frozenset[Kind], filled: Filled) -> tuple[Offer, ...]:
    """The products as taps of a form's field `product`; in it, the one whose page led here."""
    known = [one.product for one in shelf.products() if one.product.terms.kind in kinds]
    options = tuple(Choice(one.name, f"{one.name} {one.risk}") for one in known)
    led = (one.name for one in known if one.code == filled.get("product"))
    return (Offer("product", next(led, ""), options),)


def held(
    positions: WealthPositions, customer_no: str, kinds: frozenset[Kind], filled: Filled
) -> tuple[Offer, ...]:
    """What the customer holds, as taps of a form's field `product`."""
    mine = [one for one in positions.positions(customer_no) if one.kind in kinds]
    led = (one.name for one in mine if one.code == filled.get("product"))
    return (Offer("product", next(led, ""), tuple(Choice(one.name, one.name) for one in mine)),)


def _names(found: Iterable[Shelved]) -> str:
    names = [one.product.name for one in found]
    return "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")


def term_words(product: Product) -> str:
    """`90天`, `每日可赎`."""
    terms = product.terms
    if terms.hold_days:
        return f"最短持有{terms.hold_days}天"
    return f"{product.term_days}天" if product.term_days else "每个交易日可赎"
