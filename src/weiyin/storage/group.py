"""A group: units that run one after the other in one transaction and are committed together.

The error of one unit takes back that one alone. Savepoints are dear (PostgreSQL: two round trips a
unit; SQLite: as much as three reads), so a group first runs without: an error before the unit's
first write costs nothing, a later one makes the group run again with savepoints.
"""

from __future__ import annotations

from collections.abc import Callable

from weiyin.base.errors import Broken, TryLater, WeiyinError
from weiyin.storage.session import CollidedError, EngineTx, Session
from weiyin.storage.waiting import Waiting

Take = Callable[[], Waiting | None]
"""The next unit that may join, if any waits."""

_MOST_UNITS = 512
_MOST_SECONDS = 0.020
_ATTEMPTS = 6


class Group:
    """Belongs to whoever has the session in hand; may be begun by one thread, ended by another."""

    def __init__(self, session: Session, monotonic: Callable[[], float]) -> None:
        self.units: list[Waiting] = []
        self.refusal: WeiyinError | None = None
        """Why no transaction could be begun, which others would only hear as well."""
        self._session, self._monotonic = session, monotonic
        self._careful = False
        """Whether each unit gets a savepoint: after one has spoilt the group."""
        self._tx: EngineTx | None = None
        self._ran = 0
        self._end = 0.0

    def run_ahead(self, take: Take) -> bool:
        """Begin and run units without waiting for another process.

        False when that did not go well: then nothing is begun, and `commit` will do it all.
        """
        try:
            if self._tx is None:
                self._begin(alone=False, patient=False)
            self._run(take)
        except _SpoiltError:
            self._abandon()
            self._careful = True
            return self.run_ahead(_nobody)
        except Exception:  # noqa: BLE001 - `commit` meets it again, and tells of it
            self._abandon()
            return False
        return True

    def commit(self, take: Take, pause: Callable[[int], None]) -> None:
        """Give each unit its value or its error: run, let more join, commit.

        `pause` is called with the number of collisions so far before the group runs again.
        """
        collisions = 0
        while True:
            try:
                if self._tx is None:
                    self._begin(alone=collisions > 0, patient=True)
                self._run(take)
                self._session.commit()
            except _SpoiltError:
                self._careful = True
            except CollidedError as error:
                collisions += 1
                if collisions == _ATTEMPTS:
                    return self._fail(TryLater(f"too many writers at once: {error}"))
                pause(collisions)
            except WeiyinError as error:
                if self._tx is None:
                    self.refusal = error
                return self._fail(error)
            except Exception as error:  # noqa: BLE001 - the writer must outlive its own mistakes
                return self._fail(Broken(f"the writer failed: {error!r}"))
            else:
                return None
            self._abandon()
            take = _nobody

    def _begin(self, *, alone: bool, patient: bool) -> None:
        self._tx = self._session.begin(alone=alone, patient=patient)
        self._end = self._monotonic() + _MOST_SECONDS

    def _run(self, take: Take) -> None:
        session, tx = self._session, self._tx
        assert tx is not None
        run = _run_saved if self._careful else _run_plain
        while unit := self._next(take):
            run(session, tx, unit)
            self._ran += 1

    def _next(self, take: Take) -> Waiting | None:
        if self._ran < len(self.units):
            return self.units[self._ran]
        if self._ran < _MOST_UNITS and self._monotonic() < self._end and (more := take()):
            self.units.append(more)
            return more
        return None

    def _fail(self, error: WeiyinError) -> None:
        self._abandon()
        fail(self.units, error)

    def _abandon(self) -> None:
        if self._tx is not None:
            self._tx, self._ran = None, 0
            self._session.abandon()


class _SpoiltError(Exception):
    """A unit without a savepoint failed after its first write."""


def fail(units: list[Waiting], error: WeiyinError) -> None:
    """Give each unit its own copy: an error that is raised carries its traceback."""
    for unit in units:
        copy = type(error).__new__(type(error), *error.args)
        copy.__dict__.update(vars(error))
        copy.__cause__ = error.__cause__
        unit.value, unit.error = None, copy


def _nobody() -> None:
    return None


def _run_saved(session: Session, tx: EngineTx, unit: Waiting) -> None:
    session.save()
    if not _run_unit(tx, unit):
        session.undo()
    session.release()


def _run_plain(_: Session, tx: EngineTx, unit: Waiting) -> None:
    if not _run_unit(tx, unit) and (tx.wrote or tx.failure):
        raise _SpoiltError


def _run_unit(tx: EngineTx, unit: Waiting) -> bool:
    """Whether the unit is to be kept. A collision is raised: it is not the unit's own error."""
    tx.fresh()
    unit.value = unit.error = None
    try:
        unit.value = unit.work(tx)
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the caller
        unit.error = error
    if tx.failure is not None:
        if isinstance(tx.failure, CollidedError):
            raise tx.failure
        unit.error = unit.error or tx.failure
    return unit.error is None
