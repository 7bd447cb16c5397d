"""What a whole group hears when it fails."""

from __future__ import annotations

import pytest

from weiyin.base.errors import Misconfigured, NotAllowed, TryLater, WeiyinError
from weiyin.storage.group import fail
from weiyin.storage.waiting import Blocking

ERRORS = (
    TryLater("the disk is full", heard="系统维护中，请明早再试"),
    NotAllowed("funds", "可用余额不足"),
    Misconfigured("database_url", "names no file"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_each_unit_hears_the_whole_error_in_a_copy_of_its_own(error: WeiyinError) -> None:
    error.__cause__ = cause = OSError("no space")
    units = [Blocking(lambda _: None), Blocking(lambda _: None)]
    fail([*units], error)
    heard = [unit.error for unit in units]
    assert heard[0] is not heard[1]
    for one in heard:
        assert type(one) is type(error)
        assert one is not error
        assert (str(one), vars(one), one.__cause__) == (str(error), vars(error), cause)
