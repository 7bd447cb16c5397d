"""活期结息: on the settling day of a quarter every current account is credited its interest."""

from __future__ import annotations

from weiyin.bank.account.current_interest import settle, settling_on
from weiyin.bank.close.step import Step

STEP = Step("current-interest", "活期结息", settling_on, settle)
