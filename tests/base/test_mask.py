"""What people may see of a card, a phone, a name."""

from __future__ import annotations

from weiyin.base.clock import SystemClock
from weiyin.base.ids import digits, opaque_token, row_id
from weiyin.base.mask import Secret, mask_card, mask_id, mask_name, mask_phone, scrub


def test_masks() -> None:
    assert mask_card("6229990000000012") == "**** 0012"
    assert mask_phone("13800001234") == "138****1234"
    assert mask_phone("123") == "***"
    assert mask_id("11010119900307004X") == "1****************X"
    assert mask_name("李小雷") == "*小雷"
    assert mask_name("李") == "*"


def test_long_numbers_in_words_leave_only_a_tail() -> None:
    assert scrub("卡 6229 9900 0000 0012 完") == "卡 ****0012 完"
    assert scrub("电话13800001234") == "电话****1234"
    assert scrub("转500元") == "转500元"


def test_a_secret_does_not_print_itself() -> None:
    secret = Secret("hush")
    assert "hush" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hush"


def test_ids() -> None:
    now = SystemClock().now()
    assert len({opaque_token() for _ in range(1000)}) == 1000
    assert len(opaque_token()) == 32
    assert row_id(now)[:10] == row_id(now)[:10]
    assert len(digits(6)) == 6
    assert digits(6).isdigit()
