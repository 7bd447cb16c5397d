"""What can be listed: each kind by the columns it has in a file, read and written alike.

A record is of the kind whose mark it has: an offer has `offer_id`, a merchant `merchant_id`, …
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from weiyin.base.ask import Point
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput
from weiyin.places.bank_codes import BankCode, is_code, put_codes
from weiyin.places.hours import from_json
from weiyin.places.lists.record import Fields, degrees_words, spans_words
from weiyin.places.lists.sheets import Record
from weiyin.places.offers.merchant import MERCHANT_COLUMNS, Merchant, put_merchants
from weiyin.places.offers.offer import OFFER_COLUMNS, OFFERS_FROM, Offer, offer_from_row, put_offers
from weiyin.places.place import Place, PlaceKind
from weiyin.places.register import COLUMNS, from_row, put_places
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Tx

_CARDS = {"": "", "借记卡": "debit", "信用卡": "credit"}
_CARD_WORDS = {kind: words for words, kind in _CARDS.items()}


@dataclass(frozen=True, slots=True)
class Listing:
    """`read` makes a value of a record, raising `BadInput`; `write` the record of a row of `rows`.

    `mark` is the column by which its records are known and told apart.
    """

    name: str
    mark: str
    columns: tuple[str, ...]
    read: Callable[[Fields], Any]
    put: Callable[[Tx, str, Sequence[Any]], int]
    rows: Sql
    """Of `:book`, in order of the mark, after `:after`, at most `:most`; the mark comes first."""
    write: Callable[[Sequence[Any]], Record]


def _place(fields: Fields) -> Place:
    lat, lon = fields.at()
    return Place(
        fields.code("place_id"),
        PlaceKind(fields.one_of("kind", [kind.value for kind in PlaceKind])),
        fields.text("name"),
        fields.text("city").removesuffix("市"),
        fields.text("district"),
        fields.text("address"),
        fields.text("phone", default=""),
        lat,
        lon,
        fields.hours(),
        fields.many("services"),
    )


def _of_place(row: Sequence[Any]) -> Record:
    one = from_row(row)
    return {
        "place_id": one.place_id,
        "kind": one.kind.value,
        "name": one.name,
        "city": one.city,
        "district": one.district,
        "address": one.address,
        "phone": one.phone,
        "lat": degrees_words(one.lat_udeg),
        "lon": degrees_words(one.lon_udeg),
        "weekday": spans_words(one.hours.weekday),
        "weekend": spans_words(one.hours.weekend),
        "services": "、".join(one.services),
    }


def _merchant(fields: Fields) -> Merchant:
    return Merchant(
        fields.code("merchant_id"),
        fields.text("name"),
        fields.text("category"),
        fields.text("address"),
        *fields.at(),
        fields.hours(),
    )


def _of_merchant(row: Sequence[Any]) -> Record:
    merchant_id, name, category, address, lat, lon, hours = row
    open_hours = from_json(hours)
    return {
        "merchant_id": merchant_id,
        "name": name,
        "category": category,
        "address": address,
        "lat": degrees_words(lat),
        "lon": degrees_words(lon),
        "weekday": spans_words(open_hours.weekday),
        "weekend": spans_words(open_hours.weekend),
    }


def _offer(fields: Fields) -> Offer:
    starts, ends = fields.moment("starts"), fields.moment("ends")
    if ends <= starts:
        raise BadInput("ends", "须晚于 starts")
    least, off = fields.fen("from"), fields.fen("off")
    if not 0 < off <= max(least, off):
        raise BadInput("off", "须大于 0")
    return Offer(
        offer_id=fields.code("offer_id"),
        title=fields.text("title"),
        card=_CARDS[fields.one_of("card", _CARDS)],
        min_fen=least,
        off_fen=off,
        stock=fields.whole("stock", least=1),
        claimed=0,
        per_day=fields.whole("per_day", least=1),
        per_person=fields.whole("per_person", least=1),
        starts=starts,
        ends=ends,
        coupon_days=fields.whole("coupon_days", least=1, most=366),
        merchant_id=fields.code("merchant_id"),
        merchant="",
        category="",
        address="",
        point=Point(0, 0),
        open_hours="",
    )


def _of_offer(row: Sequence[Any]) -> Record:
    one = offer_from_row(row)
    return {
        "offer_id": one.offer_id,
        "merchant_id": one.merchant_id,
        "title": one.title,
        "card": _CARD_WORDS[one.card],
        "from": _yuan(one.min_fen),
        "off": _yuan(one.off_fen),
        "stock": str(one.stock),
        "per_day": str(one.per_day),
        "per_person": str(one.per_person),
        "starts": one.starts.astimezone(SHANGHAI).isoformat(),
        "ends": one.ends.astimezone(SHANGHAI).isoformat(),
        "coupon_days": str(one.coupon_days),
    }


def _code(fields: Fields) -> BankCode:
    code = fields.text("bank_code")
    if not is_code(code):
        raise BadInput("bank_code", f"须为12位联行号，末位校验，而不是“{code}”")
    return BankCode(code, fields.text("bank"), fields.text("name"), fields.text("city"))


def _of_code(row: Sequence[Any]) -> Record:
    return dict(zip(("bank_code", "bank", "name", "city"), row, strict=True))


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _paged(columns: str, source: str, mark: str, alias: str = "") -> Sql:
    return sql(
        f"SELECT {columns} FROM {source} WHERE {alias}book = :book AND {alias}{mark} > :after"
        f" ORDER BY {alias}{mark} LIMIT CAST(:most AS INTEGER)"
    )


_WHERE = ("lat", "lon", "datum", "weekday", "weekend")
LISTINGS = (
    Listing(
        "places",
        "place_id",
        ("place_id", "kind", "name", "city", "district", "address", "phone", *_WHERE, "services"),
        _place,
        put_places,
        _paged(COLUMNS, "places", "place_id"),
        _of_place,
    ),
    Listing(
        "merchants",
        "merchant_id",
        ("merchant_id", "name", "category", "address", *_WHERE),
        _merchant,
        put_merchants,
        _paged(MERCHANT_COLUMNS, "merchants", "merchant_id"),
        _of_merchant,
    ),
    Listing(
        "offers",
        "offer_id",
        ("offer_id", "merchant_id", "title", "card", "from", "off", "stock", "per_day",
         "per_person", "starts", "ends", "coupon_days"),
        _offer,
        put_offers,
        _paged(OFFER_COLUMNS, OFFERS_FROM, "offer_id", "o."),
        _of_offer,
    ),
    Listing(
        "codes",
        "bank_code",
        ("bank_code", "bank", "name", "city"),
        _code,
        put_codes,
        _paged("code, bank, name, city", "bank_codes", "code"),
        _of_code,
    ),
)  # fmt: skip
"""In the order of loading: an offer needs its merchant."""


def listing_of(record: Record) -> Listing:
    """The kind of a record by its mark. Raises `BadInput`."""
    by_mark = {one.mark: one for one in LISTINGS}
    for mark in ("offer_id", "merchant_id", "place_id", "bank_code"):
        if mark in record:
            return by_mark[mark]
    raise BadInput("", f"须有一列{'、'.join(by_mark)}")
