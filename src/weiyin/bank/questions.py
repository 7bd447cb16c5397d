"""What may be asked over HTTP: strict shapes, nothing beyond them, amounts in whole fen."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from weiyin.bank.core import HoldOrder, TopupOrder, TransferOrder
from weiyin.base.money import MAX_FEN, Money

Key = Annotated[str, Field(min_length=1, max_length=128)]
Words = Annotated[str, Field(max_length=200)]


class Question(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Amount(Question):
    """Hundredths of a unit of `currency`."""

    fen: Annotated[int, Field(ge=-MAX_FEN, le=MAX_FEN)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"

    def money(self) -> Money:
        return Money(self.fen, self.currency)


class DebitPerson(Question):
    card_number: Words
    name: Words
    id_number: Words
    phone: Words


class CreditPerson(Question):
    id_number: Words
    phone: Words


class PayeeQuestion(Question):
    number: Words
    name: Words


class TransferQuestion(Question):
    """`key` is made before the first try and kept for every further one."""

    key: Key
    customer_no: Words
    from_account: Words
    to_account: Words
    to_name: Words
    amount: Amount
    memo: Words = ""

    def order(self) -> TransferOrder:
        return TransferOrder(
            self.key, self.customer_no, self.from_account, self.to_account, self.to_name,
            self.amount.money(), self.memo,
        )  # fmt: skip


class TopupQuestion(Question):
    key: Key
    customer_no: Words
    from_account: Words
    phone: Words
    amount: Amount
    carrier: Words = ""

    def order(self) -> TopupOrder:
        return TopupOrder(
            self.key, self.customer_no, self.from_account, self.phone, self.amount.money(),
            self.carrier,
        )  # fmt: skip


class HoldQuestion(Question):
    key: Key
    customer_no: Words
    from_account: Words
    to_account: Words
    amount: Amount
    memo: Words = ""
    expires: Annotated[AwareDatetime | None, Field(strict=False)] = None

    def order(self) -> HoldOrder:
        expires: datetime | None = self.expires
        return HoldOrder(
            self.key, self.customer_no, self.from_account, self.to_account, self.amount.money(),
            self.memo, expires,
        )  # fmt: skip


class HoldEnd(Question):
    """`amount`: a part of the hold, the rest let go; without it the whole."""

    key: Key
    amount: Amount | None = None


class HoldVoid(Question):
    key: Key
