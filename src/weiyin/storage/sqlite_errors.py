"""SQLite's errors told by remedy."""

from __future__ import annotations

import sqlite3

from weiyin.base.errors import Broken, Conflict, TryLater, Unknown, WeiyinError

_TAKEN = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_READONLY,
    }
)


def told(error: sqlite3.Error) -> WeiyinError:
    """The error of ours for an error of a statement: nothing of it is kept."""
    name = getattr(error, "sqlite_errorname", "")
    if name in _TAKEN:
        return Conflict(str(error))
    if getattr(error, "sqlite_errorcode", -1) & 0xFF in _PASSING:
        return TryLater(f"{name}: {error}")
    return Broken(f"{name}: {error}")


def told_at_commit(error: sqlite3.Error) -> WeiyinError:
    """As `told`; but what was written and not synced may be found committed after a crash."""
    if getattr(error, "sqlite_errorcode", -1) == sqlite3.SQLITE_IOERR_FSYNC:
        return Unknown(str(error))
    return told(error)
