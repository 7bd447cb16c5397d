"""Statements for many rows of one table: row by row on SQLite, as one set on PostgreSQL.

A row costs SQLite some microseconds and PostgreSQL a message each way; so there the rows travel as
one JSON document and the statement runs once. Columns are given with their types (`text`,
`bigint`, `integer`, `bytea`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from weiyin.storage.sql import Sql

_NOTHING: Mapping[str, str] = MappingProxyType({})


def insert_many(
    table: str,
    columns: Mapping[str, str],
    *,
    fixed: Mapping[str, str] = _NOTHING,
    tail: str = "",
) -> Sql:
    """Add rows; `fixed` columns get an SQL literal, `tail` may say ON CONFLICT."""
    into = f"INSERT INTO {table} ({', '.join((*columns, *fixed))})"
    values = ", ".join((*(f":{name}" for name in columns), *fixed.values()))
    chosen = ", ".join((*_read(columns), *fixed.values()))
    return Sql(
        f"{into} VALUES ({values}) {tail}",
        set_based=f"{into} SELECT {chosen} FROM {_rows(columns)} {tail}",
    )


def update_many(table: str, key: Mapping[str, str], columns: Mapping[str, str]) -> Sql:
    """Set `columns` of the rows with these keys."""
    each = ", ".join(f"{name}=:{name}" for name in columns)
    where = " AND ".join(f"{name}=:{name}" for name in key)
    values = dict(zip(columns, _read(columns), strict=True))
    all_set = ", ".join(f"{name}={value}" for name, value in values.items())
    same = " AND ".join(f"{table}.{name}=r.{name}" for name in key)
    return Sql(
        f"UPDATE {table} SET {each} WHERE {where}",
        set_based=f"UPDATE {table} SET {all_set} FROM {_rows({**key, **columns})} WHERE {same}",
    )


def _rows(columns: Mapping[str, str]) -> str:
    """The document as a table `r`; bytes travel in base64."""
    told = (f"{name} {'text' if type_ == 'bytea' else type_}" for name, type_ in columns.items())
    return f"json_to_recordset(CAST(:rows AS json)) AS r({', '.join(told)})"


def _read(columns: Mapping[str, str]) -> list[str]:
    return [
        f"decode(r.{name}, 'base64')" if type_ == "bytea" else f"r.{name}"
        for name, type_ in columns.items()
    ]
