"""PostgreSQL's errors told by remedy."""

from __future__ import annotations

import psycopg
from psycopg import errors

from weiyin.base.errors import Broken, Conflict, TryLater, Unknown, WeiyinError
from weiyin.storage.session import CollidedError

_COLLIDED = (errors.SerializationFailure, errors.DeadlockDetected)
_PASSING = (
    errors.OperationalError,  # connection refused or lost, out of disk, memory or connections
    errors.QueryCanceled,
    errors.ReadOnlySqlTransaction,
)
_DAMAGED = (errors.DataCorrupted, errors.IndexCorrupted)


def told(error: psycopg.Error) -> WeiyinError:
    """The error of ours for an error before the commit: nothing of the unit is kept."""
    words = f"{type(error).__name__}: {error}"
    if isinstance(error, _COLLIDED):
        return CollidedError(words)
    if isinstance(error, errors.UniqueViolation):
        return Conflict(words)
    if isinstance(error, _PASSING) and not isinstance(error, _DAMAGED):
        return TryLater(words)
    return Broken(words)


def told_at_commit(error: psycopg.Error) -> WeiyinError:
    """As `told`; but when the server went away without its answer, it may have committed."""
    if isinstance(error, psycopg.OperationalError) and (error.sqlstate or "57P")[:3] == "57P":
        return Unknown(f"the connection broke while committing: {error}")
    return told(error)
