"""The table of display: the size of the words, and the language of what never changes."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from weiyin.storage.columns import count, flag, words
from weiyin.storage.tables import metadata

display_choices = Table(
    "display_choices",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    flag("large"),
    words("language"),  # zh | en
    count("changed_us"),
)
