"""外币现钞预约: notes that nobody fetched by the evening go back to their branch."""

from __future__ import annotations

from weiyin.bank.close.step import Step
from weiyin.bank.fx.notes import let_go, over_on

STEP = Step("fx-notes", "外币现钞预约到期", over_on, let_go)
