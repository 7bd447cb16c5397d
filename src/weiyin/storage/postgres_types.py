"""How Python values travel to PostgreSQL and back, so that both engines give the same ones.

Whole numbers always go as BIGINT and words as TEXT (one type a parameter means one prepared
statement); True and False go as 1 and 0; a whole NUMERIC, such as the sum of BIGINTs, comes back
as an int.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper


class _NumberDumper(Int8Dumper):
    def dump(self, obj: Any) -> Buffer | None:
        return str(int(obj)).encode()


class _SumLoader(Loader):
    def load(self, data: Buffer) -> int | Decimal:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def teach(connection: psycopg.Connection[Any]) -> None:
    """Make `connection` follow the rules above."""
    adapters = connection.adapters
    adapters.register_dumper(int, _NumberDumper)
    adapters.register_dumper(bool, _NumberDumper)
    adapters.register_dumper(str, StrDumper)
    adapters.register_loader("numeric", _SumLoader)
