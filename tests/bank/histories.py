"""What many did at once, and whether it could have been done one after the other in that time.

An account is a list that entries append their number to. Of any two operations one came first when
one appended before the other, saw what the other appended, did not see it yet, or had ended before
the other began. A cycle of these is an outcome that no sequence explains (Adya's G0 to G2, and a
stale read after an answer), whatever the balances say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

Lists = Mapping[str, Sequence[str]]
"""The numbers of its entries by account, in the account's own order."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """An answered order. Moments are ticks of one clock that every caller shares."""

    began: int
    ended: int
    entry: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saw:
    """One look at some accounts, in one snapshot."""

    began: int
    ended: int
    lists: Lists


def faults(writes: Sequence[Wrote], reads: Sequence[Saw], last: Lists) -> list[str]:
    """What is wrong with a history that ended in `last`; nothing when it is as it should be."""
    return [*_lost(writes, last), *_torn(reads, last), *_cycle(writes, reads, last)]


def _lost(writes: Sequence[Wrote], last: Lists) -> Iterable[str]:
    meant: dict[str, list[str]] = {account: [] for account in last}
    for one in writes:
        for account in one.accounts:
            meant[account].append(one.entry)
    for account, entries in meant.items():
        if sorted(entries) != sorted(last[account]):
            yield f"lost, doubled or never answered on {account}"


def _torn(reads: Sequence[Saw], last: Lists) -> Iterable[str]:
    for one in reads:
        for account, seen in one.lists.items():
            if list(seen) != list(last[account][: len(seen)]):
                yield f"{account} was seen as it never was"


def _cycle(writes: Sequence[Wrote], reads: Sequence[Saw], last: Lists) -> Iterable[str]:
    order: TopologicalSorter[str] = TopologicalSorter()
    for entries in last.values():
        for earlier, later in pairwise(entries):
            order.add(later, earlier)
    for number, one in enumerate(reads):
        for account, seen in one.lists.items():
            if seen:
                order.add(f"read {number}", seen[-1])
            for unseen in last[account][len(seen) : len(seen) + 1]:
                order.add(unseen, f"read {number}")
    names = [*(one.entry for one in writes), *(f"read {n}" for n in range(len(reads)))]
    _in_real_time(order, names, [*writes, *reads])
    try:
        order.prepare()
    except CycleError as error:
        yield f"no order explains {error.args[1]}"


def _in_real_time(
    order: TopologicalSorter[str], names: Sequence[str], done: Sequence[Wrote | Saw]
) -> None:
    """Each comes after the moment it began and before the one it ended; moments are a chain."""
    for name, one in zip(names, done, strict=True):
        order.add(name, f"at {one.began}")
        order.add(f"at {one.ended}", name)
    moments = sorted({moment for one in done for moment in (one.began, one.ended)})
    for earlier, later in pairwise(moments):
        order.add(f"at {later}", f"at {earlier}")
