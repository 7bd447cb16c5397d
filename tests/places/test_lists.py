"""The operator's door: lists go in whole or not at all, every mistake with its line and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places.made import OFFICE, place
from tests.places.offers.test_offers import merchant, offer
from weiyin.base.ask import Point
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput
from weiyin.places.bank_codes import BankCode, find_codes, put_codes, with_check_digit
from weiyin.places.datum import wgs84_to_gcj02
from weiyin.places.hours import OpeningHours, Span
from weiyin.places.lists.load import export, load
from weiyin.places.lists.record import Fields, spans_words
from weiyin.places.offers.merchant import put_merchants
from weiyin.places.offers.offer import get_offer, put_offers
from weiyin.places.place import udeg
from weiyin.places.register import put_places
from weiyin.places.search import get
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

BOOK = "demo"
_COUNTS = sql("""
    SELECT (SELECT count(*) FROM places), (SELECT count(*) FROM merchants),
           (SELECT count(*) FROM offers), (SELECT count(*) FROM bank_codes)
""")
PLACES = """place_id,kind,name,city,district,address,phone,lat,lon,datum,weekday,weekend,services
B1,branch,国贸支行,北京市,朝阳区,建国路,010-555,39.9,116.4,WGS-84,9:00-12:00 13:00-17:00,,现金
A1,atm,国贸ATM,北京,朝阳区,建国路2号,,39.91,116.45,,0:00-24:00,0:00-24:00,取款
"""


def counts(store: Store) -> tuple[int, ...]:
    return tuple(store.read(lambda r: r.one(_COUNTS)))


def test_a_list_of_places_from_a_spreadsheet(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("\ufeff" + PLACES, encoding="utf-8")
    assert load(store, BOOK, file)["places"] == 2
    found = store.read(lambda r: get(r, BOOK, "B1"))
    moved = wgs84_to_gcj02(Point(39.9, 116.4))
    assert (found.lat_udeg, found.lon_udeg) == (udeg(moved.latitude), udeg(moved.longitude))
    assert found.city == "北京"
    assert found.hours == OpeningHours((Span(540, 720), Span(780, 1020)), ())
    assert found.services == ("现金",)


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("39.91", "91", 3, "lat"),
        ("9:00-12:00 13", "9:00-13:30 13", 2, "weekday"),
        ("atm", "kiosk", 3, "kind"),
        ("A1,", "B1,", 3, "place_id"),
        ("国贸ATM", "", 3, "name"),
        ("WGS-84", "WGS84", 2, "datum"),
        (",取款", ",取款,多", 3, ""),
        ("services", "business", 2, "business"),
        ("A1,", '"A1,', 3, ""),
        ("place_id,", "id,", 2, ""),
    ],
)
def test_a_mistake_is_named_and_nothing_is_half_done(
    store: Store, tmp_path: Path, old: str, new: str, line: int, field: str
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(PLACES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as fault:
        load(store, BOOK, file)
    assert fault.value.heard.startswith(f"第{line}行")
    assert fault.value.field == field
    assert counts(store) == (0, 0, 0, 0)


def test_an_offer_needs_its_merchant(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    shop = (
        '{"merchant_id":"M1","name":"小馆","category":"餐饮","address":"1号","lat":30,"lon":120}\n'
    )
    one = (
        '{"offer_id":"O%d","merchant_id":"M%d","title":"满100减30","from":"100","off":30,'
        '"stock":9,"per_day":9,"per_person":1,"starts":"2026-07-01","ends":"2026-08-01",'
        '"coupon_days":7}\n'
    )
    file.write_text(one % (1, 1) + one % (2, 2) + shop, encoding="utf-8")
    with pytest.raises(BadInput, match="第2行，merchant_id：没有商户 M2"):
        load(store, BOOK, file)
    assert counts(store) == (0, 0, 0, 0)
    file.write_text(one % (1, 1) + shop, encoding="utf-8")
    assert load(store, BOOK, file) == {"places": 0, "merchants": 1, "offers": 1, "codes": 0}
    assert load(store, BOOK, file)["offers"] == 0  # it was announced: it stays as it is
    assert store.read(lambda r: get_offer(r, BOOK, "O1")).terms == "满100减30"


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_what_is_exported_loads_again_as_it_was(
    store: Store, clock: ManualClock, tmp_path: Path, suffix: str
) -> None:
    code = BankCode(with_check_digit("10210000000"), "工商银行", "=北京支行", "北京")

    def fill(tx) -> None:
        put_places(tx, BOOK, [place(n, 30_000_000 + n, 120_000_001) for n in range(3)])
        put_merchants(tx, BOOK, [merchant(1)])
        put_offers(tx, BOOK, [offer(1, clock, card="credit")])
        put_codes(tx, BOOK, [code])

    store.run(fill)
    for name in ("",) if suffix == ".jsonl" else ("places", "merchants", "offers", "codes"):
        file = tmp_path / f"list-{name}{suffix}"
        assert export(store, BOOK, file, name)
        load(store, "other", file)
    for number in range(3):
        key = f"P{number:05d}"
        assert store.read(lambda r, k=key: get(r, "other", k)) == place(
            number, 30_000_000 + number, 120_000_001
        )
    was, now = (store.read(lambda r, b=book: get_offer(r, b, "O1")) for book in (BOOK, "other"))
    assert was == now
    assert store.read(lambda r: find_codes(r, "other", code.code)) == [code]


_SPANS = st.lists(st.integers(0, 1440), unique=True, max_size=6).map(sorted)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_SPANS)
def test_hours_read_as_they_were_written(minutes: list[int]) -> None:
    spans = tuple(
        Span(first, last) for first, last in zip(minutes[::2], minutes[1::2], strict=False)
    )
    words = spans_words(spans)
    assert Fields({"weekday": words, "weekend": words}).hours() == OpeningHours(spans, spans)


def test_office_hours_are_as_a_bank_prints_them() -> None:
    assert spans_words(OFFICE.weekday) == "9:00-17:00"
