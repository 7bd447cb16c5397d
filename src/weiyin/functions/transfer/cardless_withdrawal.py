"""无卡取款预约: a sum set aside, and a code that fetches it at a machine without a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.payments.cardless import CODE_DIGITS, NOTE_FEN
from weiyin.bank.services.cardless import Cardless
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.mask import mask_card, mask_phone
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import DebitCard, DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.transfer import paying
from weiyin.people.who import Who

_AMOUNTS = (100, 500, 1000, 2000, 5000)
"""Yuan."""


@dataclass(frozen=True, slots=True)
class Reserve:
    from_account: str
    phone_masked: str
    amount: Money


@function(
    id="cardless_withdrawal",
    title="无卡取款",
    group="common.transfer",
    about="预约取款金额，凭手机号和取款码到本行自助设备取现金",
    risk=Risk.MOVE,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
)
def answer(
    card: DebitCard,
    books: Books,
    amount: Annotated[Money, Input("取款金额", InputKind.MONEY, ask="要取多少？须为100元的整数倍")],
) -> DraftRequest:
    if amount.fen % NOTE_FEN:
        raise BadInput("amount", "取款金额须为100元的整数倍")
    if amount > books.balance(card.account_no).available:
        raise NotAllowed("funds", "可用余额不足，请调整金额")
    phone = books.reserved_phone(card.customer_no)
    return DraftRequest(
        title="无卡取款预约",
        facts=(
            ("取款金额", f"{amount} 元"),
            ("付款卡", mask_card(card.tail)),
            ("取款手机号", mask_phone(phone)),
            ("手续费", "0.00 元"),
        ),
        order=Reserve(card.account_no, mask_phone(phone), amount),
        step_up=StepUp.CODE,
        phone=phone,
        words=f"预约无卡取款{amount}元",
        warning="取款码等同现金，请勿告诉任何人。银行工作人员不会向您索要取款码。",
    )


def offer() -> tuple[Offer, ...]:
    return (Offer("amount", options=tuple(Choice(str(n), f"{n}元") for n in _AMOUNTS)),)


def perform(order: Reserve, who: Who, cardless: Cardless, key: DraftKey) -> Answer:
    made = cardless.reserve(key, paying.customer_of(who), order.from_account, order.amount)
    return Answer(
        title="预约成功",
        lead=f"请在 {paying.moment(made.expires)} 前到本行自助设备取款，过期自动失效。",
        facts=(
            ("取款码", spaced(made.code)),
            ("取款手机号", order.phone_masked),
            ("取款金额", f"{made.amount} 元"),
            ("怎么取", "自助设备选“无卡取款”，输入手机号、取款码和金额"),
        ),
        next=("cardless_cancel",),
    )


def spaced(code: str) -> str:
    """Eight digits in two groups, as they are read aloud."""
    return f"{code[: CODE_DIGITS // 2]} {code[CODE_DIGITS // 2 :]}"
