"""What goes on by itself: reminders, mandates, reconciliation; and a biller of one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.bank import town
from tests.bank.bills.conftest import NUMBER, OWED, WATER, Desk, Provider
from weiyin.bank.bills.billing import Billing
from weiyin.bank.bills.catalogue import load_billers, read_biller
from weiyin.bank.bills.chores import do_bill_chores
from weiyin.bank.bills.differences import Kind, open_differences
from weiyin.bank.bills.orders import State
from weiyin.bank.bills.provider import Taking, Unclear
from weiyin.bank.close.machine import close_day
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import BILLERS, SUSPENSE
from weiyin.bank.services.bills import Bills
from weiyin.bank.services.saved_bills import LineView, SavedBills
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, Misconfigured
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

TODAY = date(2026, 7, 20)


def _sign(desk: Desk, most: Money = OWED) -> LineView:
    who = town.LEI
    return desk.store.run(
        lambda tx: (
            desk.core.books(tx)
            .service(SavedBills)
            .sign("s", who.customer_no, WATER, NUMBER, who.account_no, most)
        )
    )


def _chores(desk: Desk) -> None:
    do_bill_chores(desk.store, desk.core)


def _kinds(desk: Desk) -> list[str]:
    now = desk.clock.now()
    told = desk.store.run(lambda tx: outbox.lease(tx, ["customer_event"], "w", now, 1, 50))
    return sorted(str(one.payload["kind"]) for one in told)


def test_reminded_once_of_what_is_due(desk: Desk) -> None:
    desk.pay("k", ref="W0")
    desk.step()
    _chores(desk)
    _chores(desk)
    desk.wait(hours=13)
    _chores(desk)
    assert _kinds(desk) == ["bill_done", "bill_due"]
    lines = desk.store.read(
        lambda r: desk.core.books(r).service(SavedBills).lines(town.LEI.customer_no)
    )
    assert [due.amount for due in lines[0].dues] == [OWED]
    desk.pay("k2", ref="W1")
    desk.wait(hours=13)
    _chores(desk)
    assert _kinds(desk) == ["bill_done", "bill_due"]


def test_a_mandate_pays_what_was_agreed_once(desk: Desk) -> None:
    _sign(desk)
    _chores(desk)
    _chores(desk)
    assert desk.step() == [State.DONE]
    assert desk.money() == (1_000_000 - OWED.fen, 0)
    desk.wait(hours=13)
    _chores(desk)
    assert desk.step() == []
    assert _kinds(desk) == ["bill_done"]
    desk.check()


def test_a_mandate_pays_no_more_than_agreed_and_tells_what_it_cannot(desk: Desk) -> None:
    _sign(desk, Money(4_999))
    _chores(desk)
    assert (desk.step(), _kinds(desk)) == ([], ["bill_due"])


def _closed(desk: Desk, day: date) -> None:
    desk.wait(days=1)
    close_day(desk.store, desk.core, day)
    _chores(desk)


def test_o11_the_statement_of_the_day_settles_what_was_unknown(desk: Desk) -> None:
    desk.pay()
    desk.provider.answers = [Unclear("silence")]
    assert desk.step() == [State.ASKED]
    desk.provider.lines = [Taking("k", "R1", OWED)]
    _closed(desk, TODAY)
    assert desk.state() is State.DONE
    assert desk.money() == (1_000_000 - OWED.fen, 0)
    desk.check()


def test_o11_what_no_statement_shows_did_not_happen(desk: Desk) -> None:
    desk.pay("unknown", ref="W1")
    desk.provider.answers = [Unclear("silence")]
    desk.step()
    desk.pay("paid", ref="W2")
    desk.step()
    desk.provider.lines = [Taking("stranger", "R9", Money(700))]
    _closed(desk, TODAY)
    assert (desk.state("unknown"), desk.state("paid")) == (State.ASKED, State.DONE)
    _closed(desk, date(2026, 7, 21))
    assert (desk.state("unknown"), desk.state("paid")) == (State.DECLINED, State.DONE)
    found = desk.store.read(lambda r: open_differences(r, desk.core.book, 9))
    assert {(one.kind, one.key) for one in found} == {
        (Kind.STRANGER, "stranger"),
        (Kind.MISSING, "paid"),
    }
    assert (desk.money(BILLERS)[0], desk.money(SUSPENSE)[0]) == (700, 5_000 - 700)
    desk.check()


def test_o11_statements_are_laid_beside_the_orders_day_by_day(desk: Desk) -> None:
    """A statement that is late holds up the next one: it may show what that one cannot."""
    desk.pay()
    desk.provider.answers = [Unclear("silence")]
    desk.step()
    desk.wait(days=1)
    close_day(desk.store, desk.core, TODAY)
    desk.wait(hours=13, minutes=40)
    desk.provider.is_late = True
    _chores(desk)
    desk.wait(minutes=25)
    close_day(desk.store, desk.core, date(2026, 7, 21))
    desk.provider.is_late = False
    _chores(desk)
    assert desk.state() is State.ASKED
    desk.provider.lines = [Taking("k", "R1", OWED)]
    desk.wait(minutes=10)
    _chores(desk)
    assert desk.state() is State.DONE
    desk.check()


_NEW = """
kind = "water"
name = "示例县自来水站"
city = "示例县"
number = "水表号"
pattern = 'S[0-9]{5}'
"""


def test_a_new_biller_is_one_file_and_no_code(
    store: Store, clock: ManualClock, sealer: Sealer, tmp_path: Path
) -> None:
    (tmp_path / "water-county.toml").write_text(_NEW, "utf-8")
    billing = Billing(load_billers(str(tmp_path)), Provider())
    core = EmbeddedCore(town.BOOK, clock, sealer, billing=billing)
    store.run(lambda tx: town.build(tx, core))
    desk = Desk(store, core, clock, Provider())
    who = town.LEI
    bills = core.books
    names = store.read(lambda r: [one.name for one in bills(r).service(Bills).billers(("water",))])
    assert "示例县自来水站" in names
    found = store.read(lambda r: bills(r).service(Bills).find("water-county", "s12345", {}))
    store.run(
        lambda tx: (
            bills(tx)
            .service(Bills)
            .pay(
                "k", who.customer_no, who.account_no, "water-county", "S12345", found.charges[0], {}
            )
        )
    )
    assert desk.step() == [State.DONE]
    with pytest.raises(BadInput, match="水表号不正确"):
        store.read(lambda r: bills(r).service(Bills).find("water-county", "12345", {}))
    (tmp_path / "broken.toml").write_text(_NEW.replace("kind", "knid"), "utf-8")
    with pytest.raises(Misconfigured, match=r"broken\.toml: .*`knid`"):
        load_billers(str(tmp_path))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("kind = 'watr'", "kind"),
        ("name = ' '", "name"),
        ("pattern = '('", "pattern"),
        ("pattern = 7", "pattern"),
        ("least_fen = 0", "least_fen"),
        ("most_fen = 'ten'", "most_fen"),
        ("choices_fen = [100]", "choices_fen"),
        ("months = [13]", "months"),
        ("code = 'other'", "code"),
    ],
)
def test_a_file_that_is_wrong_is_told_by_name_and_field(line: str, field: str) -> None:
    said = line.partition(" ")[0]
    told = "\n".join(one for one in _NEW.splitlines() if not one.startswith(said))
    with pytest.raises(Misconfigured, match=rf"county\.toml: .*{field}"):
        read_biller("county.toml", f"{told}\n{line}\n")
