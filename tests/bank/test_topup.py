"""Top-ups: held at once, asked once, settled once, whatever the carrier answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.bank import town
from weiyin.bank.core import Receipt, TopupOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import TOPUP
from weiyin.bank.topup import TOPIC, Declined, NotKnown, ToppedUp, TopupState
from weiyin.bank.topup_worker import settle_topup
from weiyin.bank.verify import verify
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, NotAllowed, NotFound, Unknown
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

ORDER = TopupOrder(
    "t", town.LEI.customer_no, town.LEI.account_no, "13812345678", Money(5_000), "示例移动"
)

_ROW = sql("SELECT * FROM topups")
_PARCEL = sql("SELECT payload FROM outbox WHERE topic='topup'")

Fate = ToppedUp | Declined | NotKnown


@dataclass
class Carrier:
    """A carrier of the test: gives the answers it was told to, and remembers what it was asked."""

    answers: list[Fate | Exception]
    seen: list[Fate | None] = field(default_factory=list)
    asked: list[tuple[str, str, Money]] = field(default_factory=list)
    looked: int = 0

    def top_up(self, key: str, phone: str, amount: Money, carrier: str) -> Fate:
        assert carrier == "示例移动"
        self.asked.append((key, phone, amount))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def look(self, key: str) -> Fate | None:
        assert key == "t"
        self.looked += 1
        return self.seen.pop(0)


def _step(store: Store, core: EmbeddedCore, carrier: Carrier, clock: ManualClock) -> TopupState:
    parcels = store.run(lambda tx: outbox.lease(tx, [TOPIC], "w", clock.now(), 30, 5))
    assert len(parcels) == 1
    return settle_topup(store, core, parcels[0], carrier, clock)


def _status(store: Store, core: EmbeddedCore) -> Receipt:
    receipt = store.read(lambda reader: core.books(reader).order_status("t"))
    assert receipt is not None
    return receipt


def _waiting(store: Store, clock: ManualClock) -> list[Parcel]:
    return store.run(lambda tx: outbox.lease(tx, [TOPIC], "w", clock.now(), 30, 5))


def _order(store: Store, core: EmbeddedCore) -> Receipt:
    return store.run(lambda tx: core.books(tx).topup(ORDER))


def test_done(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    pending = _order(store, core)
    assert (pending.status, pending.amount) == ("pending", Money(5_000))
    assert _order(store, core) == pending
    assert _status(store, core) == pending
    carrier = Carrier([ToppedUp("R1")])
    assert _step(store, core, carrier, clock) is TopupState.DONE
    assert carrier.asked == [("t", "13812345678", Money(5_000))]
    done = _status(store, core)
    assert (done.status, done.note, done.balance) == ("posted", "充值成功", Money(995_000))
    balance = store.read(lambda r: core.books(r).balance(town.LEI.account_no))
    assert (balance.available, balance.held) == (Money(995_000), Money(0))
    assert store.read(lambda r: core.books(r).balance(TOPUP)).posted == Money(5_000)
    line = store.read(lambda r: core.books(r).entries(town.LEI.account_no, None, None, 1))[0]
    assert (line.kind, line.memo, line.other) == ("topup", "手机充值 138****5678", "手机充值")
    clock.advance(timedelta(days=2))
    assert _waiting(store, clock) == []


def test_declined_gives_money_and_limit_back(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    _order(store, core)
    assert _step(store, core, Carrier([Declined("no such phone")]), clock) is TopupState.DECLINED
    receipt = _status(store, core)
    assert (receipt.status, receipt.note) == ("refused", "充值未成功，款项已退回")
    assert [one.topic for one in store.read(outbox.backlog)] == ["customer_event"]
    assert store.run(lambda tx: core.books(tx).transfer(town.order("all", 500_000)))
    assert store.read(lambda reader: verify(reader, core.book)) == []


@pytest.mark.parametrize("unclear", [NotKnown("timeout"), Unknown("cut off")])
def test_unknown_is_looked_up_and_never_asked_blindly(
    store: Store, core: EmbeddedCore, clock: ManualClock, unclear: Fate | Exception
) -> None:
    _order(store, core)
    carrier = Carrier([unclear], seen=[NotKnown("still"), ToppedUp("R1")])
    for looked in range(2):
        assert _step(store, core, carrier, clock) is TopupState.ASKED
        assert (len(carrier.asked), carrier.looked) == (1, looked)
        assert _status(store, core).status == "pending"
        assert _waiting(store, clock) == []
        clock.advance(timedelta(minutes=1))
    assert _step(store, core, carrier, clock) is TopupState.DONE
    assert (len(carrier.asked), carrier.looked) == (1, 2)
    assert _status(store, core).status == "posted"


def test_what_never_arrived_is_asked_again(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    _order(store, core)
    carrier = Carrier([NotKnown("lost"), ToppedUp("R1")], seen=[None])
    _step(store, core, carrier, clock)
    clock.advance(timedelta(minutes=1))
    assert _step(store, core, carrier, clock) is TopupState.DONE
    assert len(carrier.asked) == 2


def test_two_workers_settle_once(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    _order(store, core)
    first = store.run(lambda tx: outbox.lease(tx, [TOPIC], "slow", clock.now(), 1, 5))[0]
    clock.advance(timedelta(seconds=5))
    second = store.run(lambda tx: outbox.lease(tx, [TOPIC], "quick", clock.now(), 30, 5))[0]
    assert settle_topup(store, core, second, Carrier([ToppedUp("R1")]), clock) is TopupState.DONE
    assert settle_topup(store, core, first, Carrier([]), clock) is TopupState.DONE
    assert store.read(lambda r: core.books(r).balance(TOPUP)).posted == Money(5_000)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"phone": "12345678901"}, BadInput),
        ({"phone": "1381234567"}, BadInput),
        ({"amount": Money(0)}, BadInput),
        ({"amount": Money(500_001)}, NotAllowed),
        ({"from_account": town.CREDIT_ACCOUNT}, NotAllowed),
        ({"customer_no": town.MEI.customer_no}, NotFound),
    ],
)
def test_refusals(
    store: Store, core: EmbeddedCore, changed: dict[str, object], refusal: type[Exception]
) -> None:
    facts = {name: getattr(ORDER, name) for name in ORDER.__slots__} | changed
    with pytest.raises(refusal):
        store.run(lambda tx: core.books(tx).topup(TopupOrder(**facts)))  # type: ignore[arg-type]
    assert store.read(lambda reader: reader.all(_ROW)) == []


def test_the_phone_lies_nowhere_open(store: Store, core: EmbeddedCore) -> None:
    _order(store, core)
    rows = [*store.read(lambda r: r.all(_ROW)), *store.read(lambda r: r.all(_PARCEL))]
    assert "13812345678" not in repr(rows)
