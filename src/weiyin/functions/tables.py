"""The tables by which operators steer the functions: switches, command codes, menus."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from weiyin.storage.tables import metadata

# A function that an official account does not offer for now; no row: it does.
function_switches = Table(
    "function_switches",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("function_id", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("by_whom", Text, nullable=False),
    Column("off_us", BigInteger, nullable=False),
)

# A short code that opens a function when it is the whole message.
command_codes = Table(
    "command_codes",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("function_id", Text, nullable=False),
)

menu_versions = Table(
    "menu_versions",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("tag", Text, nullable=False),  # empty: the default menu
    Column("menu", Text, nullable=False),  # WeChat's JSON
    Column("made_by", Text, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("published_us", BigInteger),
)
