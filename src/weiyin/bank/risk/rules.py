"""The rules a payment is judged by: pure, out of facts and dated thresholds.

The gravest rule that applies decides; every reason is told. The order of gravity: refuse, step up
(the trade password beside the code), warn with a pause before it can be confirmed, allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

REFUSED_HEARD = "收款账户存在风险，本行已拒绝该笔付款。如有疑问，请联系客服热线"


class Gravity(IntEnum):
    ALLOW = 0
    WARN = 1
    STEP_UP = 2
    REFUSE = 3


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What is known of a payment. Amounts are fen; `hour` is Shanghai's, 0 to 23."""

    amount_fen: int
    hour: int
    is_new_payee: bool
    """This customer never paid them before."""
    recent: int
    """Payments of this customer within the last hour, this one not counted."""
    is_listed: bool
    """The payee is on the list of known fraud."""
    today: int = 0
    """Payments of this customer on this day in Shanghai, this one not counted."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Dated settings (`tariffs.toml`, `risk.…`). Amounts are fen."""

    password_from_fen: int
    """From this amount on the trade password is asked too."""
    new_payee_password_from_fen: int
    """The same for a first payment to somebody."""
    night_password_from_fen: int
    """The same at night."""
    night_first_hour: int
    night_last_hour: int
    many_an_hour: int
    """So many payments within an hour are unusual."""
    most_a_day: int
    """So many payments a day, and no more."""
    pause_seconds: int
    """How long a warning must stand before the customer may confirm."""


@dataclass(frozen=True, slots=True)
class RiskVerdict:
    """What is asked of the customer beyond the code. `reasons` are told, the gravest first."""

    gravity: Gravity
    reasons: tuple[str, ...] = ()
    pause_seconds: int = 0

    @property
    def needs_password(self) -> bool:
        return self.gravity is Gravity.STEP_UP


def judge(facts: PaymentFacts, limits: Thresholds) -> RiskVerdict:
    """The verdict on one payment."""
    if facts.is_listed:
        return RiskVerdict(Gravity.REFUSE, (REFUSED_HEARD,))
    if facts.today >= limits.most_a_day:
        return RiskVerdict(
            Gravity.REFUSE, (f"您今日已付款{facts.today}笔，达到每日笔数上限，请明日再办",)
        )
    found = sorted(_found(facts, limits), key=lambda one: -one[0])
    if not found:
        return RiskVerdict(Gravity.ALLOW)
    is_warned = any(gravity is Gravity.WARN for gravity, _ in found)
    pause = limits.pause_seconds if is_warned else 0
    return RiskVerdict(found[0][0], tuple(reason for _, reason in found), pause)


def _found(facts: PaymentFacts, limits: Thresholds) -> list[tuple[Gravity, str]]:
    found: list[tuple[Gravity, str]] = []
    if facts.amount_fen >= limits.password_from_fen:
        found.append((Gravity.STEP_UP, "本笔金额较大，需验证交易密码"))
    elif facts.is_new_payee and facts.amount_fen >= limits.new_payee_password_from_fen:
        found.append((Gravity.STEP_UP, "首次向该收款人付款且金额较大，需验证交易密码"))
    elif _is_night(facts.hour, limits) and facts.amount_fen >= limits.night_password_from_fen:
        found.append((Gravity.STEP_UP, "夜间付款金额较大，需验证交易密码"))
    if facts.is_new_payee:
        found.append((Gravity.WARN, "您首次向该收款人付款，请核实对方身份，谨防诈骗"))
    if facts.recent >= limits.many_an_hour:
        found.append((Gravity.WARN, f"您一小时内已付款{facts.recent}笔，请确认均为本人操作"))
    return found


def _is_night(hour: int, limits: Thresholds) -> bool:
    """The night goes over midnight."""
    return hour >= limits.night_first_hour or hour <= limits.night_last_hour
