"""One text, two engines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.storage.sql import sql, to_psycopg


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, :b_2, :a", "SELECT %(a)s, %(b_2)s, %(a)s"),
        ("SELECT x::bigint, :a::text", "SELECT x::bigint, %(a)s::text"),
        ("SELECT ':no', 'it''s :no', :yes", "SELECT ':no', 'it''s :no', %(yes)s"),
        ('SELECT ":no" FROM "t:x"', 'SELECT ":no" FROM "t:x"'),
        ("SELECT 1 -- :no 'x\n, :yes", "SELECT 1 -- :no 'x\n, %(yes)s"),
        ("SELECT /* :no ' */ :yes", "SELECT /* :no ' */ %(yes)s"),
        ("SELECT a % 2, 'x%' LIKE :p", "SELECT a %% 2, 'x%%' LIKE %(p)s"),
        ("SELECT a[1:2]", "SELECT a[1:2]"),
    ],
)
def test_only_parameters_are_translated(ours: str, theirs: str) -> None:
    assert to_psycopg(ours) == theirs


@given(st.text())
def test_a_literal_is_never_touched(words: str) -> None:
    literal = "'" + words.replace("'", "''") + "'"
    translated = to_psycopg(f"SELECT {literal}, :after")
    assert translated == f"SELECT {literal.replace('%', '%%')}, %(after)s"


def test_the_other_wording_is_for_postgresql_alone() -> None:
    stmt = sql("SELECT :a", postgresql="SELECT :a FOR UPDATE")
    assert stmt.text == "SELECT :a"
    assert stmt.postgresql == b"SELECT %(a)s FOR UPDATE"


def test_a_statement_knows_whether_it_writes() -> None:
    assert not sql(" select 1").writes
    assert sql("INSERT INTO t VALUES (1) RETURNING a").writes
    assert sql("WITH a AS (SELECT 1) DELETE FROM t").writes
