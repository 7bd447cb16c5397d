"""A bank's words set right by their sound: 交易名戏 was 交易明细, 先用卡 was 信用卡.

A recogniser hears sounds and guesses characters. Two syllables must sound the same as a term of
ours; of three or more, one may differ in its initial or in its final. Names and numbers are never
touched: only terms of this list are put in, and only over characters.
"""

from __future__ import annotations

import re

from weiyin.assistant.knowledge.syllables import sounds

_TERMS = (
    "信用卡 借记卡 银行卡 储蓄卡 取款机 收款码 验证码 手机号 还款日 账单日 动账通知 无卡取款 "
    "余额 明细 账单 转账 还款 分期 网点 理财 定期 存款 利率 话费 积分 额度 限额 挂失 解绑 绑定 "
    "预约 取号 附近 密码 年费 激活 查询 交易 贷款 基金 汇率 外汇 投诉 客服 排队 新钞 现金 到账 "
    "工资 充值 汇款 开户 销户 提额 流水 网银 房贷 公积金 联行号 自动还款 最低还款 "
    "预留手机 取款密码 交易密码 临时额度 定期存款"
)
_KEPT = frozenset({"花费", "公司", "陷阱"})
"""Words of their own that sound like a term of ours."""
_INITIAL = re.compile(r"[zcs]h|[bpmfdtnlgkhjqxrzcsyw]|")
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")

_BY_LENGTH: dict[int, tuple[tuple[str, tuple[str, ...]], ...]] = {}
for _term in sorted(_TERMS.split(), key=len, reverse=True):
    _known = _BY_LENGTH.get(len(_term), ())
    _BY_LENGTH[len(_term)] = (*_known, (_term, tuple(sounds(_term))))


def with_terms(text: str) -> str:
    """`text` with what sounds like a term of the bank written as that term, longest first."""
    return _CHARACTERS.sub(lambda run: _mended(run[0]), text)


def _mended(run: str) -> str:
    heard = sounds(run)
    if len(heard) != len(run):
        return run
    kept, at = "", 0
    while at < len(run):
        term = _term_at(run, heard, at)
        kept += term or run[at]
        at += len(term) if term else 1
    return kept


def _term_at(run: str, heard: list[str], at: int) -> str | None:
    for length, terms in _BY_LENGTH.items():
        here = run[at : at + length]
        if len(here) < length or here in _KEPT:
            continue
        for term, sound in terms:
            if here == term or _sounds_like(heard[at : at + length], sound):
                return term
    return None


def _sounds_like(heard: list[str], term: tuple[str, ...]) -> bool:
    others = [(one, other) for one, other in zip(heard, term, strict=True) if one != other]
    if len(term) < 3 or len(others) != 1:
        return not others
    (one, initial), (other, wanted) = (_parted(syllable) for syllable in others[0])
    return one == other or initial == wanted


def _parted(syllable: str) -> tuple[str, str]:
    """The initial and the final; either may be empty."""
    found = _INITIAL.match(syllable)
    assert found is not None
    return found[0], syllable[found.end() :]
