"""What the transcripts of this folder share: other banks' cards, a clearing house, a worker."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.bank.payments.conftest import number_at_icbc
from tests.house.made import House
from weiyin.bank.payments.clearing import Accepted, Fate, Instruction
from weiyin.bank.payments.making import TOPIC
from weiyin.bank.payments.sending import send_payment
from weiyin.base.reply import OpenPage, Reply
from weiyin.storage import outbox

ICBC = number_at_icbc(7)


@dataclass
class Clearing:
    """Gives one answer to everything."""

    answer: Fate = field(default_factory=lambda: Accepted("R1"))

    def send(self, _: Instruction) -> Fate:
        return self.answer

    def pull(self, _: Instruction) -> Fate:
        return self.answer

    def look(self, _: str) -> Fate | None:
        return self.answer


def work(house: House, clearing: Clearing | None = None) -> list[str]:
    """A worker takes the payments that are due; the states they are in then."""
    now = house.clock.now()
    parcels = house.books.run(lambda tx: outbox.lease(tx, [TOPIC], "w", now, 30.0, 20))
    told = clearing or Clearing()
    return [send_payment(house.books, house.core, one, told, house.clock) for one in parcels]


def handle_of(card: Reply) -> str:
    assert isinstance(card, OpenPage), card
    return card.path.rpartition("/")[2]


def add_payee(house: House, openid: str, name: str, label: str = "", number: str = ICBC) -> None:
    """Through the page, with a code."""
    values = {"deed": "add", "payee": name, "account": number, "label": label}
    done = house.fill(openid, "payee_book", **{k: v for k, v in values.items() if v})
    assert done.status == "ok", done
