"""Single expressions for days and months, each with what it means seen from today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from weiyin.assistant.grain import Days, Grain
from weiyin.assistant.holidays import NAMES, holiday
from weiyin.assistant.months import (
    add_months,
    in_month,
    latest_day,
    month_end,
    month_of,
    quarter_start,
    week_start,
)
from weiyin.assistant.numbers import to_int

Read = Callable[[re.Match[str], date], Days | None]

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
_FEW = r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_YEAR = (
    r"(?:(?P<y>(?:19|20)[0-9]{2}|(?<![0-9])[0-9]{2}|二[〇零][〇零一二三四五六七八九]{2})年"
    r"|(?P<yw>去年|今年|前年|明年|上年|本年))的?"
)
_REL = (
    r"(?P<rel>上上个?月|上个?月(?!末)|上一个月|前一个月(?![以之]?内)"
    r"|本月|这个?月|当月|下个?月|上一?期)"
)
_DAY = r"(?:[日号](?![线楼院店门口机卡房厅站]))"
_TO = r"(?:到|至|-|~)"
_WEEKDAYS = {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6, "末": 5}
_YEARS = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "前年": -2, "明年": 1}
_NAMED = {
    **dict.fromkeys(("今天", "今日", "今儿", "今早", "今晚", "当天", "当日"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨儿"), -1),
    "前天": -2,
    "前日": -2,
    "大前天": -3,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_HINT = re.compile(
    rf"{NAMES}|[月年天日号周季]|星期|礼拜|[昨今][晚早儿]|[0-9][-/.][0-9]|20[0-9]{{4}}|上一?期"
)

_READERS: list[tuple[re.Pattern[str], Read]] = []


def day_words(text: str, today: date) -> Iterator[tuple[int, int, Days | None]]:
    """(start, end, days) of each expression in reading order; None for a day that is not."""
    if _HINT.search(text) is None:
        return
    taken: list[tuple[int, int, Days | None]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= one[0] or one[1] <= start for one in taken):
                taken.append((start, end, _try(read, match, today)))
    yield from sorted(taken, key=lambda one: one[0])


def _try(read: Read, match: re.Match[str], today: date) -> Days | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):  # 2月30日, 13月, or beyond the calendar
        return None


def _reads(pattern: str) -> Callable[[Read], Read]:
    """Register a reader; the earlier in this file wins where two match."""

    def register(read: Read) -> Read:
        _READERS.append((re.compile(pattern, re.ASCII), read))
        return read

    return register


def _one(day: date | None, grain: Grain = Grain.DAY) -> Days | None:
    return None if day is None else Days(day, day, grain)


def _until_today(first: date, last: date, today: date, grain: Grain = Grain.SPAN) -> Days:
    """A unit of the calendar; the one that contains today ends today."""
    return Days(first, today if first <= today <= last else last, grain)


def _number(text: str) -> int:
    value = to_int(text.lstrip("0").replace("廿", "二十"))
    if value is None:
        raise ValueError(text)
    return value


def _year(match: re.Match[str], today: date) -> int | None:
    if word := match["yw"]:
        return today.year + _YEARS[word]
    if not match["y"]:
        return None
    digits = "".join(
        str("零一二三四五六七八九".find(c)) if c in "零一二三四五六七八九" else c
        for c in match["y"].replace("〇", "零")
    )
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(match: re.Match[str], name: str, today: date) -> tuple[date, bool]:
    """The month said, and whether with its year; without, the last one that has begun."""
    year, number = _year(match, today), _number(match[name])
    month = date(today.year if year is None else year, number, 1)
    if year is None and month > today:
        month = add_months(month, -12)
    return month, year is not None


def _relative(match: re.Match[str], today: date) -> date:
    word = match["rel"]
    off = -2 if word.startswith("上上") else {"上": -1, "前": -1, "下": 1}.get(word[0], 0)
    return add_months(month_of(today), off)


@_reads(
    rf"(?:(?P<y>(?:19|20)[0-9]{{2}})年|(?P<yw>去年|今年|前年|明年|上年|本年))?的?(?P<name>{NAMES})"
    r"(?:节(?!目))?(?:(?:这|那)?几天|期间|假期|长假|放假|黄金周)?"
)
def _holiday(match: re.Match[str], today: date) -> Days | None:
    """Without its year the last one that has begun."""
    year = _year(match, today)
    first, last = holiday(match["name"], today.year if year is None else year)
    if year is None and first > today:
        first, last = holiday(match["name"], today.year - 1)
    return _until_today(first, last, today)


@_reads(
    r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})(?![0-9])[日号]?"
)
@_reads(r"(?<![0-9])(?P<y>20[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])")
def _full_date(match: re.Match[str], _today: date) -> Days | None:
    return _one(date(int(match["y"]), int(match["m"]), int(match["d"])))


@_reads(rf"{_REL}的?(?P<a>{_N})[日号]?{_TO}(?P<b>{_N}){_DAY}")
def _relative_month_days(match: re.Match[str], today: date) -> Days | None:
    return _days_of(_relative(match, today), match)


@_reads(rf"(?:{_YEAR})?(?<![0-9.])(?P<m>{_N})月份?的?(?P<a>{_N})[日号]?{_TO}(?P<b>{_N}){_DAY}")
def _month_days(match: re.Match[str], today: date) -> Days | None:
    return _days_of(_month(match, "m", today)[0], match)


@_reads(rf"(?<![0-9.月])(?P<a>{_N}){_TO}(?P<b>{_N}){_DAY}")
def _bare_days(match: re.Match[str], today: date) -> Days | None:
    first = latest_day(_number(match["a"]), today)
    return None if first is None else _days_of(month_of(first), match)


def _days_of(month: date, match: re.Match[str]) -> Days | None:
    first, last = in_month(month, _number(match["a"])), in_month(month, _number(match["b"]))
    return Days(first, last, Grain.SPAN) if first and last and first <= last else None


@_reads(
    rf"(?:{_YEAR})?(?<![0-9.])(?P<a>{_N})月?份?(?:{_TO}|、)(?P<b>{_N})月份?(?![0-9]|{_N}[日号])"
)
def _months(match: re.Match[str], today: date) -> Days | None:
    end, _ = _month(match, "b", today)
    first = add_months(end, -((end.month - date(2000, _number(match["a"]), 1).month) % 12))
    return _until_today(first, month_end(end), today)


@_reads(rf"(?:{_YEAR})?(?<![0-9.])(?P<m>{_N})月份?的?(?P<d>{_N})(?:[日号]|(?![0-9点:.元块笔条%]))")
def _month_day(match: re.Match[str], today: date) -> Days | None:
    year, month, number = _year(match, today), _number(match["m"]), _number(match["d"])
    if year is not None:
        return _one(date(year, month, number))
    day = date(today.year, month, number)
    return _one(day if day <= today else date(today.year - 1, month, number), Grain.MONTH_DAY)


@_reads(rf"{_REL}的?(?P<d>{_N}){_DAY}")
def _relative_month_day(match: re.Match[str], today: date) -> Days | None:
    return _one(in_month(_relative(match, today), _number(match["d"])))


@_reads(r"(?<![0-9])(?P<y>20[0-9]{2})[-/.](?P<m>0[1-9]|1[0-2])(?![0-9元块])")
@_reads(r"(?<![0-9])(?P<y>20[0-9]{2})(?P<m>0[1-9]|1[0-2])(?=的?(?:账单|月|明细|流水|交易|对账))")
def _year_month(match: re.Match[str], today: date) -> Days | None:
    first = date(int(match["y"]), int(match["m"]), 1)
    return _until_today(first, month_end(first), today, Grain.MONTH)


@_reads(rf"(?:{_YEAR})?(?<![0-9.])(?P<m>{_N})月份?")
def _month_alone(match: re.Match[str], today: date) -> Days | None:
    first, dated = _month(match, "m", today)
    grain = Grain.MONTH if dated else Grain.YEARLESS_MONTH
    return _until_today(first, month_end(first), today, grain)


@_reads(_REL)
def _relative_month(match: re.Match[str], today: date) -> Days | None:
    first = _relative(match, today)
    return _until_today(first, month_end(first), today, Grain.MONTH)


@_reads(
    r"(?<![0-9.])(?P<m>[0-9]{1,2})[./](?P<d>[0-9]{1,2})(?:到|至|-|~)"
    r"(?P<m2>[0-9]{1,2})[./](?P<d2>[0-9]{1,2})(?![0-9.])"
)
def _short_dates(match: re.Match[str], today: date) -> Days | None:
    """7.1-7.15: only as a span, for 7.1 alone is a number."""
    last = date(today.year, int(match["m2"]), int(match["d2"]))
    last = (
        last
        if date(today.year, int(match["m"]), int(match["d"])) <= today
        else add_months(last, -12)
    )
    first = date(last.year, int(match["m"]), int(match["d"]))
    return Days(first if first <= last else add_months(first, -12), last, Grain.SPAN)


@_reads(
    rf"(?:最近|近期?|过去)(?:的|这)?(?P<n>半|{_FEW})?(?P<unit>个?星期|个?礼拜|周|天|日|个月|年)(?:[以之]?内)?"
)
@_reads(rf"(?<![0-9上下第])(?P<n>半|{_FEW})(?P<unit>个?星期|个?礼拜|周|天|日|个月|年)[以之]?内")
@_reads(rf"(?:前|这)(?P<n>半|{_FEW})(?P<unit>个?星期|个?礼拜|周|天|日|个月|年)(?:[以之]?内)?")
@_reads(r"(?<![上下近去过0-9一两])(?P<n>半)(?P<unit>年)(?:[以之]?内)?(?!报)")
def _last_few(match: re.Match[str], today: date) -> Days | None:
    words, unit = match["n"] or "一", match["unit"].removeprefix("个")
    if words == "半":
        first = add_months(today, -6) if unit == "年" else today - timedelta(days=14)
        return Days(first, today, Grain.SPAN) if unit in {"年", "月"} else None
    count = _number(words)
    if not 1 <= count <= 366:
        return None
    if unit in {"年", "月"}:
        return Days(add_months(today, -count * (12 if unit == "年" else 1)), today, Grain.SPAN)
    days = count if unit in {"天", "日"} else 7 * count
    return Days(today - timedelta(days=days - 1), today, Grain.SPAN)


@_reads(rf"(?:{_YEAR})?(?P<half>[上下])半年")
def _half_year(match: re.Match[str], today: date) -> Days | None:
    year = _year(match, today)
    first = date(today.year if year is None else year, 1 if match["half"] == "上" else 7, 1)
    if year is None and first > today:
        first = add_months(first, -12)
    return _until_today(first, month_end(add_months(first, 5)), today)


@_reads(rf"(?:{_YEAR})?第?(?P<q>[一二三四1-4])季度?|(?P<rq>[上本这下])个?季度?")
def _quarter(match: re.Match[str], today: date) -> Days | None:
    if word := match["rq"]:
        first = add_months(quarter_start(today), {"上": -3, "下": 3}.get(word, 0))
    else:
        year = _year(match, today)
        first = date(today.year if year is None else year, 3 * _number(match["q"]) - 2, 1)
        first = add_months(first, -12) if year is None and first > today else first
    return _until_today(first, month_end(add_months(first, 2)), today)


@_reads(_YEAR)
def _year_alone(match: re.Match[str], today: date) -> Days | None:
    year = _year(match, today)
    return None if year is None else _until_today(date(year, 1, 1), date(year, 12, 31), today)


@_reads(
    r"(?P<week>上上|上一?个?|本|这一?个?|下一?个?)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末])(?!期)"
)
def _weekday(match: re.Match[str], today: date) -> Days | None:
    word, day = match["week"], match["d"]
    off = 0 if not word else -14 if word == "上上" else {"上": -7, "下": 7}.get(word[0], 0)
    first = week_start(today) + timedelta(days=off + _WEEKDAYS[day])
    if not word and first > today:
        first -= timedelta(days=7)
    if day == "末":
        return Days(first, first + timedelta(days=1), Grain.SPAN)
    return _one(first, Grain.DAY if word else Grain.WEEKDAY)


@_reads(r"(?P<week>上上个?|上一?个?|本|这一?个?|当|下一?个?)(?:周|星期|礼拜)")
def _week(match: re.Match[str], today: date) -> Days | None:
    word = match["week"]
    off = -14 if word.startswith("上上") else {"上": -7, "下": 7}.get(word[0], 0)
    first = week_start(today) + timedelta(days=off)
    return _until_today(first, first + timedelta(days=6), today)


@_reads("|".join(sorted(_NAMED, key=len, reverse=True)))
def _named_day(match: re.Match[str], today: date) -> Days | None:
    return _one(today + timedelta(days=_NAMED[match[0]]))


@_reads(rf"(?<![0-9.第])(?P<d>{_N}){_DAY}(?!元)")
def _day_number(match: re.Match[str], today: date) -> Days | None:
    return _one(latest_day(_number(match["d"]), today), Grain.NUMBER)
