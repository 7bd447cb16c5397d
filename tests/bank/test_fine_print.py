"""What small changes to ledger, transfers and limits would break without any other test's notice.

Found by mutation (`make mutate`): the words of refusals, what a reversal keeps, where a key's
question ends, and the bounds of classed accounts within transfers and holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.bank import town
from weiyin.bank import accounts, customers, holds, ledger, spending
from weiyin.bank.account import facts
from weiyin.bank.account.classes import KIND_OF
from weiyin.bank.accounts import NewAccount
from weiyin.bank.batch import Batch
from weiyin.bank.core import HoldOrder, TransferOrder
from weiyin.bank.customers import CustomerStatus
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.holds import NewHold
from weiyin.bank.house import CLEARING, TOPUP
from weiyin.bank.officer import Officer
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

LEI, MEI = town.LEI, town.MEI
CLASSED = "A20000001"
_LINES = sql("SELECT account_no, other FROM ledger_lines WHERE entry_no=:entry_no ORDER BY 1")
_PARCELS = sql("SELECT COUNT(*) FROM outbox WHERE topic='entry' AND payload LIKE '%\"test\"%'")
_SPENT = sql("SELECT day_fen FROM class_days WHERE account_no=:no")


def _post(store: Store, core: EmbeddedCore, key: str, *legs: Leg, **more: str) -> Posted:
    posting = Posting(key, "test", legs, core.clock.now(), **more)
    return store.run(lambda tx: ledger.post(tx, core.book, posting))


def _reverse(store: Store, core: EmbeddedCore, key: str, entry_no: str) -> Posted:
    return store.run(lambda tx: ledger.reverse(tx, core.book, key, entry_no, core.clock.now()))


def _refused(store: Store, core: EmbeddedCore, order: TransferOrder) -> Refused:
    with pytest.raises(Refused) as refusal:
        store.run(lambda tx: core.books(tx).transfer(order))
    return refusal.value


# -- ledger ----------------------------------------------------------------------------------------


def test_a_reversal_keeps_currency_memo_and_counterparties(
    store: Store, core: EmbeddedCore
) -> None:
    now = core.clock.now()
    for number, no in enumerate(("U1", "U2")):
        new = NewAccount(no, "current", f"C{number}", currency="USD", floor_fen=None)
        store.run(lambda tx, new=new: accounts.open_account(tx, core.book, new, now))
    legs = (Leg("U1", -5, other="*一"), Leg("U2", 5, other="*二"))
    posted = _post(store, core, "usd", *legs, currency="USD", memo="房租")
    back = _reverse(store, core, "back", posted.entry_no)
    assert (back.currency, back.memo, back.about) == ("USD", "房租", posted.entry_no)
    lines = store.read(lambda reader: reader.all(_LINES, entry_no=back.entry_no))
    assert lines == [("U1", "*一"), ("U2", "*二")]


def test_what_cannot_be_reversed_says_so(store: Store, core: EmbeddedCore) -> None:
    posted = _post(store, core, "k", Leg(LEI.account_no, -5), Leg(MEI.account_no, 5))
    back = _reverse(store, core, "r1", posted.entry_no)
    with pytest.raises(Conflict) as twice:
        _reverse(store, core, "r2", posted.entry_no)
    assert twice.value.heard == "该笔交易已冲正，不能重复冲正"
    assert str(twice.value) == f"{posted.entry_no} is reversed already"
    new = NewHold("h", LEI.account_no, TOPUP, Money(100), core.clock.now())
    held = store.run(lambda tx: holds.hold(tx, core.book, new))
    for entry, kind in ((back, "reversal"), (held, "hold")):
        with pytest.raises(Conflict) as never:
            _reverse(store, core, f"r-{kind}", entry.entry_no)
        assert never.value.heard == "该笔交易不能冲正"
        assert str(never.value) == f"{kind} {entry.entry_no} cannot be reversed"


def test_an_entry_is_found_by_its_number_and_by_its_key(store: Store, core: EmbeddedCore) -> None:
    posted = _post(store, core, "k", Leg(LEI.account_no, -5), Leg(MEI.account_no, 5))
    look = store.read
    assert look(lambda r: ledger.find_entry(r, core.book, posted.entry_no)) == posted
    assert look(lambda r: ledger.find_by_key(r, core.book, "k")) == posted
    assert look(lambda r: ledger.find_by_key(r, core.book, "no-such")) is None
    assert look(lambda r: ledger.find_by_key(r, "another", "k")) is None
    with pytest.raises(NotFound, match=r"^entry no-such$"):
        look(lambda r: ledger.find_entry(r, core.book, "no-such"))


@pytest.mark.parametrize("quiet", [False, True])
def test_a_posting_is_told_unless_it_is_quiet(
    store: Store, core: EmbeddedCore, quiet: bool
) -> None:
    legs = (Leg(LEI.account_no, -5), Leg(MEI.account_no, 5))
    one, other = (Posting(key, "test", legs, core.clock.now()) for key in ("a", "b"))
    if quiet:
        store.run(lambda tx: ledger.post(tx, core.book, one, quiet=True))
        store.run(lambda tx: ledger.post_linked(tx, core.book, [other], quiet=True))
    else:
        store.run(lambda tx: ledger.post(tx, core.book, one))
        store.run(lambda tx: ledger.post_linked(tx, core.book, [other]))
    assert store.read(lambda reader: reader.one(_PARCELS)) == (0 if quiet else 4,)


def test_a_batch_knows_the_customers_it_concerns(store: Store, core: EmbeddedCore) -> None:
    def concerned(reader: object) -> set[str]:
        batch = Batch(reader, core.book)  # type: ignore[arg-type]
        batch.load(["k"], [LEI.account_no, MEI.account_no, CLEARING])
        return batch.customers()

    assert store.read(concerned) == {LEI.customer_no, MEI.customer_no}


# -- transfers -------------------------------------------------------------------------------------


def test_the_memo_belongs_to_the_question(store: Store, core: EmbeddedCore) -> None:
    store.run(lambda tx: core.books(tx).transfer(town.order("k")))
    assert isinstance(_refused(store, core, replace(town.order("k"), memo="另一笔")), Conflict)
    spaced = replace(town.order("k"), memo=f" {town.order('k').memo} ")
    assert store.run(lambda tx: core.books(tx).transfer(spaced)).status == "posted"


def test_a_memo_has_an_end(store: Store, core: EmbeddedCore) -> None:
    receipt = store.run(
        lambda tx: core.books(tx).transfer(replace(town.order("k"), memo="长" * 99))
    )
    entry = store.read(lambda r: ledger.find_entry(r, core.book, receipt.entry_no))
    assert entry.memo == "长" * spending.MAX_MEMO


def test_refusals_tell_what_is_wrong(store: Store, core: EmbeddedCore) -> None:
    own = replace(town.order("a"), to_account=LEI.account_no, to_name=LEI.name)
    assert _refused(store, core, own).heard == "收款账户与付款账户相同，请更换收款账户"
    other = replace(town.order("b"), to_name="韩美美")
    assert _refused(store, core, other).heard == "收款人姓名与账号不符，请核对后重试"
    to_credit = replace(town.order("c"), to_account=town.CREDIT_ACCOUNT, to_name=LEI.name)
    assert str(_refused(store, core, to_credit)) == f"account {town.CREDIT_ACCOUNT}"
    another = replace(town.order("d"), customer_no=MEI.customer_no)
    assert str(_refused(store, core, another)) == f"account {LEI.account_no}"
    from_credit = replace(town.order("e"), from_account=town.CREDIT_ACCOUNT)
    assert _refused(store, core, from_credit).heard == "该账户不支持付款"
    store.run(
        lambda tx: customers.set_status(tx, core.book, MEI.customer_no, CustomerStatus.CLOSED)
    )
    assert _refused(store, core, town.order("f")).heard == "收款账户已销户，不能办理"


# -- limits ----------------------------------------------------------------------------------------


def _open_classed(store: Store, core: EmbeddedCore, which: int, fen: int = 3_000_000) -> None:
    """Beside the first account of 李小雷, whose own limit is out of the way."""
    officer, now = Officer(core), core.clock.now()
    new = NewAccount(CLASSED, KIND_OF[which], LEI.customer_no)
    store.run(lambda tx: accounts.open_account(tx, core.book, new, now))
    store.run(lambda tx: officer.set_daily_limit(tx, LEI.customer_no, Money(10**10)))
    if fen:
        _post(store, core, "rich", Leg(CLEARING, -fen), Leg(CLASSED, fen))


def _from_classed(key: str, fen: int) -> TransferOrder:
    return replace(town.order(key, fen), from_account=CLASSED)


def test_a_classed_account_pays_no_more_than_its_day_allows(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    _open_classed(store, core, 2)
    store.run(lambda tx: core.books(tx).transfer(_from_classed("a", 999_999)))
    assert store.read(lambda r: r.one(_SPENT, no=CLASSED)) == (999_999,)
    refusal = _refused(store, core, _from_classed("b", 2))
    assert isinstance(refusal, NotAllowed)
    assert (refusal.rule, "还可用0.01元" in refusal.heard) == ("class_limit", True)
    store.run(lambda tx: core.books(tx).transfer(_from_classed("c", 1)))
    clock.advance(timedelta(days=1))
    store.run(lambda tx: core.books(tx).transfer(_from_classed("d", 1_000_000)))


def test_the_bound_account_is_not_bounded(store: Store, core: EmbeddedCore) -> None:
    _open_classed(store, core, 2)
    store.run(
        lambda tx: facts.put_facts(tx, core.book, CLASSED, branch="", bound_account=MEI.account_no)
    )
    store.run(lambda tx: core.books(tx).transfer(_from_classed("a", 1_000_001)))
    assert store.read(lambda r: r.one(_SPENT, no=CLASSED)) is None


def test_a_small_account_takes_no_more_than_it_may_hold(store: Store, core: EmbeddedCore) -> None:
    _open_classed(store, core, 3, fen=0)
    to_it = replace(town.order("a", 200_001), to_account=CLASSED, to_name=LEI.name)
    refusal = _refused(store, core, to_it)
    assert isinstance(refusal, NotAllowed)
    assert refusal.rule == "class_balance"
    store.run(lambda tx: core.books(tx).transfer(replace(to_it, key="b", amount=Money(200_000))))


def test_standing_and_the_day_s_limit_say_what_is_wrong(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    who = LEI.customer_no
    over = _refused(store, core, town.order("a", 500_001))
    assert over.heard == "超过当日累计转账限额，今日还可转出5,000.00元"
    store.run(lambda tx: core.books(tx).transfer(town.order("b", 500_000)))
    nothing = _refused(store, core, town.order("c", 1))
    assert nothing.heard == "超过当日累计转账限额，今日还可转出0.00元"
    clock.advance(timedelta(days=1))
    store.run(lambda tx: core.books(tx).transfer(town.order("d", 500_000)))
    for status, heard in (
        (CustomerStatus.FROZEN, "您的账户状态异常，暂不能办理，请联系网点"),
        (CustomerStatus.CLOSED, "该客户已销户，不能办理"),
    ):
        store.run(lambda tx, s=status: customers.set_status(tx, core.book, who, s))
        assert _refused(store, core, town.order(f"k-{status}", 1)).heard == heard


def test_no_day_comes_twice(store: Store, core: EmbeddedCore, clock: ManualClock) -> None:
    """A host whose clock is a day behind counts on the day that another has begun."""
    today, tomorrow = clock.now(), clock.now() + timedelta(days=1)
    spend, who = spending.spend, (core.book, LEI.customer_no)
    store.run(lambda tx: spend(tx, *who, 400_000, tomorrow))
    with pytest.raises(NotAllowed):
        store.run(lambda tx: spend(tx, *who, 100_001, today))
    store.run(lambda tx: spend(tx, *who, 100_000, today))
    with pytest.raises(NotAllowed):
        store.run(lambda tx: spend(tx, *who, 1, tomorrow))


def _hold(key: str, fen: int, account: str = LEI.account_no, memo: str = "手机") -> HoldOrder:
    return HoldOrder(key, LEI.customer_no, account, TOPUP, Money(fen), memo=memo)


def test_what_is_held_counts_and_comes_back(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    book, now = core.book, clock.now()

    def held(order: HoldOrder) -> tuple[Posted, bool]:
        return store.run(lambda tx: spending.hold_for(tx, book, order, now))

    first, is_new = held(_hold("h1", 400_000))
    assert (is_new, first.memo, first.legs[0].out_held_fen) == (True, "手机", 400_000)
    assert held(_hold("h1", 400_000)) == (first, False)
    for changed in (_hold("h1", 400_001), _hold("h1", 400_000, memo="别的")):
        with pytest.raises(Conflict):
            held(changed)
    with pytest.raises(NotAllowed) as refusal:
        held(_hold("h2", 100_001))
    assert refusal.value.rule == "daily_limit"
    args = (book, LEI.customer_no, LEI.account_no, 1)
    store.run(lambda tx: spending.give_back(tx, *args, now - timedelta(days=1), now))
    with pytest.raises(NotAllowed):
        held(_hold("h3", 100_001))
    store.run(lambda tx: spending.give_back(tx, *args, now, now))
    assert held(_hold("h4", 100_001))[1]


def test_what_a_hold_is_asked_for_ends_where_it_should(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    book, now = core.book, clock.now()
    asked = _hold("h", 100, memo="长" * 99)
    held, _ = store.run(lambda tx: spending.hold_for(tx, book, asked, now))
    assert held.memo == "长" * spending.MAX_MEMO
    sooner = replace(asked, expires=now + timedelta(hours=1))
    with pytest.raises(Conflict):
        store.run(lambda tx: spending.hold_for(tx, book, sooner, now))
    frozen = CustomerStatus.FROZEN
    store.run(lambda tx: customers.set_status(tx, book, LEI.customer_no, frozen))
    with pytest.raises(NotAllowed):  # of the smallest amount too
        store.run(lambda tx: spending.hold_for(tx, book, _hold("h2", 1), now))


def test_a_hold_for_the_bound_account_is_not_bounded(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    _open_classed(store, core, 2)
    store.run(lambda tx: facts.put_facts(tx, core.book, CLASSED, branch="", bound_account=TOPUP))
    order = _hold("h", 1_000_001, CLASSED)
    store.run(lambda tx: spending.hold_for(tx, core.book, order, clock.now()))
    assert store.read(lambda r: r.one(_SPENT, no=CLASSED)) is None


def test_holds_of_a_classed_account_count_for_its_class(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    _open_classed(store, core, 2)
    book, now = core.book, clock.now()
    store.run(lambda tx: spending.hold_for(tx, book, _hold("a", 600_000, CLASSED), now))
    with pytest.raises(NotAllowed) as refusal:
        store.run(lambda tx: spending.hold_for(tx, book, _hold("b", 400_001, CLASSED), now))
    assert refusal.value.rule == "class_limit"
    store.run(lambda tx: spending.give_back(tx, book, LEI.customer_no, CLASSED, 600_000, now, now))
    assert store.read(lambda r: r.one(_SPENT, no=CLASSED)) == (0,)


@pytest.mark.parametrize("amount", [Money(0), Money(-1), 5, 5.0])
def test_only_a_positive_amount_is_an_amount(amount: object) -> None:
    with pytest.raises(BadInput) as refusal:
        spending.check_amount(amount)  # type: ignore[arg-type]
    assert (refusal.value.field, refusal.value.heard) == ("amount", "金额须大于零")


def test_only_the_owner_may_pay_later(store: Store, core: EmbeddedCore) -> None:
    check, book = spending.check_owner, core.book
    store.read(lambda r: check(r, book, LEI.customer_no, LEI.account_no))
    with pytest.raises(NotFound, match=f"^account {LEI.account_no}$"):
        store.read(lambda r: check(r, book, MEI.customer_no, LEI.account_no))
    with pytest.raises(NotAllowed):
        store.read(lambda r: check(r, book, LEI.customer_no, town.CREDIT_ACCOUNT))
