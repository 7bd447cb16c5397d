"""By which system, when, and for what fee: by amount, hour and the settings of the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bank import town
from tests.bank.payments.conftest import ICBC
from weiyin.bank import tariffs
from weiyin.bank.payments.banks import BANKS, bank_name, bank_of
from weiyin.bank.payments.routes import Mode, Route, Rules, hvps_is_open, route
from weiyin.bank.payments.rules import rules_of
from weiyin.base.clock import SHANGHAI, shanghai_day
from weiyin.base.errors import Misconfigured, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.store import Store

DAY = date(2026, 7, 20)
MILLION = Money(100_000_000)


@pytest.fixture
def rules(store: Store) -> Rules:
    return store.read(lambda reader: rules_of(reader, town.BOOK, DAY))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In July 2026: the 20th is a Monday."""
    return datetime(2026, 7, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(20, 10), True),
        (at(20, 17, 14), True),
        (at(20, 17, 15), False),
        (at(20, 20, 29), False),
        (at(20, 20, 30), True),
        (at(24, 21), False),
        (at(25, 10), False),
        (at(26, 20, 30), True),
        (at(27, 0), True),
        (datetime(2026, 9, 30, 17, tzinfo=SHANGHAI), True),
        (datetime(2026, 9, 30, 21, tzinfo=SHANGHAI), False),  # the eve of the National Day
        (datetime(2026, 10, 6, 10, tzinfo=SHANGHAI), False),
        (datetime(2026, 10, 7, 20, 30, tzinfo=SHANGHAI), True),
        (datetime(2026, 10, 10, 10, tzinfo=SHANGHAI), True),  # a Saturday made up
    ],
)
def test_the_hours_of_hvps(rules: Rules, moment: datetime, *, is_open: bool) -> None:
    assert hvps_is_open(rules, moment) is is_open


@pytest.mark.parametrize(
    ("fen", "mode", "moment", "way", "due"),
    [
        (100, Mode.REALTIME, at(25, 3), Route.IBPS, at(25, 3)),
        (100_000_000, Mode.REALTIME, at(25, 3), Route.IBPS, at(25, 3)),
        (100_000_001, Mode.REALTIME, at(20, 10), Route.HVPS, at(20, 10)),
        (100, Mode.NORMAL, at(20, 10), Route.BEPS, at(20, 12)),
        (100, Mode.NEXT_DAY, at(20, 23, 59), Route.BEPS, at(21, 0)),
        (100_000_001, Mode.NORMAL, at(24, 16), Route.HVPS, at(26, 20, 30)),
        (100_000_001, Mode.NEXT_DAY, at(20, 10), Route.HVPS, at(21, 0)),
        (
            100_000_001,
            Mode.NORMAL,
            datetime(2026, 9, 30, 16, tzinfo=SHANGHAI),
            Route.HVPS,
            datetime(2026, 10, 7, 20, 30, tzinfo=SHANGHAI),
        ),
    ],
)
def test_the_way(
    rules: Rules, fen: int, mode: Mode, moment: datetime, way: Route, due: datetime
) -> None:
    found = route(rules, Money(fen), mode, moment)
    assert (found.route, found.due) == (way, due)


def test_too_much_for_the_hour(rules: Rules) -> None:
    with pytest.raises(NotAllowed, match="route"):
        route(rules, MILLION + Money(1), Mode.REALTIME, at(25, 10))


@pytest.mark.parametrize(
    ("yuan", "fee"), [(1, 0), (5_000, 0), (5_001, 200), (50_000, 200), (50_001, 500)]
)
def test_the_fee_by_steps(rules: Rules, yuan: int, fee: int) -> None:
    assert route(rules, Money(yuan * 100), Mode.NORMAL, at(20, 10)).fee == Money(fee)


@given(
    fen=st.integers(1, 10**12),
    mode=st.sampled_from(list(Mode)),
    minutes=st.integers(0, 2 * 366 * 24 * 60),
)
def test_what_is_taken_leaves_when_its_system_is_open(fen: int, mode: Mode, minutes: int) -> None:
    asked, rules = at(20, 0) + timedelta(minutes=minutes), RULES
    try:
        found = route(rules, Money(fen), mode, asked)
    except NotAllowed:
        assert mode is Mode.REALTIME
        assert not hvps_is_open(rules, asked)
        return
    assert found.due >= asked
    assert found.route is not Route.HVPS or hvps_is_open(rules, found.due)
    if mode is Mode.NEXT_DAY:
        assert shanghai_day(found.due) > shanghai_day(asked) or found.route is Route.HVPS
    if mode is Mode.NORMAL:
        assert found.due - asked >= timedelta(hours=2)


RULES = Rules(
    ibps_cap=MILLION,
    beps_cap=MILLION,
    hvps_opens=at(20, 20, 30).time(),
    hvps_closes=at(20, 17, 15).time(),
    normal_delay=timedelta(hours=2),
    fees=((None, Money(0)),),
)


def test_settings_have_their_day(store: Store) -> None:
    old = store.read(lambda reader: rules_of(reader, town.BOOK, date(2017, 1, 1)))
    assert (old.ibps_cap, old.hvps_opens.hour) == (Money(5_000_000), 8)
    store.run(lambda tx: tariffs.put(tx, town.BOOK, "transfer.fee_steps", DAY, "*=1.00"))
    changed = store.read(lambda reader: rules_of(reader, town.BOOK, DAY))
    assert changed.fees == ((None, Money(100)),)


@pytest.mark.parametrize(
    ("name", "words"), [("fee_steps", "5=0.00"), ("fee_steps", ""), ("hvps_hours", "always")]
)
def test_a_setting_that_cannot_be_read(store: Store, name: str, words: str) -> None:
    store.run(lambda tx: tariffs.put(tx, town.BOOK, f"transfer.{name}", DAY, words))
    with pytest.raises(Misconfigured, match=name):
        store.read(lambda reader: rules_of(reader, town.BOOK, DAY))


def test_whose_card_it_is() -> None:
    found = bank_of(ICBC)
    assert found is not None
    assert found.name == "中国工商银行"
    assert bank_of(town.LEI.card_number) is None
    assert bank_name("NOWHERE") == "NOWHERE"
    assert all(one.code == code for code, one in BANKS.items())
