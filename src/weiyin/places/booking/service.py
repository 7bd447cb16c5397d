"""What an appointment can be for, how long ahead, and how much of it a branch does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weiyin.base.clock import SHANGHAI, shanghai_day, shanghai_midnight
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.holidays import is_workday
from weiyin.places.hours import state_at
from weiyin.places.place import Place, PlaceKind

HORIZON = timedelta(days=30)
HOURS = (9, 10, 11, 13, 14, 15, 16)
"""Of Shanghai, at which appointments begin; nobody is asked to come over lunch."""
_CUT_OFF = 15
"""Cash is ordered from the vault at this hour for the next workday."""


@dataclass(frozen=True, slots=True)
class Service:
    """`capacity` seats an hour at a branch; `services`: what a branch must offer for it."""

    key: str
    label: str
    capacity: int
    brings: str
    """What the customer is to bring along."""


SERVICES = (
    Service("account", "开户", 3, "本人有效身份证件"),
    Service("pro_edition", "开通网银专业版", 3, "本人有效身份证件和银行卡"),
    Service("loan", "贷款面谈", 1, "身份证件、收入证明和贷款材料"),
    Service("wealth", "理财咨询", 2, "本人有效身份证件"),
)
_BY_KEY = {service.key: service for service in SERVICES}
LARGE_CASH = "large_cash"


def read_service(words: str) -> Service:
    """By key, number or words: `开户`, `贷款`. Raises BadInput naming what there is."""
    if words in _BY_KEY:
        return _BY_KEY[words]
    if words.isdigit() and 1 <= int(words) <= len(SERVICES):
        return SERVICES[int(words) - 1]
    for service in SERVICES:
        if any(word in words for word in _HEARD[service.key]):
            return service
    raise BadInput("service", f"可以预约：{'、'.join(one.label for one in SERVICES)}")


_HEARD = {
    "account": ("开户", "开卡", "办卡", "开立账户"),
    "pro_edition": ("专业版", "网银", "u盾", "U盾"),
    "loan": ("贷款", "房贷", "按揭"),
    "wealth": ("理财", "投资"),
}


def check_branch(place: Place) -> None:
    """Only at a branch does somebody expect one. Raises BadInput."""
    if place.kind is not PlaceKind.BRANCH:
        raise BadInput("branch", f"{place.name}是自助设备，请选择一家网点")


def starts_on(place: Place, day: date) -> tuple[datetime, ...]:
    """The moments of a day at which an appointment may begin there: the hours it is open."""
    midnight = shanghai_midnight(day)
    hours = (midnight.replace(hour=hour) for hour in HOURS)
    return tuple(at for at in hours if state_at(place.hours, at).open)


def check_start(place: Place, start: datetime, now: datetime) -> None:
    """Raises NotAllowed for a moment past, too far ahead, or at which the branch is closed."""
    if start <= now:
        raise NotAllowed("past", "这个时间已经过了，请选择以后的时间")
    if start > now + HORIZON:
        raise NotAllowed("horizon", f"只能预约{HORIZON.days}天以内的时间")
    if start not in starts_on(place, shanghai_day(start)):
        raise NotAllowed("closed", f"{place.name}那时不营业，请换一个时间")


def first_cash_day(now: datetime) -> date:
    """The first day on which cash ordered now can be there: one workday ahead."""
    local = now.astimezone(SHANGHAI)
    day = local.date() + timedelta(days=1 if local.hour < _CUT_OFF else 2)
    while not is_workday(day):
        day += timedelta(days=1)
    return day
