"""Keeping the list of places: the bank's branch office puts it in, whole or one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from weiyin.base.errors import BadInput
from weiyin.places import hours
from weiyin.places.cells import cell
from weiyin.places.place import Place, PlaceKind
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

_PUT = sql("""
    INSERT INTO places (book, place_id, kind, name, city, district, address, phone,
                        lat_udeg, lon_udeg, cell, hours, services, words)
    VALUES (:book, :place_id, :kind, :name, :city, :district, :address, :phone,
            :lat_udeg, :lon_udeg, :cell, :hours, :services, :words)
    ON CONFLICT (book, place_id) DO UPDATE SET
        kind = excluded.kind, name = excluded.name, city = excluded.city,
        district = excluded.district, address = excluded.address, phone = excluded.phone,
        lat_udeg = excluded.lat_udeg, lon_udeg = excluded.lon_udeg, cell = excluded.cell,
        hours = excluded.hours, services = excluded.services, words = excluded.words
""")
_REMOVE = sql("DELETE FROM places WHERE book = :book AND place_id = :place_id")

COLUMNS = (
    "place_id, kind, name, city, district, address, phone, lat_udeg, lon_udeg, hours, services"
)
"""What `from_row` reads, in its order."""


def put_places(tx: Tx, book: str, places: Sequence[Place]) -> int:
    """Add the places, or replace those known by their number. Raises `BadInput` off the globe."""
    return tx.many(_PUT, [_row(book, place) for place in places])


def remove_place(tx: Tx, book: str, place_id: str) -> bool:
    """Forget a place; False when there was none."""
    return tx.run(_REMOVE, book=book, place_id=place_id) == 1


def from_row(row: Sequence[Any]) -> Place:
    place_id, kind, name, city, district, address, phone, lat, lon, open_hours, services = row
    return Place(
        place_id=place_id,
        kind=PlaceKind(kind),
        name=name,
        city=city,
        district=district,
        address=address,
        phone=phone,
        lat_udeg=lat,
        lon_udeg=lon,
        hours=hours.from_json(open_hours),
        services=msgspec.json.decode(services, type=tuple[str, ...]),
    )


def _row(book: str, place: Place) -> dict[str, Any]:
    if abs(place.lat_udeg) > 90_000_000 or abs(place.lon_udeg) > 180_000_000:
        raise BadInput("coordinates", f"坐标有误：{place.name}")
    return {
        "book": book,
        "place_id": place.place_id,
        "kind": place.kind.value,
        "name": place.name,
        "city": place.city,
        "district": place.district,
        "address": place.address,
        "phone": place.phone,
        "lat_udeg": place.lat_udeg,
        "lon_udeg": place.lon_udeg,
        "cell": cell(place.lat_udeg, place.lon_udeg),
        "hours": hours.to_json(place.hours),
        "services": msgspec.json.encode(place.services).decode(),
        "words": f"{place.city} {place.district} {place.name} {place.address}".casefold(),
    }
