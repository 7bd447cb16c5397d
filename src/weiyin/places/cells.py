"""Cells: one whole number for where a point is, such that near points mostly have near numbers.

The bits of longitude and latitude are interleaved (Morton order), so that every square of the
world cut in halves again and again is one unbroken range of numbers. A plain index on one column
then finds a square, on any database.
"""

from __future__ import annotations

from weiyin.places.distance import reach_udeg

_BITS = 20
"""A side of about 38 metres north-south in the finest cell."""

_LAST = (1 << (2 * _BITS)) - 1
_LAT_SPAN, _LON_SPAN = 180_000_000, 360_000_000

Range = tuple[int, int]
"""First and last cell, both included."""

_ACROSS = 4
"""A cover has at most so many of its squares in a row: finer ones read less of what is outside,
more of them cost a walk down the index each."""


def cell(lat: int, lon: int) -> int:
    """The cell of a point in microdegrees."""
    return _spread(_column(lon)) | _spread(_row(lat)) << 1


def cover(lat: int, lon: int, radius_m: float) -> list[Range]:
    """Ranges in order that hold every cell within `radius_m` of the point, and some more."""
    reach = reach_udeg(lat, radius_m)
    if reach is None or abs(lon) + reach[1] > _LON_SPAN // 2:
        return [(0, _LAST)]
    rows = _row(lat - reach[0]), _row(lat + reach[0])
    columns = _column(lon - reach[1]), _column(lon + reach[1])
    shift = 0
    while rows[1] - rows[0] >= _ACROSS or columns[1] - columns[0] >= _ACROSS:
        shift += 1
        rows = rows[0] >> 1, rows[1] >> 1
        columns = columns[0] >> 1, columns[1] >> 1
    squares = sorted(
        _spread(x) | _spread(y) << 1
        for x in range(columns[0], columns[1] + 1)
        for y in range(rows[0], rows[1] + 1)
    )
    return _joined([(s << 2 * shift, (s + 1 << 2 * shift) - 1) for s in squares])


def _row(lat: int) -> int:
    return min((lat + _LAT_SPAN // 2 << _BITS) // _LAT_SPAN, (1 << _BITS) - 1)


def _column(lon: int) -> int:
    return min((lon + _LON_SPAN // 2 << _BITS) // _LON_SPAN, (1 << _BITS) - 1)


def _spread(number: int) -> int:
    """Put a zero before every bit: `1011` → `01000101`."""
    for shift, mask in (
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ):
        number = (number | number << shift) & mask
    return number


def _joined(ranges: list[Range]) -> list[Range]:
    """One range for those that follow each other without a gap."""
    found = ranges[:1]
    for first, last in ranges[1:]:
        if first == found[-1][1] + 1:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found
