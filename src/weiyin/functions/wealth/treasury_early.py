"""Redeeming a savings bond before its time: what it brings and costs, shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.core import Books
from weiyin.bank.services.treasury_bonds import TreasuryBonds
from weiyin.bank.wealth.bonds import Bond
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard


@dataclass(frozen=True, slots=True)
class Early:
    """`amount` of the bond `bond_no` is redeemed."""

    bond_no: str
    amount: Money


def draft_early(
    card: DebitCard,
    books: Books,
    bonds: TreasuryBonds,
    words: str | None,
    number: int | None,
    amount: Money | None,
) -> tuple[DraftRequest, Early]:
    """The draft without its order, and what the order redeems."""
    bond = _chosen(card, bonds, words, number)
    quote = bonds.quote_redemption(card.customer_no, bond.bond_no, amount)
    draft = DraftRequest(
        title=f"提前兑取{quote.issue.name}",
        facts=(
            ("预计到账", f"{quote.paid} 元"),
            ("兑取本金", f"{quote.amount} 元"),
            ("应计利息（已扣减）", f"{quote.interest} 元"),
            ("手续费", f"{quote.fee} 元"),
            ("到期日", str(quote.issue.matures)),
            ("收款卡", mask_card(card.tail)),
        ),
        order=None,
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"提前兑取{quote.issue.name}{quote.amount}元",
        warning="提前兑取按持有时间扣减利息并收取手续费，持有不满半年不计利息，办理后不可撤销。",
    )
    return draft, Early(bond.bond_no, quote.amount)


def redeemed(order: Early, customer_no: str, name: str, bonds: TreasuryBonds, key: str) -> Answer:
    done = bonds.redeem(key, customer_no, order.bond_no, order.amount)
    return Answer(
        title="国债提前兑取成功",
        lead=f"{name}已兑取 {done.amount} 元，到账 {done.paid} 元。",
        facts=(("应计利息（已扣减）", f"{done.interest} 元"), ("手续费", f"{done.fee} 元")),
        next=("wealth_holdings", "balance_query"),
    )


def _chosen(card: DebitCard, bonds: TreasuryBonds, words: str | None, number: int | None) -> Bond:
    """The bond meant among those held. Raises NotFound, and BadInput with all of them."""
    names = {one.code: one.name for one in bonds.issues()}
    mine = bonds.mine(card.customer_no)
    said = (words or "").strip()
    fitting = [one for one in mine if said in (one.code, "") or said in names[one.code]]
    if not fitting:
        raise NotFound("no bond", heard="您没有持有可兑取的国债")
    if number is None and len(fitting) == 1:
        return fitting[0]
    if number is None or not 1 <= number <= len(fitting):
        listed = "\n".join(
            f"{n}. {names[one.code]} {one.amount}元，{one.day}购买"
            for n, one in enumerate(fitting, 1)
        )
        raise BadInput("number", f"您持有{len(fitting)}笔国债，请选择第几笔：\n{listed}")
    return fitting[number - 1]
