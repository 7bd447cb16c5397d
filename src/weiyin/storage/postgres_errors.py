"""PostgreSQL's errors told by remedy."""

from __future__ import annotations

import psycopg
from psycopg import errors

from weiyin.base.errors import Broken, Conflict, TryLater, WeiyinError

AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
"""Two units got in each other's way: the same unit run again may well succeed."""

_PASSING = (
    *AGAIN,
    errors.OperationalError,  # connection refused or lost, out of disk, memory or connections
    errors.QueryCanceled,
    errors.ReadOnlySqlTransaction,
)


def told(error: psycopg.Error) -> WeiyinError:
    """The error of ours for an error before the commit: nothing of the unit is kept."""
    if isinstance(error, errors.UniqueViolation):
        return Conflict(str(error))
    if isinstance(error, errors.DataCorrupted | errors.IndexCorrupted):
        return Broken(str(error))
    if isinstance(error, _PASSING):
        return TryLater(f"{type(error).__name__}: {error}")
    return Broken(f"{type(error).__name__}: {error}")
