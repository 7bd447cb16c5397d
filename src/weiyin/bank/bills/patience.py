"""A provider that is waited for only so long, by only so many at a time.

A call that hangs keeps its place until it returns. When all places are taken nobody waits any
more: whoever asks hears at once that it is no use now, and the rest of the house does not notice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import date
from typing import TypeVar

from weiyin.bank.bills.catalogue import Biller
from weiyin.bank.bills.provider import Charge, Fate, Found, Instruction, Provider, Taking
from weiyin.base.errors import TryLater, Unknown

T = TypeVar("T")

SECONDS = 2.5
"""A chat must have answered in five."""
PLACES = 8
_NO_ANSWER = "缴费单位暂时没有应答，请稍后再试。您的款项没有变动"


class Patient:
    """A `Provider` around another."""

    def __init__(self, provider: Provider, seconds: float = SECONDS, places: int = PLACES) -> None:
        self._provider, self._seconds = provider, seconds
        self._places = threading.BoundedSemaphore(places)

    def find(self, biller: Biller, number: str, told: Mapping[str, str]) -> Found | None:
        return self._asked(lambda: self._provider.find(biller, number, told))

    def search(self, biller: Biller, asked: Mapping[str, str]) -> Sequence[Charge]:
        return self._asked(lambda: self._provider.search(biller, asked))

    def pay(self, asked: Instruction) -> Fate:
        return self._told(lambda: self._provider.pay(asked))

    def look(self, key: str) -> Fate | None:
        return self._asked(lambda: self._provider.look(key))

    def give_back(self, key: str) -> Fate:
        return self._told(lambda: self._provider.give_back(key))

    def takings(self, biller: Biller, day: date) -> Sequence[Taking]:
        return self._asked(lambda: self._provider.takings(biller, day))

    def _asked(self, call: Callable[[], T]) -> T:
        """Whatever only looks: silence means that nothing happened."""
        try:
            return self._within(call)
        except TimeoutError as error:
            raise TryLater("the provider is silent", heard=_NO_ANSWER) from error

    def _told(self, call: Callable[[], T]) -> T:
        """Whatever does something: silence means that it may have happened."""
        try:
            return self._within(call)
        except TimeoutError as error:
            raise Unknown("the provider is silent") from error

    def _within(self, call: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise TryLater("every place at the provider is taken", heard=_NO_ANSWER)
        answer: Future[T] = Future()
        threading.Thread(target=self._run, args=(call, answer), daemon=True).start()
        return answer.result(self._seconds)

    def _run(self, call: Callable[[], T], answer: Future[T]) -> None:
        try:
            answer.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            answer.set_exception(error)
        finally:
            self._places.release()
