"""One writing connection as the writer sees it; each engine has its own."""

from __future__ import annotations

from typing import Protocol

from weiyin.base.errors import WeiyinError
from weiyin.storage.unit import Tx


class EngineTx(Tx, Protocol):
    """A unit's door to the books, which remembers what went through it."""

    failure: WeiyinError | None
    """The first error of a statement, even when the unit swallowed it: such a unit is lost."""

    @property
    def wrote(self) -> bool:
        """Whether there is anything of the unit to be taken back."""
        ...

    def fresh(self) -> None:
        """Forget the unit before."""
        ...


class Session(Protocol):
    """Opens its connection when it is first needed, and again after it was lost.

    Every method raises an error of ours; CollidedError asks for the whole group to be run again.
    """

    at_hand: bool
    """Whether statements are answered within this process: an event loop may wait for them."""

    def begin(self, *, alone: bool, patient: bool = True) -> EngineTx:
        """Start a transaction; `alone` keeps every other writer out until it ends.

        `patient`: wait for a writer of another process, if it must be.
        """
        ...

    def commit(self) -> None:
        """Raises Unknown when nobody can say whether the group was kept."""
        ...

    def abandon(self) -> None:
        """Roll back, or else drop the connection. Never raises."""
        ...

    def save(self) -> None:
        """Set the savepoint of the next unit."""
        ...

    def undo(self) -> None:
        """Go back to the savepoint."""
        ...

    def release(self) -> None:
        """Forget the savepoint, keep what was done since."""
        ...

    def close(self) -> None: ...


class CollidedError(WeiyinError):
    """Another writer was in the way: the same units run again may well succeed."""

    status = 503
