"""What services cost today, as published: out of the dated settings."""

from __future__ import annotations

from weiyin.bank import tariffs
from weiyin.bank.credit.rates import percent
from weiyin.bank.service import Service, look
from weiyin.base.errors import BadInput
from weiyin.base.money import Money

_PUBLISHED = {
    "credit": {
        "daily_interest_ppm": "透支日利率",
        "minimum_bp": "最低还款额占未还消费",
        "late_fee_bp": "违约金（最低还款额未还部分）",
        "cash_fee_bp": "取现手续费率",
        "cash_fee_least_fen": "取现手续费最低",
        "annual_fee_fen": "主卡年费",
        "reissue_fee_fen": "补卡工本费",
        "instalment_3_ppm": "分3期每期",
        "instalment_6_ppm": "分6期每期",
        "instalment_12_ppm": "分12期每期",
        "instalment_24_ppm": "分24期每期",
        "instalment_36_ppm": "分36期每期",
    },
    "transfer": {
        "fee_steps": "跨行转账手续费",
        "ibps_cap_fen": "实时到账单笔上限",
        "beps_cap_fen": "普通、次日到账单笔上限",
        "normal_delay_minutes": "普通到账等待",
        "cardless_cap_fen": "无卡取款每日上限",
    },
}
"""By area: the settings that concern customers, as they are called on a price list."""
_UNITS = {"days": "天", "months": "个月", "minutes": "分钟", "hours": "小时"}


class Charges(Service):
    """Nobody's own: the same for everybody who asks."""

    name = "charges"

    @look
    def of_area(self, area: str) -> tuple[tuple[str, str], ...]:
        """(what it is, how much) of everything published in `area`. Raises BadInput."""
        if area not in _PUBLISHED:
            raise BadInput("area", "没有这一类收费")
        return tuple((label, self._value(area, name)) for name, label in _PUBLISHED[area].items())

    def _value(self, area: str, name: str) -> str:
        office, known = self.office, f"{area}.{name}"
        if name == "fee_steps":
            return _steps(tariffs.words_at(office.reader, office.book, known, office.today))
        return _shown(name, tariffs.at(office.reader, office.book, known, office.today))


def _steps(words: str) -> str:
    """`5000=0.00 *=5.00` → `5,000元及以下免费；更多5.00元`."""
    pairs = (step.split("=") for step in words.split())
    return "；".join(
        f"{'更多' if most == '*' else f'{int(most):,}元及以下'}"
        f"{'免费' if fee == '0.00' else f'{fee}元'}"
        for most, fee in pairs
    )


def _shown(name: str, value: int) -> str:
    match name.rpartition("_")[2]:
        case "ppm":
            return f"{percent(value)}%"
        case "bp":
            return f"{percent(value * 100)}%"
        case "fen":
            return f"{Money(value)} 元"
        case unit:
            return f"{value} {_UNITS.get(unit, '')}".strip()
